"""Who attacks, whether the body is closed in, and whether it is day: what may be asked of any state. Pure functions."""

from __future__ import annotations

from collections import deque
from math import ceil

from worldsim.facts import facts
from worldsim.space import FACES, Pos, Vec
from worldsim.state import Entity, State

#: Between these times of day it is dark enough for monsters under the open sky, in ticks (Minecraft Wiki, "Daylight cycle": they spawn from 13188 to
#: 22812, and burn from 23460 on). A little earlier, so that there is time to find cover; and until sunrise, so that those that are left have burnt.
DUSK, DAWN = 12800, 24000
#: They leave one alone in the light (Minecraft Wiki, "Spider").
_NEUTRAL_BY_DAY = frozenset({"spider", "cave_spider"})
#: A room of more cells than this is a part of the outside: a cave, a street.
_ROOM = 300
#: From the feet to where a creature looks from, in blocks; a step of its look.
_LOOKS_FROM, _STEP = 1.5, 0.25


def is_day(state: State) -> bool:
    """Whether monsters neither come nor last under the open sky."""
    return state.time_of_day < DUSK


def menaces(state: State, within: float) -> list[Entity]:
    """The creatures within so many blocks that attack whoever comes near, and that nothing known stands before; the nearest first."""
    here, day = state.body.pos, is_day(state)
    near = [
        entity
        for entity in state.entities
        if entity.pos.distance(here) <= within
        and (mob := facts().mobs.get(entity.kind)) is not None
        and mob.temper == "hostile"
        and not (day and entity.kind in _NEUTRAL_BY_DAY)
    ]
    seen = [entity for entity in near if _free_line(state, entity.pos)]
    return sorted(seen, key=lambda entity: (entity.pos.distance(here), entity.id))


def sheltered(state: State) -> bool:
    """Whether the body is closed in: everything around the room that it is in is known, and has a collision box (doors count as shut)."""
    feet = state.body.pos.cell
    start = [feet, feet.offset(0, 1, 0)]
    if any(_closed(state, cell) for cell in start):
        return False  # it stands in a wall, or nobody knows where
    seen, queue = set(start), deque(start)
    while queue:
        cell = queue.popleft()
        for face in FACES:
            there = cell.offset(*face)
            if there in seen or _closed(state, there):
                continue
            if state.blocks.name(there) is None or len(seen) >= _ROOM:
                return False
            seen.add(there)
            queue.append(there)
    return True


def _closed(state: State, cell: Pos) -> bool:
    known = facts().blocks.get(state.blocks.name(cell) or "")
    return known is not None and known.solid


def _free_line(state: State, feet: Vec) -> bool:
    """Whether no known wall stands between a creature's eyes and the body's; what was never seen hides as well."""
    start, end = Vec(feet.x, feet.y + _LOOKS_FROM, feet.z), state.body.eyes
    steps = max(1, ceil(start.distance(end) / _STEP))
    for n in range(1, steps):
        part = n / steps
        cell = Vec(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part, start.z + (end.z - start.z) * part).cell
        name = state.blocks.name(cell)
        known = facts().blocks.get(name or "")
        if name is None or (known is not None and known.solid and not known.transparent):
            return False
    return True
