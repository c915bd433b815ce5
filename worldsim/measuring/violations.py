"""What cannot be, whoever says so: items out of nothing, a body that is too fast, a hand that is too long, too much for the slots, unknown names.

Conservative: what is only unlikely is no violation. Real outcomes have next to none (`worldsim.fidelity` counts them as well).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from worldsim.actions import Action, Craft, Dig, Explore, Mine, Place
from worldsim.change import Change, Outcome
from worldsim.drops import drops
from worldsim.facts import REMAINS, Facts
from worldsim.laws.crafting import recipes_of, table_in_reach
from worldsim.laws.parts import slots
from worldsim.prediction import Prediction
from worldsim.space import EYES, REACH, Pos, Vec
from worldsim.state import State

Kind = Literal["conservation", "speed", "reach", "stack", "name"]
KINDS: tuple[Kind, ...] = ("conservation", "speed", "reach", "stack", "name")

#: Sprinting and jumping on the flat, blocks a tick: 7.127 blocks a second (Minecraft Wiki, "Sprinting").
FASTEST = 0.3564
#: What a place may be off before it counts, in blocks: a body is at rest anywhere in its cell.
_SLACK = 1.5
#: Who mines walks on to the drop, in blocks.
_FETCH = 6.0


class Violation(msgspec.Struct, frozen=True):
    """One thing that cannot be. `why`: for people and for a model that is to mend it."""

    kind: Kind
    why: str


def violations(prediction: Prediction, state: State, known: Facts) -> list[Violation]:
    """What cannot be in the mode of a prediction that was made in `state`."""
    mode = prediction.mode
    return _check(prediction.action, state, mode.change, mode.end or state.body.pos, prediction.ticks.p90, known)


def violations_of(outcome: Outcome, state: State, known: Facts) -> list[Violation]:
    """The same of what is said to have happened: reality is held to it as well."""
    return _check(outcome.action, state, outcome.change, outcome.end, outcome.ticks, known)


def _check(action: Action, state: State, change: Change, end: Vec, ticks: float, known: Facts) -> list[Violation]:
    found = _names(change, known)
    if found:
        return found
    found += _overdrawn(change, state)
    if not isinstance(action, Explore):  # it passes what nobody sees yet
        found += _crafted(action, change, state, known) if isinstance(action, Craft) else _gained(change, state, known)
    away = ((end.x - state.body.pos.x) ** 2 + (end.z - state.body.pos.z) ** 2) ** 0.5
    if away > FASTEST * ticks + _SLACK:
        found.append(Violation("speed", f"{away:.1f} blocks in {ticks:.0f} ticks are more than the {FASTEST * ticks:.1f} that a player can sprint"))
    found += _reached(action, change, state, end, known)
    more = slots(_after(state.inventory, change), known) - slots(state.inventory, known)
    if more > state.free_slots:
        found.append(Violation("stack", f"needs {more} more slots, {state.free_slots} are free"))
    return found


def _names(change: Change, known: Facts) -> list[Violation]:
    items = sorted({*change.inventory, *change.tools} - known.items.keys())
    blocks = sorted({cell.after for cell in change.blocks} - known.blocks.keys())
    unknown = [*((name, "item") for name in items), *((name, "block") for name in blocks)]
    return [Violation("name", f"{name[:60]!r} is no {what}") for name, what in unknown]


def _overdrawn(change: Change, state: State) -> list[Violation]:
    return [
        Violation("conservation", f"{-count} {item} are more than the {state.count(item)} that are carried")
        for item, count in sorted(change.inventory.items())
        if state.count(item) + count < 0
    ]


def _crafted(action: Craft, change: Change, state: State, known: Facts) -> list[Violation]:
    """A craft, made so many times: as many items go in as the recipe has cells, and its result comes out."""
    if not change.inventory or action.item in REMAINS.values():
        return []
    gained = change.inventory.get(action.item, 0)
    others = sorted(item for item, count in change.inventory.items() if count > 0 and item != action.item and item not in REMAINS.values())
    if others:
        return [Violation("conservation", f"crafting {action.item} does not give {others[0]}")]
    lost = -sum(count for count in change.inventory.values() if count < 0)
    ways = recipes_of(action, known)
    if gained <= 0 or not any(gained % way.count == 0 and lost == gained // way.count * len(way.cells) for way in ways):
        return [Violation("conservation", f"no recipe makes {gained} {action.item} of {lost} items")]
    if all(way.needs_table for way in ways) and table_in_reach(state, known) is None:
        return [Violation("reach", f"{action.item} needs a crafting table within {REACH} blocks of the eyes, there is none")]
    return []


def _gained(change: Change, state: State, known: Facts) -> list[Violation]:
    """Whatever is gained fell from a block that is gone, or lay around."""
    tools = [None, *(item for item in state.inventory if known.item(item).uses)]
    gone = [cell.before for cell in change.blocks if cell.before in known.blocks]
    sources = {item for block in gone for tool in tools for lot in drops(block, tool, known) for item in lot.items}
    sources |= {entity.item for entity in state.entities if entity.item is not None}
    return [
        Violation("conservation", f"{count:+d} {item} comes from nowhere")
        for item, count in sorted(change.inventory.items())
        if count > 0 and item not in sources
    ]


def _reached(action: Action, change: Change, state: State, end: Vec, known: Facts) -> list[Violation]:
    arm = REACH + (0.0 if isinstance(action, Dig) else _FETCH if isinstance(action, Mine) else _SLACK)
    if not isinstance(action, Dig | Mine | Place) or not any(cell.pos == action.pos for cell in change.blocks):
        return []
    eyes = [state.body.eyes, Vec(end.x, end.y + EYES, end.z)]
    away = min(eye.distance(action.pos.center) for eye in (eyes[:1] if isinstance(action, Dig) else eyes))
    if away > arm:
        return [Violation("reach", f"{_cell(action.pos)} is {away:.1f} blocks from the eyes, more than {REACH}")]
    return []


def _cell(pos: Pos) -> str:
    return f"({pos.x}, {pos.y}, {pos.z})"


def _after(inventory: dict[str, int], change: Change) -> dict[str, int]:
    after = Counter(inventory)
    after.update(change.inventory)
    return {item: count for item, count in after.items() if count > 0}


def count_kinds(found: Iterable[Violation]) -> dict[Kind, int]:
    """How many of each kind."""
    counts = Counter(each.kind for each in found)
    return {kind: counts[kind] for kind in KINDS}
