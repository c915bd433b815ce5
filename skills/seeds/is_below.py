"""Above or below the ground?"""

from library import is_ground
from world import block_at, position


def is_below() -> bool:
    """Whether there is ground overhead."""
    x, y, z = position()
    return any(is_ground(block_at([x, y + up, z])) for up in (2, 3, 4, 5))
