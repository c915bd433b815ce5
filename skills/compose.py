"""Programs put together for a task: from the recipe graph for things, from the shipped skills for the rest.

The source holds what is true in any world, the arguments the particulars (counts, cells, wood): that is why what was composed
once can be earned, and serve again. What a task's goal names is `bindings`; a composed program takes what it needs of it.
"""

from __future__ import annotations

import re
from typing import Any

from skills import seeds
from skills.program import Program
from skills.recipe_code import source_for
from skills.signature import bindings
from skills.ways import steps
from worldsim import goals
from worldsim.facts import Facts
from worldsim.goals import Task
from worldsim.state import State


def compose(task: Task, state: State, facts: Facts) -> list[Program]:
    """Programs for the task's goal, the best first; [] where nothing is known to lead there (such as `not`)."""
    goal = task.goal
    match goal:
        case goals.Has():
            return _having(task, goal, state, facts)
        case goals.Built():
            name = f"build_{_slug(goal.blueprint.name, task.wood)}"
            return [_program(name, _BUILD, task, state, "cells")]
        case goals.Knows():
            name = f"find_{_slug(goal.blocks[0], task.wood)}"
            return [_program(name, _FIND, task, state, "targets", "want")]
        case goals.At() if not task.upkeep:
            return [_program("walk_there", _WALK, task, state, "pos", "near")]
        case goals.Explored():
            return [_program("see_more", _SEE, task, state, "columns")]
        case goals.All() if all(isinstance(part, goals.Has) for part in goal.goals):
            things = [part.items[0] for part in goal.goals if isinstance(part, goals.Has)]
            return [_program(f"have_{'_and_'.join(_slug(item, task.wood) for item in things)}"[:60], _HAVE, task, state, "things")]
        case goals.Any():
            parts = (Task(name=task.name, goal=part, why=task.why, wood=task.wood) for part in goal.goals)
            return [program for part in parts for program in compose(part, state, facts)]
    return []


def seeded(task: Task, state: State) -> list[Program]:
    """The shipped skills that may do the task, called directly."""
    goal = task.goal
    match goal:
        case goals.Has():
            return [_seed("obtain", {"item": item, "want": goal.count}) for item in goal.items[:2]]
        case goals.Built():
            return [_seed("build", _pick(task, state, "cells"))]
        case goals.Knows():
            return [_seed("explore_for", _pick(task, state, "targets", "want"))]
        case goals.At():
            name = "fetch_back" if task.upkeep else "go_to"
            return [_seed(name, _pick(task, state, "pos", "near"))]
        case goals.Explored():
            return [_seed("wander", _pick(task, state, "columns"))]
        case goals.Crossed(near=near, far=far) if near is not None and far is not None:
            return [_seed("leap_over" if goal.over == "gap" else "swim_across", _pick(task, state, "near", "far"))]
        case goals.Out():
            return [_seed("get_out", {})]
        case goals.Clear():
            return [_seed("dig_free", _pick(task, state, "cells"))]
        case goals.Fed():
            return [_seed("feed", _pick(task, state, "least", "meals", "prey"))]
        case goals.Healthy():
            return [_seed("recover", _pick(task, state, "least"))]
        case goals.Safe():
            return [_seed("fight_off", {}), _seed("take_cover", {}), _seed("run_from", _pick(task, state, "kinds"))]
        case goals.Day():
            return [_seed("sleep_in_bed", _pick(task, state, "beds")), _seed("pass_night", {})]
    return []


def _having(task: Task, goal: goals.Has, state: State, facts: Facts) -> list[Program]:
    ways = {item: steps(item, task.wood, facts) for item in goal.items}
    lying_around = [item for item, way in ways.items() if way is not None and len(way) == 1 and way[0].blocks == (item,)]
    if len(lying_around) > 1:
        return [_program(f"gather_any_{_slug(lying_around[0], task.wood)}", _GATHER, task, state, "items", "want")]
    # What is made of the task's wood comes first: the curriculum chose it by what is near.
    for item in sorted(goal.items, key=lambda name: not name.startswith(f"{task.wood}_")):
        way = ways[item]
        if way is not None:
            name = f"have_{_slug(item, task.wood)}"
            source, args = source_for(name, way, task.wood), _pick(task, state, "wood", "want")
            return [Program(name=name, source=source, entry=name, args=args, origin="composed")]
    return []


def _program(name: str, template: str, task: Task, state: State, *arguments: str) -> Program:
    return Program(name=name, source=template.replace("ENTRY", name), entry=name, args=_pick(task, state, *arguments), origin="composed")


def _seed(name: str, args: dict[str, Any]) -> Program:
    return Program(name=name, source=seeds.source(name) or "", entry=name, args=args, origin="seed")


def _pick(task: Task, state: State, *names: str) -> dict[str, Any]:
    bound = bindings(task, state)
    return {name: bound[name] for name in names}


def _slug(name: str, wood: str) -> str:
    """'oak_door' and 'oak house' as a part of a skill's name: without the species."""
    return re.sub(r"[^a-z0-9]+", "_", re.sub(rf"^{wood}[_ ]", "", name).lower()).strip("_")


_BUILD = '''\
from library import build, materials_missing, obtain
from world import Cell, count


def ENTRY(cells: list[Cell]) -> bool:
    """Build it cell by cell, and before that have the materials for it."""
    # To make one thing may use up another: so it is asked again.
    for _ in range(4):
        missing = materials_missing(cells)
        if not missing:
            break
        for item, number in missing.items():
            if not obtain(item, count(item) + number):
                return False
    return build(cells)
'''

_HAVE = '''\
from library import obtain
from world import count


def ENTRY(things: dict[str, int]) -> bool:
    """Carry all of `things`, so many of each."""
    # To make one thing may use up another: so it is asked again.
    for _ in range(4):
        missing = [item for item, want in things.items() if count(item) < want]
        if not missing:
            return True
        for item in missing:
            if not obtain(item, things[item]):
                return False
    return False
'''

_FIND = '''\
from library import explore_for


def ENTRY(targets: list[str], want: int) -> bool:
    """Know at least `want` blocks of the kinds in `targets`, by exploring."""
    return explore_for(targets, want)
'''

_WALK = '''\
from library import go_to


def ENTRY(pos: list[int], near: float) -> bool:
    """Stand within `near` blocks of the cell `pos`, by ways that are known or found."""
    return go_to(pos, near)
'''

_SEE = '''\
from library import wander


def ENTRY(columns: int) -> bool:
    """See about `columns` columns of the world that were not known before."""
    return wander(columns)
'''

_GATHER = '''\
from library import gather


def ENTRY(items: list[str], want: int) -> bool:
    """Carry at least `want` in total of `items`, whichever are near, by mining blocks of the same names."""
    return gather(items, want)
'''
