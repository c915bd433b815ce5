"""Who is believed: marks, counts, priors, and what is kept on disk."""

from __future__ import annotations

import pytest

from worldsim.actions import Craft, Mine, Wait
from worldsim.change import BlockChange, Change, Outcome
from worldsim.errors import RecordBroken, UsageError
from worldsim.mixing.trust import Tally, Trust, main, marks, voice
from worldsim.models import nothing
from worldsim.prediction import Branch, Prediction, Quantiles, certain, fails
from worldsim.space import Pos, Vec

LOG = Pos(2, 64, 0)
GONE = (BlockChange(LOG, "oak_log", "air"),)
HERE = Vec(0.5, 64.0, 0.5)


def mined(**rest) -> Outcome:
    change = Change(inventory={"oak_log": 1}, blocks=GONE)
    return Outcome(**{"action": Mine(LOG), "status": "done", "change": change, "end": HERE, "ticks": 70, **rest})


def test_marks_of_one_step_by_hand(land) -> None:
    said = certain(Mine(LOG), Change(inventory={"oak_log": 2}, blocks=GONE), HERE, ticks=Quantiles(50, 60, 90))
    right = marks(said, land(), mined())
    assert {leaf for leaf, good in right.items() if not good} == {"inventory", "change", "step"}
    assert right["ticks"], "60 is within a quarter of 70"
    assert not marks(said, land(), mined(ticks=100))["ticks"]


def test_a_change_is_judged_for_the_end_that_came(land) -> None:
    """The failure was thought unlikely, but what it would leave behind was right."""
    likely = Branch(p=0.8, change=Change(inventory={"oak_log": 1}, blocks=GONE), end=HERE)
    unlikely = Branch(p=0.2, status="failed", reason="item_lost", change=Change(blocks=GONE), end=HERE)
    right = marks(
        Prediction(action=Mine(LOG), branches=(likely, unlikely)),
        land(),
        mined(status="failed", reason="item_lost", change=Change(blocks=GONE)),
    )
    assert right["inventory"]
    assert right["change"]
    assert not right["p_success"]
    assert not right["step"]


def test_what_nobody_spoke_of_makes_the_change_wrong_but_no_family(land) -> None:
    said = certain(Mine(LOG), Change(inventory={"oak_log": 1}), HERE, covers=("inventory",))
    right = marks(said, land(), mined())
    assert right["inventory"]
    assert "blocks" not in right
    assert not right["change"]
    walked = certain(Wait(1), Change(), covers=("inventory",))
    assert marks(walked, land(), Outcome(action=Wait(1), status="done", end=HERE, ticks=1))["change"]
    assert not marks(walked, land(), Outcome(action=Wait(1), status="done", end=Vec(9, 64, 9), ticks=1))["change"]


def test_who_covers_nothing_has_no_marks(land) -> None:
    assert marks(nothing(Wait(1)), land(), Outcome(action=Wait(1), status="done", end=HERE, ticks=1)) == {}


def test_a_wrong_reason_is_a_wrong_success(land) -> None:
    outcome = Outcome(action=Craft("stick"), status="failed", reason="no_item", end=HERE, ticks=1)
    assert not marks(fails(Craft("stick"), "no_table"), land(), outcome)["p_success"]
    assert marks(fails(Craft("stick"), "no_item"), land(), outcome)["p_success"]


def test_beliefs_before_anything_was_seen() -> None:
    assert Trust().belief("rules", "mine", "step") == 0.9
    assert Trust(vanilla=False).belief("rules", "mine", "step") == 0.5
    assert Trust().belief("learned", "mine", "step") == 0.95
    assert Trust().belief("llm:openai:x", "mine", "step") == 0.6
    assert Trust().belief("rules?", "mine", "step") == 0.6
    assert Trust().belief("rules?", "mine", "change") == 0.9
    assert Trust().belief("statistics?", "mine", "step") == Trust().belief("statistics", "mine", "step") == 0.4
    assert Trust().belief("somebody", "mine", "step") == 0.5


def test_beliefs_are_beta_means() -> None:
    trust = Trust({"llm:x|mine|step": Tally(5, 0)})
    assert trust.belief("llm:x", "mine", "step") == pytest.approx((3 + 5) / (5 + 5))
    assert trust.belief("llm:x", "craft", "step") == 0.6


def test_among_others_a_belief_starts_from_the_general_one() -> None:
    trust = Trust({"llm:x|mine|step": Tally(5, 0), "llm:x+rules|llm:x|mine|step": Tally(0, 3)})
    assert trust.belief("llm:x", "mine", "step", ["rules", "llm:x"]) == pytest.approx(20 * 0.8 / (20 + 3))
    assert trust.belief("llm:x", "mine", "step", ["statistics", "llm:x"]) == pytest.approx(0.8)


def test_a_pair_is_right_when_both_are_right_about_their_part() -> None:
    trust = Trust()
    good, bad = {"p_success": True, "change": False, "step": False}, {"p_success": False, "change": True, "step": False}
    for _ in range(50):
        trust.update("mine", {"a": good, "b": bad})
    assert trust.pair("a", "b", "mine", ["a", "b"]) > 0.9
    assert trust.pair("b", "a", "mine", ["a", "b"]) < 0.1
    assert trust.pair("a", "a", "mine", ["a", "b"]) < 0.1


def test_counts_fade_so_that_a_change_of_the_world_is_noticed() -> None:
    trust = Trust()
    for _ in range(2000):
        trust.update("craft", {"rules": {"step": True}})
    assert trust.belief("rules", "craft", "step") > 0.99
    for _ in range(500):
        trust.update("craft", {"rules": {"step": False}})
    assert trust.belief("rules", "craft", "step") < 0.4


def test_a_source_that_is_not_sure_is_another_voice() -> None:
    assert voice("rules", certain(Wait(1), Change())) == "rules"
    assert voice("rules", nothing(Wait(1))) == "rules?"
    assert voice("rules", fails(Wait(1), "timeout")) == "rules"


def test_it_is_kept(tmp_path) -> None:
    trust = Trust()
    good = {"p_success": True, "change": True, "step": True}
    trust.update("mine", {"rules": good, "llm:x": good})
    path = tmp_path / "beliefs" / "trust.json"
    trust.save(path)
    assert Trust.load(path).tallies == trust.tallies
    assert Trust.load(tmp_path / "none.json").tallies == {}
    path.write_text("{")
    with pytest.raises(UsageError, match="remove it to begin anew"):
        Trust.load(path)
    (tmp_path / "file").touch()
    with pytest.raises(RecordBroken):
        trust.save(tmp_path / "file" / "trust.json")


def test_the_command_line_says_what_is_wrong(tmp_path, capsys) -> None:
    assert main([str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "python -m worldsim.record" in capsys.readouterr().err
    assert main([str(tmp_path), "--out", str(tmp_path / "out"), "--laws", "-smoking"]) == 2
    assert "-smoking" in capsys.readouterr().err
