"""What a program may read of the world: pure functions from the observed state to plain data.

The same in the imagined and in the real world. Positions are [x, y, z] of a cell (x east, y up, z south). Only known blocks
are told: what was never in sight is 'unknown', and never a target. Programs call these without the first argument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict

from worldsim import danger
from worldsim.actions import Press
from worldsim.danger import menaces
from worldsim.facts import facts
from worldsim.motor import manoeuvres
from worldsim.motor.pits import is_in_pit
from worldsim.space import Pos
from worldsim.state import State
from worldsim.walking.ground import ground_of
from worldsim.walking.paths import find_path, node_of
from worldsim.walking.targets import near as near_target
from worldsim.walking.targets import reaches, within_reach

#: How far the eyes tell one block from another: no view looks further, in blocks.
_FARTHEST = 128
#: A look for a way is cheaper than a dream of it.
_NODES = 1500


class Recipe(TypedDict):
    """One crafting recipe."""

    item: str
    yields: int  # items a craft makes
    needs_table: bool
    cells: list[list[str]]  # for every used cell of the grid, the items that will do in it


class Manoeuvre(TypedDict):
    """Keys for `control`, searched in imagined physics from where the body is now."""

    presses: list[Press]  # [] if there is no way
    why: str  # then: the reason
    spare: float  # blocks by which it ends well, a tick more or less and a tenth of a block off
    steady: float  # 0-1: the share of those trials in which it ends well


def count(state: State, *items: str) -> int:
    """How many of these items are carried, in total."""
    return state.count(*items)


def inventory(state: State) -> dict[str, int]:
    """All items that are carried, with their counts."""
    return dict(sorted(state.inventory.items()))


def held(state: State) -> str | None:
    """The item in the hand, or None."""
    return state.body.held


def nearest(state: State, names: list[str], radius: int = 64) -> list[int] | None:
    """The nearest known block with one of these names within `radius` blocks (at most 128), as [x, y, z], or None."""
    found = find(state, names, 1, radius)
    return found[0] if found else None


def find(state: State, names: list[str], limit: int = 16, radius: int = 64) -> list[list[int]]:
    """Known blocks with one of these names, nearest first, at most `limit` of them, within `radius` blocks (at most 128)."""
    here = state.body.pos.cell
    found = state.blocks.find(names, here, max(0, limit), min(radius, _FARTHEST))
    return [[pos.x, pos.y, pos.z] for pos in found]


def block_at(state: State, pos: list[int]) -> str:
    """The name of the block in a cell: 'air' if it is free, 'unknown' if it was never seen."""
    return state.blocks.name(_cell(pos)) or "unknown"


def blocks_at(state: State, cells: list[list[int]]) -> list[str]:
    """The names of the blocks in many cells, in their order: one look instead of many."""
    return [block_at(state, cell) for cell in cells]


def position(state: State) -> list[int]:
    """The cell of the feet."""
    cell = state.body.pos.cell
    return [cell.x, cell.y, cell.z]


def health(state: State) -> float:
    """Half hearts, 0-20."""
    return state.body.health


def food(state: State) -> int:
    """Half shanks, 0-20: from 18 on wounds heal, at 0 the body starves."""
    return state.body.food


def time_of_day(state: State) -> int:
    """Ticks since sunrise, 0-23999; night is 13000-23000."""
    return state.time_of_day


def recipes(state: State, item: str) -> list[Recipe]:
    """All crafting recipes that yield `item`; [] if it is not crafted."""
    return [
        Recipe(item=recipe.result, yields=recipe.count, needs_table=recipe.needs_table, cells=[list(cell) for cell in recipe.cells])
        for recipe in facts().recipes_for(item)
    ]


def in_reach(state: State, pos: list[int]) -> bool:
    """Whether the cell can be dug or built from where the feet are: its centre is at most 4.5 blocks from the eyes."""
    return reaches(state.body.eyes, _cell(pos))


def reachable(state: State, pos: list[int], near: float = 4.5) -> bool:
    """Whether there is a way on foot over known blocks to within `near` blocks of the cell; 4.5, the default: to where it can be dug or built."""
    ground, cell = ground_of(state.blocks), _cell(pos)
    if near == 4.5 and reaches(state.body.eyes, cell):
        return True
    target = within_reach(cell) if near == 4.5 else near_target(cell, near)
    path = find_path(ground, node_of(ground, state.body.pos), target, unknown=False, most_nodes=_NODES)
    return path is not None and path.certain


def standable(state: State, pos: list[int]) -> bool:
    """Whether a body can stand with its feet in the cell: it and the one above are free, and something carries."""
    cell = _cell(pos)
    return ground_of(state.blocks).stands(cell.x, cell.y, cell.z)


def items_near(state: State, radius: float = 12.0) -> dict[str, int]:
    """The dropped items that are seen within `radius` blocks, with their counts."""
    found: dict[str, int] = {}
    for entity in state.entities:
        if entity.kind == "item" and entity.item is not None and entity.pos.distance(state.body.pos) <= radius:
            found[entity.item] = found.get(entity.item, 0) + entity.count
    return dict(sorted(found.items()))


def creatures_near(state: State, radius: float = 16.0) -> dict[str, int]:
    """The creatures that are seen within `radius` blocks (at most 32), by kind, with their number."""
    found: dict[str, int] = {}
    for entity in state.entities:
        if entity.kind in facts().mobs and entity.pos.distance(state.body.pos) <= radius:
            found[entity.kind] = found.get(entity.kind, 0) + 1
    return dict(sorted(found.items()))


def creature_at(state: State, names: list[str], radius: float = 32.0) -> list[int] | None:
    """The cell of the nearest creature of these kinds that is seen within `radius` blocks (at most 32), as [x, y, z], or None."""
    here = state.body.pos
    near = [entity for entity in state.entities if entity.kind in names and entity.pos.distance(here) <= radius]
    if not near:
        return None
    cell = min(near, key=lambda entity: (entity.pos.distance(here), entity.id)).pos.cell
    return [cell.x, cell.y, cell.z]


def foes(state: State, radius: float = 8.0) -> list[str]:
    """The kinds of creatures within `radius` blocks that attack and have a free line to the body, nearest first."""
    return list(dict.fromkeys(creature.kind for creature in menaces(state, radius)))


def sheltered(state: State) -> bool:
    """Whether the body is closed in: nothing can come at it, unless by a door."""
    return danger.sheltered(state)


def leap(state: State, pos: list[int]) -> Manoeuvre:
    """How to leap over the gap in front of the body, onto firm ground at the cell `pos` straight ahead or beyond it, from a run that begins here."""
    return _plain(manoeuvres.leap(state, _cell(pos)))


def swim(state: State, pos: list[int]) -> Manoeuvre:
    """How to swim through the water in front of the body, onto the bank at the cell `pos`."""
    return _plain(manoeuvres.swim(state, _cell(pos)))


def climb(state: State) -> Manoeuvre:
    """How to get out of the pit or the water that the body is in, onto firm ground."""
    return _plain(manoeuvres.climb(state))


def trapped(state: State) -> bool:
    """Whether the body is in a liquid, or in a pit that nobody walks out of without a jump."""
    return state.body.in_liquid or is_in_pit(state.blocks, state.body.pos)


def _plain(found: manoeuvres.Manoeuvre) -> Manoeuvre:
    return Manoeuvre(presses=list(found.presses), why=found.why, spare=found.spare, steady=found.steady)


def _cell(pos: list[int]) -> Pos:
    return Pos(int(pos[0]), int(pos[1]), int(pos[2]))


#: All views by name, in the order in which they are taught.
VIEWS: dict[str, Callable[..., Any]] = {
    view.__name__: view
    for view in (
        count,
        inventory,
        held,
        nearest,
        find,
        block_at,
        blocks_at,
        position,
        health,
        food,
        time_of_day,
        recipes,
        in_reach,
        reachable,
        standable,
        items_near,
        creatures_near,
        creature_at,
        foes,
        sheltered,
        leap,
        swim,
        climb,
        trapped,
    )
}
