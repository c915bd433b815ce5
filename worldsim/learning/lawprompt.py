"""What the author of laws is shown: the task, what a law may say and ask, recorded steps, and those that refute what it wrote."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from worldsim.actions import name_of
from worldsim.learning.lawreplay import Miss
from worldsim.prediction import Prediction
from worldsim.prompting import flattened
from worldsim.space import Pos
from worldsim.transitions import Transition

#: Steps shown in a prompt: as examples, and against each law.
EXAMPLES, AGAINST = 10, 4
#: Blocks told around the cell of the action and the feet.
_AROUND = 2

PROMPT = """\
You write laws of a Minecraft world: what an action does, as small typed Python programs. Learn them from recorded steps; the world may differ \
from the one you know.
A law is the source of a module with one function
    def law(action: dict[str, Any]) -> dict[str, Any] | None
It may import from `world` (below), `typing` and `math`, and define functions and constants; it keeps nothing between two calls.
{effect}
Reasons: {reasons}.
`action` has these fields: {fields}.
A law must be right on every step on which it speaks: {share:.0%} of contradictions are forgiven where it names alternatives, none elsewhere. \
Where you are not sure, return None.
Write as few laws as possible, general ones. Only laws that were shown to fail, or cover what is open, need to be written now.

What a law may ask (module `world`):
{stub}

Family: {family}
Round: {round}
Laws that stand: {standing}
Laws that failed: {failed}
Counter-examples: {against}
Examples: {examples}
"""


def told(step: Transition) -> dict[str, Any]:
    """A recorded step, as a prompt tells it."""
    before, outcome = step.before, step.outcome
    cells: dict[str, list[list[int]]] = {}
    span = range(-_AROUND, _AROUND + 1)
    middles = [before.body.pos.cell, *([step.action.pos] if hasattr(step.action, "pos") else [])]
    for pos in dict.fromkeys(middle.offset(dx, dy, dz) for middle in middles for dx in span for dy in span for dz in span):
        name = before.blocks.name(pos)
        if name not in (None, "air"):
            cells.setdefault(str(name), []).append(_cell(pos))
    shown = {
        "key": step.key,
        "state": {
            "position": _cell(before.body.pos.cell), "feet": before.body.pos, "held": before.body.held, "inventory": before.inventory,
            "tools": before.tools, "free_slots": before.free_slots, "entities": [e for e in before.entities if e.pos.distance(before.body.pos) < 6],
        },
        "blocks": cells,
        "action": step.action,
        "outcome": {
            "ok": outcome.ok, "reason": outcome.reason, "note": outcome.note, "inventory": outcome.change.inventory, "tools": outcome.change.tools,
            "blocks": [[*_cell(change.pos), change.after] for change in outcome.change.blocks], "health": outcome.change.health,
            "food": outcome.change.food, "end": _cell(outcome.end.cell), "ticks": outcome.ticks,
        },
    }  # fmt: skip
    return dict(flattened(msgspec.to_builtins(shown)))


def told_miss(miss: Miss, log: Sequence[Transition]) -> dict[str, Any]:
    """A step on which a law was wrong, with what it had said."""
    said: Any = miss.said
    if isinstance(said, Prediction):
        mode = said.mode
        said = {"ok": mode.status == "done", "reason": mode.reason, "change": mode.change, "end": mode.end, "tolerance": said.tolerance}
    return {"said": said, **told(log[miss.step])}


def some_misses(misses: Sequence[Miss], log: Sequence[Transition]) -> list[Miss]:
    """A few of them, as different as they come."""
    by_step = {miss.step: miss for miss in misses}
    return [by_step[index] for index in varied(log, list(by_step), AGAINST)]


def varied(log: Sequence[Transition], indices: Sequence[int], most: int) -> list[int]:
    """Steps that went differently first: one of each verb and ending, then a second of each."""
    kinds: dict[tuple[str, str, str], list[int]] = {}
    for index in indices:
        step = log[index]
        kinds.setdefault((name_of(step.action), step.outcome.status, step.outcome.reason or ""), []).append(index)
    turns = [(turn, index) for group in kinds.values() for turn, index in enumerate(group)]
    return [index for _, index in sorted(turns)[:most]]


def _cell(pos: Pos) -> list[int]:
    return [pos.x, pos.y, pos.z]


def as_json(value: Any) -> str:
    """JSON on one line, in printable ASCII."""
    return json.dumps(msgspec.to_builtins(value), separators=(",", ":")).replace("\x7f", "\\u007f")
