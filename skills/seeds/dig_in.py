"""Be closed in where one stands."""

from world import attack, block_at, count, dig, foes, mine, move_to, place, position, sheltered, standable

_FILLERS = [
    "dirt", "cobblestone", "cobbled_deepslate", "stone", "granite", "diorite", "andesite", "netherrack", "sandstone",
    "oak_planks", "birch_planks", "spruce_planks", "jungle_planks", "acacia_planks", "dark_oak_planks", "mangrove_planks",
    "oak_log", "birch_log", "spruce_log", "jungle_log", "acacia_log", "dark_oak_log", "mangrove_log",
]  # fmt: skip
_OPEN = ("air", "water", "lava", "unknown")


def dig_in() -> bool:
    """Be closed in: dig three down, and close the hole overhead with what was dug or is carried; holes in its walls as well.

    Looks for firm ground a few steps around. Who is closed in already stays where it is.
    """
    if sheltered():
        return True
    x, y, z = position()
    for dx, dz in [(0, 0), (1, 0), (0, 1), (-1, 0), (0, -1), (2, 0), (0, 2), (-2, 0), (0, -2), (2, 2), (-2, -2), (2, -2), (-2, 2)]:
        if not _firm(x + dx, y, z + dz):
            continue
        if (dx != 0 or dz != 0) and not move_to([x + dx, y, z + dz])["ok"]:
            continue
        if _down(x + dx, y, z + dz) and close_around():
            return True
        if position()[1] < y:
            break
    if close_around():
        return True
    print("there is no ground to dig into, or nothing to close the hole with")
    return False


def close_around() -> bool:
    """Fill every open cell around the body, feet first, then the head, then above it. False if it is still open somewhere."""
    for _ in range(2):
        x, y, z = position()
        sides = [(1, 0), (-1, 0), (0, 1), (0, -1)]
        cells = [[x + dx, y, z + dz] for dx, dz in sides] + [[x + dx, y + 1, z + dz] for dx, dz in sides]
        for cell in [*cells, [x + 1, y + 2, z], [x, y + 2, z]]:
            if sheltered():
                return True
            _fill(cell)
    return sheltered()


def _firm(x: int, y: int, z: int) -> bool:
    """Whether there are three blocks to dig, none of which hides a liquid or a fall, as far as one can see."""
    ground = [block_at([x, y - down, z]) for down in (1, 2, 3, 4)]
    return standable([x, y, z]) and ground[0] not in _OPEN and not any(name in ("air", "water", "lava") for name in ground)


def _down(x: int, y: int, z: int) -> bool:
    """Dig the three, and stand on the ground of the hole. Nobody digs under blows: who deals them is fought first."""
    for depth in (1, 2, 3):
        cell = [x, y - depth, z]
        for attempt in range(6):
            if attempt > 0 and foes(3.0):
                attack(foes(3.0)[0])
            name = block_at(cell)
            if name == "air":
                break
            if name in ("water", "lava"):
                return False
            if mine(cell)["reason"] == "no_tool":
                dig(cell)
        if block_at(cell) != "air" or block_at([x, y - depth - 1, z]) in ("air", "water", "lava"):
            return False
        move_to(cell)
    return position()[1] == y - 3


def _fill(cell: list[int]) -> None:
    for _ in range(3):
        if block_at(cell) not in _OPEN:
            return
        item = _filler()
        if item is None or place(item, cell)["ok"]:
            return


def _filler() -> str | None:
    carried = [item for item in _FILLERS if count(item) > 0]
    return carried[0] if carried else None
