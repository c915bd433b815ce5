"""`python -m worldsim.record SET --seeds 1-12`: record real transitions, to measure and to teach world models with.

A set is not data to be committed: script, seeds and checksum make it again. Where to act is a factory, `--world package.module:function`:
called with a seed, it gives the labs of that seed, because this package knows no server.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, closing
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

from worldsim.actions import Action, name_of
from worldsim.change import Outcome
from worldsim.errors import MachineryError
from worldsim.explorer import Explorer
from worldsim.files import new_folder
from worldsim.flags import Parser, at_least, command, say, span
from worldsim.plugins import load
from worldsim.state import State
from worldsim.transitions import FILE, TransitionWriter
from worldsim.world import World

WORLD = "agent.labs:labs_of"
#: Of the steps of somebody else's play, this share is the explorer's: a program must find its way back from what it did not do.
PERTURBED = 0.15


class Lab(msgspec.Struct, frozen=True):
    """One world to act in, and who acts: `play`, or the explorer if there is none. `scenario`: what was set up before the first look."""

    name: str
    open: Callable[[], AbstractContextManager[World]]
    scenario: Mapping[str, Any] = {}
    play: Callable[[World], None] | None = None


class EpisodeNote(msgspec.Struct, frozen=True, kw_only=True):
    """One episode of a set."""

    name: str
    seed: int
    count: int
    scenario: dict[str, Any]
    trouble: str = ""  #: what broke our machinery, and ended it early


class SetNote(msgspec.Struct, frozen=True, kw_only=True):
    """What `set.json` holds."""

    script: str  #: makes the set again
    seeds: tuple[int, ...]
    count: int
    changing: int  #: transitions that altered something
    failed: int
    kinds: dict[str, int]  #: transitions by verb
    checksum: str  #: sha256 of transitions.jsonl
    versions: dict[str, str]
    episodes: tuple[EpisodeNote, ...]
    schema: int = 1


class _Enough(Exception):  # no error: the episode is as long as it should be
    """Ends a play."""


class RecordedWorld:
    """A world that writes down what is done in it, `most` steps at the most, and now and then does something of the explorer's first."""

    def __init__(
        self, world: World, keep: Callable[[State, Action, Outcome, State], None], most: int, explorer: Explorer, dice: Callable[[], float]
    ) -> None:
        self._world = world
        self._keep = keep
        self._left = most
        self._explorer = explorer
        self._dice = dice
        self._state = world.observe()

    def observe(self) -> State:
        """All that is known now."""
        return self._state

    def act(self, action: Action) -> Outcome:
        """Do it, and write it down. Raises _Enough when the episode is over."""
        if self._dice() < PERTURBED:
            self.step(self._explorer.next(self._state))
        return self.step(action)

    def step(self, action: Action) -> Outcome:
        """Do exactly this, and write it down."""
        if self._left <= 0:
            raise _Enough
        self._left -= 1
        before = self._state
        outcome = self._world.act(action)
        self._state = self._world.observe()
        self._keep(before, action, outcome, self._state)
        return outcome


class Tally:
    """Counts what was recorded."""

    def __init__(self) -> None:
        self.count = self.changing = self.failed = 0
        self.kinds: Counter[str] = Counter()

    def add(self, before: State, action: Action, outcome: Outcome) -> None:
        """One more."""
        self.count += 1
        self.kinds[name_of(action)] += 1
        self.failed += not outcome.ok
        self.changing += not outcome.change.empty or before.body.pos.distance(outcome.end) > 0.5


def record(
    folder: Path, labs_of: Callable[[int], Iterable[Lab]], seeds: Iterable[int], steps: int, script: str, say: Callable[[str], None]
) -> SetNote:
    """Record `steps` transitions in each lab of each seed into `folder`; set.json is rewritten after each episode. Raises UsageError.

    An episode that our machinery breaks ends there; the next one goes on.
    """
    seeds, tally, episodes = tuple(seeds), Tally(), list[EpisodeNote]()
    with new_folder(folder, worth=lambda: tally.count > 0), closing(TransitionWriter(folder)) as writer:
        began = time.perf_counter()
        note = _note(folder, script, seeds, tally, episodes)
        for seed in seeds:
            for lab in labs_of(seed):
                episodes.append(_episode(lab, seed, steps, writer, tally))
                note = _note(folder, script, seeds, tally, episodes)
                trouble = f"; {episodes[-1].trouble}" if episodes[-1].trouble else ""
                say(
                    f"{time.perf_counter() - began:6.0f} s  {tally.count:5} transitions, {tally.changing} changing, {tally.failed} failed; "
                    f"{episodes[-1].name}: {episodes[-1].count}{trouble}"
                )
    return note


def _episode(lab: Lab, seed: int, steps: int, writer: TransitionWriter, tally: Tally) -> EpisodeNote:
    name = f"seed {seed} {lab.name}"
    # Whole numbers only: a string's hash is another one in each process.
    explorer = Explorer(int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big"))
    first = tally.count
    trouble = ""

    def keep(before: State, action: Action, outcome: Outcome, after: State) -> None:
        writer.append(name, before, action, outcome, after)
        tally.add(before, action, outcome)

    try:
        with lab.open() as world:
            recorded = RecordedWorld(world, keep, steps, explorer, explorer.chance)
            try:
                if lab.play is not None:
                    lab.play(recorded)
                while True:
                    recorded.step(explorer.next(recorded.observe()))
            except _Enough:
                pass
    except MachineryError as error:
        trouble = f"{type(error).__name__}: {error}"
    return EpisodeNote(name=name, seed=seed, count=tally.count - first, scenario=dict(lab.scenario), trouble=trouble)


def _note(folder: Path, script: str, seeds: tuple[int, ...], tally: Tally, episodes: list[EpisodeNote]) -> SetNote:
    note = SetNote(
        script=script,
        seeds=seeds,
        count=tally.count,
        changing=tally.changing,
        failed=tally.failed,
        kinds=dict(sorted(tally.kinds.items())),
        checksum=hashlib.sha256((folder / FILE).read_bytes()).hexdigest(),
        versions={"lucidcraft": _version("lucidcraft"), "minecraft": "1.19.4", "msgspec": _version("msgspec"), "numpy": _version("numpy")},
        episodes=tuple(episodes),
    )
    (folder / "set.json").write_bytes(msgspec.json.format(msgspec.json.encode(note), indent=2) + b"\n")
    return note


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "source"


@command
def main(argv: list[str] | None = None) -> int:
    """Record; 0 when all went well, 3 when an episode broke."""
    parser = Parser(prog="python -m worldsim.record", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path, metavar="SET", help="a new folder")
    parser.add_argument("--seeds", type=span, default=range(1, 13), metavar="A-B", help="worlds (default 1-12)")
    parser.add_argument("--steps", type=at_least(1), default=55, metavar="N", help="transitions in each lab of a seed (default 55)")
    parser.add_argument("--world", default=WORLD, metavar="MODULE:FUNCTION", help=f"labs of a seed (default {WORLD})")
    parser.add_argument("--world-rules", metavar="FILE", help="rules that an embedded server alters (python -m bridge.alter)")
    asked = parser.parse_args(argv)
    script = f"python -m worldsim.record SET --seeds {asked.seeds[0]}-{asked.seeds[-1]} --steps {asked.steps} --world {asked.world}"
    labs_of = load(asked.world, "--world")
    if asked.world_rules:
        labs_of = partial(labs_of, world_rules=asked.world_rules)
        script += f" --world-rules {Path(asked.world_rules).name}"
    note = record(asked.set, labs_of, asked.seeds, asked.steps, script, lambda line: say([line]))
    said = {"set": str(asked.set), "count": note.count, "changing": note.changing, "failed": note.failed, "kinds": note.kinds}
    say([msgspec.json.encode(said).decode()])
    return 3 if any(episode.trouble for episode in note.episodes) else 0


if __name__ == "__main__":
    sys.exit(main())
