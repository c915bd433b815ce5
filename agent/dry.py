"""`--dry-run`: the whole goal dreamed, task after task, from what is seen at the start. Nothing in the world is changed."""

from __future__ import annotations

import math

import msgspec

from agent.choosing import choose
from agent.doing import Tell
from agent.loop import Mind
from agent.settings import Settings
from curriculum.judge import judge
from curriculum.progress import GiveUp, Progress
from curriculum.request import Request
from skills.runtime import run
from worldsim.events import Proposed
from worldsim.imagined import ImaginedWorld
from worldsim.state import State


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
    world = ImaginedWorld(mind.model, state, seed=settings.seed)
    progress = Progress()
    steps: list[Step] = []
    while len(steps) < settings.max_replans:
        now = world.observe()
        task = mind.curriculum.propose(request, now, progress)
        if task is None:
            return Plan(goal=settings.goal, steps=tuple(steps), complete=True, why="the dream reaches the goal")
        if isinstance(task, GiveUp):
            return Plan(goal=settings.goal, steps=tuple(steps), complete=False, why=task.why)
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
