"""Sleep the night away."""

from world import block_at, count, find, move_to, place, position, sleep, standable


def sleep_in_bed(beds: list[str]) -> bool:
    """Sleep until morning in a bed that stands within 32 blocks, or in one that is carried, put down here."""
    known = find(beds, 1, 32)
    if not known:
        carried = [bed for bed in beds if count(bed) > 0]
        if not carried:
            print("no bed is carried or known nearby")
            return False
        x, y, z = position()
        for dx, dz in [(1, 0), (-1, 0), (0, 1), (0, -1)]:
            cell = [x + dx, y, z + dz]
            if standable(cell) and standable([x + 2 * dx, y, z + 2 * dz]) and place(carried[0], cell)["ok"] and block_at(cell) == carried[0]:
                break
        known = find(beds, 1, 8)
    if not known:
        print("there is no room for a bed")
        return False
    move_to(known[0], 2.0)
    return sleep()["ok"] or sleep()["ok"]
