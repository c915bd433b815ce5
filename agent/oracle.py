"""The oracle: whoever is asked what an action will do does it, in a copy of the live world, and tells. The upper bound of imagination.

It is a world model as any other, for the embedded server alone. A copy is made of the live state when it is asked about that (bridge/fork.py); what
was done in a copy is remembered as a tree of actions, so a whole dream needs one copy, and the steps of a program that were dreamed need none when
they are done: as long as the live world goes the way of the dream, the answers are there. For a state inside the tree that the copy is no longer in,
a new copy is made (of the live world when it stands on the way there, else of the root), and the actions up to there are done again.

About a state that is neither the live one nor grown from it by actions that the oracle has seen, it says nothing (no family covered, novelty 1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Protocol

import msgspec

from worldsim.actions import Action
from worldsim.blocks import UNKNOWN
from worldsim.change import BlockChange, Outcome
from worldsim.models import nothing
from worldsim.prediction import FAMILIES, Branch, Leaf, Prediction, Quantiles
from worldsim.state import State
from worldsim.world import World

Path = tuple[Action, ...]  # from the root


class Fork(Protocol):
    """A moment of the live world, of which copies can be made (bridge.fork.Moment)."""

    def fork(self) -> AbstractContextManager[World]:
        """A copy; it is gone at the end."""
        ...

    def close(self) -> None:
        """Forget the moment."""
        ...


class _Node(msgspec.Struct):
    """A state that was reached in a copy; at the root, the live one."""

    state: State
    changes: tuple[BlockChange, ...] = ()  # of blocks, since the root
    said: dict[Action, Prediction] = {}


class Oracle:
    """A world model with a live world behind it; without one (`attach`) it says nothing."""

    def __init__(self) -> None:
        self.name = "oracle"
        self.forks = 0  #: copies made so far
        self.acted = 0  #: actions done in copies so far
        self._observe: Callable[[], State] | None = None
        self._take: Callable[[], Fork] | None = None
        self._nodes: dict[Path, _Node] = {}
        self._places: dict[Any, list[Path]] = {}  # sign of a state -> nodes
        self._moment: Fork | None = None
        self._twin: World | None = None
        self._tip: Path = ()  # where the copy is
        self._open = ExitStack()

    def attach(self, observe: Callable[[], State], take: Callable[[], Fork]) -> None:
        """Work on this live world: `observe` looks at it, `take` keeps its present moment. Both are called between two actions only."""
        self.close()
        self._observe, self._take = observe, take

    def close(self) -> None:
        """End the copy and forget the moment. It can be asked again."""
        self._release()
        if self._moment is not None:
            self._moment.close()
        self._moment = None
        self._nodes, self._places = {}, {}

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """What these actions did, one after the other, in a copy. Raises MachineryError when a copy cannot be had."""
        path = self._find(state, actions[0]) if actions else None
        said = []
        for action in actions:
            if path is None:
                said.append(nothing(action))
                continue
            node = self._nodes[path]
            if action not in node.said:
                twin, path = self._at(path)
                node.said[action] = _told(self._act(twin, path, action))
            said.append(node.said[action])
            path = (*path, action)
        return said

    def after(self, state: State, action: Action) -> State | None:
        """All that was seen when `action` had been done in `state`; None when that is not known."""
        path = self._find(state, action)
        node = None if path is None else self._nodes.get((*path, action))
        return None if node is None else node.state

    def _find(self, state: State, action: Action) -> Path | None:
        """Where in the tree a state is. The live state, where the tree does not have it, becomes a new root.

        What fails at once leaves the state as it was; of several places, the newest that knows the answer about `action` is taken.
        """
        places = [path for path in reversed(self._places.get(_sign(state), [])) if _agrees(state, self._nodes[path])]
        if places:
            return next((path for path in places if action in self._nodes[path].said), places[0])
        if self._observe is None or self._take is None:
            return None
        live = self._observe()
        if _sign(live) != _sign(state) or live.blocks != state.blocks:
            return None
        self.close()
        self._moment = self._take()
        self._keep((), _Node(state))
        return ()

    def _at(self, path: Path) -> tuple[World, Path]:
        """The copy, in the state that `path` leads to; and that path from the root, which may be another one now."""
        if self._twin is None or path[: len(self._tip)] != self._tip:
            self._release()
            path = self._shortened(path)
            assert self._moment is not None
            self._twin = self._open.enter_context(self._moment.fork())
            self.forks += 1
        for action in path[len(self._tip) :]:
            self._act(self._twin, self._tip, action)
        return self._twin, path

    def _shortened(self, path: Path) -> Path:
        """Put the root where the live world is, if that is on the way: nothing needs to be done again up to there."""
        assert self._observe is not None
        assert self._take is not None
        live = self._observe()
        here = next((at for at in reversed(self._places.get(_sign(live), [])) if path[: len(at)] == at and _agrees(live, self._nodes[at])), None)
        if not here:
            return path
        nodes = {at[len(here) :]: node for at, node in self._nodes.items() if at[: len(here)] == here}
        self.close()
        self._moment = self._take()
        for at, node in nodes.items():
            self._keep(at, node)
        return path[len(here) :]

    def _act(self, twin: World, path: Path, action: Action) -> Outcome:
        outcome = twin.act(action)
        self.acted += 1
        self._tip = (*path, action)
        if self._tip not in self._nodes:
            changes = (*self._nodes[path].changes, *outcome.change.blocks, *outcome.env.blocks)
            self._keep(self._tip, _Node(twin.observe(), changes))
        return outcome

    def _keep(self, path: Path, node: _Node) -> None:
        self._nodes[path] = node
        self._places.setdefault(_sign(node.state), []).append(path)

    def _release(self) -> None:
        self._twin, self._tip = None, ()
        self._open.close()


def _sign(state: State) -> Any:
    """What tells states apart at a glance. Numbers of entities are not the same in a copy; blocks are compared where it matters."""
    body = state.body
    return (state.tick, body.pos, body.health, body.food, body.held, tuple(sorted(state.inventory.items())), state.tools, state.container)


def _agrees(state: State, node: _Node) -> bool:
    """Whether the blocks are as they are there: all that changed on the way to it."""
    there = node.state.blocks
    return all(state.blocks.state(change.pos) in (UNKNOWN, there.state(change.pos)) for change in node.changes)


def _told(outcome: Outcome) -> Prediction:
    branch = Branch(
        p=1.0, status=outcome.status, reason=outcome.reason, note=outcome.note, change=outcome.change, env=outcome.env, end=outcome.end,
        motion=outcome.motion,
    )  # fmt: skip
    leaves = (*(Leaf(family, "oracle") for family in FAMILIES), Leaf("ticks", "oracle"), Leaf("p_success", "oracle"))
    ticks = Quantiles(outcome.ticks, outcome.ticks, outcome.ticks)
    return Prediction(action=outcome.action, branches=(branch,), ticks=ticks, sources=leaves)
