"""Dig cells in the ground free, from its edge."""

from world import block_at, dig, in_reach, move_to, standable


def dig_free(cells: list[list[int]]) -> bool:
    """Dig every one of `cells`, the highest first, without stepping in: whoever stood in a deep hole would not get out."""
    for _ in range(3):
        for cell in sorted(cells, key=_depth):
            if block_at(cell) not in ("air", "unknown"):
                _dig(cell, cells)
        if all(block_at(cell) in ("air", "unknown") for cell in cells):
            return True
    left = [cell for cell in cells if block_at(cell) not in ("air", "unknown")]
    print(f"{len(left)} of {len(cells)} cells could not be dug")
    return False


def _depth(cell: list[int]) -> int:
    return -cell[1]


def _dig(cell: list[int], cells: list[list[int]]) -> None:
    """From where one stands if that will do, else from the nearest place beside all of them."""
    if in_reach(cell) and dig(cell)["ok"]:
        return
    top = max([pos[1] for pos in cells])
    own = [[pos[0], pos[2]] for pos in cells]
    rim = [[pos[0] + dx, top + 1, pos[2] + dz] for pos in cells for dx, dz in [(1, 0), (-1, 0), (0, 1), (0, -1)]]
    places = [place for place in rim if [place[0], place[2]] not in own]
    best: list[int] = []
    least = 1000
    for place in places:
        away = abs(place[0] - cell[0]) + abs(place[2] - cell[2])
        if away < least and standable(place):
            best, least = place, away
    if best and move_to(best)["ok"]:
        dig(cell)
