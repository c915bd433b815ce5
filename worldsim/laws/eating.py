"""eat: food and saturation by the food's table, if one is hungry. Minecraft Wiki, "Food", "Hunger"."""

from __future__ import annotations

from worldsim.actions import Eat
from worldsim.change import Change
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES, STILL, cannot
from worldsim.prediction import Branch, Prediction, Quantiles, Risk
from worldsim.state import State
from worldsim.tables import hunger

#: Chorus fruit takes who eats it anywhere within 8 blocks.
_TELEPORTS, _ANYWHERE = "chorus_fruit", 14.0


def predict(state: State, action: Eat, facts: Facts) -> Prediction:
    """no_item, refused (it is no food), not_hungry; else it is gone, and food and saturation rise, saturation no higher than food."""
    item, body = action.item, state.body
    food = facts.foods.get(item)
    if state.count(item) < 1:
        return cannot(action, "no_item", f"needs 1 {item}, has 0")
    if food is None:
        return cannot(action, "refused", f"{item} is no food")
    if body.food >= hunger.FULL and item not in hunger.EATEN_WHEN_FULL:
        return cannot(action, "not_hungry", f"food is at {body.food} of {hunger.FULL}")
    points = min(food.points, hunger.FULL - body.food)
    saturation = min(float(body.food + points), body.saturation + food.saturation) - body.saturation
    left = {hunger.LEFT_OVER[item]: 1} if item in hunger.LEFT_OVER else {}
    change = Change(inventory={item: -1, **left}, food=points, saturation=round(max(0.0, saturation), 4))
    ticks = hunger.EAT_FAST_TICKS if item in hunger.EATEN_FAST else hunger.EAT_TICKS
    p_poison, damage = hunger.POISON.get(item, (0.0, 0.0))
    return Prediction(
        action=action,
        branches=(Branch(p=1.0, change=change),),
        ticks=Quantiles(ticks, ticks + 3, ticks + 8),
        tolerance=_ANYWHERE if item == _TELEPORTS else STILL,
        sources=SOURCES,
        # It works for seconds after the meal, and never kills.
        risks=(Risk("poison", p_poison, min(damage, max(0.0, body.health - 1))),) if p_poison else (),
    )


RULES = {Eat: predict}
