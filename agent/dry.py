"""`--dry-run`: the whole goal dreamed, task after task, from what is seen at the start. Nothing in the world is changed."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from agent.choosing import choose
from agent.doing import Tell
from agent.loop import Mind
from agent.settings import Settings
from curriculum.judge import judge
from curriculum.progress import GiveUp, Progress
from curriculum.request import Request, Wish
from skills.runtime import run
from worldsim.blocks import UNKNOWN
from worldsim.blueprint import Blueprint
from worldsim.events import Proposed
from worldsim.facts import Facts
from worldsim.goals import Built
from worldsim.imagined import ImaginedWorld
from worldsim.seeing.grid import dense
from worldsim.seeing.guessing import guess
from worldsim.space import Pos
from worldsim.state import State

#: How far around a building the land is looked at, and how far it is guessed, in blocks: where the builder walks.
_NEARBY, _BESIDE = 8, 3


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One task of the plan, as it was dreamed."""

    task: str
    program: str
    p_success: float
    actions: float
    ticks: float  #: median
    uses: dict[str, int]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A dreamed plan. `complete`: it reaches the goal."""

    goal: str
    steps: tuple[Step, ...]
    complete: bool
    why: str

    @property
    def p_success(self) -> float:
        """Of the whole plan, as if its tasks were independent."""
        return math.prod(step.p_success for step in self.steps) if self.complete else 0.0

    @property
    def ticks(self) -> float:
        return sum(step.ticks for step in self.steps)


def plan(request: Request, state: State, mind: Mind, tell: Tell, settings: Settings) -> Plan:
    """Dream a goal to its end: each task from where the dream of the one before it ended."""
    if isinstance(request, Wish):
        why = "a model makes tasks of such a goal, and a dry run asks none; what it would be asked is estimated alone"
        return Plan(goal=settings.goal, steps=(), complete=False, why=why)
    world = ImaginedWorld(mind.model, state, seed=settings.seed)
    progress = Progress()
    steps: list[Step] = []
    guessed: dict[Pos, int] = {}  #: unseen cells, by where the building was to stand
    while len(steps) < settings.max_replans:
        now = world.observe()
        task = mind.curriculum.propose(request, now, progress)
        if task is None:
            return Plan(goal=settings.goal, steps=tuple(steps), complete=True, why=f"the dream reaches the goal{_guessed(sum(guessed.values()))}")
        if isinstance(task, GiveUp):
            return Plan(goal=settings.goal, steps=tuple(steps), complete=False, why=task.why)
        if isinstance(task.goal, Built) and (place := task.goal.blueprint.origin) not in guessed:
            guessed[place] = _unseen(task.goal.blueprint, now)
            if guessed[place]:
                world.suppose(guesses(task.goal.blueprint, now, mind.facts))
                continue  # by that it may be another place
        ahead = mind.curriculum.plan(request, now)
        outlook = tuple(ahead.nodes)
        tell(Proposed(tick=now.tick, task=task, outlook=outlook, needs=tuple(ahead.edges)))
        choice = choose(
            mind.library.candidates(task, now, mind.facts),
            now,
            mind.model,
            tell,
            sources=mind.library.source,
            gate=settings.gate,
            rollouts=settings.dreams or 1,
            seed=settings.seed,
        )
        if choice.program is None or choice.dream is None:
            return Plan(goal=settings.goal, steps=tuple(steps), complete=False, why=f"no dream of {task.name!r} passes: {choice.note}")
        result = run(choice.program, world, sources=mind.library.source)
        done = judge(task.goal, world.observe()).done
        progress = progress.after(task, done, result.note)
        steps.append(
            Step(
                task=task.name,
                program=choice.program.name,
                p_success=choice.dream.p_success,
                actions=choice.dream.actions,
                ticks=choice.dream.ticks.p50,
                uses={item: math.ceil(count) for item, count in choice.dream.materials.items()},
            )
        )
        if result.ok and not done:
            # A dream can find a hypothetical tree, but not the land around it: this is as far as it sees.
            last = outlook[-1:] == (task.name,)
            return Plan(goal=settings.goal, steps=tuple(steps), complete=last, why=f"what comes after {task.name!r} depends on what will be seen")
    return Plan(goal=settings.goal, steps=tuple(steps), complete=False, why=f"no end after {len(steps)} tasks")


def guesses(blueprint: Blueprint, state: State, known: Facts) -> dict[Pos, int]:
    """State ids for the cells of a building, and for those around it, that nobody has seen: as the land nearby.

    In the real world the builder looks; in a dream there is nothing to be seen, and it goes on with this.
    """
    low = blueprint.origin.offset(-_NEARBY, -_NEARBY, -_NEARBY)
    size = blueprint.size
    cells = dense(state.blocks, low, (size.y + 2 * _NEARBY, size.z + 2 * _NEARBY, size.x + 2 * _NEARBY))
    filled = guess(cells, known)
    edge = _NEARBY - _BESIDE
    inner = (slice(edge, -edge),) * 3
    places = (np.argwhere(cells[inner] == UNKNOWN) + edge).tolist()
    return {low.offset(x, y, z): int(filled[y, z, x]) for y, z, x in places}


def _unseen(blueprint: Blueprint, state: State) -> int:
    return sum(state.blocks.name(blueprint.at(cell)) is None for cell in blueprint.cells)


def _guessed(cells: int) -> str:
    return f"; {cells} cells of a place for the building were not seen yet, and are guessed" if cells else ""
