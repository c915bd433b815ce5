"""See the night through."""

from library import come_out, dig_in
from world import nearest, sheltered, time_of_day, wait

_DOORS = ["oak_door", "birch_door", "spruce_door", "jungle_door", "acacia_door", "dark_oak_door", "mangrove_door"]


def pass_night() -> bool:
    """Be closed in until sunrise, then come out. Who is in a closed room with a door stays in it."""
    housed = sheltered() and nearest(_DOORS, 8) is not None
    if not dig_in():
        return False
    for _ in range(40):
        if time_of_day() < 12800:
            break
        if not sheltered() and not dig_in():
            return False
        wait(max([20, 24000 - time_of_day()]))  # the clock is told once a second
    return housed or come_out()
