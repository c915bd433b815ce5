"""From one state to the next: what a branch of a prediction makes of it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from worldsim.actions import Action, Attack, Collect, Control, Dig, Eat, Equip, Harvest, Mine, Place, Plant, Sleep, Till
from worldsim.blocks import UNKNOWN, Blocks
from worldsim.change import Change
from worldsim.drops import drops
from worldsim.facts import Facts
from worldsim.laws.collecting import lying
from worldsim.laws.environment import submerged_at
from worldsim.laws.exploring import searched
from worldsim.laws.farming import hoe_of
from worldsim.laws.fighting import blows_for, nearest
from worldsim.laws.hostile import approached
from worldsim.laws.parts import in_hand, slots
from worldsim.motor.leaps import leap_of
from worldsim.passing import jobs_after, ripened
from worldsim.prediction import Branch
from worldsim.space import Pos, Vec
from worldsim.state import Body, Entity, State, Tool
from worldsim.tables.damage import BREATH, BREATH_BACK
from worldsim.tables.hunger import FAST_HEAL_TICKS, FULL, HEAL_TICKS, HEALS_FROM
from worldsim.tools import best_tool

DAY = 24000
_STILL = Vec(0.0, 0.0, 0.0)


def apply(state: State, action: Action, branch: Branch, ticks: int, facts: Facts) -> State:
    """The state after `action` went as `branch` says and took `ticks`. The body is at rest; hypothetical sightings become cells."""
    blocks = _blocks(state, action, branch, facts)
    latent = searched(jobs_after(state, action, branch, ticks, blocks, facts), state, action, branch)
    if latent and (grown := ripened(latent, blocks, state.tick + ticks, facts)):
        blocks = blocks.with_cells(grown)
    slept = isinstance(action, Sleep) and branch.status == "done"
    inventory = _inventory(state.inventory, (branch.change, branch.env))
    tools = _tools(state.tools, (branch.change, branch.env), facts)
    used = slots(inventory, facts) - slots(state.inventory, facts) if inventory != state.inventory else 0
    return State(
        tick=state.tick + ticks,
        body=_body(state, action, branch, blocks, inventory, ticks, facts),
        inventory=inventory,
        tools=tools,
        free_slots=max(0, min(36, state.free_slots - used)),
        entities=_entities(approached(state, branch.end or state.body.pos, ticks, facts), action, branch, facts),
        time_of_day=0 if slept else (state.time_of_day + ticks) % DAY,
        raining=state.raining and not slept,
        biome=state.biome,
        container=branch.change.container if branch.change.container is not None else state.container,
        latent=latent,
        leap=leap_of(state.body.pos, branch.motion, blocks) if branch.motion else state.leap,
        age=state.age,
        blocks=blocks,
    )


def _body(state: State, action: Action, branch: Branch, blocks: Blocks, inventory: dict[str, int], ticks: int, facts: Facts) -> Body:
    body, end = state.body, branch.end or state.body.pos
    held = _held(state, action, branch, facts)
    food = min(20, max(0, body.food + branch.change.food + branch.env.food))
    saturation = min(float(food), max(0.0, body.saturation + branch.change.saturation + branch.env.saturation))
    health = min(20.0, max(0.0, body.health + branch.change.health + branch.env.health))
    pace = FAST_HEAL_TICKS if food >= FULL and saturation > 0 else HEAL_TICKS
    drowning, swims = submerged_at(blocks, end), blocks.name(end.cell) == "water"
    return msgspec.structs.replace(
        body,
        pos=end,
        vel=branch.vel or _STILL,
        yaw=_yaw(state, action),
        on_ground=not swims or not branch.motion or branch.motion[-1].on_ground,
        in_liquid=swims,
        health=health,
        food=food,
        saturation=saturation,
        exhaustion=max(0.0, body.exhaustion + branch.exhaustion),
        healing=(body.healing + ticks) % pace if 0 < health < 20 and food >= HEALS_FROM else 0,
        air=max(0, body.air - ticks) if drowning else min(BREATH, body.air + BREATH_BACK * ticks),
        held=held if held in inventory else None,
    )


def _yaw(state: State, action: Action) -> float:
    """Where the body looks afterwards, as far as it is told."""
    told = [press.yaw for press in action.presses if press.yaw is not None] if isinstance(action, Control) else []
    return told[-1] if told else state.body.yaw


def _held(state: State, action: Action, branch: Branch, facts: Facts) -> str | None:
    """What is in the hand afterwards. An action that failed before it touched anything leaves it as it was."""
    touched = branch.status == "done" or not branch.change.empty
    match action:
        case Equip(item) | Place(item) | Eat(item) | Plant(item) if touched:
            return item
        case Mine(pos) | Harvest(pos) if touched:
            block = state.blocks.name(pos)
            tool = best_tool(block, state.inventory, facts) if block in facts.blocks else None
            return tool or (None if facts.item(state.body.held or "").uses else state.body.held)
        case Attack(target) if touched and target in facts.mobs:
            return blows_for(state, facts.mobs[target], facts).weapon or state.body.held
        case Till() if touched:
            return hoe_of(state, facts)
    return state.body.held


def _blocks(state: State, action: Action, branch: Branch, facts: Facts) -> Blocks:
    cells: dict[Pos, int] = {}
    for seen in branch.reveals:
        if state.blocks.state(seen.pos) == UNKNOWN and seen.block in facts.blocks:
            cells[seen.pos] = facts.blocks[seen.block].default
    for change in (*branch.change.blocks, *branch.env.blocks):
        known = facts.blocks.get(change.after)
        if known is not None:
            cells[change.pos] = known.default
    if isinstance(action, Place) and action.item.endswith("_door") and branch.change.blocks:
        facing = {"facing": action.facing} if action.facing else {}
        above = action.pos.offset(0, 1, 0)
        for cell, half in ((action.pos, "lower"), (above, "upper")):
            if cell in cells and facts.palette[cells[cell]] == action.item:
                cells[cell] = facts.state_id(action.item, half=half, **facing)
    return state.blocks.with_cells(cells) if cells else state.blocks


def _inventory(before: dict[str, int], changes: Iterable[Change]) -> dict[str, int]:
    after = dict(before)
    for change in changes:
        for item, count in change.inventory.items():
            after[item] = after.get(item, 0) + count
            if after[item] <= 0:
                del after[item]
    return after


def _tools(before: tuple[Tool, ...], changes: Iterable[Change], facts: Facts) -> tuple[Tool, ...]:
    tools = list(before)
    for change in changes:
        for name, uses in change.tools.items():
            index = next((i for i, tool in enumerate(tools) if tool.name == name), None)
            if index is not None:
                tools[index] = Tool(name, max(1, min(facts.item(name).uses, tools[index].left + uses)))
        for name, count in change.inventory.items():
            if new := facts.item(name).uses:
                tools += [Tool(name, new)] * max(0, count)
                for _ in range(-count):
                    worn = min((tool for tool in tools if tool.name == name), key=lambda tool: tool.left, default=None)
                    if worn is not None:
                        tools.remove(worn)
    return tuple(sorted(tools, key=lambda tool: (tool.name, tool.left))) if tools != list(before) else before


def _entities(state: State, action: Action, branch: Branch, facts: Facts) -> tuple[Entity, ...]:
    if isinstance(action, Collect) and branch.change.inventory:
        left = dict(branch.change.inventory)
        gone: set[int] = set()
        for thing in lying(state, action.item):
            if thing.item is not None and left.get(thing.item, 0) >= thing.count:
                left[thing.item] -= thing.count
                gone.add(thing.id)
        return tuple(entity for entity in state.entities if entity.id not in gone)
    if isinstance(action, Attack) and branch.status == "done" and (dead := nearest(state, action.target)) is not None:
        return tuple(entity for entity in state.entities if entity.id != dead.id)
    if isinstance(action, Dig) and branch.change.blocks and not any(count > 0 for count in branch.change.inventory.values()):
        fallen = drops(branch.change.blocks[0].before, in_hand(state, facts), facts)
        if len(fallen) == 1 and fallen[0].items:
            new = max((entity.id for entity in state.entities), default=0) + 1
            at = Vec(action.pos.x + 0.5, float(action.pos.y), action.pos.z + 0.5)
            things = (Entity(new + i, "item", at, item, count) for i, (item, count) in enumerate(sorted(fallen[0].items.items())))
            return (*state.entities, *things)
    return state.entities
