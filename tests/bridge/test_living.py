"""Hunger, eating, sleeping and fighting in the real world: acted out by the bot, and held against what the laws predict.

Each scene has a plot of its own on flat ground, feet at y=64; places are relative to where the body stands. Expected values: Minecraft Wiki,
Java Edition 1.19.4, the pages named in worldsim/laws.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bridge.lab import Lab, opened
from worldsim.actions import Attack, Dig, Eat, MoveTo, Sleep, Wait
from worldsim.space import Pos

# Hunger and health


def test_what_heals_and_what_tires_is_predicted_for_long() -> None:
    with opened(spawn=[0, 75, 0], blocks=[[[0, 74, 0], "oak_log"]]) as lab:
        lab.world.act(Dig(Pos(0, 74, 0)))
        assert lab.world.observe().body.health == 12  # a fall of 11 blocks costs 8 (Minecraft Wiki, "Damage")
        for _ in range(4):
            assert lab.as_said(Wait(10)).change.health > 0  # well fed, it heals every half second
        assert lab.as_said(Wait(600)).change.food < 0
        lab.world.act(MoveTo(Pos(-40, 64, 0)))
        fed = lab.world.observe().body.food
        for number in range(6):
            lab.as_said(MoveTo(Pos(-40 if number % 2 else 0, 64, 0)))
        # 240 blocks at a sprint, at 0.1 each: 24 of exhaustion, six points of food (Minecraft Wiki, "Hunger").
        assert 5 <= fed - lab.world.observe().body.food <= 6


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with opened() as lab:
        yield lab


# Eating


def hungry(lab: Lab, food: int) -> None:
    """Wait with the Hunger effect until food is at most so low; then without."""
    for _ in range(200):
        if lab.world.observe().body.food <= food:
            break
        lab.server.setup("effect", "give", "hunger", 1, 100)
        lab.world.act(Wait(5))
    lab.server.setup("effect", "clear")
    lab.world.act(Wait(2))
    assert lab.world.observe().body.food <= food


def test_food_fills_and_saturation_follows(lab: Lab) -> None:
    lab.scene({}, {"cooked_beef": 2, "mushroom_stew": 1})
    hungry(lab, 9)
    before = lab.world.observe().body
    outcome = lab.as_said(Eat("cooked_beef"))
    after = lab.world.observe().body
    assert outcome.change.inventory == {"cooked_beef": -1}
    assert (outcome.change.food, after.food - before.food) == (8, 8)
    assert after.saturation == pytest.approx(min(after.food, before.saturation + 12.8), abs=1.01)
    assert lab.as_said(Eat("mushroom_stew")).change.inventory == {"mushroom_stew": -1, "bowl": 1}


def test_eating_in_vain(lab: Lab) -> None:
    lab.server.setup("heal")
    lab.scene({}, {"bread": 1, "stick": 1, "golden_apple": 1})
    lab.fails(Eat("bread"), "not_hungry")
    lab.fails(Eat("apple"), "no_item")
    lab.fails(Eat("stick"), "refused")
    assert lab.as_said(Eat("golden_apple")).ok
    lab.server.setup("effect", "clear")


# Sleeping

BED = {(0, 0, 3): "red_bed[part=head,facing=south]", (0, 0, 2): "red_bed[part=foot,facing=south]"}


def test_a_night_in_bed(lab: Lab) -> None:
    lab.scene(BED)
    lab.server.setup("time", 13000)
    lab.world.act(Wait(2))
    outcome = lab.as_said(Sleep())
    assert outcome.ok
    assert 100 <= outcome.ticks <= 120
    assert lab.world.observe().time_of_day < 20


def test_sleeping_in_vain(lab: Lab) -> None:
    lab.scene(BED)
    lab.server.setup("time", 6000)
    lab.world.act(Wait(2))
    lab.fails(Sleep(), "not_night")
    lab.scene({(0, 0, 4): "red_bed[part=foot,facing=south]", (0, 0, 5): "red_bed[part=head,facing=south]"})
    lab.server.setup("time", 13000)
    lab.world.act(Wait(2))
    lab.fails(Sleep(), "no_bed")
    lab.scene({**BED, (0, 1, 3): "stone"})
    lab.fails(Sleep(), "refused")
    lab.scene(BED)
    lab.server.setup("summon", "zombie", *lab.at(5, 0, 3))
    lab.world.act(Wait(1))
    assert any(entity.kind == "zombie" for entity in lab.world.observe().entities)
    lab.fails(Sleep(), "monsters_near")
    lab.server.setup("time", 1000)


# Fighting


def summoned(lab: Lab, kind: str, x: int, z: int, **data: object) -> None:
    """A creature on the plot, seen by the bot."""
    lab.server.setup("summon", kind, *(v + 0.5 if i != 1 else v for i, v in enumerate(lab.at(x, 0, z))), data)
    lab.world.act(Wait(3))
    assert any(entity.kind == kind for entity in lab.world.observe().entities)


def test_a_cow_is_killed_and_its_loot_is_had(lab: Lab) -> None:
    lab.server.setup("time", 1000)
    lab.server.setup("heal")
    lab.scene({}, {"iron_sword": 1})
    summoned(lab, "cow", 4, 0)
    outcome, comparison, said = lab.act(Attack("cow"))
    assert outcome.ok, outcome
    # 10 half hearts at 6 a blow: two blows. 1-3 beef, 0-2 leather (Minecraft Wiki, "Cow", "Sword").
    assert outcome.change.tools == {"iron_sword": -2}
    assert 1 <= outcome.change.inventory["beef"] <= 3
    assert outcome.change.inventory.get("leather", 0) <= 2
    assert outcome.change.health == 0
    assert comparison.ticks_in, (said.ticks, outcome.ticks)
    assert not any(entity.kind == "cow" for entity in lab.world.observe().entities if entity.pos.distance(outcome.end) < 16)


def test_a_zombie_hits_back_and_is_killed_all_the_same(lab: Lab) -> None:
    lab.server.setup("heal")
    lab.scene({}, {"stone_sword": 1})
    lab.server.setup("time", 18000)
    summoned(lab, "zombie", 6, 0)
    outcome, comparison, said = lab.act(Attack("zombie"))
    assert outcome.ok, outcome
    assert -10 <= outcome.change.health <= 0
    # 20 half hearts at 5 a blow, less its armour of 2.
    assert -8 <= outcome.change.tools["stone_sword"] <= -4
    assert comparison.ticks_in, (said.ticks, outcome.ticks)
    lab.server.setup("time", 1000)


def test_fighting_in_vain(lab: Lab) -> None:
    lab.server.setup("heal")
    lab.scene()
    lab.fails(Attack("cow"), "no_target")
    summoned(lab, "cow", 20, 0)
    lab.fails(Attack("cow"), "no_target")
    lab.scene({(5, y, 0): "stone" for y in range(8)})
    lab.server.setup("summon", "cow", lab.x + 5.5, 72, 0.5, {"NoAI": True})
    lab.world.act(Wait(3))
    lab.fails(Attack("cow"), "no_path")
