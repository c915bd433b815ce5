"""attack: blow by blow until it is dead: how long, what it costs, what is left of it. Minecraft Wiki, "Melee attack", "Damage", the creatures' pages.

Creatures, weapons and loot: `worldsim/tables/mobs.py`, `weapons.py`, `loot.py`. How often a creature's attack hits is an own
estimate, from 12 fights on the embedded server: who is hit is thrown back, and seldom comes near enough again.
"""

from __future__ import annotations

from math import ceil, comb

import msgspec

from worldsim.actions import Attack
from worldsim.change import Change
from worldsim.drops import Lot, lots_of
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES, Walk, cannot, no_walk, plus, room_for, walk
from worldsim.prediction import Branch, Prediction, Quantiles, Risk
from worldsim.state import Entity, State
from worldsim.tables.loot import SPLITS
from worldsim.tables.mobs import Mob, after_armour, easy
from worldsim.tables.weapons import HAND, WEAPONS, Weapon
from worldsim.walking.targets import near

#: How far it looks for a creature; from how near a blow lands, in blocks (Minecraft Wiki, "Melee attack": 3 blocks from the eyes).
RADIUS, _ARM = 16.0, 2.0
#: A creature that was hit runs or is thrown back, and is followed: so many more ticks a blow.
_CHASED = 6
#: How often an attack hits who fights well, of what comes near and of what shoots; a creeper is stepped back from.
_P_HIT, _P_HIT_FAR, _P_EXPLODES = 0.1, 0.3, 0.15
#: It is gone before it is dead: that often.
_P_GONE = 0.05
#: Loot lies where it died, and is picked up on the way, nearly always: around there, and farther for each blow that drove it on, in blocks.
_AROUND, _DRIVEN = 3.0, 2.0
#: Rarer ways of the loot are left out of the branches, and their chance goes to the likeliest.
_RARE, _MOST_LOTS = 0.01, 24


class Blows(msgspec.Struct, frozen=True):
    """How one kills it: with what, how many blows, and the ticks from the first to the last."""

    weapon: str | None
    blows: int
    ticks: int
    wear: int


def predict(state: State, action: Attack, facts: Facts) -> Prediction:
    """no_target, refused (it is no creature), no_path, died; else it is dead, and its loot is picked up."""
    target = nearest(state, action.target)
    mob = facts.mobs.get(action.target)
    if target is None:
        return cannot(action, "no_target", f"no {action.target} within 16 blocks")
    if mob is None:
        return cannot(action, "refused", f"{action.target} is no creature that can be fought")
    way = _way(state, target, mob)
    if way is None:
        return cannot(action, "no_path", f"no way on foot to the {action.target}")
    blows = blows_for(state, mob, facts)
    ticks = plus(way.ticks, Quantiles(blows.ticks, blows.ticks + _CHASED * blows.blows, blows.ticks + 40 + 3 * _CHASED * blows.blows))
    hits, p_hit = _attacks(mob, ticks.p50, action.target)
    damage = easy(mob.damage)
    deadly = ceil(state.body.health / damage) if damage else hits + 1
    p_dead = sum(comb(hits, n) * p_hit**n * (1 - p_hit) ** (hits - n) for n in range(deadly, hits + 1))
    hurt = min(state.body.health - 0.5, int(hits * p_hit + 0.5) * damage) if damage else 0.0
    branches = _won(state, action, facts, blows, hurt, (1 - p_dead) * (1 - _P_GONE) * way.p)
    branches = [msgspec.structs.replace(branch, end=way.end) for branch in branches]
    if p_dead > 0:
        lost = Branch(p=p_dead, status="failed", reason="died", note=f"the {action.target} wins", change=Change(health=-state.body.health))
        branches.append(lost)
    gone = 1 - sum(branch.p for branch in branches)
    if gone > 0:
        branches.append(Branch(p=gone, status="failed", reason="no_target", note=f"the {action.target} is gone", end=way.end))
    p_hurt = 1 - (1 - p_hit) ** hits
    return Prediction(
        action=action,
        branches=tuple(branches),
        ticks=ticks,
        tolerance=_AROUND + _DRIVEN * blows.blows + way.tolerance,
        sources=SOURCES,
        risks=(Risk(f"a {action.target} hits back", round(p_hurt, 3), round(hits * p_hit * damage, 1)),) if hits else (),
        novelty=0.3,
    )


def nearest(state: State, kind: str) -> Entity | None:
    """The nearest creature of a kind within 16 blocks; of equally near ones the first by id."""
    here = state.body.pos
    seen = [entity for entity in state.entities if entity.kind == kind and entity.pos.distance(here) <= RADIUS]
    return min(seen, key=lambda entity: (entity.pos.distance(here), entity.id), default=None)


def blows_for(state: State, mob: Mob, facts: Facts) -> Blows:
    """With the weapon that is carried and kills it soonest; the hand if nothing is better."""

    def total(weapon: Weapon) -> tuple[int, int]:
        blows = ceil(mob.health / after_armour(weapon.damage, mob.armour))
        # Hit again within half a second, a creature takes no more.
        return blows, round((blows - 1) * max(10.0, 20 / weapon.speed))

    options: dict[str | None, Weapon] = {None: HAND}
    options.update((item, WEAPONS[item]) for item in sorted(state.inventory) if item in WEAPONS)
    best = min(options, key=lambda item: (total(options[item])[1], item or ""))
    blows, ticks = total(options[best])
    return Blows(best, blows, ticks, blows * options[best].wear)


def swing(weapon: str | None) -> float:
    """Ticks from one full swing to the next. Hit again within half a second, a creature takes no more."""
    return max(10.0, 20 / (WEAPONS[weapon] if weapon is not None else HAND).speed)


def _way(state: State, target: Entity, mob: Mob) -> Walk | None:
    if target.pos.distance(state.body.pos) <= _ARM + 1:
        return no_walk(state)
    way = walk(state, near(target.pos.cell, _ARM))
    if way is None and mob.temper == "hostile" and not mob.ranged:
        return msgspec.structs.replace(no_walk(state), p=0.7, ticks=Quantiles(20, 60, 200))  # it comes
    return way


def _attacks(mob: Mob, ticks: float, kind: str) -> tuple[int, float]:
    """How many attacks it has in that time, and how often one hits."""
    if not mob.damage:
        return 0, 0.0
    many = max(1, round(ticks / mob.every))
    return (1, _P_EXPLODES) if kind == "creeper" else (many, _P_HIT_FAR if mob.ranged else _P_HIT)


def _won(state: State, action: Attack, facts: Facts, blows: Blows, hurt: float, p: float) -> list[Branch]:
    """It is dead: a branch for each way of its loot."""
    lots = _loot(action.target, facts)
    worn: dict[str, int] = {}
    gone: dict[str, int] = {}
    if blows.weapon is not None and blows.wear and facts.uses(blows.weapon):
        left = min((tool.left for tool in state.tools if tool.name == blows.weapon), default=blows.wear + 1)
        if left > blows.wear:
            worn = {blows.weapon: -blows.wear}
        else:
            gone = {blows.weapon: -1}
    branches = []
    for lot in lots:
        fits = {item: count for item, count in lot.items.items() if room_for(state, item, count, facts)}
        change = Change(inventory={**fits, **gone}, tools=worn, health=-hurt)
        branches.append(Branch(p=p * lot.p, change=change))
    return branches


def _loot(kind: str, facts: Facts) -> tuple[Lot, ...]:
    if kind in SPLITS:
        return (Lot(1.0, {}),)  # the large ones leave small ones
    lots = lots_of(facts.loot.get(kind, ()))
    often = [lot for lot in lots[:_MOST_LOTS] if lot.p >= _RARE] or [lots[0]]
    rest = 1 - sum(lot.p for lot in often)
    return (Lot(often[0].p + rest, often[0].items), *often[1:])


RULES = {Attack: predict}
