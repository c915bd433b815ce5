"""Joining predictions: the mixture stays one."""

from __future__ import annotations

import pytest

from worldsim.actions import Mine
from worldsim.change import BlockChange, Change
from worldsim.mixing.merging import doubt_of, merge
from worldsim.mixing.trust import Tally, Trust
from worldsim.models import nothing
from worldsim.prediction import Branch, Leaf, Prediction, Quantiles, certain, fails
from worldsim.space import Pos, Vec

LOG = Pos(2, 64, 0)
GONE = (BlockChange(LOG, "oak_leaves", "air"),)
HERE = Vec(0.5, 64.0, 0.5)
ACTION = Mine(LOG)


def trust_of(**right: float) -> Trust:
    """Who is right how often, as if seen 1,000 times: `rules_change=0.9`; whatever is not named, half of the time."""
    tallies = {}
    for source in ("rules", "statistics", "llm:x"):
        short = source[0]
        for leaf in ("inventory", "blocks", "position", "durability", "health", "food", "container", "p_success", "ticks", "change", "step"):
            p = right.get(f"{short}_{leaf}", 0.5)
            tallies[f"{source}|mine|{leaf}"] = Tally(1000 * p, 1000 * (1 - p))
    return Trust(tallies)


LOTTERY = Prediction(
    action=ACTION,
    branches=(
        Branch(p=0.95, change=Change(blocks=GONE), end=HERE),
        Branch(p=0.05, change=Change(blocks=GONE, inventory={"apple": 1}), end=HERE),
    ),
    ticks=Quantiles(5, 6, 7),
    tolerance=0.1,
)
SCEPTIC = Prediction(
    action=ACTION,
    branches=(Branch(p=0.8, change=Change(inventory={"stick": 9})), Branch(p=0.2, status="failed", reason="item_lost", note="it rolls away")),
    ticks=Quantiles(10, 20, 30),
    tolerance=1.5,
)


def test_the_success_of_one_and_the_lottery_of_the_other() -> None:
    merged = merge({"rules": LOTTERY, "llm:x": SCEPTIC}, "mine", HERE, trust_of(l_p_success=0.99, r_change=0.99, l_ticks=0.9))
    assert [(round(b.p, 6), b.status, b.change.inventory, b.change.blocks) for b in merged.branches] == [
        (0.76, "done", {}, GONE),
        (0.2, "failed", {}, ()),
        (0.04, "done", {"apple": 1}, GONE),
    ]
    assert merged.ticks.p50 == 20
    assert merged.tolerance == 0.1, "the tolerance is that of whoever says where the body ends"
    assert {leaf.family: leaf.source for leaf in merged.sources}["p_success"] == "llm"
    assert {leaf.family: leaf.source for leaf in merged.sources}["inventory"] == "law"


def test_who_is_right_on_whole_steps_is_not_torn_apart() -> None:
    trust = trust_of(r_step=0.95, r_p_success=0.96, r_change=0.95, l_step=0.7, l_p_success=0.97, l_change=0.7)
    merged = merge({"rules": LOTTERY, "llm:x": SCEPTIC}, "mine", HERE, trust)
    assert merged.p_success == 1.0
    assert {leaf.source for leaf in merged.sources if leaf.family != "ticks"} == {"law"}


def test_one_family_from_whom_knows_it_clearly_better() -> None:
    trust = trust_of(r_step=0.6, r_p_success=0.95, r_change=0.6, r_inventory=0.6, r_blocks=0.99, s_inventory=0.9, s_blocks=0.99)
    found = certain(ACTION, Change(inventory={"stick": 1}), covers=("inventory", "blocks"))
    merged = merge({"rules": LOTTERY, "statistics": found}, "mine", HERE, trust)
    assert (merged.mode.change.inventory, merged.mode.change.blocks) == ({"stick": 1}, GONE)
    assert len(merged.branches) == 1, "what were two results of a lottery are equal now"


def test_only_one_covers_a_family_however_little_it_is_believed() -> None:
    half = certain(ACTION, Change(blocks=GONE), covers=("blocks",), ticks=Quantiles(1, 2, 3))
    merged = merge({"rules": half, "llm:x": SCEPTIC}, "mine", HERE, trust_of(r_step=0.9, r_change=0.9, r_blocks=0.9, l_inventory=0.2))
    assert merged.mode.change == Change(inventory={"stick": 9}, blocks=GONE)
    assert set(merged.covers) == {leaf.family for leaf in merged.sources} - {"ticks", "p_success"}


def test_a_contradiction_is_told_and_weighs_by_the_doubt() -> None:
    sure = certain(ACTION, Change(blocks=GONE), HERE, ticks=Quantiles(10, 20, 30))
    trust = trust_of(r_step=0.9, r_p_success=0.9, r_change=0.9, l_p_success=0.6, l_change=0.1, l_step=0.1)
    merged = merge({"rules": sure, "llm:x": fails(ACTION, "no_tool")}, "mine", HERE, trust)
    # Of 0.6 x 0.1, 0.9 x 0.4 and 0.1 x 0.4: the model alone right, the rules alone, nobody.
    assert doubt_of(0.9, 0.6) == pytest.approx(0.06 / 0.46)
    (dispute,) = merged.disputes
    assert (dispute.family, dispute.believed, dispute.said, dispute.other, dispute.instead) == (
        "p_success",
        "rules",
        "done",
        "llm:x",
        "failed: no_tool",
    )
    assert merged.p_success == pytest.approx(1 - dispute.doubt)
    assert dispute.doubt == pytest.approx(0.06 / 0.46, abs=0.01)
    assert merged.novelty == dispute.doubt
    assert merged.ticks.p90 > 30, "it is less certain how long it takes"


def test_doubt_does_not_turn_the_mode() -> None:
    unsure = Prediction(action=ACTION, branches=(Branch(p=0.55, end=HERE), Branch(p=0.45, status="failed", reason="no_path")))
    trust = trust_of(r_step=0.9, r_p_success=0.52, r_change=0.9)
    merged = merge({"rules": unsure, "llm:x": fails(ACTION, "no_tool")}, "mine", HERE, trust)
    assert 0.5 <= merged.p_success < 0.55
    assert merged.mode.status == "done"


def test_families_are_disputed_for_the_same_end_only() -> None:
    trust = trust_of(r_step=0.9, r_p_success=0.9, r_change=0.9)
    merged = merge({"rules": LOTTERY, "llm:x": SCEPTIC}, "mine", HERE, trust)
    assert {(d.family, d.said, d.instead) for d in merged.disputes} == {
        ("inventory", "nothing", "stick +9"),
        ("blocks", "(2, 64, 0) air", "nothing"),
    }


def test_nobody_speaks() -> None:
    assert merge({"rules": nothing(ACTION), "llm:x": nothing(ACTION)}, "mine", HERE, Trust()) == nothing(ACTION)
    only = merge({"rules": nothing(ACTION), "llm:x": SCEPTIC}, "mine", HERE, Trust())
    assert only.p_success == pytest.approx(0.8)
    assert Leaf("inventory", "llm") in only.sources
