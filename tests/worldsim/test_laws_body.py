"""Eating, sleeping, fighting, and what time does to the body. Rules: Minecraft Wiki, Java Edition 1.19.4, "Hunger", "Bed", "Damage", "Breathing"."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from worldsim.actions import Attack, Dig, Eat, Mine, MoveTo, Sleep, Wait
from worldsim.apply import apply
from worldsim.change import Change
from worldsim.facts import Facts
from worldsim.laws.environment import over
from worldsim.models import Rules
from worldsim.prediction import Prediction
from worldsim.space import Pos, Vec
from worldsim.state import Entity, State

NIGHT = 13000
BED = {(2, 64, 0): "red_bed"}


def felt(state: State, **body: Any) -> State:
    """The same with another body."""
    return msgspec.structs.replace(state, body=msgspec.structs.replace(state.body, **body))


@pytest.fixture
def said(rules: Rules):
    return lambda state, action: rules.predict(state, [action])[0]


def then(state: State, said: Prediction, known: Facts) -> State:
    return apply(state, said.action, said.mode, round(said.ticks.p50), known)


# Eating


def test_food_fills_and_saturation_follows(said, land, known) -> None:
    state = felt(land(inventory={"cooked_beef": 2}), food=10, saturation=0.0)
    prediction = said(state, Eat("cooked_beef"))
    assert prediction.mode.change == Change(inventory={"cooked_beef": -1}, food=8, saturation=12.8)
    assert 32 <= prediction.ticks.p50 <= 40
    after = then(state, prediction, known)
    assert (after.inventory, after.body.food, after.body.saturation) == ({"cooked_beef": 1}, 18, 12.8)


def test_saturation_is_no_higher_than_food(said, land) -> None:
    assert said(felt(land(inventory={"cooked_beef": 1}), food=4, saturation=4.0), Eat("cooked_beef")).mode.change.saturation == 8
    full = said(felt(land(inventory={"bread": 1}), food=18, saturation=18.0), Eat("bread")).mode.change
    assert (full.food, full.saturation) == (2, 2)


def test_stew_leaves_a_bowl(said, land) -> None:
    change = said(felt(land(inventory={"mushroom_stew": 1}), food=5), Eat("mushroom_stew")).mode.change
    assert change.inventory == {"mushroom_stew": -1, "bowl": 1}


def test_rotten_and_poisonous_food(said, land) -> None:
    risks = said(felt(land(inventory={"spider_eye": 1}), food=5), Eat("spider_eye")).risks
    assert [(risk.what, risk.p, risk.cost) for risk in risks] == [("poison", 1.0, 4.0)]


@pytest.mark.parametrize(
    ("item", "food", "reason"),
    [("bread", 5, "no_item"), ("dirt", 5, "refused"), ("apple", 20, "not_hungry"), ("golden_apple", 20, None)],
)
def test_eating_in_vain(said, land, item: str, food: int, reason: str | None) -> None:
    state = felt(land(inventory={"dirt": 1, "apple": 1, "golden_apple": 1}), food=food)
    assert said(state, Eat(item)).mode.reason == reason


# Sleeping


def test_the_night_is_skipped(said, land, known) -> None:
    state = land(BED, time_of_day=NIGHT, raining=True)
    prediction = said(state, Sleep())
    after = then(state, prediction, known)
    assert prediction.p_success == 1
    assert (after.time_of_day, after.raining) == (0, False)
    assert 100 <= prediction.ticks.p50 <= 120


def zombie(x: float, y: float = 64.0, kind: str = "zombie") -> Entity:
    return Entity(7, kind, Vec(x, y, 0.5))


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        ({"time_of_day": NIGHT, "at": (9.5, 64.0, 0.5)}, "no_bed"),
        ({"time_of_day": 6000}, "not_night"),
        ({"time_of_day": 12300}, "not_night"),
        ({"time_of_day": 12300, "raining": True}, None),
        ({"time_of_day": NIGHT, "entities": (zombie(10.7),)}, "monsters_near"),
        ({"time_of_day": NIGHT, "entities": (zombie(10.9),)}, None),
        ({"time_of_day": NIGHT, "entities": (zombie(3.0, 70.0),)}, None),
        ({"time_of_day": NIGHT, "entities": (zombie(3.0, kind="cow"),)}, None),
        ({"time_of_day": NIGHT, "biome": "nether_wastes"}, "died"),
    ],
)
def test_who_can_sleep(said, land, rest: dict[str, Any], reason: str | None) -> None:
    assert said(land(BED, **rest), Sleep()).mode.reason == reason


# Time


def test_a_full_stomach_heals(land, known) -> None:
    # Food 20, saturation 6: a half heart after 10 ticks, for 6 of exhaustion: one of saturation goes.
    quick = over(felt(land(), health=10.0, food=20, saturation=6.0), 10, known).change
    assert (quick.health, quick.food) == (1.0, 0)
    # Food 18: a half heart every 80 ticks.
    slow = over(felt(land(), health=10.0, food=18, saturation=0.0), 80, known).change
    assert slow.health == 1
    assert over(felt(land(), health=10.0, food=17, saturation=0.0), 2000, known).change == Change()


def test_healing_costs_food(land, known) -> None:
    # 6 of exhaustion for each half heart; each time that it is above 4 a point of food goes: 19, 18 (4 are left), then 17 and 16 after the third.
    change = over(felt(land(), health=10.0, food=20, saturation=0.0), 100_000, known).change
    assert change.food == -4
    assert change.health == 3


def test_hunger_kills_nobody_at_easy_difficulty(said, land, known) -> None:
    assert over(felt(land(), food=0, health=20.0), 80, known).change.health == -1
    assert over(felt(land(), food=0, health=20.0), 24000, known).change.health == -10
    waits = said(felt(land(), food=0, health=20.0), Wait(24000))  # the first pain ends it
    assert (waits.mode.status, waits.mode.change.health, waits.ticks.p50) == ("interrupted", -1, 81)
    assert said(felt(land(), food=0, health=10.0), Wait(24000)).mode.status == "done"


def test_sprinting_makes_hungry(land, known) -> None:
    # 5.6 blocks a second at 0.1: 4 of exhaustion in some 143 ticks, first from saturation.
    change = over(felt(land(), food=20, saturation=1.0), 300, known, "sprint").change
    assert (change.saturation, change.food) == (-1, -1)
    assert over(felt(land(), food=20, saturation=1.0), 300, known, "walk").change == Change()


def pond(land, depth: int = 3) -> State:
    return land({(x, 64 + y, z): "water" for x in (-1, 0, 1) for y in range(depth) for z in (-1, 0, 1)})


def test_drowning(said, land, known) -> None:
    under = felt(pond(land), in_liquid=True, food=17, saturation=0.0)  # too hungry to heal
    assert over(under, 300, known).change.health == 0
    assert over(under, 300, known).air == 0
    assert over(under, 320, known).change.health == -2
    assert over(under, 360, known).change.health == -6
    assert over(under, 1000, known).died_at == 500  # 300 of breath, then 10 blows, a second apart
    hurt = said(under, Wait(1000))
    assert (hurt.mode.status, hurt.mode.change.health, hurt.ticks.p50) == ("interrupted", -2, 321)
    dead = said(felt(under, health=2.0), Wait(1000))
    assert (dead.p_success, dead.mode.reason, dead.mode.change.health) == (0, "died", -2)
    after = then(under, said(under, Wait(100)), known)
    assert after.body.air == pytest.approx(200, abs=2)


def test_fire_and_lava(said, land, known) -> None:
    def hungry(cells) -> State:
        return felt(land(cells), food=17, saturation=0.0)

    assert over(hungry({(0, 64, 0): "lava"}), 10, known).change.health == -4
    assert over(hungry({(0, 64, 0): "lava"}), 11, known).change.health == -8
    assert over(hungry({(0, 64, 0): "fire"}), 20, known).change.health == -2
    assert over(hungry({(0, 63, 0): "magma_block"}), 20, known).change.health == -2
    assert over(hungry({(0, 65, 0): "stone"}), 10, known).change.health == -1
    assert over(hungry({(0, 64, 0): "lava"}), 100, known).died_at == 41
    dead = said(felt(hungry({(0, 64, 0): "lava"}), health=4.0), Wait(100))
    assert (dead.mode.reason, dead.ticks.p50) == ("died", 1)


def test_whatever_is_done_in_lava_or_under_water_hurts(said, land) -> None:
    lava = felt(land({(0, 64, 0): "lava", (2, 64, 0): "oak_log"}), food=17, saturation=0.0)
    assert said(lava, Mine(Pos(2, 64, 0))).mode.reason == "died"  # three seconds by hand
    out = said(lava, MoveTo(Pos(6, 64, 0)))
    assert out.mode.reason == "no_path" or -12 <= out.mode.change.health <= -4
    breathless = felt(pond(land), in_liquid=True, air=0, food=17, saturation=0.0)
    assert said(breathless, Dig(Pos(0, 63, 0))).mode.change.health < 0
    assert said(felt(breathless, air=300), Dig(Pos(0, 63, 0))).mode.change.health == 0


# Fighting


def test_a_cow_is_killed_and_its_loot_is_had(said, land, known) -> None:
    state = land(inventory={"iron_sword": 1}, entities=(Entity(3, "cow", Vec(5.5, 64.0, 0.5)), Entity(4, "cow", Vec(9.5, 64.0, 0.5))))
    prediction = said(state, Attack("cow"))
    assert prediction.p_success > 0.9
    change = prediction.mode.change
    # 10 half hearts at 6 a blow: two blows. 1-3 beef, 0-2 leather.
    assert change.tools == {"iron_sword": -2}
    assert change.health == 0
    assert 1 <= change.inventory["beef"] <= 3
    after = then(state, prediction, known)
    assert [entity.id for entity in after.entities] == [4]
    assert after.body.held == "iron_sword"


def test_a_zombie_hits_back(said, land) -> None:
    state = land(inventory={"stone_sword": 1}, entities=(zombie(3.5),))
    strong, weak = said(state, Attack("zombie")), said(felt(state, health=3.0), Attack("zombie"))
    assert strong.p_success > 0.5
    assert weak.p_success < strong.p_success
    assert any(branch.reason == "died" for branch in weak.branches)
    assert strong.risks[0].cost > 0
    assert sum(branch.p for branch in weak.branches) == pytest.approx(1)


@pytest.mark.parametrize(
    ("entities", "reason"),
    [((), "no_target"), ((Entity(1, "cow", Vec(20.5, 64.0, 0.5)),), "no_target"), ((Entity(1, "cow", Vec(6.5, 72.0, 0.5)),), "no_path")],
)
def test_fighting_in_vain(said, land, entities: tuple[Entity, ...], reason: str) -> None:
    assert said(land(entities=entities), Attack("cow")).mode.reason == reason
    assert said(land(entities=(Entity(1, "boat", Vec(2.5, 64.0, 0.5)),)), Attack("boat")).mode.reason == "refused"
