"""How often to craft."""

from world import count


def crafts_needed(item: str, want: int, yields: int) -> int:
    """How often a recipe that yields `yields` has to be crafted to carry at least `want` of `item`."""
    return max(0, -(-(want - count(item)) // yields))
