"""Comparisons and figures, worked out by hand."""

from __future__ import annotations

from math import log

import pytest

from worldsim.actions import Craft, Mine, Wait
from worldsim.change import BlockChange, Change, Outcome
from worldsim.compare import Atom, compare
from worldsim.metrics import figures, report, wilson
from worldsim.models import Null
from worldsim.prediction import FAMILIES, Branch, Leaf, Prediction, Quantiles, fails
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed

HERE = Vec(0.5, 64.0, 0.5)
BEFORE = Observed(tick=100, body=Body(HERE, Vec(0, 0, 0)))
LOG = Pos(2, 64, 0)
ACTION = Mine(LOG)
MINED = Change(inventory={"oak_log": 1}, blocks=(BlockChange(LOG, "oak_log", "air"),))
SOURCES = (*(Leaf(family, "law") for family in FAMILIES), Leaf("ticks", "physics"), Leaf("p_success", "law"))
NOTHING = Change()


def predicted(*branches: Branch, **rest) -> Prediction:
    return Prediction(action=ACTION, branches=branches, **{"ticks": Quantiles(60, 70, 90), "sources": SOURCES, **rest})


def happened(change: Change = MINED, status="done", reason=None, end: Vec = HERE, ticks: int = 70, env: Change = NOTHING) -> Outcome:
    return Outcome(action=ACTION, status=status, reason=reason, change=change, env=env, end=end, ticks=ticks)


def test_as_predicted() -> None:
    c = compare(predicted(Branch(p=1.0, change=MINED)), BEFORE, happened())
    assert (c.met, c.exact, c.changing, c.env_exact, c.ticks_in) == (True, True, True, True, True)
    assert c.hits == (Atom("blocks", "(2, 64, 0)", "air"), Atom("inventory", "oak_log", "+1"))
    assert (c.missed, c.hallucinated, c.wrong) == ((), (), ())
    assert (c.surprise, c.coverage, c.end_error) == (0.0, 1.0, 0.0)


def test_a_hallucinated_and_a_missed_atom() -> None:
    apple = Change(inventory={"oak_log": 1, "apple": 1}, blocks=MINED.blocks)
    hallucinated = compare(predicted(Branch(p=1.0, change=apple)), BEFORE, happened())
    assert (hallucinated.met, hallucinated.exact) == (False, False)
    assert hallucinated.hallucinated == (Atom("inventory", "apple", "+1"),)
    assert hallucinated.wrong == (Leaf("inventory", "law"),)
    assert hallucinated.surprise == pytest.approx(-log(0.001))
    missed = compare(predicted(Branch(p=1.0, change=MINED)), BEFORE, happened(apple))
    assert missed.missed == (Atom("inventory", "apple", "+1"),)
    assert (missed.met, missed.exact) == (False, False)


def test_a_wrong_amount_is_both() -> None:
    c = compare(predicted(Branch(p=1.0, change=MINED)), BEFORE, happened(Change(inventory={"oak_log": 2}, blocks=MINED.blocks)))
    assert (c.missed, c.hallucinated) == ((Atom("inventory", "oak_log", "+2"),), (Atom("inventory", "oak_log", "+1"),))


def test_another_prize_of_the_lottery_is_met_but_not_exact() -> None:
    lottery = predicted(Branch(p=0.9, change=MINED), Branch(p=0.1, change=Change(inventory={"flint": 1}, blocks=MINED.blocks)))
    c = compare(lottery, BEFORE, happened(Change(inventory={"flint": 1}, blocks=MINED.blocks)))
    assert (c.met, c.exact) == (True, False)
    assert c.surprise == pytest.approx(-log(0.1))


def test_a_failing_step_as_predicted_and_not() -> None:
    failure = happened(NOTHING, status="failed", reason="no_path")
    right = compare(fails(ACTION, "no_path"), BEFORE, failure)
    assert (right.met, right.exact, right.changing, right.ok, right.p_success) == (True, True, False, False, 0)
    other_reason = compare(fails(ACTION, "no_tool"), BEFORE, failure)
    assert (other_reason.met, other_reason.exact) == (False, False)
    unforeseen = compare(predicted(Branch(p=0.8, change=MINED), Branch(p=0.2, status="failed", reason="no_path")), BEFORE, failure)
    assert (unforeseen.met, unforeseen.exact) == (False, False)
    assert unforeseen.surprise == pytest.approx(-log(0.2))
    assert Leaf("p_success", "law") in unforeseen.wrong
    assert len(unforeseen.hallucinated) == 2


def test_places_and_times() -> None:
    walked = predicted(Branch(p=1.0, change=MINED, end=Vec(5.5, 64.0, 0.5)), tolerance=1.0)
    near = compare(walked, BEFORE, happened(end=Vec(6.0, 64.0, 0.5), ticks=91))
    assert (near.met, near.exact, near.end_error, near.ticks_in) == (True, True, 0.5, False)
    assert near.wrong == (Leaf("ticks", "physics"),)
    far = compare(walked, BEFORE, happened(end=Vec(7.5, 64.0, 0.5)))
    assert (far.met, far.exact, far.end_error) == (False, False, 2.0)
    assert far.wrong == (Leaf("position", "law"),)
    stayed = compare(walked, BEFORE, happened())
    assert stayed.hallucinated == (Atom("position", "", "moved"),)


def test_health_durability_and_the_rest() -> None:
    change = Change(tools={"stone_axe": -1}, health=-2.0, food=-1, container="chest")
    c = compare(predicted(Branch(p=1.0, change=change)), BEFORE, happened(change))
    assert c.exact
    assert {atom.family for atom in c.hits} == {"durability", "health", "food", "container"}


def test_what_the_world_did_is_scored_apart() -> None:
    decay = Change(blocks=(BlockChange(Pos(3, 70, 0), "oak_leaves", "air"),))
    c = compare(predicted(Branch(p=1.0, change=MINED)), BEFORE, happened(env=decay))
    assert (c.exact, c.met, c.env_exact) == (True, True, False)


def test_discovery_is_no_change() -> None:
    looked = Outcome(action=Wait(1), status="done", end=HERE, ticks=1, discovered=900)
    c = compare(Prediction(action=Wait(1), branches=(Branch(p=1.0),)), BEFORE, looked)
    assert (c.changing, c.exact) == (False, True)


def test_uncovered_families_cost_coverage_and_exactness() -> None:
    blind = predicted(Branch(p=1.0), covers=("blocks", "health"))
    c = compare(blind, BEFORE, happened(Change(inventory={"oak_log": 1})))
    assert (c.coverage, c.exact, c.met) == (0.0, False, True)
    assert c.wrong == ()


def test_null_covers_nothing() -> None:
    prediction = Null().predict(None, [ACTION])[0]  # type: ignore[arg-type]  # it does not look
    c = compare(prediction, BEFORE, happened())
    assert (c.coverage, c.exact, c.p_success) == (0.0, False, 0.5)
    assert c.surprise == pytest.approx(log(2))


def test_an_unscored_prediction_is_left_out_of_the_figures() -> None:
    unscored = compare(predicted(Branch(p=1.0), scored=False), BEFORE, happened())
    assert unscored.met
    assert figures([unscored]).n == 0


def test_figures() -> None:
    right = compare(predicted(Branch(p=1.0, change=MINED)), BEFORE, happened())
    wrong = compare(predicted(Branch(p=0.8, change=MINED), Branch(p=0.2, status="failed")), BEFORE, happened(NOTHING, "failed", "no_path", ticks=500))
    f = figures([right, right, right, wrong])
    assert (f.n, f.changing, f.exact_changing, f.exact_static, f.met, f.surprises) == (4, 3, 1.0, 0.0, 0.75, 1)
    assert f.brier == pytest.approx(0.16)  # (0 + 0 + 0 + 0.8^2) / 4
    assert f.ticks_in == 0.75
    assert figures([]).exact_changing is None


def test_kinds_weigh_the_same() -> None:
    mined = compare(predicted(Branch(p=1.0, change=MINED)), BEFORE, happened())
    planks = Outcome(action=Craft("stick"), status="done", change=Change(inventory={"stick": 4}), end=HERE, ticks=3)
    crafted = compare(Prediction(action=Craft("stick"), branches=(Branch(p=1.0),)), BEFORE, planks)
    r = report([mined, mined, mined, crafted])
    assert (r.kinds["mine"].exact_changing, r.kinds["craft"].exact_changing, r.macro.exact_changing) == (1.0, 0.0, 0.5)
    assert (r.macro.coverage, r.macro.headline) == (1.0, 0.5)


def test_wilson_intervals() -> None:
    # Literals: share .9 at n = 100, 400, 1000 (facts/world-models, section 4); 0 of 8.
    for n, low, high in ((100, 0.826, 0.945), (400, 0.867, 0.926), (1000, 0.880, 0.917)):
        assert wilson(n * 9 // 10, n) == pytest.approx((low, high), abs=0.0006)
    assert wilson(0, 8) == pytest.approx((0.0, 0.3244), abs=0.0001)
    assert wilson(0, 0) == (0.0, 1.0)
