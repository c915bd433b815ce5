"""Run away."""

from world import Heading, creature_at, explore, foes, position


def run_from(kinds: list[str]) -> bool:
    """Run from the nearest of `kinds`, up to 64 blocks: straight away from it, else to a side. True if nobody is on one's heels any more."""
    for attempt in range(3):
        at = creature_at(kinds)
        if at is None or not foes(12.0):
            return True
        explore([], _away(at, attempt))
    return not foes(12.0)


def _away(at: list[int], attempt: int) -> Heading:
    here = position()
    east, south = here[0] - at[0], here[2] - at[2]
    first: Heading = "east" if east >= 0 else "west"
    second: Heading = "south" if south >= 0 else "north"
    along_x = abs(east) >= abs(south)
    return first if along_x == (attempt != 1) else second
