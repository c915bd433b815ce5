"""The planted author's laws of digging: what all of them share, digging in vain, and digging without picking up."""

from __future__ import annotations

from agent.models.planted.knowledge import Bug, Known

PARTS = '''

Names = dict[str, int]


def broken(pos: list[int]) -> list[list[int]]:
    """What is gone with a block: its other half, and what stands on it."""
    gone: list[list[int]] = []
    waiting = [pos]
    while waiting:
        cell = waiting.pop()
        name = block_at(cell)
        if cell in gone or name == "unknown" or name == "air":
            continue
        gone.append(cell)
        if is_double(name):
            other = [cell[0], cell[1] + (-1 if properties(cell).get("half") == "upper" else 1), cell[2]]
            if block_at(other) == name:
                waiting.append(other)
        above = [cell[0], cell[1] + 1, cell[2]]
        if stands_on_floor(block_at(above)):
            waiting.append(above)
    return gone


def best_tool(block: str) -> str | None:
    """A tool that makes it drop before one that does not, then the fastest."""
    best: str | None = None
    for tool in sorted(inventory()):
        if uses(tool) == 0:
            continue
        drops_now, drops_best = harvests(block, tool), harvests(block, best)
        faster = (dig_ticks(block, tool) or 0) < (dig_ticks(block, best) or 0)
        if drops_now and not drops_best or drops_now == drops_best and faster:
            best = tool
    return best


def in_vain(pos: list[int]) -> str | None:
    name = block_at(pos)
    if name == "unknown":
        return "unknown_block"
    if name == "air" or liquid(name):
        return "nothing_there"
    if dig_ticks(name, None) is None:
        return "unbreakable"
    return None


def fallen(pos: list[int], tool: str | None) -> list[tuple[float, Names]]:
    """All that may fall, with its chance, likeliest first."""
    names: list[str] = [block_at(pos)]
    for cell in sorted(broken(pos)):
        if block_at(cell) not in names:
            names.append(block_at(cell))
    lots: list[tuple[float, Names]] = [(1.0, {})]
    for number, name in enumerate(names):
        sums: list[tuple[float, Names]] = []
        for p, items in lots:
            for lot in drops(name, tool if number == 0 else None):
                both = dict(items)
                for item, count in lot["items"].items():
                    both[item] = both.get(item, 0) + count
                sums.append((p * lot["p"], both))
        lots = sums
    return sorted(lots, key=lambda lot: -lot[0])


def dug(pos: list[int], tool: str | None, items: Names, drop: float) -> dict[str, Any]:
    """The change of a dig: the cells, what is gained, what the tool and the body lose."""
    cells = [[c[0], c[1], c[2], "air"] for c in broken(pos) if abs(c[1] - pos[1]) <= 1]
    change: dict[str, Any] = {"ok": True, "inventory": dict(items), "tools": {}, "blocks": cells}
    worn = wear(block_at(pos), tool)
    if tool is not None and worn > 0:
        if uses_left(tool) > worn:
            change["tools"] = {tool: -worn}
        else:
            change["inventory"][tool] = change["inventory"].get(tool, 0) - 1
    if drop > 3:
        change["health"] = 3.0 - drop
    return change
'''

IMPORTS = """
from typing import Any

from world import {views}
"""
PARTS_VIEWS = "block_at, dig_ticks, drops, harvests, inventory, is_double, liquid, properties, stands_on_floor, uses, uses_left, wear"

_IN_VAIN = (
    '"""Mining in vain: unseen or free cells, what cannot be dug, what yields nothing to the best tool at hand, and what no way leads to."""\n'
    + IMPORTS.format(views=f"{PARTS_VIEWS}, in_reach, way_to_reach")
    + PARTS
    + """

def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "mine" and action["op"] != "dig":
        return None
    pos = action["pos"]
    reason = in_vain(pos)
    if reason is None and action["op"] == "dig":
        if in_reach(pos):
            return None
        reason = "out_of_reach"
    if reason is None and not harvests(block_at(pos), best_tool(block_at(pos))):
        reason = "no_tool"
    if reason is None and not in_reach(pos) and way_to_reach(pos) is None:
        reason = "no_path"
    if reason is None:
        return None
    return {"ok": False, "reason": reason, "note": "it cannot be had", "ticks": [0, 2, 4]}
"""
)

_DIG = (
    '"""Digging with what is held, from where the body stands: the block is gone, and what falls lies there."""\n'
    + IMPORTS.format(views=f"{PARTS_VIEWS}, falls, held, in_reach, on_ground, picks_up, position, rests, submerged")
    + PARTS
    + """

def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "dig":
        return None
    pos = action["pos"]
    if in_vain(pos) is not None or not in_reach(pos):
        return None
    tool = held()
    needed = dig_ticks(block_at(pos), tool, submerged(), on_ground()) or 0
    ticks = needed if action["ticks"] is None else action["ticks"]
    # Somewhere between most of the work and all of it a server takes it for done.
    if 0.7 * needed - 2 <= ticks < needed:
        return None
    if ticks < needed:
        return {"ok": False, "reason": "refused", "note": f"it needs {needed} ticks", "ticks": [ticks + 1, ticks + 22, ticks + 27]}
    stand = falls(start=None, without=pos)
    answer = dug(pos, tool, {}, position()[1] - stand[1])
    if stand != position():
        answer["end"] = stand
    answer["tolerance"] = 1.5
    answer["ticks"] = [ticks + 1, ticks + 2, ticks + 5]
    # Beside the body it is now and then picked up in time.
    if picks_up(end=stand, thing=rests(pos, pos)):
        caught: list[dict[str, Any]] = []
        for p, items in fallen(pos, tool):
            if items:
                caught.append({**dug(pos, tool, items, position()[1] - stand[1]), "p": 0.2 * p})
        if caught:
            answer["alternatives"] = caught
    return answer
"""
)

BROKEN = Bug("wrong block", '[c[0], c[1], c[2], "air"]', '[c[0], c[1], c[2], "water"]')

LAWS = (
    Known(
        name="mining_in_vain",
        says="Nothing is mined where nothing is known or there, where no tool at hand makes it drop, and where no way leads.",
        source=_IN_VAIN,
        bugs=(
            Bug("wrong reason", 'return "nothing_there"', 'return "unbreakable"'),
            Bug("wrong tool tier", "not harvests(block_at(pos), best_tool(block_at(pos)))", "best_tool(block_at(pos)) is None"),
            Bug("ignores reach", "and not in_reach(pos) and way_to_reach(pos) is None", "and not in_reach(pos)"),
        ),
    ),
    Known(
        name="digging",
        says="A dig breaks what is in reach if it is given the time that the block needs; what falls lies there.",
        source=_DIG,
        bugs=(
            Bug("wrong time", "if ticks < needed:", "if ticks < 2 * needed:"),
            Bug("picks up", "answer = dug(pos, tool, {}, position()", "answer = dug(pos, tool, fallen(pos, tool)[0][1], position()"),
            Bug("wrong reason", '"reason": "refused"', '"reason": "timeout"'),
            BROKEN,
        ),
    ),
)
