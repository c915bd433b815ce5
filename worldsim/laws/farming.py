"""till, plant, harvest. Minecraft Wiki, "Hoe", "Farmland", "Tutorials/Crop farming", the pages of the plants; tables: `worldsim/tables/growth.py`."""

from __future__ import annotations

import msgspec

from worldsim.actions import Harvest, Mine, Plant, Till
from worldsim.blocks import Blocks
from worldsim.change import BlockChange, Change, Reason
from worldsim.facts import Facts
from worldsim.laws.mining import predict_mine
from worldsim.laws.parts import SOURCES, Walk, approach, cannot, grown, plus
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import Pos
from worldsim.state import State
from worldsim.tables.growth import ALWAYS_RIPE, PLANTED, TILLED, TILLED_OUT

#: The hand, the head, the server's answer.
_OVERHEAD = Quantiles(2, 3, 6)
#: The same until one sees that nothing comes of it.
_VAIN = Quantiles(20, 22, 26)
_AROUND = ((0, -1), (0, 1), (-1, 0), (1, 0))


def predict_till(state: State, action: Till, facts: Facts) -> Prediction:
    """unknown_block, nothing_there, occupied (something lies on it), no_item (no hoe), no_path, refused (not to be tilled); else it is farmland."""
    pos, name = action.pos, state.blocks.name(action.pos)
    above = state.blocks.name(pos.offset(0, 1, 0))
    if name is None:
        return cannot(action, "unknown_block", f"{pos} was never seen")
    if name == "air":
        return cannot(action, "nothing_there", f"there is air at {pos}")
    if above is None:
        return cannot(action, "unknown_block", f"the cell above {pos} was never seen")
    if above != "air" and name not in TILLED_OUT:
        return cannot(action, "occupied", f"{above} lies on {pos}")
    hoe = hoe_of(state, facts)
    if hoe is None:
        return cannot(action, "no_item", "needs a hoe, has none")
    way = approach(state, pos)
    if way is None:
        return cannot(action, "no_path", f"no way on foot to where {pos} is in reach")
    if name not in TILLED:
        return _in_vain(action, way, "refused", f"{name} is not tilled")
    left = min((tool.left for tool in state.tools if tool.name == hoe), default=2)
    change = Change(
        inventory={} if left > 1 else {hoe: -1},
        tools={hoe: -1} if left > 1 else {},
        blocks=(BlockChange(pos, name, TILLED[name]),),
    )
    return _done(action, change, way)


def predict_plant(state: State, action: Plant, facts: Facts) -> Prediction:
    """Refused (nothing grows of it), no_item, unknown_block, occupied, no_path, no_support (not on that ground); else it stands there."""
    item, pos = action.item, action.pos
    there = state.blocks.name(pos)
    if item not in PLANTED or PLANTED[item][0] not in facts.blocks:
        return cannot(action, "refused", f"{item} is not planted")
    if state.count(item) < 1:
        return cannot(action, "no_item", f"needs 1 {item}, has 0")
    if there is None:
        return cannot(action, "unknown_block", f"{pos} was never seen")
    if there != "air":
        return cannot(action, "occupied", f"there is {there} at {pos}")
    block, soil = PLANTED[item]
    if not _ground(state.blocks, block, pos, facts):
        return cannot(action, "no_support", f"there is nothing to plant {item} on at {pos}")
    way = approach(state, pos)
    if way is None:
        return cannot(action, "no_path", f"no way on foot to where {pos} is in reach")
    if wrong := _barren(state.blocks, block, pos, soil):
        return _in_vain(action, way, "no_support", wrong)
    return _done(action, Change(inventory={item: -1}, blocks=(BlockChange(pos, there, block),)), way)


def predict_harvest(state: State, action: Harvest, facts: Facts) -> Prediction:
    """unknown_block, nothing_there (no crop), not_ripe; else as if it were mined."""
    pos, name = action.pos, state.blocks.name(action.pos)
    if name is None:
        return cannot(action, "unknown_block", f"{pos} was never seen")
    if name not in facts.plants and name not in ALWAYS_RIPE:
        return cannot(action, "nothing_there", f"{name} at {pos} is no crop")
    if name in facts.plants:
        age, ripe = age_of(state.blocks, pos, facts), facts.plants[name].ripe
        if age < ripe:
            return cannot(action, "not_ripe", f"{name} at {pos} has age {age} of {ripe}")
    return msgspec.structs.replace(predict_mine(state, Mine(pos), facts), action=action)


def hoe_of(state: State, facts: Facts) -> str | None:
    """The hoe that is taken: the least worth of those carried, by uses; None if there is none."""
    return min((item for item in state.inventory if item in facts.tags["hoes"]), key=lambda item: (facts.uses(item), item), default=None)


def age_of(blocks: Blocks, pos: Pos, facts: Facts) -> int:
    """How old a plant is; 0 for one that does not age, or of which it is not known."""
    state = grown(blocks, pos, facts)
    return 0 if state is None else int(facts.properties(state).get("age", "0"))


def _ground(blocks: Blocks, block: str, pos: Pos, facts: Facts) -> bool:
    """Whether there is anything to plant it on, whatever it is."""
    if block == "cocoa":
        sides = (facts.blocks.get(blocks.name(pos.offset(dx, 0, dz)) or "") for dx, dz in _AROUND)
        return any(side is not None and side.solid for side in sides)
    return blocks.name(pos.offset(0, -1, 0)) not in (None, "air")


def _barren(blocks: Blocks, block: str, pos: Pos, soil: tuple[str, ...]) -> str:
    """Why it does not grow there; '' if it does."""
    below = pos.offset(0, -1, 0)
    sides = [blocks.name(pos.offset(dx, 0, dz)) for dx, dz in _AROUND]
    if block == "cocoa":
        return "" if any(side in soil for side in sides) else f"cocoa grows at the side of jungle wood, there is none beside {pos}"
    ground = blocks.name(below)
    if ground not in soil and ground != block:
        return f"{block} grows on {', '.join(soil[:3])}{' ...' if len(soil) > 3 else ''}, there is {ground or 'what nobody has seen'} below {pos}"
    if block == "sugar_cane" and ground != block and not any(blocks.name(below.offset(dx, 0, dz)) == "water" for dx, dz in _AROUND):
        return f"sugar cane wants water beside {below}"
    if block == "cactus" and any(side not in ("air", None) for side in sides):
        return f"a cactus wants free sides at {pos}"
    return ""


def _in_vain(action: Till | Plant, way: Walk, reason: Reason, note: str) -> Prediction:
    """It is tried, and the server's answer is waited for."""
    failed = Branch(p=way.p, status="failed", reason=reason, note=note, end=way.end)
    lost = (Branch(p=1 - way.p, status="failed", reason="no_path", note="the way is not seen as a whole"),) if way.p < 1 else ()
    ticks = plus(way.ticks, _VAIN)
    return Prediction(action=action, branches=(failed, *lost), ticks=ticks, tolerance=way.tolerance, sources=SOURCES, novelty=1 - way.p)


def _done(action: Till | Plant, change: Change, way: Walk) -> Prediction:
    branches = [Branch(p=way.p, change=change, end=way.end)]
    if way.p < 1:
        branches.append(Branch(p=1 - way.p, status="failed", reason="no_path", note="the way is not seen as a whole"))
    ticks = plus(way.ticks, _OVERHEAD)
    return Prediction(action=action, branches=tuple(branches), ticks=ticks, tolerance=way.tolerance, sources=SOURCES, novelty=1 - way.p)


RULES = {Till: predict_till, Plant: predict_plant, Harvest: predict_harvest}
