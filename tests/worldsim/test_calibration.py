"""Calibration, worked out by hand."""

from __future__ import annotations

from math import log

import pytest

from worldsim.measuring.calibration import Forecast, auroc, bins, calibration, ece_floor, false_success, plot

#: Two kinds: 'a' succeeds three times of four, 'b' never.
FOUR = [Forecast(0.9, True, "a"), Forecast(0.9, True, "a"), Forecast(0.9, False, "a"), Forecast(0.6, True, "a")]
SIX = [*FOUR, Forecast(0.2, False, "b"), Forecast(0.6, False, "b")]


def test_brier_and_its_skill() -> None:
    c = calibration(SIX)
    # .01 + .01 + .81 + .16 + .04 + .36 = 1.39, over 6
    assert c.brier == pytest.approx(1.39 / 6)
    # Base rates: .75 for a (3 x .0625 + .5625 = .75), 0 for b: .75 over 6. Skill = 1 - 1.39 / .75.
    assert c.skill == pytest.approx(1 - 1.39 / 0.75)
    assert c.log_loss == pytest.approx(-(2 * log(0.9) + log(0.1) + log(0.6) + log(0.8) + log(0.4)) / 6)


def test_calibration_error_by_hand() -> None:
    # Bins: .2 (n 1, came 0), .6 (n 2, came .5), .9 (n 3, came 2/3): (1 x .2 + 2 x .1 + 3 x .23333) / 6
    assert calibration(SIX).ece == pytest.approx((0.2 + 0.2 + 0.7) / 6)
    assert [(b.n, round(b.said, 3), round(b.was, 3)) for b in calibration(SIX).bins] == [(1, 0.2, 0.0), (2, 0.6, 0.5), (3, 0.9, 0.667)]


def test_the_last_bin_takes_certainty() -> None:
    assert [(b.low, b.n) for b in bins([1.0, 0.95, 0.0], [True, True, False])] == [(0.0, 1), (0.9, 2)]


def test_the_noise_floor_of_a_perfect_predictor() -> None:
    # Literals: facts of the field, ten bins, p spread evenly: n = 100 .100, 400 .049, 1000 .032 (world-models, section 4).
    for n, floor in ((100, 0.100), (400, 0.049), (1000, 0.032)):
        assert ece_floor([(i + 0.5) / n for i in range(n)]) == pytest.approx(floor, rel=0.1)
    assert ece_floor([1.0] * 50) == 0.0
    assert ece_floor([]) is None


def test_auroc_counts_pairs() -> None:
    # Successes .9 .9 .6, failures .9 .2 .6: of nine pairs 1 + 1 + 0 (against .2: all three won), ties .9/.9 twice, .6/.6 once.
    # .9 beats .2 and .6, ties .9: 2.5; twice; .6 beats .2, ties .6, loses to .9: 1.5. Together 6.5 of 9.
    assert calibration(SIX).auroc == pytest.approx(6.5 / 9)
    assert auroc([0.1, 0.2], [False, True]) == 1.0
    assert auroc([0.3, 0.3], [False, True]) == 0.5
    assert auroc([0.3, 0.4], [True, True]) is None


def test_false_success_has_an_upper_bound() -> None:
    found = false_success(SIX)
    assert (found.n, found.failed, found.share) == (5, 2, 0.4)
    # Wilson for 2 of 5 at 95 %: (.118, .769), as in its tables.
    assert found.interval == pytest.approx((0.118, 0.769), abs=0.001)
    assert false_success([Forecast(0.4, False)]).share is None


def test_nothing_to_measure() -> None:
    c = calibration([])
    assert (c.n, c.brier, c.skill, c.ece, c.auroc, c.bins) == (0, None, None, None, None, ())


def test_a_plot_has_a_line_a_bin() -> None:
    lines = plot(calibration(SIX).bins).splitlines()
    assert len(lines) == 4
    assert lines[2].endswith("0.500 (said 0.600)")
    assert lines[2].split()[2].count("#") == 20  # of 40, up to .5
