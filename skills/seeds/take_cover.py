"""Get out of the way of what attacks."""

from library import come_out, dig_in
from world import creatures_near, foes, time_of_day, wait


def take_cover() -> bool:
    """Be closed in until what attacked is gone, for a minute at most; at night stay there."""
    kinds = foes(16.0)
    if not dig_in():
        return False
    for _ in range(12):
        if time_of_day() >= 12800:
            return True
        near = creatures_near(10.0)
        if not any(kind in near for kind in kinds):
            break
        wait(100)
    return come_out()
