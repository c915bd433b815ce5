"""Swim across a water."""

from library import get_out
from world import control, move_to, position, swim, trapped


def swim_across(near: list[int], far: list[int]) -> bool:
    """Swim from the bank at the cell `near` to the one at `far`. Gives up after 3 tries."""
    why = f"no way to the bank at {near}"
    for _ in range(3):
        if trapped() and not get_out():
            return False
        if not move_to(near)["ok"]:
            break
        keys = swim(far)
        if not keys["presses"]:
            why = keys["why"]
            break
        control(keys["presses"])
        here = position()
        if abs(here[0] - far[0]) + abs(here[2] - far[2]) <= 2 and not trapped():
            return True
        why = f"it came to {here} instead of {far}"
    print(why)
    return False
