"""What happens to the body beside the purpose of an action, whatever it is: water carries it, and it picks up what lies at its feet."""

from __future__ import annotations

import msgspec

from worldsim.actions import Collect, Control, Explore, Press
from worldsim.change import Motion
from worldsim.facts import Facts
from worldsim.laws.parts import STILL, room_for, without_zeros
from worldsim.laws.picking import SOON, settled
from worldsim.prediction import Branch, Prediction
from worldsim.space import Vec
from worldsim.state import State
from worldsim.walking.ground import ground_of
from worldsim.walking.targets import touches

#: Nobody is followed longer through the water, in ticks, nor looks farther, in blocks.
_LONGEST, _ROOM = 600, 8
#: What lies no higher than this above its resting place lies there already, in blocks.
_AT_REST = 0.15


def meanwhile(state: State, said: Prediction, facts: Facts) -> Prediction:
    """`said`, and that. What the law of the action itself told of the body's place, or of such things, stands."""
    if isinstance(said.action, Collect | Explore | Control):
        return said
    body = state.body
    stays = all(branch.end in (None, body.pos) for branch in said.branches)
    found = at_its_feet(state, facts, stays) if said.ticks.p50 >= SOON else {}
    if found:
        said = msgspec.structs.replace(said, branches=tuple(_with(branch, found) for branch in said.branches))
    if body.in_liquid and not body.on_ground and stays:
        return _afloat(state, said)
    return said


def at_its_feet(state: State, facts: Facts, stays: bool) -> dict[str, int]:
    """Things within reach of the body where it is: dropped a moment ago, they will be picked up where there is room. `stays`: the body does."""
    found: dict[str, int] = {}
    things = [thing for thing in state.entities if thing.kind == "item" and thing.item is not None and thing.pos.distance(state.body.pos) < _ROOM]
    if not things:
        return found
    ground = ground_of(state.blocks)
    for thing in things:
        item = thing.item or ""
        lies = settled(ground, thing)
        # What still flies is about as high as it started when it can be picked up, and may fall out of reach later.
        flies = stays and thing.pos.y - lies.y > _AT_REST and touches(state.body.pos, thing.pos)
        if (flies or touches(state.body.pos, lies)) and room_for(state, item, found.get(item, 0) + thing.count, facts):
            found[item] = found.get(item, 0) + thing.count
    return found


def _with(branch: Branch, found: dict[str, int]) -> Branch:
    inventory = dict(branch.change.inventory)
    for item, count in found.items():
        inventory[item] = inventory.get(item, 0) + count
    return msgspec.structs.replace(branch, change=msgspec.structs.replace(branch.change, inventory=without_zeros(inventory)))


def _afloat(state: State, said: Prediction) -> Prediction:
    """Nobody swims while it is about something else: the body sinks, and goes with the current."""
    from worldsim.physics.motion import simulate  # numba is slow to load, and most bodies stand
    from worldsim.physics.terrain import terrain_of

    ticks = [max(1, min(_LONGEST, round(q))) for q in (said.ticks.p10, said.ticks.p50, said.ticks.p90)]
    start = Motion(state.body.pos, state.body.vel, state.body.on_ground)
    motion = simulate(terrain_of(state.blocks, state.body.pos, _ROOM), start, state.body.yaw, (Press((), ticks[2]),), rest=0).motion
    early, end, late = (_at(state, motion, tick) for tick in (round(said.ticks.p10), round(said.ticks.p50), ticks[2]))
    branches = tuple(msgspec.structs.replace(branch, end=end) for branch in said.branches)
    return msgspec.structs.replace(said, branches=branches, tolerance=STILL + max(early.distance(end), late.distance(end)))


def _at(state: State, motion: tuple[Motion, ...], tick: int) -> Vec:
    return motion[min(tick, len(motion)) - 1].pos if tick > 0 else state.body.pos
