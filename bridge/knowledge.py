"""What the bot is told beside an action, because Mineflayer's data lacks it: fuels, weapons, what grows of what.

It is told what is known, not what is so: the bot looks at what really comes of it.
"""

from __future__ import annotations

from math import ceil
from typing import Any

import msgspec

from worldsim.actions import Action, Attack, Harvest, Plant, Smelt
from worldsim.facts import Facts
from worldsim.laws.fighting import blows_for, swing
from worldsim.laws.smelting import fire_of, oven_for
from worldsim.state import State
from worldsim.tables.growth import ALWAYS_RIPE, PLANTED

#: Actions that are told more than they say.
TOLD = (Smelt, Attack, Plant, Harvest)


def known_of(state: State, action: Action, facts: Facts) -> dict[str, Any]:
    """The field `known` of the action, as its file in bridge/js/bot/actions says."""
    match action:
        case Smelt():
            return _smelt(state, action, facts)
        case Attack(target):
            mob = facts.mobs.get(target)
            weapon = None if mob is None else blows_for(state, mob, facts).weapon
            comes = mob is not None and mob.temper == "hostile" and not mob.ranged
            return {"creature": mob is not None, "weapon": weapon, "every": ceil(swing(weapon)), "comes": comes}
        case Plant(item):
            block = PLANTED[item][0] if item in PLANTED else None
            return {"block": block if block in facts.blocks else None}
        case Harvest(pos):
            name = state.blocks.name(pos) or ""
            plant = facts.plants.get(name)
            return {"ripe": plant.ripe if plant is not None else 0 if name in ALWAYS_RIPE else None}
    return {}


def _smelt(state: State, action: Smelt, facts: Facts) -> dict[str, Any]:
    found, made = oven_for(state, action.item, facts), facts.smelting.get(action.item)
    known: dict[str, Any] = {"oven": None, "fuel": None, "pieces": None, "burns": True, "result": made.result if made is not None else None}
    if found is None:
        return known
    known["oven"] = msgspec.to_builtins(found[1])
    fire = fire_of(state, action, facts)
    return known if fire is None else known | {"fuel": fire.fuel, "pieces": fire.count, "burns": fire.fuel in facts.fuels}
