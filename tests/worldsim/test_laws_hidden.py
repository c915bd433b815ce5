"""Digging on into the ground that nobody saw. Layers of the ground: Minecraft Wiki, "Overworld" and "Deepslate" (Java Edition 1.19)."""

from __future__ import annotations

from worldsim.actions import Dig, Mine
from worldsim.change import Seen
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos
from worldsim.state import State


def shaft(land, deep: int) -> State:
    """The ground is known from above alone: its grass, and nothing below."""
    return land({(x, y, z): None for x in range(-20, 21) for z in range(-20, 21) for y in range(63 - deep, 63)}, inventory={"wooden_pickaxe": 1})


def test_below_grass_is_dirt_and_then_stone(land, known) -> None:
    world = ImaginedWorld(Rules(known), shaft(land, 3), seed=2)
    names = []
    for y in range(63, 56, -1):  # straight down, falling after each
        names.append(world.observe().blocks.name(Pos(0, y, 0)))
        assert world.act(Dig(Pos(0, y, 0))).ok
    assert names == ["grass_block", "dirt", "dirt", "dirt", "stone", "stone", "stone"]
    assert world.observe().body.pos.y == 57


def test_the_walls_of_a_hole_are_like_what_was_in_it(rules, land) -> None:
    state = land({(x, y, z): None if (x, y, z) != (2, 62, 0) else "stone" for x in range(1, 4) for y in (61, 62) for z in (-1, 0, 1)})
    seen = rules.predict(state, [Dig(Pos(2, 62, 0))])[0].mode.reveals
    assert {each.block for each in seen if each.pos.y < 62} == {"stone"}
    assert Seen(Pos(2, 61, 0), "stone") in seen
    assert len(seen) == 5


def test_a_tree_hides_nothing(rules, land) -> None:
    state = land({(2, 64, 0): "oak_log", (3, 64, 0): None, (2, 65, 0): None})
    assert rules.predict(state, [Mine(Pos(2, 64, 0))])[0].mode.reveals == ()


def test_what_nobody_saw_is_not_scored(land, known) -> None:
    world = ImaginedWorld(Rules(known), shaft(land, 3), seed=2)
    world.act(Mine(Pos(2, 63, 0)))
    world.act(Mine(Pos(2, 62, 0)))
    assert [prediction.scored for prediction in world.predictions] == [True, False]
    assert Pos(2, 62, 0) in world.hypothetical
