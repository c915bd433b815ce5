"""Climb out of a pit or a water."""

from world import block_at, climb, control, mine, position, trapped


def get_out() -> bool:
    """Stand on firm ground, in no liquid and no pit: by a jump; where the walls are too high for one, by steps dug into them. At most 12."""
    why = ""
    for _ in range(12):
        if not trapped():
            return True
        keys = climb()
        if keys["presses"]:
            control(keys["presses"])
        elif not _step():
            why = keys["why"]
            break
    if not trapped():
        return True
    print(why or "12 tries did not lead out")
    return False


def _step() -> bool:
    """Make a wall that is too high one lower: the block to jump onto stays, what is above it goes."""
    x, y, z = position()
    for dx, dz in [(1, 0), (-1, 0), (0, 1), (0, -1)]:
        above = [[x + dx, y + 1, z + dz], [x + dx, y + 2, z + dz], [x, y + 2, z]]
        if block_at([x + dx, y, z + dz]) in ("air", "water", "unknown"):
            continue
        dug = [pos for pos in above if block_at(pos) not in ("air", "unknown")]
        if dug and all(mine(pos)["reason"] not in ("no_tool", "unbreakable", "no_path") for pos in dug):
            return True
    return False
