"""Fetch what was lost."""

from library import go_to
from world import collect, items_near


def fetch_back(pos: list[int], near: float = 4.0) -> bool:
    """Go to where something was lost, and pick up all that lies there."""
    if not go_to(pos, near):
        return False
    for _ in range(6):
        if not items_near(12.0) or not collect()["ok"]:
            break
    return True
