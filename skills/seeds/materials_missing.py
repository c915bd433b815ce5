"""What a building still needs."""

from world import Cell, block_at, count


def materials_missing(cells: list[Cell]) -> dict[str, int]:
    """Which items, and how many more of them, are needed for the cells that are not right yet."""
    need: dict[str, int] = {}
    for cell in cells:
        item = cell["item"]
        if item is not None and block_at(cell["pos"]) != cell["block"]:
            need[item] = need.get(item, 0) + 1
    return {item: number - count(item) for item, number in need.items() if number > count(item)}
