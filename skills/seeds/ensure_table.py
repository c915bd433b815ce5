"""A crafting table within reach."""

from library import break_out, stairs_up
from world import block_at, count, craft, in_reach, mine, move_to, nearest, place, position, standable

#: What makes room for a table when it is dug.
GROUND = ["stone", "dirt", "grass_block", "andesite", "diorite", "granite", "gravel", "sand", "deepslate", "tuff", "cobblestone"]


def ensure_table() -> bool:
    """Have a crafting table within reach: one that is known nearby, else one that is carried, else one made of 4 planks.

    Where no free cell is around, in a tunnel, it digs one. Gives up without a table and planks, or where that fails.
    """
    known = nearest(["crafting_table"], 32)
    if known is not None and (in_reach(known) or (move_to(known, 2.0)["ok"] and in_reach(known))):
        return True
    if known is not None and count("crafting_table") == 0 and not _has_planks() and _up_to(known):
        return True
    if count("crafting_table") == 0 and not craft("crafting_table")["ok"]:
        print("needs a crafting table, or 4 planks to make one")
        return False
    for at in _table_places(position()):
        if standable(at) and place("crafting_table", at)["ok"] and in_reach(at):
            return True
    tries = 0
    for at in _table_places(position()):
        if tries < 3 and block_at(at) in GROUND and in_reach(at):
            tries += 1
            if mine(at)["ok"] and place("crafting_table", at)["ok"] and in_reach(at):
                return True
    print("no free cell for the crafting table is around")
    return False


def _up_to(table: list[int]) -> bool:
    """To the only table there is, from down in a mine."""
    freed = stairs_up(table[1]) if table[1] > position()[1] + 1 else break_out()
    return freed and move_to(table, 2.0)["ok"] and in_reach(table)


def _has_planks() -> bool:
    return count(*[f"{wood}_planks" for wood in ["oak", "spruce", "birch", "jungle", "acacia", "dark_oak", "mangrove", "crimson", "warped"]]) >= 4


def _table_places(here: list[int]) -> list[list[int]]:
    """Cells around, the near and level ones first; never that of the body."""
    places: list[list[int]] = []
    for up in (0, 1, -1):
        for far in (1, 2):
            for dx in range(-far, far + 1):
                for dz in range(-far, far + 1):
                    if max(abs(dx), abs(dz)) == far:
                        places.append([here[0] + dx, here[1] + up, here[2] + dz])
    return places
