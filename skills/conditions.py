"""The small vocabulary in which whoever writes a skill says when it can be used and what it leaves behind; only code judges it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from worldsim import goals
from worldsim.facts import facts
from worldsim.goals import Goal, Task
from worldsim.space import Pos


class _Condition(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    pass


class Carried(_Condition, frozen=True, kw_only=True, tag="has"):
    """So many of any of these items are carried."""

    items: tuple[str, ...]
    count: int = 1


class Standing(_Condition, frozen=True, kw_only=True, tag="stands"):
    """So many of these blocks are known within so many blocks of where the program begins."""

    blocks: tuple[str, ...]
    count: int = 1
    within: int = 24


class Known(_Condition, frozen=True, kw_only=True, tag="knows"):
    """So many of these blocks are known, anywhere."""

    blocks: tuple[str, ...]
    count: int = 1


class TaskGoal(_Condition, frozen=True, kw_only=True, tag="goal"):
    """What the task asks for, whatever that is."""


Condition = Carried | Standing | Known | TaskGoal


def goal_of(conditions: Iterable[Condition], task: Task, here: Pos) -> Goal:
    """All of the conditions as one predicate, for a program that begins with its feet in the cell `here`."""
    return goals.All(tuple(_goal(condition, task, here) for condition in conditions))


def unknown_names(conditions: Iterable[Condition]) -> list[str]:
    """What is wrong with the names and numbers in them, a line each; [] if nothing is."""
    found = []
    for condition in conditions:
        if isinstance(condition, TaskGoal):
            continue
        if isinstance(condition, Carried):
            names, known, what = condition.items, set(facts().items), "item"
        else:
            names, known, what = condition.blocks, set(facts().blocks), "block"
        if not names or condition.count < 1:
            found.append(f"expected names and a count of at least 1, found {list(names)} and {condition.count}")
        for name in names:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                found.append(f"{name!r} is no {what} of Minecraft {facts().version}" + (f"; did you mean {near[0]}?" if near else ""))
    return found


def _goal(condition: Condition, task: Task, here: Pos) -> Goal:
    match condition:
        case Carried(items=items, count=count):
            return goals.Has(items, count)
        case Standing(blocks=blocks, count=count, within=within):
            return goals.Stands(blocks, count, here, within)
        case Known(blocks=blocks, count=count):
            return goals.Knows(blocks, count)
        case TaskGoal():
            return task.goal
