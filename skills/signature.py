"""What kind of task it is, without its particulars: by this an earned skill is found again in another world."""

from __future__ import annotations

from typing import Any

from worldsim import goals
from worldsim.danger import menaces
from worldsim.facts import facts
from worldsim.goals import Goal, Task
from worldsim.needs import PREY, meals
from worldsim.space import Pos
from worldsim.state import State

#: Stands for the species of wood in names.
_WOOD = "<wood>"


def signature(task: Task) -> str:
    """`has <wood>_door`, `built <wood> house`, `knows <wood>_log`, `at`, `explored`: the kind of goal and its names, without counts and places."""
    return _signature(task.goal, task.wood)


def bindings(task: Task, state: State) -> dict[str, Any]:
    """The particulars of a task as JSON data, by the names under which programs take them; {} for `any` and `not`."""
    goal = task.goal
    match goal:
        case goals.Has():
            return {"items": list(goal.items), "want": goal.count, "wood": task.wood}
        case goals.Built(blueprint=blueprint):
            cells = [{"pos": _list(blueprint.at(cell)), "block": cell.block, "item": cell.item, "facing": cell.facing} for cell in blueprint.cells]
            return {"cells": cells, "wood": task.wood}
        case goals.At():
            return {"pos": _list(goal.pos), "near": goal.near}
        case goals.Knows():
            return {"targets": list(goal.blocks), "want": goal.count, "wood": task.wood}
        case goals.Stands():
            return {"blocks": list(goal.blocks), "want": goal.count, "near": _list(goal.near), "within": goal.within}
        case goals.Explored():
            return {"columns": max(0, goal.columns - state.blocks.count_columns())}
        case goals.Crossed(near=near, far=far) if near is not None and far is not None:
            return {"near": _list(near), "far": _list(far)}
        case goals.Clear():
            return {"cells": [_list(cell) for cell in goal.cells]}
        case goals.Fed():
            return {"least": goal.food, "meals": meals(state), "prey": list(PREY)}
        case goals.Healthy():
            return {"least": goal.health}
        case goals.Safe():
            return {"kinds": list(dict.fromkeys(creature.kind for creature in menaces(state, goal.within)))}
        case goals.Day():
            return {"beds": list(facts().tags["beds"])}
        case goals.All():
            # Of several ways to have a thing the first named is taken.
            return {"things": {part.items[0]: part.count for part in goal.goals if isinstance(part, goals.Has)}, "wood": task.wood}
    return {}


def _signature(goal: Goal, wood: str) -> str:
    match goal:
        case goals.Has():
            return f"has {_names(goal.items, wood)}"
        case goals.Built():
            return f"built {_general(goal.blueprint.name, wood)}"
        case goals.At():
            return "at"
        case goals.Knows():
            return f"knows {_names(goal.blocks, wood)}"
        case goals.Stands():
            return f"stands {_names(goal.blocks, wood)}"
        case goals.Explored():
            return "explored"
        case goals.Crossed():
            return f"crossed {goal.over}"
        case goals.Out():
            return "out"
        case goals.Clear():
            return "clear"
        case goals.Fed():
            return "fed"
        case goals.Healthy():
            return "healthy"
        case goals.Safe():
            return "safe"
        case goals.Day():
            return "day"
        case goals.All():
            return f"all({', '.join(_signature(part, wood) for part in goal.goals)})"
        case goals.Any():
            return f"any({', '.join(_signature(part, wood) for part in goal.goals)})"
        case goals.Not():
            return f"not({_signature(goal.goal, wood)})"


def _names(names: tuple[str, ...], wood: str) -> str:
    return "|".join(sorted({_general(name, wood) for name in names}))


def _general(name: str, wood: str) -> str:
    """'oak_door' and 'oak house' without the species; 'dark_oak_door' is none of oak."""
    rest = name.removeprefix(wood)
    return f"{_WOOD}{rest}" if rest != name and rest[:1] in ("_", " ") else name


def _list(pos: Pos) -> list[int]:
    return [pos.x, pos.y, pos.z]
