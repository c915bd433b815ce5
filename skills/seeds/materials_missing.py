"""What a building still needs."""

from library import is_right
from world import Cell, blocks_at, count


def materials_missing(cells: list[Cell]) -> dict[str, int]:
    """Which items, and how many more of them, are needed for the cells that are not right yet."""
    need: dict[str, int] = {}
    placed = [cell for cell in cells if cell["item"] is not None]
    for cell, block in zip(placed, blocks_at([cell["pos"] for cell in placed]), strict=True):
        item = cell["item"]
        if item is not None and not is_right(block, cell["block"]):
            need[item] = need.get(item, 0) + 1
    return {item: number - count(item) for item, number in need.items() if number > count(item)}
