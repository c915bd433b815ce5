"""What a learned law may read: the views of programs, and beside them walks, falls, and the facts of `lawfacts.py`.

Pure functions from the state to plain data; a position is a cell [x, y, z]. They are geometry and tables, never what an action does: that is
the law's to say. Laws call them without the first argument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict

from worldsim import views
from worldsim.blocks import UNKNOWN
from worldsim.facts import facts
from worldsim.laws.parts import fallen, no_walk, walk
from worldsim.laws.picking import lying_on as lying_upon
from worldsim.laws.picking import resting_place
from worldsim.laws.placing import THIN, fills
from worldsim.learning import lawfacts
from worldsim.space import Pos, Vec
from worldsim.state import State
from worldsim.walking.ground import ground_of
from worldsim.walking.targets import Node, Target, into, touches, within_reach
from worldsim.walking.targets import near as near_target


class Way(TypedDict):
    """A walk."""

    end: list[int]  # cell of the feet
    ticks: list[float]  # p10, p50, p90
    p: float  # that the way is as it looks: less than 1 where it leads over cells that were never seen
    moves: bool  # False: the body is there already


def free_slots(state: State) -> int:
    """Empty slots of the inventory, 0-36."""
    return state.free_slots


def uses_left(state: State, tool: str) -> int:
    """Uses that are left in the most worn tool of that name that is carried; 0 if there is none."""
    return min((one.left for one in state.tools if one.name == tool), default=0)


def on_ground(state: State) -> bool:
    """Whether the body stands, or floats: it is not in the air."""
    return no_walk(state).grounded


def submerged(state: State) -> bool:
    """Whether the eyes are in water."""
    return no_walk(state).submerged


def properties(state: State, pos: list[int]) -> dict[str, str]:
    """The state of the block in a cell: half, facing, layers, age ...; {} if it has none or was never seen."""
    found = state.blocks.state(_cell(pos))
    return {} if found == UNKNOWN else facts().properties(found)


def stands_in(state: State, pos: list[int]) -> bool:
    """Whether the own body fills a part of the cell."""
    return fills(state.body.pos, _cell(pos))


def blocked_by(state: State, pos: list[int]) -> str | None:
    """The kind of a creature that stands in the cell, or None. Dropped items and arrows block nothing."""
    cell = _cell(pos)
    return next((entity.kind for entity in state.entities if entity.kind not in THIN and fills(entity.pos, cell)), None)


def lying_on(state: State, pos: list[int]) -> dict[str, int]:
    """The dropped items that lie on the block in the cell, with their counts."""
    return dict(sorted(lying_upon(state, _cell(pos)).items()))


def way(state: State, pos: list[int], near: float = 0.0, start: list[int] | None = None, without: list[int] | None = None) -> Way | None:
    """The walk from the cell `start` (None: from here) to within `near` blocks of the cell (0: into it); None if there is none.

    `without`: a cell that is taken to be free by then.
    """
    return _way(_without(state, without), start, into(_cell(pos)) if near <= 0 else near_target(_cell(pos), near))


def way_to_reach(state: State, pos: list[int], avoid: list[list[int]] = []) -> Way | None:  # noqa: B006 - shown to models; never changed
    """The walk to where the cell can be dug or built, with neither feet nor head in the cells of `avoid`; None if there is none.

    Ask in_reach first: a body that reaches the cell does not walk.
    """
    keep_out = frozenset(_node(cell) for cell in avoid)
    return _way(state, None, within_reach(_cell(pos), keep_out))


def rests(state: State, pos: list[int], without: list[int] | None = None) -> list[int]:
    """Where a thing that is let go in the cell comes to rest. `without`: a cell that is taken to be free by then."""
    cell = resting_place(ground_of(_without(state, without).blocks), _cell(pos)).cell
    return [cell.x, cell.y, cell.z]


def falls(state: State, start: list[int] | None, without: list[int]) -> list[int]:
    """Where a body with its feet in the cell `start` (None: as it stands) comes to rest when the cell `without` is free."""
    ground = ground_of(_without(state, without).blocks)
    cell = fallen(ground, state.body.pos if start is None else _feet(state, start)).cell
    return [cell.x, cell.y, cell.z]


def picks_up(state: State, end: list[int] | None, thing: list[int]) -> bool:
    """Whether a body with its feet in the cell `end` (None: as it stands) picks up what lies in the cell `thing`."""
    feet = state.body.pos if end is None else _feet(state, end)
    return touches(feet, Vec(thing[0] + 0.5, float(thing[1]), thing[2] + 0.5))


def _way(state: State, start: list[int] | None, target: Target) -> Way | None:
    found = walk(state, target, None if start is None else _node(start))
    if found is None:
        return None
    cell = found.end.cell
    ticks = [found.ticks.p10, found.ticks.p50, found.ticks.p90]
    return Way(end=[cell.x, cell.y, cell.z], ticks=ticks, p=found.p, moves=found.ticks.p50 > 0)


def _without(state: State, cell: list[int] | None) -> State:
    if cell is None:
        return state
    known = facts()
    cells = {_cell(cell): known.blocks["air"].default}
    below = _cell(cell).offset(0, -1, 0)
    # Unseen ground is taken to carry.
    if state.blocks.name(below) is None:
        cells[below] = known.blocks["stone"].default
    return State(**{name: getattr(state, name) for name in State.__struct_fields__ if name != "blocks"}, blocks=state.blocks.with_cells(cells))


def _feet(state: State, cell: list[int]) -> Vec:
    return Vec(cell[0] + 0.5, ground_of(state.blocks).feet(*_node(cell)), cell[2] + 0.5)


def _cell(pos: list[int]) -> Pos:
    return Pos(int(pos[0]), int(pos[1]), int(pos[2]))


def _node(pos: list[int]) -> Node:
    return (int(pos[0]), int(pos[1]), int(pos[2]))


_OF_STATE: tuple[Callable[..., Any], ...] = (
    *(views.VIEWS[name] for name in "count inventory held block_at position nearest find in_reach items_near standable reachable".split()),
    *(free_slots, uses_left, on_ground, submerged, properties, stands_in, blocked_by, lying_on),
    *(way, way_to_reach, rests, falls, picks_up),
)
#: All views of laws by name, in the order in which they are shown.
LAW_VIEWS: dict[str, Callable[..., Any]] = {view.__name__: view for view in (*_OF_STATE, *lawfacts.ALL)}
