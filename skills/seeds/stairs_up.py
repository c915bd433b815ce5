"""Come up from under the ground."""

from library import clear_cell, is_below, is_ground
from world import block_at, count, move_to, place, position

#: What a step is made of where there is no ground for one.
_STEPS = ("dirt", "cobblestone", "cobbled_deepslate", "andesite", "diorite", "granite", "sand", "gravel")


def stairs_up(height: int | None = None) -> bool:
    """Have no ground overhead any more, or be at `height`: by steps that are dug upwards into the ground, or put there, at most 64.

    False where it is wet, where there is nothing to make a step of, and where something built is in the way.
    """
    sides = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    for _ in range(64):
        if _arrived(height):
            return True
        went = [side for side in sides if _one_up(side[0], side[1])][:1]
        if not went:
            return False
        sides = [*went, *[side for side in sides if side != went[0]]]  # straight on, where one can
    return _arrived(height)


def _arrived(height: int | None) -> bool:
    return not is_below() if height is None else position()[1] >= height


def _one_up(dx: int, dz: int) -> bool:
    """One block on, one up."""
    x, y, z = position()
    step = [x + dx, y, z + dz]
    if block_at(step) in ("air", "cave_air"):
        carried = [item for item in _STEPS if count(item) > 0]
        if not carried or not place(carried[0], step)["ok"]:
            return False
    if not is_ground(block_at(step)):
        return False
    room = [[x, y + 2, z], [x + dx, y + 1, z + dz], [x + dx, y + 2, z + dz]]
    return all(clear_cell(cell) for cell in room) and move_to([x + dx, y + 1, z + dz])["ok"]
