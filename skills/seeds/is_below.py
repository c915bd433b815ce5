"""Above or below the ground?"""

from library import is_ground
from world import blocks_at, position

#: Eight places about six blocks away.
_RING = [(6, 0), (4, 4), (0, 6), (-4, 4), (-6, 0), (-4, -4), (0, -6), (4, -4)]


def is_below() -> bool:
    """Whether there is ground overhead, or ground all around above the head: in a mine, a cave, a shaft. On a slope there is ground to one side."""
    x, y, z = position()
    if any(is_ground(name) for name in blocks_at([[x, y + up, z] for up in (2, 3, 4, 5)])):
        return True
    walls = [blocks_at([[x + dx, y + 1, z + dz], [x + 2 * dx, y + 1, z + 2 * dz]]) for dx, dz in [(1, 0), (0, 1), (-1, 0), (0, -1)]]
    if len([near for near in walls if is_ground(near[0]) or is_ground(near[1])]) < 3:
        return False
    around = blocks_at([[x + dx, y + 3, z + dz] for dx, dz in _RING])
    return len([name for name in around if is_ground(name) or name == "unknown"]) >= 6
