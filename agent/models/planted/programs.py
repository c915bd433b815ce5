"""The skills that the planted writer knows: right programs for common tasks. What it may believe wrongly is put in by `writer.py`.

ENTRY stands for the name; every body begins with `tries = 0`, the place where what is believed wrongly about loops and recipes goes.
"""

from __future__ import annotations

#: Have a thing that is crafted; part of every program that needs one.
MADE = '''

def _ENTRY_made(item: str, want: int) -> bool:
    """Carry at least `want` of `item`: fetch what it is made of, then craft it."""
    raw: dict[str, int] = {}
    if crafting_plan(item, want, raw) is None:
        print(f"no way is known to make {item}")
        return False
    for name, more in raw.items():
        if not obtain(name, count(name) + more):
            return False
    for name, times, at_table in crafting_plan(item, want, {}) or []:
        if at_table and not ensure_table():
            return False
        made = craft(name, times)
        if not made["ok"]:
            print(f"crafting {name}: {made['note']}")
            return False
    return count(item) >= want
'''

#: Where to put things: cells on which one could stand, in rings around a place.
SPOTS = '''

def _ENTRY_spots(near: list[int], within: int, apart: int) -> list[list[int]]:
    """Free cells with firm ground, in rings around `near`, `apart` blocks from one another, the nearest first."""
    spots: list[list[int]] = []
    for far in range(2, max(3, within * 2 // 3), apart):
        for dx in range(-far, far + 1, apart):
            for dz in range(-far, far + 1, apart):
                if max(abs(dx), abs(dz)) != far or len(spots) >= 96:
                    continue
                for up in (0, 1, -1, 2, -2):
                    at = [near[0] + dx, near[1] + up, near[2] + dz]
                    if standable(at):
                        spots.append(at)
                        break
    return spots


def _ENTRY_standing(blocks: list[str], near: list[int], within: int) -> int:
    """How many of `blocks` are known within `within` blocks of `near`."""
    return len([at for at in find(blocks, 128, 96) if sum([(at[axis] - near[axis]) ** 2 for axis in range(3)]) <= within * within])
'''

FETCH = '''"""Fetch things that lie in the ground or grow on it."""

from library import gather, has_tool, mined_from, obtain, spiral
from world import count, craft, explore, find, mine, position, reachable, wait


def ENTRY(items: list[str], want: int) -> bool:
    """Carry at least `want` of `items`: dig the nearest blocks that hold them, walk on when none is known. Gives up after 20 tries in vain."""
    tries = 0
    source = mined_from(items[0])
    if source is None:
        print(f"nothing is known to hold {items[0]}")
        return False
    blocks, tool = source
    if tool and not has_tool(tool) and not obtain(tool):
        print(f"needs a {tool}")
        return False
    while count(*items) < want and tries < 20:
        known = [at for at in find(blocks, 12) if reachable(at)]
        if not known:
            explore(blocks, spiral(tries))
            tries += 1
            continue
        dug = mine(known[0])
        if dug["reason"] == "no_tool":
            print(dug["note"])
            return False
        if not dug["ok"]:
            tries += 1
    return count(*items) >= want
'''

MAKE = (
    '''"""Make a thing of what the land gives."""

from library import crafting_plan, ensure_table, gather, mined_from, obtain
from world import count, craft, position, wait


def ENTRY(items: list[str], want: int) -> bool:
    """Carry at least `want` of the first of `items`: fetch what it is made of, and craft it at a table. Gives up where a material cannot be had."""
    tries = 0
    return _ENTRY_made(items[0], want)
'''
    + MADE
)

DIG_DOWN = '''"""Stone from below."""

from library import gather, has_tool, obtain
from world import block_at, count, craft, mine, move_to, position, wait


def ENTRY(items: list[str], want: int) -> bool:
    """Carry at least `want` of `items` (cobblestone): with a pickaxe, dig a stair down through the stone. Gives up after 40 steps."""
    tries = 0
    if not has_tool("wooden_pickaxe") and not obtain("wooden_pickaxe"):
        print("needs a wooden_pickaxe")
        return False
    x, y, z = position()
    turns = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    while count(*items) < want and tries < 40:
        dx, dz = turns[tries // 4 % 4]
        tries += 1
        x, y, z = x + dx, y - 1, z + dz
        for cell in [[x, y + 2, z], [x, y + 1, z], [x, y, z]]:
            if count(*items) >= want:
                return True
            if block_at(cell) == "air":
                continue
            dug = mine(cell)
            if dug["reason"] == "no_tool":
                print(dug["note"])
                return False
        if not move_to([x, y, z])["ok"]:
            x, y, z = position()
    return count(*items) >= want
'''

_PLACING = (
    '''"""DOES."""

from library import crafting_plan, ensure_table, gather, mined_from, obtain
from world import count, craft, find, place, position, standable, wait


def ENTRY(blocks: list[str], want: int, near: list[int], within: int) -> bool:
    """DOES: at least `want` of the first of `blocks` stand within `within` blocks of `near`. Gives up where they cannot be had or placed."""
    tries = 0
    item = blocks[0]
    missing = want - _ENTRY_standing(blocks, near, within)
    if count(item) < missing and not _ENTRY_made(item, missing):
        print(f"needs {missing} {item}")
        return False
    for at in _ENTRY_spots(near, within, APART):
        if _ENTRY_standing(blocks, near, within) >= want:
            break
        x, y, z = at
        put = place(item, [x, y, z])
        if not put["ok"]:
            tries += 1
        if tries >= 12:
            print(f"placing {item}: {put['note']}")
            return False
    return _ENTRY_standing(blocks, near, within) >= want
'''
    + MADE
    + SPOTS
)
LIGHT = _PLACING.replace("DOES", "Light a place with torches all around").replace("APART", "4")
FENCE = _PLACING.replace("DOES", "Fence a place in, post beside post").replace("APART", "1")
PUT = _PLACING.replace("DOES", "Put blocks around a place").replace("APART", "2")
