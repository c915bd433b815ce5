"""Have a thing, whatever it takes."""

from library import craft_item, crafting_plan, gather, has_tool, mined_from
from world import count


def obtain(item: str, want: int = 1) -> bool:
    """Carry at least `want` of `item`: mine what it is made of, after making the tools for that, and craft it.

    Where any wood will do, it takes the one that is carried or near.
    Gives up where no way is known (smelting, trade, beasts), or where something cannot be found.
    """
    for _ in range(3):
        if count(item) >= want:
            return True
        raw: dict[str, int] = {}
        steps = crafting_plan(item, want, raw)
        if steps is None:
            print(f"no way is known to have {item}")
            return False
        for name, missing in raw.items():
            if not _mine_for(name, count(name) + missing):
                return False
        if steps:
            craft_item(item, want)
    return count(item) >= want


def _mine_for(item: str, want: int) -> bool:
    source = mined_from(item)
    if source is None:
        return False
    blocks, tool = source
    if tool and not has_tool(tool) and not obtain(tool):
        return False
    return gather(blocks, want, [item])
