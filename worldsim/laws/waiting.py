"""wait: time passes: the body heals, starves or drowns, and nothing else is known to happen."""

from __future__ import annotations

from worldsim.actions import Wait
from worldsim.facts import Facts
from worldsim.laws.environment import over
from worldsim.laws.parts import SOURCES, STILL
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.state import State


def predict(state: State, action: Wait, facts: Facts) -> Prediction:
    """Done, or died."""
    ticks = action.ticks
    course = over(state, ticks, facts)
    if course.died_at is not None:
        dead = Branch(p=1.0, status="failed", reason="died", note=f"the body dies after {course.died_at} ticks", change=course.change)
        after = Quantiles(0.8 * course.died_at, course.died_at, 1.2 * course.died_at + 20)
        return Prediction(action=action, branches=(dead,), ticks=after, sources=SOURCES)
    return Prediction(
        action=action,
        branches=(Branch(p=1.0, change=course.change, exhaustion=course.exhaustion),),
        ticks=Quantiles(ticks, ticks + 1, ticks + 3),
        tolerance=STILL,
        sources=SOURCES,
    )


RULES = {Wait: predict}
