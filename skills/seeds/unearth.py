"""Dig down to the rock that lies under all land."""

from library import clear_cell
from world import block_at, find, move_to, position

#: What lies below any land, if one digs deep enough; of ores that cannot be said.
_EVERYWHERE = ("stone", "deepslate")


def unearth(targets: list[str], want: int = 1) -> bool:
    """Know at least `want` blocks of `targets`, where these are rock: by a stair of at most 16 steps that one can walk up again.

    False where they are not, where it is wet, and on what somebody built.
    """
    if not any(name in _EVERYWHERE for name in targets):
        return False
    return any(_dig_stair(dx, dz, targets, want) for dx, dz in [(1, 0), (0, 1), (-1, 0), (0, -1)])


def _dig_stair(dx: int, dz: int, targets: list[str], want: int) -> bool:
    for _ in range(16):
        if len(find(targets, want, 64)) >= want:
            return True
        if not _one_down(dx, dz):
            return False
    return len(find(targets, want, 64)) >= want


def _one_down(dx: int, dz: int) -> bool:
    """One block on, one down."""
    x, y, z = position()
    x, z = x + dx, z + dz
    if block_at([x, y - 2, z]) in ("air", "cave_air", "water", "lava"):
        return False
    return all(clear_cell([x, y + up, z]) for up in (1, 0, -1)) and move_to([x, y - 1, z])["ok"]
