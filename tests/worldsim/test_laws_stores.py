"""Smelting, and what lies in chests. Rules of the game: Minecraft Wiki, Java Edition 1.19.4, "Smelting", "Chest"."""

from __future__ import annotations

import pytest

from worldsim.actions import Deposit, Mine, Place, Smelt, Wait, Withdraw
from worldsim.apply import apply
from worldsim.change import Change
from worldsim.facts import Facts
from worldsim.models import Rules
from worldsim.space import Pos
from worldsim.state import Job, State

FURNACE, CHEST = Pos(2, 64, 0), Pos(0, 64, 3)
AT_HAND = {(2, 64, 0): "furnace", (0, 64, 3): "chest"}


@pytest.fixture
def after(rules: Rules, known: Facts):
    """The likeliest state after some actions, and the last prediction."""

    def go(state: State, *actions):
        for action in actions:
            prediction = rules.predict(state, [action])[0]
            state = apply(state, action, prediction.mode, round(prediction.ticks.p50), known)
        return state, prediction

    return go


def test_smelting_takes_ten_seconds_each_and_the_least_fuel(after, land) -> None:
    state = land(AT_HAND, inventory={"raw_iron": 3, "coal": 1, "oak_planks": 5})
    state, said = after(state, Smelt("raw_iron", 3))
    assert said.p_success == 1
    assert state.inventory == {"iron_ingot": 3, "coal": 1, "oak_planks": 3}  # 600 ticks: two planks at 300
    assert 600 <= said.ticks.p50 <= 620


def test_a_blast_furnace_is_twice_as_quick(after, land) -> None:
    state = land({(2, 64, 0): "blast_furnace"}, inventory={"raw_iron": 8, "sand": 1, "coal": 1})
    assert after(state, Smelt("sand"))[1].mode.reason == "no_furnace"
    state, said = after(state, Smelt("raw_iron", 8))
    assert state.inventory == {"iron_ingot": 8, "sand": 1}
    assert 800 <= said.ticks.p50 <= 820


def test_what_still_burns_is_used_first(after, land) -> None:
    state = land(AT_HAND, inventory={"raw_iron": 5, "coal": 2})
    state, _ = after(state, Smelt("raw_iron", 2, "coal"))
    assert state.inventory == {"raw_iron": 3, "iron_ingot": 2, "coal": 1}
    fire = next(job for job in state.latent if job.kind == "furnace")
    assert fire.done_at - state.tick == 1600 - 400
    state, _ = after(state, Smelt("raw_iron", 3))
    assert state.inventory == {"iron_ingot": 5, "coal": 1}
    later, _ = after(state, Wait(1200))
    assert later.latent == ()


def test_a_bucket_of_lava_leaves_the_bucket(after, land) -> None:
    state, _ = after(land(AT_HAND, inventory={"cobblestone": 10, "lava_bucket": 1}), Smelt("cobblestone", 10))
    assert state.inventory == {"stone": 10, "bucket": 1}


def test_logs_are_not_burnt_twice(after, land) -> None:
    # One log to smelt, none left to burn; with a second one it works.
    assert after(land(AT_HAND, inventory={"oak_log": 1}), Smelt("oak_log"))[1].mode.reason == "no_fuel"
    assert after(land(AT_HAND, inventory={"oak_log": 2}), Smelt("oak_log"))[0].inventory == {"charcoal": 1}


@pytest.mark.parametrize(
    ("action", "inventory", "reason"),
    [
        (Smelt("dirt"), {"dirt": 1, "coal": 1}, "no_recipe"),
        (Smelt("raw_iron"), {"coal": 1}, "no_item"),
        (Smelt("raw_iron", 2), {"raw_iron": 1, "coal": 1}, "no_item"),
        (Smelt("raw_iron"), {"raw_iron": 1}, "no_fuel"),
        (Smelt("raw_iron", 1, "dirt"), {"raw_iron": 1, "dirt": 1, "coal": 1}, "no_fuel"),
        (Smelt("raw_iron", 1, "coal"), {"raw_iron": 1, "stick": 9}, "no_fuel"),
        (Smelt("raw_iron"), {"raw_iron": 1, "wooden_pickaxe": 1, "crafting_table": 1}, "no_fuel"),  # not unless it is told
    ],
)
def test_smelting_in_vain(after, land, action, inventory, reason) -> None:
    prediction = after(land(AT_HAND, inventory=inventory), action)[1]
    assert (prediction.p_success, prediction.mode.reason, prediction.mode.change) == (0, reason, Change())


def test_smelting_far_from_a_furnace_or_without_room(after, land) -> None:
    assert after(land({(9, 64, 0): "furnace"}, inventory={"raw_iron": 1, "coal": 1}), Smelt("raw_iron"))[1].mode.reason == "no_furnace"
    full = land(AT_HAND, inventory={"raw_iron": 2, "coal": 2, "dirt": 34 * 64}, free_slots=0)
    assert after(full, Smelt("raw_iron", 1, "coal"))[1].mode.reason == "inventory_full"


def test_a_chest_keeps_what_is_put_into_it(after, land) -> None:
    state = land(AT_HAND, inventory={"dirt": 10}, latent=(Job("chest", CHEST.center, 0, items={"apple": 2}),))
    state, _ = after(state, Deposit("dirt", 7, CHEST), Wait(500), Withdraw("apple", 2, CHEST), Withdraw("dirt", 3, CHEST))
    assert state.inventory == {"dirt": 6, "apple": 2}
    assert [job.items for job in state.latent] == [{"dirt": 4}]
    assert after(state, Withdraw("apple", 1, CHEST))[1].mode.reason == "no_item"


def test_a_chest_nobody_looked_into_is_uncertain(after, land) -> None:
    state = land(AT_HAND, inventory={"dirt": 10})
    assert after(state, Withdraw("diamond", 1, CHEST))[1].p_success < 0.5
    state, said = after(state, Deposit("dirt", 10, CHEST))
    assert 0.5 < said.p_success < 1
    assert after(state, Withdraw("dirt", 10, CHEST))[1].p_success == 1
    assert 0 < after(state, Withdraw("apple", 1, CHEST))[1].p_success < 0.5


def test_a_chest_that_is_dug_holds_nothing_any_more(after, land) -> None:
    state = land(AT_HAND, latent=(Job("chest", CHEST.center, 0, items={"apple": 2}),))
    assert after(state, Mine(CHEST))[0].latent == ()


def test_a_chest_has_27_slots(after, land) -> None:
    state = land(AT_HAND, inventory={"dirt": 2}, latent=(Job("chest", CHEST.center, 0, items={"stone": 26 * 64, "dirt": 63}),))
    assert after(state, Deposit("dirt", 2, CHEST))[1].mode.reason == "inventory_full"
    assert after(state, Deposit("dirt", 1, CHEST))[1].p_success == 1


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        (Deposit("dirt", 1, Pos(1, 64, 1)), "no_chest"),
        (Withdraw("dirt", 1, Pos(99, 64, 1)), "unknown_block"),
        (Deposit("apple", 1, CHEST), "no_item"),
        (Deposit("dirt", 5, CHEST), "no_item"),
    ],
)
def test_storing_in_vain(after, land, action, reason) -> None:
    prediction = after(land(AT_HAND, inventory={"dirt": 4}), action)[1]
    assert (prediction.p_success, prediction.mode.reason) == (0, reason)


def test_a_furnace_that_was_placed_is_at_hand(after, land) -> None:
    state = land(inventory={"furnace": 1, "sand": 1, "stick": 2})
    state, _ = after(state, Place("furnace", Pos(2, 64, 1)), Smelt("sand"))
    assert state.inventory == {"glass": 1}
