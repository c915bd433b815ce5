"""Skills of the planted writer that see to things: to smelt, to put away, to fetch. In capitals is what the task says."""

from __future__ import annotations

from agent.models.planted.programs import MADE, SPOTS

_LIBRARY = "from library import crafting_plan, ensure_table, gather, mined_from, obtain"
#: Before anything is smelted.
FURNACE = """    if not _ENTRY_furnace():
        print("needs a furnace")
        return False
"""
SMELT = (
    f'''"""Smelt things."""

{_LIBRARY}
from world import block_at, count, craft, find, in_reach, move_to, nearest, place, position, smelt, standable, wait


def ENTRY(items: list[str], want: int, wood: str) -> bool:
    """Carry at least `want` of the first of `items`: have RAW, and smelt it in a furnace that is near, or a new one. Gives up without one of them."""
    tries = 0
    made = items[0]
    missing = want - count(made)
    raw = "RAW"
    if count(raw) < missing and not _ENTRY_made(raw, missing):
        print(f"needs {{missing}} {{raw}}")
        return False
{FURNACE}    while missing > 0 and tries < 3:
        burnt = smelt(raw, missing)
        if burnt["reason"] == "no_fuel" and tries < 2:
            obtain(f"{{wood}}_log", count(f"{{wood}}_log") + missing)
            _ENTRY_furnace()
        elif not burnt["ok"]:
            print(burnt["note"])
        tries += 1
        missing = want - count(made)
    return missing <= 0


def _ENTRY_furnace() -> bool:
    """A furnace within reach: one that is near, else one that is carried, else a new one."""
    known = nearest(["furnace"], 48)
    if known is not None and (in_reach(known) or (move_to(known, 2.0)["ok"] and in_reach(known))):
        return True
    if count("furnace") == 0 and not _ENTRY_made("furnace", 1):
        return False
    for at in _ENTRY_spots(position(), 5, 1)[:6]:
        x, y, z = at
        put = place("furnace", [x, y, z])
        if put["ok"] and in_reach(at):
            return True
    return False
'''
    + MADE
    + SPOTS
)

STORE = (
    '''"""Put things away."""

from library import crafting_plan, ensure_table, gather, mined_from, obtain
from world import block_at, count, craft, deposit, find, move_to, nearest, place, position, standable, wait


def ENTRY() -> bool:
    """Carry fewer than LEFT of THING: the rest goes into a chest, one that is near, or a new one. Gives up where no chest can be had."""
    tries = 0
    chests = find(["chest", "barrel"], 4, 24)
    if not chests:
        if count("chest") == 0 and not _ENTRY_made("chest", 1):
            print("needs a chest")
            return False
        for at in _ENTRY_spots(position(), 6, 1)[:12]:
            x, y, z = at
            put = place("chest", [x, y, z])
            if put["ok"]:
                chests = [at]
                break
    for chest in chests:
        for item in THING:
            more = count(*THING) - LEFT + 1
            if more > 0 and count(item) > 0:
                stored = deposit(item, min(count(item), more), chest)
                if not stored["ok"]:
                    print(stored["note"])
                    break
    return count(*THING) < LEFT
'''
    + MADE
    + SPOTS
)

TAKE_OUT = '''"""Fetch things from chests."""

from world import count, craft, find, position, wait, withdraw


def ENTRY(items: list[str], want: int) -> bool:
    """Carry at least `want` of `items`: take them out of the chests around, one after the other. Gives up when none holds more of them."""
    tries = 0
    for chest in find(["chest", "trapped_chest", "barrel"], 12, 48):
        for item in items:
            number = want - count(*items)
            while number > 0 and count(*items) < want and tries < 40:
                tries += 1
                taken = withdraw(item, number, chest)
                if taken["reason"] not in (None, "no_item"):
                    print(taken["note"])
                    break
                number = min(number // 2, want - count(*items)) if not taken["ok"] else want - count(*items)
    return count(*items) >= want
'''


def smelting(raw: str) -> str:
    """The program that smelts `raw`; 'log': of whatever wood there is."""
    own = 'f"{wood}_log"' if raw == "log" else f'"{raw}"'
    return SMELT.replace('"RAW"', own).replace("RAW", raw)
