"""Build, cell by cell."""

from library import is_below, is_right, materials_missing, stairs_up
from world import Cell, Heading, block_at, blocks_at, dig, in_reach, mine, move_to, place, position

#: A placed block takes their place.
_GIVES_WAY = ("air", "water", "grass", "tall_grass", "fern", "large_fern", "dead_bush", "snow", "vine", "seagrass", "tall_seagrass")
_STEP: dict[Heading, list[int]] = {"north": [0, -1], "east": [1, 0], "south": [0, 1], "west": [-1, 0]}


def build(cells: list[Cell]) -> bool:
    """Make every cell hold what it says: what is in the way is dug, blocks are placed in the order given, then all is looked at again and repaired.

    Needs the materials (`materials_missing`). Gives up when they run out, or when three rounds in a row mended nothing.
    """
    if is_below() and not _within(cells):
        stairs_up()
    least, idle = len(cells) + 1, 0
    while True:
        found = blocks_at([cell["pos"] for cell in cells])
        wrong = [cell for cell, block in zip(cells, found, strict=True) if not is_right(block, cell["block"])]
        if not wrong:
            return True
        missing = materials_missing(wrong)
        if missing:
            print("needs " + " and ".join(f"{number} more {item}" for item, number in missing.items()))
            return False
        idle = 0 if len(wrong) < least else idle + 1
        least = min(least, len(wrong))
        if idle == 3:
            first = wrong[0]
            print(f"{len(wrong)} cells are not right, the first is {first['pos']}: {block_at(first['pos'])} instead of {first['block']}")
            return False
        if idle:
            _step_aside(cells, idle)
        for cell in wrong:
            if not _set(cell, cells):
                break


def _within(cells: list[Cell]) -> bool:
    """Whether one stands in what is being built: it may be a cellar."""
    here = position()
    return any(max([abs(cell["pos"][axis] - here[axis]) for axis in range(3)]) <= 2 for cell in cells)


def _set(cell: Cell, cells: list[Cell]) -> bool:
    """One cell, as far as it goes now: another round comes. False when its item has run out."""
    pos, block, item, facing = cell["pos"], cell["block"], cell["item"], cell["facing"]
    found = block_at(pos)
    if is_right(found, block):
        return True
    if found == "unknown":
        _look_at(pos)
        found = block_at(pos)
    in_way = found != "air" and (block == "air" or found not in _GIVES_WAY)
    if (in_way and not _clear(pos)) or block == "air":
        return True
    if item is None:
        # It comes with the cell below, which looks right but is not whole.
        below = [pos[0], pos[1] - 1, pos[2]]
        for other in cells:
            if other["pos"] == below and other["item"] is not None and block_at(below) == block and _clear(below):
                return _set(other, cells)
        return True
    if facing is not None:
        _step_outside(pos, facing, cells)
    result = place(item, pos, facing)
    if result["reason"] in ("refused", "timeout", "interrupted"):
        result = place(item, pos, facing)
    return result["reason"] != "no_item"


def _look_at(pos: list[int]) -> None:
    """Go near; into a pit one looks from its very edge."""
    move_to(pos, 3.0)
    for up in (0, 1):
        for dx, dz in _STEP.values():
            if block_at(pos) != "unknown":
                return
            move_to([pos[0] + dx, position()[1] + up, pos[2] + dz])


def _clear(pos: list[int]) -> bool:
    """Dig what is there; what yields nothing to the tools at hand is dug all the same. A pit is dug from its edge: what falls into it stays there."""
    deep = position()[1] - pos[1]
    if deep > 1 or (deep == 1 and block_at([pos[0], pos[1] - 1, pos[2]]) in ("air", "unknown")):
        return (in_reach(pos) or move_to(pos, 3.0)["ok"]) and dig(pos)["ok"]
    result = mine(pos)
    if result["reason"] == "no_tool" and (in_reach(pos) or move_to(pos, 3.0)["ok"]):
        result = dig(pos)
    return result["ok"] or block_at(pos) in _GIVES_WAY


def _step_outside(pos: list[int], facing: Heading, cells: list[Cell]) -> None:
    """A door is shut behind the builder: who is inside goes out first. The front of a door looks inwards."""
    if not _inside(position(), cells):
        return
    dx, dz = _STEP[facing]
    if not move_to([pos[0] - 2 * dx, pos[1], pos[2] - 2 * dz], 1.0)["ok"]:
        move_to([pos[0] - dx, pos[1], pos[2] - dz])


def _step_aside(cells: list[Cell], idle: int) -> None:
    """Look at it from another corner."""
    xs = [cell["pos"][0] for cell in cells]
    zs = [cell["pos"][2] for cell in cells]
    low = min([cell["pos"][1] for cell in cells])
    corners = [[min(xs) - 2, low, min(zs) - 2], [max(xs) + 2, low, max(zs) + 2]]
    move_to(corners[idle % 2], 2.0)


def _inside(at: list[int], cells: list[Cell]) -> bool:
    solid = [cell["pos"] for cell in cells if cell["block"] != "air"]
    return all(min([pos[axis] for pos in solid]) <= at[axis] <= max([pos[axis] for pos in solid]) for axis in range(3))
