"""Counting what happens."""

from __future__ import annotations

import pytest

from worldsim.actions import Craft, Mine
from worldsim.change import BlockChange, Change, Outcome
from worldsim.errors import UsageError
from worldsim.mixing.statistics import Statistics
from worldsim.models import nothing
from worldsim.space import Pos, Vec

HERE = Vec(0.5, 64.0, 0.5)


def mined(pos: Pos, apples: int, ticks: int) -> Outcome:
    change = Change(inventory={"apple": apples} if apples else {}, blocks=(BlockChange(pos, "oak_leaves", "air"),))
    return Outcome(action=Mine(pos), status="done", change=change, end=HERE, ticks=ticks)


def test_three_of_four_by_hand(land) -> None:
    statistics = Statistics()
    cells = [Pos(x, 64, 2) for x in range(5)]
    state = land({(pos.x, pos.y, pos.z): "oak_leaves" for pos in cells})
    assert statistics.predict(state, [Mine(cells[0])]) == [nothing(Mine(cells[0]))]
    for pos, apples in zip(cells, (0, 0, 1), strict=False):
        statistics.learn(nothing(Mine(pos)), state, mined(pos, apples, 7))
    lost = Outcome(action=Mine(cells[3]), status="failed", reason="no_path", end=HERE, ticks=7)
    statistics.learn(nothing(Mine(cells[3])), state, lost)
    (said,) = statistics.predict(state, [Mine(cells[4])])
    assert said.p_success == pytest.approx((3 + 1) / (4 + 2), abs=0.01)
    assert said.mode.change == Change(blocks=(BlockChange(cells[4], "oak_leaves", "air"),)), "the cell is the action's own"
    apple = next(branch for branch in said.branches if branch.change.inventory)
    assert apple.p == pytest.approx(4 / 6 / 3, abs=0.01)
    assert [b.reason for b in said.branches if b.status == "failed"] == ["no_path"]
    assert (said.ticks.p10, said.ticks.p50, said.ticks.p90) == pytest.approx((7, 7, 7), abs=0.1)
    assert "position" in said.covers
    assert said.novelty == pytest.approx(1 / 5, abs=0.01)


def test_durations_are_lognormal(land) -> None:
    statistics, state = Statistics(), land(inventory={"oak_log": 9})
    for ticks in (9, 99):
        statistics.learn(nothing(Craft("stick")), state, Outcome(action=Craft("stick"), status="done", end=HERE, ticks=ticks))
    (said,) = statistics.predict(state, [Craft("stick")])
    # log(10) and log(100): mean log(31.6), spread log(10) / 2, z of 90 % 1.2816.
    assert said.ticks.p50 == pytest.approx(30.6, abs=0.2)
    assert said.ticks.p90 == pytest.approx(31.62 * 10 ** (1.2816 / 2) - 1, rel=0.01)


def test_a_place_is_covered_only_where_nobody_ever_moved(land) -> None:
    statistics, state = Statistics(), land({(2, 64, 2): "oak_leaves"})
    away = Outcome(action=Mine(Pos(2, 64, 2)), status="done", end=Vec(2.5, 64, 1.5), ticks=9)
    statistics.learn(nothing(away.action), state, away)
    assert "position" not in statistics.predict(state, [away.action])[0].covers


def test_old_counts_fade(land) -> None:
    statistics, state = Statistics(), land(inventory={"oak_log": 9})
    for status, times in (("done", 400), ("failed", 200)):
        for _ in range(times):
            outcome = Outcome(action=Craft("stick"), status=status, reason=None if status == "done" else "refused", end=HERE, ticks=2)
            statistics.learn(nothing(Craft("stick")), state, outcome)
    assert statistics.predict(state, [Craft("stick")])[0].p_success < 0.4, "two thirds of all, but long ago"


def test_it_is_kept(land, tmp_path) -> None:
    statistics, state = Statistics(), land({(2, 64, 2): "oak_leaves"})
    statistics.learn(nothing(Mine(Pos(2, 64, 2))), state, mined(Pos(2, 64, 2), 1, 7))
    statistics.save(tmp_path / "statistics.json")
    again = Statistics.load(tmp_path / "statistics.json")
    assert again.predict(state, [Mine(Pos(2, 64, 2))]) == statistics.predict(state, [Mine(Pos(2, 64, 2))])
    assert Statistics.load(tmp_path / "none.json").counts == {}
    (tmp_path / "statistics.json").write_text("[]")
    with pytest.raises(UsageError, match="remove it"):
        Statistics.load(tmp_path / "statistics.json")
