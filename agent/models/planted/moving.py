"""The planted author's laws of walking: there is a way, or there is none."""

from __future__ import annotations

from agent.models.planted.knowledge import Bug, Known

_IN_VAIN = '''\
"""Walking in vain: where there is no way, the body stays."""

from typing import Any

from world import way


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "move_to" or way(action["pos"], action["near"]) is not None:
        return None
    return {"ok": False, "reason": "no_path", "note": "no way on foot", "ticks": [0, 1, 2]}
'''

_BLIND = '''\
"""Walking where only unseen cells may lead: nearly always there is no way."""

from typing import Any

from world import way


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "move_to":
        return None
    found = way(action["pos"], action["near"])
    if found is None or found["p"] > 0.5:
        return None
    ticks = [0, 2, found["ticks"][2]]
    there = {"p": 0.1, "ok": True, "end": action["pos"], "ticks": ticks}
    answer = {"ok": False, "reason": "no_path", "note": "no way is known", "ticks": ticks}
    return {**answer, "tolerance": min(3.0, 1.0 + action["near"]), "alternatives": [there]}
'''

_WALKING = '''\
"""Walking: the body ends in the cell, or as near to it as is asked, where there is a way over what is known."""

from typing import Any

from world import items_near, way


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "move_to":
        return None
    found = way(action["pos"], action["near"])
    # Unseen ground may not carry.
    if found is None or found["p"] < 1:
        return None
    # What lies near may be picked up on the way.
    lying = items_near(12)
    if not found["moves"]:
        return {"ok": True, "tolerance": 0.5, "ticks": [0, 1, 2]}
    ticks = found["ticks"]
    tolerance = 1.0 if action["near"] == 0 else 3.0
    others: list[dict[str, Any]] = [{"p": 0.02, "ok": False, "reason": "no_path", "note": "the way is not as it looks"}]
    if action["near"] > 0:
        others.append({"p": 0.03, "ok": True, "end": action["pos"]})
    for item in lying:
        others.append({"p": 0.05 / len(lying), "ok": True, "end": found["end"], "inventory": {item: lying[item]}})
        if lying[item] > 1:
            others.append({"p": 0.02 / len(lying), "ok": True, "end": found["end"], "inventory": {item: 1}})
    if len(lying) > 1:
        others.append({"p": 0.05, "ok": True, "end": found["end"], "inventory": lying})
    spread = [ticks[0], ticks[1] + 1, ticks[2] + 2]
    return {"ok": True, "end": found["end"], "tolerance": tolerance, "ticks": spread, "alternatives": others}
'''

LAWS = (
    Known(
        name="walking_in_vain",
        says="Where there is no way on foot the body stays where it is.",
        source=_IN_VAIN,
        bugs=(
            Bug("wrong reason", '"reason": "no_path"', '"reason": "unknown_block"'),
            Bug("walks on air", '"ok": False, "reason": "no_path", "note": "no way on foot"', '"ok": True, "end": action["pos"]'),
            Bug("wrong place", '"note": "no way on foot"', '"note": "no way on foot", "end": [0, 300, 0]'),
        ),
    ),
    Known(
        name="walking_blind",
        says="Where only unseen cells may lead there is hardly ever a way.",
        source=_BLIND,
        bugs=(
            Bug("wrong reason", '"ok": False, "reason": "no_path"', '"ok": False, "reason": "unknown_block"'),
            Bug("walks all the same", '"ok": False, "reason": "no_path", "note": "no way is known"', '"ok": True, "end": found["end"]'),
        ),
        narrow=('found["p"] > 0.5', 'found["p"] > 0.2'),
    ),
    Known(
        name="walking",
        says="A walk ends in the cell, or as near to it as is asked.",
        source=_WALKING,
        bugs=(
            Bug("forgets to move", '"end": found["end"], "tolerance": tolerance', '"tolerance": 0.5'),
            Bug("goes too far", 'return {"ok": True, "end": found["end"]', 'return {"ok": True, "end": [found["end"][0] + 5, 64, found["end"][2]]'),
            Bug("always fails", 'return {"ok": True, "end": found["end"]', 'return {"ok": False, "reason": "no_path", "end": found["end"]'),
        ),
        narrow=('if found is None or found["p"] < 1:', 'if found is None or found["p"] < 1 or items_near(12) or found["ticks"][1] > 60:'),
    ),
)
