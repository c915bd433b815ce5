"""What can be eaten, and what it is had from. Numbers: the facts of the played version; poison and the like: `worldsim/tables/hunger.py`."""

from __future__ import annotations

from functools import cache

from worldsim.facts import facts
from worldsim.state import State
from worldsim.tables import hunger

#: Creatures that are hunted for what they leave (Minecraft Wiki, "Drops"), and do not fight back.
PREY = ("cow", "mooshroom", "pig", "sheep", "chicken")
#: Too good to be eaten as a meal, or it takes one anywhere.
_KEPT = frozenset({"golden_apple", "enchanted_golden_apple", "golden_carrot", "chorus_fruit", "suspicious_stew"})


@cache
def _wholesome() -> dict[str, int]:
    harmful = hunger.POISON.keys() | hunger.HUNGER_EFFECT.keys() | _KEPT
    return {name: food.points for name, food in sorted(facts().foods.items()) if name not in harmful}


def meals(state: State) -> dict[str, int]:
    """What may be eaten, by the half shanks that it gives: wholesome food; and, once hunger keeps one from sprinting, what may make hungry again."""
    if state.body.food > hunger.NO_SPRINT:
        return {**_wholesome(), "chicken": facts().foods["chicken"].points}
    return {**_wholesome(), **{name: facts().foods[name].points for name in ("chicken", "rotten_flesh")}}


def carried_points(state: State) -> int:
    """The half shanks that all meals give that are carried."""
    return sum(points * state.count(name) for name, points in meals(state).items())


def smallest_meal(state: State) -> int:
    """The half shanks of the least of the meals that are carried; 0 if none is."""
    return min((points for name, points in meals(state).items() if state.count(name)), default=0)
