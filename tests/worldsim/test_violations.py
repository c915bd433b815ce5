"""What cannot be, one case each; and what is allowed."""

from __future__ import annotations

import pytest

from worldsim.actions import Collect, Craft, Dig, Explore, Mine, MoveTo, Place
from worldsim.change import BlockChange, Change
from worldsim.measuring.violations import count_kinds, violations
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import Entity

LOG = Pos(2, 64, 0)
GONE = (BlockChange(LOG, "oak_log", "air"),)


def said(action, change: Change, end: Vec | None = None, p90: float = 20) -> Prediction:
    return Prediction(action=action, branches=(Branch(p=1.0, change=change, end=end),), ticks=Quantiles(1, 2, p90))


@pytest.mark.parametrize(
    ("action", "change", "end", "kind"),
    [
        (Mine(LOG), Change(inventory={"oak_log": 1}, blocks=GONE), None, None),
        (Mine(LOG), Change(inventory={"diamond": 1}, blocks=GONE), None, "conservation"),
        (Mine(LOG), Change(inventory={"oak_lgo": 1}, blocks=GONE), None, "name"),
        (Mine(LOG), Change(blocks=(BlockChange(LOG, "oak_log", "nothing"),)), None, "name"),
        (Place("dirt", LOG), Change(inventory={"dirt": -4}), None, "conservation"),
        (Craft("oak_planks"), Change(inventory={"oak_log": -1, "oak_planks": 4}), None, None),
        (Craft("oak_planks"), Change(inventory={"oak_log": -1, "oak_planks": 5}), None, "conservation"),
        (Craft("oak_planks"), Change(inventory={"oak_log": -1, "stick": 4}), None, "conservation"),
        (Craft("oak_planks", 2), Change(inventory={"oak_log": -1, "oak_planks": 8}), None, "conservation"),
        (Craft("oak_slab"), Change(inventory={"oak_planks": -3, "oak_slab": 6}), None, "reach"),
        (MoveTo(Pos(6, 64, 0)), Change(), Vec(6.5, 64.0, 0.5), None),  # 6 blocks in 20 ticks: 7.1 can be sprinted
        (MoveTo(Pos(20, 64, 0)), Change(), Vec(20.5, 64.0, 0.5), "speed"),
        (MoveTo(Pos(6, 64, 0)), Change(inventory={"gold_ingot": 1}), Vec(6.5, 64.0, 0.5), "conservation"),
        (Explore(), Change(inventory={"apple": 1}), None, None),
        (Collect(), Change(inventory={"apple": 1}), None, None),  # it lies there
        (Dig(Pos(9, 64, 0)), Change(blocks=(BlockChange(Pos(9, 64, 0), "oak_log", "air"),)), None, "reach"),
        (Collect(), Change(inventory={"apple": 200}), None, "stack"),
    ],
)
def test_one_of_each(land, known, action, change: Change, end: Vec | None, kind: str | None) -> None:
    lying = (Entity(1, "item", Vec(1.5, 64.0, 0.5), "apple", 1),)
    state = land({(2, 64, 0): "oak_log", (9, 64, 0): "oak_log"}, inventory={"dirt": 3, "oak_log": 1, "oak_planks": 3}, entities=lying, free_slots=2)
    assert [each.kind for each in violations(said(action, change, end), state, known)] == ([] if kind is None else [kind])


def test_a_table_at_hand_and_a_pocket_full(land, known) -> None:
    state = land({(2, 64, 0): "crafting_table"}, inventory={"oak_planks": 3})
    assert violations(said(Craft("oak_slab"), Change(inventory={"oak_planks": -3, "oak_slab": 6})), state, known) == []


def test_counted_by_kind(land, known) -> None:
    found = violations(said(Mine(LOG), Change(inventory={"dirt": -1}), Vec(40.5, 64.0, 0.5)), land(), known)
    assert count_kinds(found) == {"conservation": 1, "speed": 1, "reach": 0, "stack": 0, "name": 0}
