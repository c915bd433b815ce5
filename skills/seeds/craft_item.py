"""Craft a thing from what is carried."""

from library import craft_times, crafting_plan
from world import count


def craft_item(item: str, want: int = 1) -> bool:
    """Carry at least `want` of `item`: craft it, and before that what it is made of; sets up a crafting table where one is needed.

    Gives up when a raw material is missing, and says which.
    """
    for _ in range(2):  # what was near is gone, or a craft was cut off: then it is planned once more
        if count(item) >= want:
            return True
        raw: dict[str, int] = {}
        steps = crafting_plan(item, want, raw)
        if steps is None:
            print(f"no way is known to craft {item}")
            return False
        if raw:
            print(f"{item} needs " + " and ".join(f"{missing} more {name}" for name, missing in raw.items()))
            return False
        for name, times, needs_table in steps:
            if not craft_times(name, times, needs_table):
                break
    return count(item) >= want
