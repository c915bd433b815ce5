"""Where to build: the place in the known land that takes the least work, and what stands in its way."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from curriculum.judge import blocks_way, right, state_ids
from curriculum.plan import Plan
from curriculum.survey import HIGHER, NEVER, Costs, Survey, beside, survey, taken
from curriculum.terrain import terrain
from worldsim.actions import Heading
from worldsim.blueprint import Blueprint
from worldsim.facts import REPLACEABLE, facts
from worldsim.space import FACES, Pos
from worldsim.state import State
from worldsim.tools import dig_ticks

#: Faces a block can be placed against so that it does not hang from above.
_SUPPORTS = tuple(face for face in FACES if face[1] <= 0)


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A place for a house, with the house on it."""

    blueprint: Blueprint
    clear: int  #: known blocks to remove
    fill: int  #: holes to fill
    unknown: int  #: cells that were not seen yet
    ticks: float  #: expected work and way
    why: str  #: for people


class Obstacle(msgspec.Struct, frozen=True):
    """A block that stands where it does not belong."""

    pos: Pos
    block: str
    ticks: int | None  #: to dig it with bare hands; None: never


def choose(state: State, plan: Plan, avoid: Sequence[Pos] = (), near: Sequence[str] = ()) -> Site | None:
    """The cheapest place for a building in the known land around the player, or None. Deterministic.

    It is dry (nothing wet in or beside it), on known ground at most 2 above and 3 below its floor, free of others' work,
    its door can be walked to, and no place in `avoid` lies in it or beside it. Beside a block of a kind in `near` it is worth a long walk.
    """
    feet = state.body.pos.cell
    land = terrain(state.blocks, feet)
    best: tuple[float, Pos, Heading] | None = None
    shared: dict[Pos, tuple[Survey, Costs]] = {}
    reachable = land.reachable(feet)
    for side in plan.sides:
        size = plan.extent(side)
        if size not in shared:
            weighed = survey(land, size)
            costs = weighed.places(feet) + taken(land, size, avoid)
            if near:
                costs += beside(land, size, np.isin(land.states, state_ids(state.blocks.palette, near)))
            shared[size] = weighed, costs
        weighed, costs = shared[size]
        cost = costs + weighed.doorsteps(plan.ground(side)[-1], reachable)
        index = int(np.argmin(cost))
        lowest = float(cost.flat[index])
        if lowest < NEVER and (best is None or lowest < best[0]):
            x, y, z = (int(n) for n in np.unravel_index(index, cost.shape))
            # Index 0 leaves room for the margin, and for the ground below.
            best = (lowest, land.base.offset(x + 1, y + 1, z + 1), side)
    if best is None:
        return None
    ticks, origin, side = best
    fill = holes(origin, plan.ground(side), state)
    return _site(state, plan.at(origin, side, fill), side, len(fill), ticks)


def holes(origin: Pos, ground: Sequence[Pos], state: State) -> list[Pos]:
    """Which cells of the ground carry nothing; relative to `origin`, each beside solid ground or one that comes before it."""
    below = [cell for cell in ground if not _carries(origin.offset(cell.x, cell.y, cell.z), state)]
    ordered: list[Pos] = []
    while len(ordered) < len(below):
        rest = [cell for cell in below if cell not in ordered]
        ready = [cell for cell in rest if any(_held(cell.offset(*face), ordered, below, origin, state) for face in _SUPPORTS)]
        ordered += ready or rest  # nothing holds them: the dream will say that they cannot be placed
    return ordered


def refit(plan: Plan, blueprint: Blueprint, state: State) -> Blueprint:
    """The same building, with fill for the holes that are known by now; fill that was planned before stays."""
    side = plan.side_of(blueprint)
    ground = plan.ground(side)
    old = [cell.pos for cell in blueprint.cells if cell.pos in ground]
    new = [pos for pos in holes(blueprint.origin, ground, state) if pos not in old]
    return plan.at(blueprint.origin, side, [*old, *new]) if new else blueprint


def obstacles(blueprint: Blueprint, state: State) -> list[Obstacle]:
    """Known blocks that have to go before the house can stand: wrong ones in its cells, save those that a placed block replaces."""
    found = []
    for cell in blueprint.cells:
        name = state.blocks.name(blueprint.at(cell))
        if name is not None and not right(cell, name) and not (cell.block != "air" and name in REPLACEABLE):
            found.append(Obstacle(blueprint.at(cell), name, dig_ticks(name, None, facts())))
    return found


def _held(cell: Pos, filled: Sequence[Pos], below: Sequence[Pos], origin: Pos, state: State) -> bool:
    return cell in filled or (cell not in below and _carries(origin.offset(cell.x, cell.y, cell.z), state))


def _carries(pos: Pos, state: State) -> bool:
    """Is the cell solid? One that was never seen is taken for solid if it is hidden below a block, else for a hole."""
    name = state.blocks.name(pos)
    if name is not None:
        return blocks_way(name)
    return any(blocks_way(state.blocks.name(pos.offset(0, up, 0))) for up in range(1, HIGHER + 1))


def _site(state: State, blueprint: Blueprint, side: Heading, fill: int, ticks: float) -> Site:
    clear = len(obstacles(blueprint, state))
    unseen = sum(state.blocks.name(blueprint.at(cell)) is None for cell in blueprint.cells)
    away = state.body.pos.distance(blueprint.origin.offset(blueprint.size.x // 2, 0, blueprint.size.z // 2).center)
    work = f"blocks to clear: {clear}, holes to fill: {fill}" if clear or fill else "level, and nothing to clear"
    why = f"of all dry places in reach the least work ({work}), {away:.0f} blocks away, door to the {side}"
    return Site(blueprint=blueprint, clear=clear, fill=fill, unknown=unseen, ticks=ticks, why=why)
