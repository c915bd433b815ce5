"""Keeping the body alive: before the next task of any curriculum an upkeep task may come first, and a running one may be put off for it.

Upkeep tasks are tasks like others: a predicate, programs that are dreamed before they are done, a judgement by what is there. What is needed is
decided by rules, from the state and what was tried. It never keeps a goal from being pursued: what fails is left alone for a while, what cannot be
had is recorded and the goal goes on, and after `Limits.most` such tasks there are no more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from curriculum.progress import Attempt, Curriculum, GiveUp, Progress
from curriculum.request import Request
from worldsim.danger import is_day, menaces, sheltered
from worldsim.goals import At, Day, Explored, Fed, Healthy, Safe, Task
from worldsim.judging import judge
from worldsim.needs import PREY, carried_points, smallest_meal
from worldsim.state import State
from worldsim.tables import hunger

if TYPE_CHECKING:
    import networkx


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """From where on something is needed, and how long it is left alone when it failed."""

    #: A creature that attacks is answered from so near, in blocks: zombies see from 35 and come, a blow lands from 3, digging in takes some seconds.
    near: float = 8.0
    #: Food at which one eats what is carried, in half shanks: two pieces of raw meat are not wasted then.
    eat_at: int = 14
    #: Food at which one hunts what is in sight: a small house is done before (at 15 and more after 3,700 ticks), and one can still run after it.
    hunt_at: int = 12
    #: Food at which one looks for something to hunt: nobody sprints any more, so all ways take longer (Minecraft Wiki, "Hunger").
    search_at: int = hunger.NO_SPRINT
    #: Health at which one rests, and until when, in half hearts: three blows of a zombie (2.5 each at easy) are survived with 8, not with less.
    rest_at: float = 8.0
    rest_until: float = 14.0
    #: How far a look for something to hunt goes, in columns that get known, and how often it is made in `forget` ticks.
    search: int = 3000
    searches: int = 2
    #: What failed is left alone for so long, in ticks; what is about life only shortly.
    pause: int = 1200
    pause_danger: int = 40
    #: What lies on the ground is gone after five minutes (Minecraft Wiki, "Item (entity)"); so is the hope to find something where nothing was.
    forget: int = 6000
    #: Upkeep tasks for one goal: a day takes about ten.
    most: int = 300


class Upkeep(Curriculum):
    """Any curriculum, and upkeep. A pure function of what it is given, as far as that one is."""

    def __init__(self, inner: Curriculum, limits: Limits | None = None) -> None:
        self.inner = inner
        self.limits = limits or Limits()
        self.name = f"{inner.name} and upkeep"

    def propose(self, request: Request, state: State, progress: Progress) -> Task | GiveUp | None:
        """What the body needs, if it needs something and there is anything left to do; else what the other curriculum says."""
        task = self.inner.propose(request, state, progress.steps)
        if not isinstance(task, Task):
            return task
        return self.needed(state, progress) or task

    def plan(self, request: Request, state: State) -> networkx.DiGraph[str]:
        """The plan of the other curriculum; what the body needs now comes before all of it."""
        graph = self.inner.plan(request, state)
        need = self.needed(state, Progress()) if len(graph) else None
        if need is not None:
            first = [name for name, before in graph.in_degree() if before == 0]
            graph.add_node(need.name, task=need)
            graph.add_edges_from((need.name, name) for name in first)
        return graph

    def alarm(self, task: Task, progress: Progress) -> Callable[[State], str]:
        """Why a running `task` has to wait, in a state that it has led to; '' if it has not. Upkeep itself waits only for who attacks."""
        if isinstance(task.goal, Safe | Day):
            return lambda state: ""

        def why(state: State) -> str:
            need = self._danger(state, progress) if task.upkeep else self.needed(state, progress)
            return f"{need.name}: {need.why}" if need is not None else ""

        return why

    def needed(self, state: State, progress: Progress) -> Task | None:
        """The most urgent upkeep task that may be tried now; None if there is none."""
        if sum(attempt.task.upkeep for attempt in progress.history) >= self.limits.most:
            return None
        needs = (self._danger, self._meal, self._night, self._rest, self._hunt, self._search, self._lost)
        return next((task for need in needs if (task := need(state, progress)) is not None), None)

    def _danger(self, state: State, progress: Progress) -> Task | None:
        near = menaces(state, self.limits.near)
        if not near or sheltered(state):
            return None
        task = _task(f"be safe from the {near[0].kind}", Safe(self.limits.near), f"it is {near[0].pos.distance(state.body.pos):.0f} blocks away")
        return None if self._failed(task, progress, state, self.limits.pause_danger) else task

    def _meal(self, state: State, progress: Progress) -> Task | None:
        """Eat what is carried: when food is low, and before that where wounds could heal."""
        food, least = state.body.food, smallest_meal(state)
        hurt = state.body.health <= self.limits.rest_until and food < hunger.HEALS_FROM
        if not least or not (food <= self.limits.eat_at or hurt) or least > hunger.FULL - food:
            return None
        task = _task("eat", Fed(min(hunger.FULL, food + least)), f"food is at {food}")
        return None if self._failed(task, progress, state) else task

    def _night(self, state: State, progress: Progress) -> Task | None:
        if is_day(state):
            return None
        task = _task("see the night through", Day(), "monsters come in the dark")
        return None if self._failed(task, progress, state) else task

    def _rest(self, state: State, progress: Progress) -> Task | None:
        """Heal as far as food lasts: below 18 it ends. When the last step was refused because the body would die of it, as far as it goes."""
        body, last = state.body, progress.steps.last
        risky = last is not None and not last.done and last.cause == "died" and last.died_at is None
        if menaces(state, self.limits.near) or body.food < hunger.HEALS_FROM or not (body.health <= self.limits.rest_at or risky):
            return None
        lasts = (body.food - hunger.HEALS_FROM + body.saturation) * hunger.EXHAUSTED / hunger.HEAL_EXHAUSTION
        until = min(20.0 if risky else self.limits.rest_until, float(int(body.health + max(1.0, lasts))))
        if until <= body.health:
            return None
        task = _task("rest", Healthy(until), f"health is at {body.health:g}" + (", and what is next would be deadly" if risky else ""))
        return None if self._failed(task, progress, state) else task

    def _hunt(self, state: State, progress: Progress) -> Task | None:
        food = state.body.food
        if food > self.limits.hunt_at or carried_points(state) or not any(entity.kind in PREY for entity in state.entities):
            return None
        task = _task("hunt and eat", Fed(food + 2), f"food is at {food}, nothing to eat is carried, and something to hunt is in sight")
        return None if self._failed(task, progress, state) else task

    def _search(self, state: State, progress: Progress) -> Task | None:
        """Look around for something to hunt; who saw nothing for so long goes on with what it was about, hungry."""
        food = state.body.food
        if food > self.limits.search_at or carried_points(state) or any(entity.kind in PREY for entity in state.entities):
            return None
        looks = (one for one in progress.history if one.task.upkeep and isinstance(one.task.goal, Explored))
        if sum(_age(one, state) < self.limits.forget for one in looks) >= self.limits.searches:
            return None
        goal = Explored(state.blocks.count_columns() + self.limits.search)
        return _task("look for something to hunt", goal, f"food is at {food}, and there is nothing to eat")

    def _lost(self, state: State, progress: Progress) -> Task | None:
        """Fetch what lies where the body died, once, while it lies there. Who died twice meanwhile lets it lie: what killed him is still there."""
        deaths = [i for i, one in enumerate(progress.history) if one.died_at is not None and _age(one, state) < self.limits.forget]
        if len(deaths) != 1:
            return None
        (index,) = deaths
        tried = any(one.task.upkeep and isinstance(one.task.goal, At) for one in progress.history[index + 1 :])
        place = progress.history[index].died_at
        if tried or place is None:
            return None
        task = _task(f"fetch what was lost at {place}", At(place, 4.0), "it lies there for five minutes")
        return None if judge(task.goal, state).done else task

    def _failed(self, task: Task, progress: Progress, state: State, pause: int | None = None) -> bool:
        """Whether the last upkeep of this kind failed, and not long ago."""
        last = next((one for one in reversed(progress.history) if one.task.upkeep and one.task.name == task.name), None)
        return last is not None and not last.done and _age(last, state) < (self.limits.pause if pause is None else pause)


def _age(attempt: Attempt, state: State) -> int:
    return state.tick - attempt.tick


def _task(name: str, goal: Fed | Healthy | Safe | Day | Explored | At, why: str) -> Task:
    return Task(name=name, goal=goal, why=why, upkeep=True)
