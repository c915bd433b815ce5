"""smelt: what a furnace makes of what, and the fuel that it takes. Minecraft Wiki, "Smelting"."""

from __future__ import annotations

from math import ceil
from typing import get_args

import msgspec

from worldsim.actions import Smelt
from worldsim.change import Change, Reason
from worldsim.facts import REMAINS, Facts
from worldsim.laws.parts import SOURCES, STILL, cannot, near_by, slots
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import Pos
from worldsim.state import State
from worldsim.tables.smelting import OVENS, SMELT_TICKS, SPARE, Oven

#: The window is opened, filled, looked into and emptied.
_OVERHEAD = Quantiles(2, 6, 24)
#: The same for what the fire does not take.
_TRY = Quantiles(6, 12, 24)
#: Slots for what goes in, and for what comes out, hold a stack each.
_STACK = 64


class Fire(msgspec.Struct, frozen=True):
    """What is burnt. `count` of `fuel`, none if what burns already will do; `left`: ticks that it still burns afterwards, by the oven's clock."""

    oven: Oven
    pos: Pos
    fuel: str | None
    count: int
    ticks: int  #: that the smelting takes
    left: int


def predict(state: State, action: Smelt, facts: Facts) -> Prediction:
    """no_furnace, no_item, no_fuel, no_recipe or inventory_full, in that order; else all of it is smelted and taken out."""
    item, count = action.item, action.count
    made = facts.smelting.get(item)
    if oven_for(state, item, facts) is None:
        return cannot(action, "no_furnace", f"{item} needs a furnace within 4.5 blocks of the eyes")
    if state.count(item) < count:
        return cannot(action, "no_item", f"needs {count} {item}, has {state.count(item)}")
    fire = fire_of(state, action, facts)
    if fire is None:
        return cannot(action, "no_fuel", f"nothing that is carried burns long enough to smelt {count} {item}")
    if fire.fuel is not None and fire.fuel not in facts.fuels:
        return _tried(action, "no_fuel", f"{fire.fuel} does not burn")
    if made is None:
        return _tried(action, "no_recipe", f"{item} does not smelt")
    change = _change(action, fire, made.result)
    after = dict(state.inventory)
    for name, gained in change.inventory.items():
        after[name] = after.get(name, 0) + gained
    if slots({name: n for name, n in after.items() if n > 0}, facts) - slots(state.inventory, facts) > state.free_slots:
        return cannot(action, "inventory_full", f"no room for {count} {made.result}")
    # A stack goes in at a time, and is taken out.
    rounds = ceil(count / _STACK)
    ticks = Quantiles(fire.ticks + rounds * _OVERHEAD.p10, fire.ticks + rounds * _OVERHEAD.p50, fire.ticks + rounds * _OVERHEAD.p90)
    return Prediction(action=action, branches=(Branch(p=1.0, change=change),), ticks=ticks, tolerance=STILL, sources=SOURCES)


def _tried(action: Smelt, reason: Reason, note: str) -> Prediction:
    """Into the furnace, and out again: only the fire tells."""
    return msgspec.structs.replace(cannot(action, reason, note), ticks=_TRY)


def oven_for(state: State, item: str, facts: Facts) -> tuple[Oven, Pos] | None:
    """The quickest oven within reach that smelts it, and where it stands; a furnace for what nothing is known to come of."""
    also = facts.smelting[item].also if item in facts.smelting else None
    fit = [oven for oven in get_args(Oven) if oven == "furnace" or oven == also]
    for oven in sorted(fit, key=OVENS.__getitem__):
        pos = near_by(state, (oven,))
        if pos is not None:
            return oven, pos
    return None


def fire_of(state: State, action: Smelt, facts: Facts) -> Fire | None:
    """The fuel that is told, or the least that does of what can be spared; None if there is not enough of any. A fuel that is told is tried."""
    found = oven_for(state, action.item, facts)
    if found is None:
        return None
    oven, pos = found
    burning = next((job.done_at - state.tick for job in state.latent if job.kind == "furnace" and job.pos.cell == pos), 0)
    pace = OVENS[oven] / SMELT_TICKS
    ticks = action.count * OVENS[oven]
    needed = max(0, ticks - max(0, burning))
    if needed == 0:
        return Fire(oven, pos, None, 0, ticks, burning - ticks)
    fires = []
    for fuel in (action.fuel,) if action.fuel is not None else sorted(set(state.inventory) & SPARE):
        spare = state.count(fuel) - (action.count if fuel == action.item else 0)
        lasts = int(facts.fuels.get(fuel, 0) * pace)
        if lasts and spare * lasts >= needed:
            fires.append(Fire(oven, pos, fuel, ceil(needed / lasts), ticks, ceil(needed / lasts) * lasts - needed))
        elif fuel == action.fuel != action.item and not lasts and spare > 0:
            fires.append(Fire(oven, pos, fuel, 1, ticks, 0))
    return min(fires, key=lambda fire: (fire.left, fire.count, fire.fuel), default=None)


def _change(action: Smelt, fire: Fire, result: str) -> Change:
    gained = {action.item: -action.count}
    gained[result] = gained.get(result, 0) + action.count
    if fire.fuel is not None and fire.count:
        gained[fire.fuel] = gained.get(fire.fuel, 0) - fire.count
        if fire.fuel in REMAINS:
            gained[REMAINS[fire.fuel]] = fire.count
    return Change(inventory={item: count for item, count in gained.items() if count})


RULES = {Smelt: predict}
