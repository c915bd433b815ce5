"""Leave where one was closed in."""

from world import block_at, dig, mine, move_to, position, sheltered, standable

_FREE = ("air", "cave_air", "grass", "tall_grass", "snow", "fern", "dandelion", "poppy")


def come_out() -> bool:
    """Stand in the open: through a wall where the ground beyond is level, else up by steps that are dug into the walls. At most 24 steps."""
    sides = [(1, 0), (0, 1), (-1, 0), (0, -1)]
    for _ in range(24):
        if _is_out():
            return True
        x, y, z = position()
        level = [(dx, dz) for dx, dz in sides if _seen_free([x + 2 * dx, y, z + 2 * dz])]
        if level:
            dx, dz = level[0]
            _free([x + dx, y + 1, z + dz])
            _free([x + dx, y, z + dz])
            move_to([x + 2 * dx, y, z + 2 * dz])
            continue
        for dx, dz in sides:
            if block_at([x + dx, y, z + dz]) in ("water", "lava") or _wet(x + dx, y + 1, z + dz):
                continue
            if _step(x, y, z, dx, dz):
                break
    if _is_out():
        return True
    print("no way out was found")
    return False


def _is_out() -> bool:
    """Whether one can walk on from here."""
    x, y, z = position()
    ways = [[x + dx, y + up, z + dz] for dx, dz in [(1, 0), (0, 1), (-1, 0), (0, -1)] for up in (0, 1)]
    return not sheltered() and any(standable(cell) for cell in ways)


def _step(x: int, y: int, z: int, dx: int, dz: int) -> bool:
    """One block up, one ahead."""
    for cell in [[x, y + 2, z], [x + dx, y + 2, z + dz], [x + dx, y + 1, z + dz]]:
        if not _free(cell):
            return False
    return move_to([x + dx, y + 1, z + dz])["ok"]


def _free(cell: list[int]) -> bool:
    """What is there is dug, and what falls into its place."""
    for _ in range(8):
        name = block_at(cell)
        if name in ("air", "unknown", "water", "lava"):
            return name in ("air", "unknown")
        if mine(cell)["reason"] == "no_tool":
            dig(cell)
    return block_at(cell) == "air"


def _wet(x: int, y: int, z: int) -> bool:
    cells = [[x, y, z], [x, y + 1, z], [x + 1, y, z], [x - 1, y, z], [x, y, z + 1], [x, y, z - 1], [x, y + 2, z]]
    return any(block_at(cell) in ("water", "lava") for cell in cells)


def _seen_free(cell: list[int]) -> bool:
    return standable(cell) and block_at(cell) in _FREE
