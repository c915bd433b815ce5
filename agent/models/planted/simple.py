"""The planted author's laws of the small things: holding, waiting, picking up."""

from __future__ import annotations

from agent.models.planted.knowledge import Bug, Known

_HOLDING = '''\
"""Holding: what is carried can be held, and nothing else changes."""

from typing import Any

from world import count


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "equip":
        return None
    if count(action["item"]) < 1:
        return {"ok": False, "reason": "no_item", "note": "it is not carried", "ticks": [0, 2, 4]}
    return {"ok": True, "tolerance": 0.5, "ticks": [0, 2, 4]}
'''

_WAITING = '''\
"""Waiting: time passes."""

from typing import Any

from world import block_at, items_near, liquid, position


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    # What lies near is picked up meanwhile, and water drifts.
    if action["op"] != "wait" or items_near(3) or liquid(block_at(position())):
        return None
    ticks = max(0, action["ticks"])
    return {"ok": True, "tolerance": 0.5, "ticks": [ticks, ticks + 1, ticks + 3]}
'''

_COLLECTING = '''\
"""Collecting: where nothing lies within 12 blocks, nothing is picked up."""

from typing import Any

from world import items_near


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "collect":
        return None
    lying = items_near(12)
    wanted = action["item"]
    if lying if wanted is None else wanted in lying:
        return None
    return {"ok": False, "reason": "nothing_there", "note": "nothing lies near", "ticks": [0, 2, 4]}
'''

LAWS = {
    "holding": (
        Known(
            name="holding",
            says="What is carried can be held.",
            source=_HOLDING,
            bugs=(
                Bug("wrong reason", '"reason": "no_item"', '"reason": "no_tool"'),
                Bug("uses it up", '{"ok": True,', '{"ok": True, "inventory": {action["item"]: -1},'),
            ),
        ),
    ),
    "waiting": (
        Known(
            name="waiting",
            says="Time passes, and nothing else happens.",
            source=_WAITING,
            bugs=(Bug("heals", '{"ok": True,', '{"ok": True, "health": 1.0,'),),
        ),
    ),
    "collecting": (
        Known(
            name="collecting_in_vain",
            says="Where nothing lies nothing is picked up.",
            source=_COLLECTING,
            bugs=(
                Bug("wrong reason", '"reason": "nothing_there"', '"reason": "no_item"'),
                Bug("gains", '"note"', '"inventory": {"dirt": 1}, "note"'),
            ),
        ),
    ),
}
