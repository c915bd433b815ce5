"""The actions of an environment: templates made from a goal, the same number in every state, each filled in with what is seen now.

A template that makes no sense now is masked: nothing to mine is known, an ingredient lacks, no table stands within reach. What is not
masked may still fail in the world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import get_args

import msgspec

from worldsim.actions import Action, Collect, Craft, Equip, Explore, Heading, Mine, MoveTo, Place, Wait
from worldsim.drops import harvests
from worldsim.env.needs import TABLE, Group, Needs, needs_of
from worldsim.env.spotting import spot
from worldsim.facts import Facts
from worldsim.goals import At, Goal
from worldsim.laws.collecting import lying
from worldsim.laws.crafting import choose, table_in_reach
from worldsim.laws.exploring import STEP
from worldsim.space import Pos
from worldsim.state import State
from worldsim.tools import best_tool
from worldsim.walking.ground import KIND as KIND_BITS
from worldsim.walking.ground import OPEN, ground_of
from worldsim.walking.paths import find_path, node_of
from worldsim.walking.targets import reaches, within_reach

#: Ticks of a wait.
PAUSE = 20
#: So many of the nearest blocks are tried for a way to them, each with a search this long.
_TRIED, _NODES = 3, 600
_HEADINGS: tuple[Heading, ...] = get_args(Heading)


class Template(msgspec.Struct, frozen=True):
    """One action to be filled in. `fits`: whether it makes sense in a state; `fill`: the action then, None if there is none after all."""

    name: str
    fits: Callable[[State], bool]
    fill: Callable[[State], Action | None]


@lru_cache(maxsize=64)
def menu(goal: Goal, facts: Facts) -> tuple[Template, ...]:
    """All templates for a goal, in an order that depends on the goal alone. Raises UsageError for what can neither be dug nor crafted."""
    needs = needs_of(goal, facts)
    out = [Template(f"mine {group.label}", partial(_minable, group, facts), partial(_mine, group, facts)) for group in needs.mined]
    out += [Template(f"craft {group.label}", partial(_craftable, group, facts), partial(_craft, group, facts)) for group in needs.crafted]
    out += [Template(f"equip {tool}", partial(_equippable, tool), partial(_equip, tool)) for tool in needs.tools]
    if needs.table:
        taken = Group(TABLE, (TABLE,), (TABLE,))
        out += [
            Template("place crafting_table", partial(_placeable, TABLE), partial(_place, TABLE, facts)),
            Template("go to crafting_table", partial(_distant, facts), _approach),
            Template("mine crafting_table", partial(_minable, taken, facts), partial(_mine, taken, facts)),
        ]
    out.append(Template("collect", lambda state: bool(lying(state, None)), lambda state: Collect()))
    out.append(Template("dig down", lambda state: state.body.on_ground, partial(_descend, facts)))
    if isinstance(goal, At):
        out.append(Template(f"go to {goal.pos}", lambda state: True, lambda state: MoveTo(goal.pos, max(0.0, goal.near - 0.5))))
    out += [Template(f"explore {heading}", lambda state: True, partial(_explore, needs, heading)) for heading in _HEADINGS]
    out.append(Template("wait", lambda state: True, lambda state: Wait(PAUSE)))
    return tuple(out)


def templates(state: State, goal: Goal, facts: Facts) -> tuple[Action | None, ...]:
    """The templates of a goal filled in for a state, in the order of `menu`; None where masked. As many in every state."""
    return tuple(template.fill(state) if template.fits(state) else None for template in menu(goal, facts))


def _minable(group: Group, facts: Facts, state: State) -> bool:
    return bool(_known(group, facts, state))


def _known(group: Group, facts: Facts, state: State) -> list[Pos]:
    """Those that would drop something to what is carried."""
    return spot(state, tuple(block for block in group.blocks if harvests(block, best_tool(block, state.inventory, facts), facts)))


def _mine(group: Group, facts: Facts, state: State) -> Action | None:
    """The nearest that can be reached, a trunk from its foot; if none can, the nearest all the same."""
    known = _known(group, facts, state)
    there = set(known)
    feet = list(dict.fromkeys(_foot(pos, there) for pos in known))
    for pos in feet[:_TRIED]:
        if _reachable(state, pos):
            return Mine(pos)
    return Mine(known[0]) if known else None


def _foot(pos: Pos, there: Iterable[Pos]) -> Pos:
    while (below := pos.offset(0, -1, 0)) in there:
        pos = below
    return pos


def _reachable(state: State, pos: Pos) -> bool:
    if reaches(state.body.eyes, pos):
        return True
    ground = ground_of(state.blocks)
    path = find_path(ground, node_of(ground, state.body.pos), within_reach(pos), unknown=False, most_nodes=_NODES)
    return path is not None and path.certain


def _craft(group: Group, facts: Facts, state: State) -> Action | None:
    table = table_in_reach(state, facts) is not None
    for item in group.items:
        if any((table or not way.needs_table) and choose(way, state.inventory) is not None for way in facts.recipes_for(item)):
            return Craft(item)
    return None


def _craftable(group: Group, facts: Facts, state: State) -> bool:
    return _craft(group, facts, state) is not None


def _equippable(tool: str, state: State) -> bool:
    return state.count(tool) > 0 and state.body.held != tool


def _equip(tool: str, state: State) -> Action:
    return Equip(tool)


def _placeable(item: str, state: State) -> bool:
    return state.count(item) > 0


def _place(item: str, facts: Facts, state: State) -> Action | None:
    """Into a free cell on firm ground beside the body, or one that is free at all; None if there is none."""
    here = state.body.pos.cell
    ground = ground_of(state.blocks)
    for dy in (0, 1, -1):
        for dx, dz in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1), (2, 0), (-2, 0), (0, 2), (0, -2)):
            pos = here.offset(dx, dy, dz)
            below = facts.blocks.get(state.blocks.name(pos.offset(0, -1, 0)) or "")
            if ground.code(pos.x, pos.y, pos.z) & KIND_BITS == OPEN and below is not None and below.solid:
                return Place(item, pos)
    return None


def _distant(facts: Facts, state: State) -> bool:
    return table_in_reach(state, facts) is None and bool(spot(state, (TABLE,)))


def _approach(state: State) -> Action | None:
    found = spot(state, (TABLE,))
    return MoveTo(found[0], 2.0) if found else None


def _descend(facts: Facts, state: State) -> Action | None:
    """The next act of digging a stair downwards, the heading in which the least is left to do; so it turns back on itself, and can be climbed."""
    here = state.body.pos.cell
    best: tuple[int, Heading, Pos | None] | None = None
    for heading in _HEADINGS:
        dx, dz = STEP[heading]
        ahead = [here.offset(dx, dy, dz) for dy in (1, 0, -1)]
        names = [state.blocks.name(pos) for pos in ahead]
        floor = state.blocks.name(here.offset(dx, -2, dz))
        if any(_wet(name) for name in (*names, floor)) or floor == "air":
            continue
        solid = [pos for pos, name in zip(ahead, names, strict=True) if name is None or _firm(name, facts)]
        if any(facts.blocks[name].hardness < 0 for name in names if name and _firm(name, facts)):
            continue
        if best is None or len(solid) < best[0]:
            best = (len(solid), heading, solid[0] if solid else None)
    if best is None:
        return None
    left, heading, block = best
    dx, dz = STEP[heading]
    return MoveTo(here.offset(dx, -1, dz)) if left == 0 or block is None else Mine(block)


def _wet(name: str | None) -> bool:
    return name in ("water", "lava")


def _firm(name: str, facts: Facts) -> bool:
    known = facts.blocks.get(name)
    return known is not None and known.solid


def _explore(needs: Needs, heading: Heading, state: State) -> Action:
    """For what is not known of yet; if all is, for any of it."""
    unmet = [group for group in needs.mined if not spot(state, group.blocks)]
    return Explore(tuple(block for group in unmet or needs.mined for block in group.blocks), heading)
