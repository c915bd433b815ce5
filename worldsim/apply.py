"""From one state to the next: what a branch of a prediction makes of it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from worldsim.actions import Action, Collect, Dig, Equip, Mine, Place
from worldsim.blocks import UNKNOWN, Blocks
from worldsim.change import Change
from worldsim.drops import drops
from worldsim.facts import Facts
from worldsim.laws.collecting import lying
from worldsim.laws.parts import slots
from worldsim.prediction import Branch
from worldsim.space import Pos, Vec
from worldsim.state import Body, Entity, State, Tool
from worldsim.tools import best_tool

DAY = 24000
_STILL = Vec(0.0, 0.0, 0.0)


def apply(state: State, action: Action, branch: Branch, ticks: int, facts: Facts) -> State:
    """The state after `action` went as `branch` says and took `ticks`. The body is at rest; hypothetical sightings become cells."""
    blocks = _blocks(state, action, branch, facts)
    inventory = _inventory(state.inventory, (branch.change, branch.env))
    tools = _tools(state.tools, (branch.change, branch.env), facts)
    used = slots(inventory, facts) - slots(state.inventory, facts) if inventory != state.inventory else 0
    return State(
        tick=state.tick + ticks,
        body=_body(state, action, branch, blocks, inventory, facts),
        inventory=inventory,
        tools=tools,
        free_slots=max(0, min(36, state.free_slots - used)),
        entities=_entities(state, action, branch, facts),
        time_of_day=(state.time_of_day + ticks) % DAY,
        raining=state.raining,
        biome=state.biome,
        container=branch.change.container if branch.change.container is not None else state.container,
        latent=tuple(job for job in state.latent if job.done_at > state.tick + ticks),
        age=state.age,
        blocks=blocks,
    )


def _body(state: State, action: Action, branch: Branch, blocks: Blocks, inventory: dict[str, int], facts: Facts) -> Body:
    end = branch.end or state.body.pos
    held = _held(state, action, branch, facts)
    return msgspec.structs.replace(
        state.body,
        pos=end,
        vel=branch.vel or _STILL,
        on_ground=True,
        in_liquid=blocks.name(end.cell) == "water",
        health=min(20.0, max(0.0, state.body.health + branch.change.health + branch.env.health)),
        food=min(20, max(0, state.body.food + branch.change.food + branch.env.food)),
        held=held if held in inventory else None,
    )


def _held(state: State, action: Action, branch: Branch, facts: Facts) -> str | None:
    """What is in the hand afterwards. An action that failed before it touched anything leaves it as it was."""
    touched = branch.status == "done" or not branch.change.empty
    match action:
        case Equip(item) if touched:
            return item
        case Place(item) if touched:
            return item
        case Mine(pos) if touched:
            tool = best_tool(state.blocks.name(pos) or "", state.inventory, facts)
            return tool or (None if facts.uses(state.body.held or "") else state.body.held)
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
                tools[index] = Tool(name, max(1, min(facts.uses(name), tools[index].left + uses)))
        for name, count in change.inventory.items():
            if facts.uses(name):
                tools += [Tool(name, facts.uses(name))] * max(0, count)
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
    if isinstance(action, Dig) and branch.change.blocks and not any(count > 0 for count in branch.change.inventory.values()):
        fallen = drops(branch.change.blocks[0].before, state.body.held, facts)
        if len(fallen) == 1 and fallen[0].items:
            new = max((entity.id for entity in state.entities), default=0) + 1
            at = Vec(action.pos.x + 0.5, float(action.pos.y), action.pos.z + 0.5)
            things = (Entity(new + i, "item", at, item, count) for i, (item, count) in enumerate(sorted(fallen[0].items.items())))
            return (*state.entities, *things)
    return state.entities
