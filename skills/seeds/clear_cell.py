"""Make room."""

from library import is_ground
from world import block_at, dig, mine

_ROOM = ("air", "cave_air")
_WEEDS = (
    "grass", "tall_grass", "fern", "large_fern", "dead_bush", "snow", "dandelion", "poppy", "azure_bluet", "oxeye_daisy", "cornflower", "sunflower",
)  # fmt: skip


def clear_cell(cell: list[int]) -> bool:
    """Nothing is in the cell any more, nor what fell into it. False where it is wet around it, and for what is no natural ground."""
    x, y, z = cell
    around = [cell, [x, y + 1, z], [x + 1, y, z], [x - 1, y, z], [x, y, z + 1], [x, y, z - 1]]
    if any(block_at(beside) in ("water", "lava") for beside in around):
        return False
    for _ in range(8):
        name = block_at(cell)
        if name in _ROOM:
            return True
        if not is_ground(name) and name not in _WEEDS:
            return False
        if mine(cell)["reason"] == "no_tool":
            dig(cell)
    return block_at(cell) in _ROOM
