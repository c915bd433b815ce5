"""The tasks on the way to things: find it, gather it, make the tool for it, craft it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from curriculum.house import WOODS
from curriculum.judge import count_known, state_ids
from curriculum.progress import Progress
from curriculum.techtree import TABLE, Step, steps, ways
from curriculum.terrain import terrain
from worldsim.facts import facts
from worldsim.goals import Goal, Has, Knows, Task
from worldsim.recipe_graph import Mined, sources
from worldsim.state import State

#: All logs that something can be built of.
LOGS = tuple(f"{wood}_log" for wood in WOODS)
#: How far a crafting table may stand to be walked to instead of crafting another, in blocks.
_TABLE_NEAR = 16
#: How far from a column that can be walked to a log still counts as within reach (4.5 from the eyes), in columns.
_ARM = 3
#: The distance at which a log is worth half, in blocks.
_STROLL = 8.0
#: What a thing made of wood is worth, in logs (recipes: 4 planks a log, 3 doors of 6 planks, 3 fences of 4 planks and 2 sticks).
_LOGS_IN = {"log": 1.0, "planks": 1 / 4, "door": 1 / 2, "fence": 5 / 12}
#: Logs that went into the table and the sticks by the time that the first things are made.
_USED = 2
#: What is gathered in one task, in blocks: a longer one leads farther than a dream can foresee.
_LOAD, _LEAST = 24, 4
#: How many more blocks to find, when gathering those that are known has failed.
_MORE = 8


class Errand(msgspec.Struct, frozen=True):
    """A task, and the names of the tasks before it."""

    task: Task
    needs: tuple[str, ...] = ()


def errands(want: Mapping[str, int], purpose: str, why: str, wood: str, state: State, progress: Progress, goal: Goal | None = None) -> list[Errand]:
    """The tasks until all of `want` is carried at once, in order; [] if it is. `why` and `purpose` ('build the oak house') are for people.

    `goal`: by what the last of them is judged, where `want` is one thing of several that would do. What is made of something that is
    wanted as well comes before it: first the doors, then the planks. Raises KeyError for an item that cannot be had.
    """
    table = bool(state.blocks.find([TABLE], state.body.pos.cell, limit=1, radius=_TABLE_NEAR))
    todo = {step.item: step for step in steps(want, state.inventory, wood, table)}
    tools = {step.way.tool for step in todo.values() if isinstance(step.way, Mined)}
    out: list[Errand] = []
    names: dict[str, str] = {}  # of the task that gets an item

    def add(step: Step, task: Task, before: Sequence[str] = ()) -> None:
        needs = dict.fromkeys((*(names[need] for need in _milestones(step, todo, names)), *before))
        out.append(Errand(task, tuple(needs)))
        names[step.item] = task.name

    for item, step in todo.items():
        if isinstance(step.way, Mined):
            final = goal if item in want and goal else Has((item,), step.total)
            reason = why if item in want else _what_for(step, todo, purpose)
            gather = Task(name=f"gather {step.total} {item}", goal=final, why=reason, wood=wood)
            first = [Task(name=f"gather {load} {item}", goal=Has((item,), load), why=reason, wood=wood) for load in _loads(step, state, progress)]
            if search := _search(step, (*first, gather)[0], state, progress):
                first.insert(0, search)
            before = tuple(names[need] for need in _milestones(step, todo, names))
            for task in first:
                out.append(Errand(task, before))
                before = (task.name,)
            add(step, gather, before[:1] if first else ())
        elif item in tools and item not in want:
            add(step, Task(name=f"obtain 1 {item}", goal=Has((item,)), why=_what_for(step, todo, purpose), wood=wood))
    made: list[str] = []
    for item in reversed([item for item in todo if item in want and item not in names]):
        add(todo[item], Task(name=f"obtain {want[item]} {item}", goal=goal or Has((item,), want[item]), why=why, wood=wood), made[-1:])
        made.append(names[item])
    return out


def wood_at_hand(state: State, logs: int = 1) -> str:
    """The kind of wood to use where `logs` are needed: one that suffices; of several the one that is carried, then the one that is near."""
    feet = state.body.pos.cell
    land = terrain(state.blocks, feet)
    arm = land.reachable(feet)
    for _ in range(_ARM):
        arm = arm | _shifted(arm)
    here_x, here_z = land.column(feet)
    x, z = np.ogrid[: arm.shape[0], : arm.shape[1]]
    nearness = _STROLL / (_STROLL + np.hypot(x - here_x, z - here_z)) * arm

    def worth(wood: str) -> tuple[float, float, float, int]:
        carried = sum(state.count(f"{wood}_{thing}") * each for thing, each in _LOGS_IN.items())
        used = _USED if carried > _USED else 0
        columns = np.isin(land.states, state_ids(state.blocks.palette, [f"{wood}_log"])).sum(axis=1)
        enough = min(carried + used + int(columns[arm].sum()), logs)
        return enough, carried, float((columns * nearness).sum()), count_known(state.blocks, [f"{wood}_log"])

    return max(WOODS, key=worth)  # of equals the first


def of_kind(goal: Has, wood: str, state: State) -> dict[str, int]:
    """Which of the items that would do to get, and how many; those of the others that are carried count. Raises KeyError if none can be had."""
    cost = ways(wood).cost
    possible = [item for item in goal.items if item in cost]
    if not possible:
        raise KeyError(goal.items[0] if goal.items else "nothing")
    item = min(possible, key=lambda item: cost[item])
    others = sum(state.count(other) for other in goal.items if other != item)
    return {item: goal.count - others}


def search_for(blocks: tuple[str, ...], count: int, why: str, wood: str) -> Task:
    """The task to find blocks."""
    what = "wood" if set(blocks) & set(LOGS) else blocks[0]
    return Task(name=f"find {count} {what}" if count > 1 else f"find {what}", goal=Knows(blocks, count), why=why, wood=wood)


def _loads(step: Step, state: State, progress: Progress) -> range:
    """What is carried on the way to a large number of a thing, after each load. A load that failed is halved: what there is may do for less."""
    failed = 0
    for attempt in reversed(progress.steps.history):
        if _gathers(attempt.task, step.item):
            if attempt.done:
                break
            failed += 1
    load = max(_LEAST, _LOAD >> failed)
    return range((state.count(step.item) // load + 1) * load, step.total - load // 2 + 1, load)


def _gathers(task: Task, item: str) -> bool:
    return isinstance(task.goal, Has) and task.goal.items == (item,)


def _search(step: Step, gather: Task, state: State, progress: Progress) -> Task | None:
    """The task to find what is to be gathered: when none is known, or what was known did not do."""
    where = tuple(way.block for way in sources(step.item, facts()) if isinstance(way, Mined))
    if step.item in LOGS:
        # Any tree will do as long as none is known; then the curriculum chooses the wood anew.
        where = (step.item,) if count_known(state.blocks, LOGS) else LOGS
    known = count_known(state.blocks, where)
    if known == 0:
        return search_for(where, 1, f"{step.item} is needed, and none is in the known land", gather.wood)
    last = progress.last
    if last is not None and not last.done and last.died_at is None and (last.task.name == gather.name or _gathers(last.task, step.item)):
        return search_for(where, known + _MORE, f"the {known} that are known did not do: {last.reason or 'it failed'}", gather.wood)
    return None


def _what_for(step: Step, todo: Mapping[str, Step], purpose: str) -> str:
    users = [other.item for other in todo.values() if step.item in other.needs]
    return f"for {', '.join(users)}, to {purpose}" if users else f"to {purpose}"


def _milestones(step: Step, todo: Mapping[str, Step], names: Mapping[str, str]) -> list[str]:
    """The items with a task of their own that a step needs, through those without."""
    found: list[str] = []
    for need in step.needs:
        if need in names:
            found.append(need)
        elif need in todo:
            found += _milestones(todo[need], todo, names)
    return found


def _shifted(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """A mask that is one cell wider on all four sides."""
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    wide[:, 1:] |= mask[:, :-1]
    wide[:, :-1] |= mask[:, 1:]
    return wide
