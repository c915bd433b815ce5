"""Leave a place that no walk leads out of: under low leaves, on top of a tree, between one's own blocks."""

from library import get_out, is_below, stairs_up
from world import block_at, dig, mine, move_to, position, reachable, trapped

_SIDES = [(1, 0), (0, 1), (-1, 0), (0, -1)]
_OPEN = ("air", "cave_air", "unknown")
#: Of the 16 cells of a way of eight blocks: more than that are a hill, not a hedge.
_MUCH = 8


def break_out() -> bool:
    """Stand where ways lead on.

    Up, where there is ground overhead; straight through what stands in the way, where that is least; by a climb, where it is much; else down.
    """
    if is_below() and stairs_up() and not _shut_in():
        return True
    sides = sorted([(_in_the_way(dx, dz), dx, dz) for dx, dz in _SIDES])
    if (sides[0][0] > _MUCH or block_at(position()) == "water") and trapped() and get_out() and not _shut_in():
        return True
    for _, dx, dz in sides[:2]:
        for _ in range(8):
            if not _shut_in():
                return True
            if not _ahead(dx, dz):
                break
    for _ in range(8):
        if not _shut_in():
            return True
        if not _down():
            break
    if not _shut_in():
        return True
    print("no way out of here was found")
    return False


def _shut_in() -> bool:
    """Whether no way leads far to any side."""
    x, y, z = position()
    return not any(reachable([x + 12 * dx, y, z + 12 * dz], 8.0) for dx, dz in _SIDES)


def _in_the_way(dx: int, dz: int) -> int:
    """What has to be dug on the next eight blocks to that side; water is not dug."""
    x, y, z = position()
    found = 0
    for n in range(1, 9):
        for up in (0, 1):
            name = block_at([x + n * dx, y + up, z + n * dz])
            found += 8 if name in ("water", "lava") else name not in _OPEN
    return found


def _ahead(dx: int, dz: int) -> bool:
    """One block on, level, up or down; what is in the way is dug."""
    x, y, z = position()
    for up in (0, 1):
        cell = [x + dx, y + up, z + dz]
        name = block_at(cell)
        if name in ("water", "lava"):
            return False
        if name not in _OPEN and not mine(cell)["ok"] and block_at(cell) not in _OPEN:
            dig(cell)
    return any(move_to([x + dx, y + up, z + dz])["ok"] for up in (0, -1, -2, -3))


def _down() -> bool:
    """One block down, where there is one to land on."""
    x, y, z = position()
    if block_at([x, y - 2, z]) in (*_OPEN, "water", "lava"):
        return False
    mine([x, y - 1, z])
    return position()[1] < y
