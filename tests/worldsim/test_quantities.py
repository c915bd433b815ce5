"""Numbers and sightings, worked out by hand."""

from __future__ import annotations

from math import log

import msgspec
import pytest

from worldsim.actions import Control, Dig, Press, Wait
from worldsim.change import BlockChange, Change, Motion, Outcome, Seen
from worldsim.measuring.quantities import numbers, pinball, revealed, sight
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import Entity
from worldsim.transitions import Transition

HERE = Vec(0.5, 64.0, 0.5)


def step(before, after=None, ticks: int = 10, end: Vec = HERE, health: float = 0.0, action=None) -> Transition:
    action = action or Wait(1)
    outcome = Outcome(action=action, status="done", change=Change(health=health), end=end, ticks=ticks)
    return Transition(episode="run", step=1, before=before, action=action, outcome=outcome, after=after or before)


def said(ticks=(8, 10, 12), end: Vec | None = None, reveals=(), action=None, **change) -> Prediction:
    branch = Branch(p=1.0, change=Change(**change), end=end, reveals=reveals)
    return Prediction(action=action or Wait(1), branches=(branch,), ticks=Quantiles(*ticks))


def test_durations_places_and_health(land) -> None:
    before = land()
    found = numbers(
        [step(before), step(before, ticks=20, end=Vec(3.5, 64.0, 4.5), health=-2.0)],
        [said(), said(ticks=(8, 10, 12), end=Vec(0.5, 64.0, 0.5), health=-1.0)],
    )
    assert found.n == 2
    assert found.ticks_mae == 5.0  # 0 and 10
    assert found.ticks_ratio == pytest.approx(log(2) / 2)  # the median of 0 and ln 2
    assert found.ticks_in == 0.5
    assert found.end_mae == 2.5  # 0 and 5
    assert found.health_mae == 0.5
    assert found.vel_mae == 0.0


def test_where_keys_are_held_every_tick_counts(land) -> None:
    def path(*heights: float) -> tuple[Motion, ...]:
        return tuple(Motion(Vec(0.5, height, 0.5), Vec(0.0, 0.0, 0.0), False) for height in heights)

    held = step(land(), action=Control((Press(("jump",), 1),)))
    held = msgspec.structs.replace(held, outcome=msgspec.structs.replace(held.outcome, motion=path(64.4, 64.9, 64.0)))
    told = said()
    told = msgspec.structs.replace(told, branches=(msgspec.structs.replace(told.branches[0], motion=path(64.4, 64.7, 64.0)),))
    assert numbers([held], [told]).motion_error == pytest.approx(0.2)
    assert numbers([step(land())], [said()]).motion_error is None


def test_quantile_loss() -> None:
    # Real 10: (.1 x 2 + 0 + .1 x 2) / 3; real 20: (.1 x 12 + .5 x 10 + .9 x 8) / 3.
    assert pinball(10, Quantiles(8, 10, 12)) == pytest.approx(0.4 / 3)
    assert pinball(20, Quantiles(8, 10, 12)) == pytest.approx(13.4 / 3)


def test_who_covers_nothing_has_no_numbers(land) -> None:
    found = numbers([step(land())], [Prediction(action=Wait(1), branches=(Branch(p=1.0),), covers=())])
    assert (found.n, found.ticks_mae, found.end_mae) == (0, None, None)


def test_what_came_in_sight(land, known) -> None:
    before = land({(2, 62, 0): None, (3, 62, 0): None, (4, 70, 0): None})
    after = land({(2, 62, 0): "coal_ore", (3, 62, 0): "stone", (4, 70, 0): "air"})
    assert revealed(before.blocks, after.blocks) == (2, {"coal_ore", "stone"})
    # Said: the coal, and iron where there is stone. One right of two and two; kinds: one of {coal_ore, iron_ore} and {coal_ore, stone}.
    told = (Seen(Pos(2, 62, 0), "coal_ore"), Seen(Pos(3, 62, 0), "iron_ore"), Seen(Pos(4, 70, 0), "air"), Seen(Pos(0, 63, 0), "dirt"))
    found = sight([step(before, after), step(after)], [said(reveals=told), said()], known)
    assert (found.steps, found.blocks_f1, found.kinds_f1) == (1, 0.5, 0.5)


def test_things_that_appear(land, known) -> None:
    log = Dig(Pos(2, 64, 0))
    before = land({(2, 64, 0): "oak_log"})
    fell = Entity(7, "item", Vec(2.5, 64.0, 0.5), "oak_log", 1)
    after = land(entities=(fell, Entity(8, "pig", HERE)))
    dug = said(action=log, blocks=(BlockChange(Pos(2, 64, 0), "oak_log", "air"),))
    found = sight([step(before, after, action=log)], [dug], known)
    # The dream drops a log, nobody said pig: 2 x 1 / (1 + 2).
    assert (found.entity_steps, found.entities_f1) == (1, pytest.approx(2 / 3))
