"""Leap over a gap."""

from library import get_out
from world import control, leap, move_to, position, standable, trapped


def leap_over(near: list[int], far: list[int]) -> bool:
    """Leap from a run over the gap between the cells `near` and `far`. Whoever falls in climbs out; gives up after 4 leaps."""
    dx, dz = _sign(far[0] - near[0]), _sign(far[2] - near[2])
    why = "no run-up"
    leaps = 0
    for back in [4, 3, 2, 1, 0, 4, 3, 2]:
        if leaps == 4 or not _free(near, dx, dz, back):
            continue
        if trapped() and not get_out():
            return False
        if not move_to([near[0] - back * dx, near[1], near[2] - back * dz])["ok"]:
            why = f"no way to the run-up before {near}"
            continue
        keys = leap(far)
        if not keys["presses"]:
            why = keys["why"]
            continue
        leaps += 1
        control(keys["presses"])
        here = position()
        if (here[0] - far[0]) * dx + (here[2] - far[2]) * dz >= 0 and here[1] >= min([near[1], far[1]]):
            return True
        why = f"{leaps} leaps missed"
    print(why)
    return False


def _free(near: list[int], dx: int, dz: int, back: int) -> bool:
    """Whether one can run from so far behind."""
    return all(standable([near[0] - n * dx, near[1], near[2] - n * dz]) for n in range(back + 1))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
