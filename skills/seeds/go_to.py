"""Go to a place, known or not."""

from library import break_out, stairs_up
from world import Heading, explore, move_to, position


def go_to(pos: list[int], near: float = 1.0) -> bool:
    """Stand within `near` blocks of the cell `pos`. Where no way is known yet it walks in that direction first.

    Who is shut in digs a way out, upwards where that is where it goes. Gives up after 12 tries.
    """
    left = _squared(pos) + 1
    for attempt in range(12):
        arrived = move_to(pos, near)["ok"]
        # Over land that nobody has seen a walk may end short of it.
        now = _squared(pos)
        if arrived and now <= (near + 1.0) ** 2:
            return True
        if not arrived or now >= left:
            before = position()
            explore([], _towards(pos, attempt))
            if position() == before and not (pos[1] > before[1] + 1 and stairs_up(pos[1])):
                break_out()
        left = now
    print(f"no way to {pos} was found")
    return False


def _squared(pos: list[int]) -> int:
    """The distance, squared."""
    here = position()
    return sum([(here[axis] - pos[axis]) ** 2 for axis in range(3)])


def _towards(pos: list[int], attempt: int) -> Heading:
    """The axis along which more is missing; every third time the other one, to get around what is in the way."""
    here = position()
    east, south = pos[0] - here[0], pos[2] - here[2]
    along_x = abs(east) > abs(south)
    if attempt % 3 == 2:
        along_x = not along_x
    if along_x:
        return "east" if east > 0 else "west"
    return "south" if south > 0 else "north"
