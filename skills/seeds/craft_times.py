"""Craft, at a table where one is needed."""

from library import ensure_table
from world import craft, recipes


def craft_times(item: str, times: int, at_table: bool) -> bool:
    """Craft `item` `times` times (0: nothing to do) from what is carried. `at_table`: have a crafting table within reach first."""
    left = times
    for _ in range(3):
        if left <= 0:
            return True
        if at_table and not ensure_table():
            return False
        result = craft(item, left)
        if result["ok"]:
            return True
        print(f"crafting {item} failed: {result['reason']} {result['note']}")
        if result["reason"] in ("no_item", "no_recipe", "inventory_full"):
            return False
        left -= result["gained"].get(item, 0) // recipes(item)[0]["yields"]
    return False
