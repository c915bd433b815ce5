"""One leg of a search."""

from library import break_out, is_below, spiral, stairs_up
from world import explore, position


def roam(targets: list[str], leg: int) -> bool:
    """Walk 64 blocks along leg `leg` of a spiral, or until one of `targets` comes in sight; where one is shut in, break out first next time."""
    if is_below():
        stairs_up()
    before = position()
    went = explore(targets, spiral(leg))
    if not went["ok"] and position() == before:
        break_out()
    return went["ok"]
