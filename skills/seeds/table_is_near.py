"""Is there a crafting table?"""

from world import count, nearest


def table_is_near() -> bool:
    """Whether a crafting table is carried or known nearby: then none has to be made."""
    return count("crafting_table") > 0 or nearest(["crafting_table"], 32) is not None
