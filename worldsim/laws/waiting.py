"""wait: time passes: the body heals, starves or drowns, and nothing else is known to happen. The first pain ends it, as it ends most actions."""

from __future__ import annotations

from worldsim.actions import Wait
from worldsim.facts import Facts
from worldsim.laws.environment import Course, over
from worldsim.laws.parts import SOURCES, STILL
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.state import State


def predict(state: State, action: Wait, facts: Facts) -> Prediction:
    """Done, or interrupted by the first pain, or died of it."""
    ticks = action.ticks
    course = over(state, ticks, facts)
    if course.hurt_at is not None:
        ticks = course.hurt_at
        course = over(state, ticks, facts)
    if course.died_at is not None:
        dead = Branch(p=1.0, status="failed", reason="died", note=f"the body dies after {course.died_at} ticks", change=course.change)
        after = Quantiles(0.8 * course.died_at, course.died_at, 1.2 * course.died_at + 20)
        return Prediction(action=action, branches=(dead,), ticks=after, sources=SOURCES)
    return Prediction(
        action=action,
        branches=(_hurt(course) if course.hurt_at else Branch(p=1.0, change=course.change, exhaustion=course.exhaustion),),
        ticks=Quantiles(ticks, ticks + 1, ticks + 3),
        tolerance=STILL,
        sources=SOURCES,
    )


def _hurt(course: Course) -> Branch:
    note = f"hurt after {course.hurt_at} ticks"
    return Branch(p=1.0, status="interrupted", note=note, change=course.change, exhaustion=course.exhaustion)


RULES = {Wait: predict}
