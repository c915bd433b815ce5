"""What to do next, by rules: the first of the tasks that are foreseen, as long as it is not hopeless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curriculum.building import building_errands, plan_errands
from curriculum.crossing import crossing_errands
from curriculum.errands import LOGS, Errand, errands, of_kind, search_for, wood_at_hand
from curriculum.judge import judge
from curriculum.progress import Curriculum, GiveUp, NoWay, Progress
from curriculum.request import BuildDesign, BuildHouse, Request, Wish
from curriculum.techtree import hindrance, obtainable, steps
from worldsim.goals import All, Any, At, Built, Crossed, Explored, Goal, Has, Knows, Not, Out, Task
from worldsim.state import State

if TYPE_CHECKING:
    import networkx

#: How often tasks of one kind may fail in a row, how often the very same may be done, and how many attempts a request gets in all.
_TRIES = 4
_AGAIN = 3
_ATTEMPTS = 60
_ASKED = "the goal itself"


class RuleCurriculum(Curriculum):
    """The curriculum that needs no model: recipes, the known land, and what was tried."""

    name = "rules"

    def propose(self, request: Request, state: State, progress: Progress) -> Task | GiveUp | None:
        """The next task; None when what was requested holds; GiveUp when the next one has failed too often, or leads nowhere."""
        try:
            ahead = foreseen(request, state, progress)
        except KeyError as missing:
            return GiveUp(hindrance(str(missing.args[0])) or f"{missing.args[0]} is no item that can be had")
        except NoWay as dead_end:
            return GiveUp(str(dead_end))
        if not ahead:
            return None
        task = ahead[0].task
        failures = progress.failures(task)
        last = next((attempt.reason for attempt in reversed(progress.history) if not attempt.done and attempt.reason), "no reason was given")
        if progress.in_vain(task, state.tick):
            return GiveUp(f"{task.name}: {last}; nothing has changed since")
        if failures >= _TRIES:
            return GiveUp(f"{task.name}: tried {failures} times in vain, at last: {last}")
        if sum(attempt.done and attempt.task == task for attempt in progress.history) >= _AGAIN:
            return GiveUp(f"{task.name}: done {_AGAIN} times, and it is to be done once more; that leads nowhere")
        if len(progress.history) >= _ATTEMPTS:
            return GiveUp(f"{len(progress.history)} tasks were tried, and there is no end in sight; the next would be: {task.name}")
        return task

    def plan(self, request: Request, state: State) -> networkx.DiGraph[str]:
        """All tasks that are foreseen, as a DAG over their names. Empty when the goal holds, or cannot be reached."""
        import networkx

        graph: networkx.DiGraph[str] = networkx.DiGraph()
        try:
            ahead = foreseen(request, state, Progress())
        except (KeyError, NoWay):
            return graph
        for errand in ahead:
            graph.add_node(errand.task.name, task=errand.task)
            graph.add_edges_from((need, errand.task.name) for need in errand.needs)
        return graph


def foreseen(request: Request, state: State, progress: Progress) -> list[Errand]:
    """The tasks from here to the goal, in order, as far as they can be foreseen; [] when it holds. Raises KeyError for what cannot be had, NoWay."""
    if isinstance(request, BuildHouse | BuildDesign):
        return plan_errands(request, state, progress)
    if isinstance(request, Wish):
        raise NoWay("rules cannot read it: name a model with --model, or ask for something else")
    return _toward(request.goal, state, progress)


def _toward(goal: Goal, state: State, progress: Progress) -> list[Errand]:
    if judge(goal, state).done:
        return []
    wood = wood_at_hand(state, _logs(goal))
    match goal:
        case Has():
            want = of_kind(goal, wood, state)
            return errands(want, f"obtain {goal.count} {next(iter(want))}", _ASKED, wood, state, progress, goal)
        case Knows(blocks, count):
            return [Errand(search_for(blocks, count, _ASKED, wood))]
        case Built(blueprint):
            return building_errands(blueprint, _ASKED, blueprint.name.partition(" ")[0], state, progress)
        case Crossed():
            return crossing_errands(goal, _ASKED, wood, state, progress)
        case All(goals):
            return _chain([_toward(part, state, progress) for part in goals])
        case Any(goals):
            return _toward(max(goals, key=lambda part: judge(part, state).progress), state, progress) if goals else [_plain(goal, wood)]
        case _:
            return [_plain(goal, wood)]


def _logs(goal: Goal) -> int:
    """How many logs a thing takes, from bare hands; 1 for what is no thing."""
    if not isinstance(goal, Has) or not any(obtainable(item) for item in goal.items):
        return 1
    want = {next(item for item in goal.items if obtainable(item)): goal.count}
    return max(1, sum(step.count for step in steps(want, {}) if step.item in LOGS))


def _plain(goal: Goal, wood: str) -> Errand:
    """A goal that is a task as it stands."""
    match goal:
        case At(pos):
            name = f"go to {pos}"
        case Explored(columns):
            name = f"explore until {columns} columns are known"
        case Out():
            name = "climb out"
        case Not(inner):
            name = f"undo: {_plain(inner, wood).task.name}"
        case _:
            name = f"make it so: {goal}"
    return Errand(Task(name=name, goal=goal, why=_ASKED, wood=wood))


def _chain(parts: list[list[Errand]]) -> list[Errand]:
    """One after the other."""
    out: list[Errand] = []
    for part in parts:
        before = out[-1:]
        names = {errand.task.name for errand in out}
        out += [Errand(e.task, e.needs or tuple(b.task.name for b in before)) for e in part if e.task.name not in names]
    return out
