"""What comes at the body while it is about something else: a zombie in sight walks up and hits, a skeleton shoots; the first pain interrupts.

A helper of other laws, no family. Fighting back is `fighting.py`. Creatures: `worldsim/tables/mobs.py`; how fast they come and how often they hit who
does not fight back are own estimates, from the embedded server: `python -m benchmarks.beset`.
"""

from __future__ import annotations

from math import hypot

import msgspec

from worldsim.actions import Attack, Control, Explore, MoveTo, Sleep
from worldsim.change import Change
from worldsim.danger import menaces
from worldsim.facts import Facts
from worldsim.prediction import Branch, Prediction, Quantiles, Risk
from worldsim.space import Vec
from worldsim.state import Entity, State
from worldsim.tables.mobs import Mob, easy

#: From how far one is noticed, in blocks; blocks a tick; from how far it hits.
_NOTICES, _SPEED, _REACH = 16.0, 0.12, 1.5
#: Ticks from the moment that it is there, or takes aim, to its first blow or shot; then from one to the next.
_SWINGS, _AIMS = 20, 50
_AGAIN, _AGAIN_FAR = 20, 60
_P_HIT, _P_HIT_FAR = 0.95, 0.4
#: Who gets so far from it, in blocks, is not caught on the way.
_AWAY = 6.0


def beset(state: State, said: Prediction, facts: Facts) -> Prediction:
    """`said`, or interrupted by a blow before it is done; a blow that kills ends all."""
    if not state.entities or isinstance(said.action, Attack | Control | Sleep):
        return said
    near = menaces(state, _NOTICES)
    blows = [(tick, p, damage, foe.kind) for foe in near for tick, p, damage in _blow(state, said, foe, facts.mobs[foe.kind])]
    if not blows:
        return said
    tick, _, damage, kind = min(blows)
    missed = 1.0
    for _, p, _, _ in blows:
        missed *= 1 - p
    dies = damage >= state.body.health
    note = f"hurt by a {kind}"
    hit = Branch(p=1 - missed, status="interrupted", note=note, change=Change(health=-min(damage, state.body.health)))
    if dies:
        hit = msgspec.structs.replace(hit, status="failed", reason="died", note=f"a {kind} kills the body")
    branches = (*(msgspec.structs.replace(branch, p=branch.p * missed) for branch in said.branches), hit)
    ticks = Quantiles(min(tick, said.ticks.p10), tick, said.ticks.p90) if missed < 0.5 else said.ticks
    risk = Risk(f"a {kind} hits", round(1 - missed, 3), damage)
    return msgspec.structs.replace(said, branches=branches, ticks=ticks, risks=(*said.risks, risk))


def _blow(state: State, said: Prediction, foe: Entity, mob: Mob) -> list[tuple[float, float, float]]:
    """When it strikes first, how likely it is that it hits at least once, and what that takes; [] if it comes too late."""
    far, took = foe.pos.distance(state.body.pos), said.ticks.p50
    if isinstance(said.action, MoveTo | Explore) and not mob.ranged and said.mode.end is not None and said.mode.end.distance(state.body.pos) >= _AWAY:
        return []
    tick = _AIMS if mob.ranged else max(0.0, far - _REACH) / _SPEED + _SWINGS
    if tick >= took:
        return []
    each, again = (_P_HIT_FAR, _AGAIN_FAR) if mob.ranged else (_P_HIT, _AGAIN)
    return [(tick, 1 - (1 - each) ** (1 + int((took - tick) / again)), easy(mob.damage))]


def approached(state: State, end: Vec, ticks: int, facts: Facts) -> State:
    """`state` with its creatures as they are so many ticks later: those that see the body have come nearer; who shoots stays."""
    near = {foe.id for foe in menaces(state, _NOTICES) if not facts.mobs[foe.kind].ranged} if ticks and state.entities else set()
    if not near:
        return state
    moved = tuple(_nearer(foe, end, _SPEED * ticks) if foe.id in near else foe for foe in state.entities)
    return msgspec.structs.replace(state, entities=moved)


def _nearer(foe: Entity, end: Vec, way: float) -> Entity:
    dx, dz = end.x - foe.pos.x, end.z - foe.pos.z
    far = hypot(dx, dz)
    if far <= 1:
        return foe
    part = min(way, far - 1) / far
    return msgspec.structs.replace(foe, pos=Vec(foe.pos.x + dx * part, foe.pos.y, foe.pos.z + dz * part))
