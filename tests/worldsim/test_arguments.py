"""Bad input is named, in one line, before anybody looks at the world."""

from __future__ import annotations

from math import inf, nan

import msgspec
import pytest

from worldsim.actions import (
    Action,
    Attack,
    Collect,
    Control,
    Craft,
    Deposit,
    Dig,
    Eat,
    Equip,
    Explore,
    Harvest,
    Mine,
    MoveTo,
    Place,
    Plant,
    Press,
    Sleep,
    Smelt,
    Till,
    Wait,
    Withdraw,
)  # fmt: skip
from worldsim.apply import apply
from worldsim.arguments import checked, wrong_with
from worldsim.blocks import Blocks
from worldsim.change import Change
from worldsim.drops import drops, harvests
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Entity, Tool, state_of
from worldsim.tools import wear

HERE = Pos(1, 64, 1)

GOOD: list[Action] = [
    *(MoveTo(HERE), MoveTo(HERE, 2.5), Explore(), Explore(("oak_log",), "west"), Mine(HERE), Dig(HERE), Dig(HERE, 0), Collect(), Collect("dirt")),
    *(Place("oak_door", HERE, "north"), Craft("stick", 64), Craft("stick", 1, ("oak_planks", None, "oak_planks", None)), Equip("dirt"), Wait(0)),
    *(Control((Press(("forward",), 1, 0.5),)), Smelt("dirt", 1, "stick"), Eat("dirt"), Attack("zombie"), Sleep(), Deposit("dirt", 1, HERE)),
    *(Withdraw("dirt", 1, HERE), Till(HERE), Plant("dirt", HERE), Harvest(HERE), Mine(Pos(29_999_999, 319, -29_999_999))),
]

BAD: list[tuple[Action, str]] = [
    (Craft("oak_lgo"), "expected the name of an item, found 'oak_lgo'"),
    (Craft(None), "expected the name of an item, found None"),  # type: ignore[arg-type]
    (Equip(""), "expected the name of an item, found ''"),
    (Place("stonee", HERE), "expected the name of an item, found 'stonee'"),
    (Collect("ruby"), "expected the name of an item"),
    (Eat("grass_block_2"), "expected the name of an item"),
    (Smelt("raw_iron", 1, "petrol"), "expected the name of an item, found 'petrol'"),
    (Plant("beans", HERE), "expected the name of an item"),
    (Deposit("dirtt", 1, HERE), "expected the name of an item"),
    (Explore(("oak_log", "oak_lgo")), "expected the name of a block, found 'oak_lgo'"),
    (Explore((), "up"), "expected a heading out of north, east, south, west, found 'up'"),  # type: ignore[arg-type]
    (Place("dirt", HERE, "up"), "expected a heading"),  # type: ignore[arg-type]
    (Attack("dragonfly"), "expected the name of a creature, found 'dragonfly'"),
    (Craft("stick", 0), "expected times to be a whole number of 1"),
    (Craft("stick", -3), "expected times to be a whole number of 1"),
    (Craft("stick", 10**12), "expected times to be a whole number of 1"),
    (Craft("stick", 1.5), "expected times to be a whole number of 1"),  # type: ignore[arg-type]
    (Smelt("raw_iron", 0), "expected count to be a whole number of 1"),
    (Deposit("dirt", -1, HERE), "expected count to be a whole number of 1"),
    (Withdraw("dirt", 0, HERE), "expected count to be a whole number of 1"),
    (Wait(-5), "expected ticks to be a whole number of 0"),
    (Wait(True), "expected ticks to be a whole number of 0"),
    (Dig(HERE, -1), "expected ticks to be a whole number of 0"),
    (Mine(Pos(nan, 64, 0)), "expected a cell of whole numbers, found (nan, 64, 0)"),  # type: ignore[arg-type]
    (Mine(Pos(0, inf, 0)), "expected a cell of whole numbers"),  # type: ignore[arg-type]
    (Mine((1, 2, 3)), "expected a cell of whole numbers"),  # type: ignore[arg-type]
    (MoveTo(Pos(10**9, 64, 0)), "expected a cell within 30,000,000 blocks"),
    (Place("dirt", Pos(0, 10**6, 0)), "at a height of -2032 to 2031"),
    (MoveTo(HERE, nan), "expected near to be a number of 0 or more, found nan"),
    (MoveTo(HERE, -1.0), "expected near to be a number of 0 or more"),
    (MoveTo(HERE, inf), "expected near to be a number of 0 or more"),
    (Craft("stick", 1, ("oak_planks",) * 3), "expected a grid of 4 or 9 cells"),
    (Craft("stick", 1, (None,) * 4), "expected a grid of 4 or 9 cells with something in it"),
    (Craft("stick", 1, ("oak_plank", None, None, None)), "expected the name of an item, found 'oak_plank'"),
    (Control(()), "expected at least one press"),
    (Control((Press(("fly",), 2),)), "expected keys out of forward, back"),  # type: ignore[arg-type]
    (Control((Press(("jump",), 0),)), "expected ticks to be a whole number of 1"),
    (Control((Press(("jump",), 1, nan),)), "expected a yaw in radians, found nan"),
]


@pytest.mark.parametrize("action", GOOD, ids=repr)
def test_nothing_is_wrong_with_what_can_be_done(known: Facts, action: Action) -> None:
    assert wrong_with(action, known) == ""


@pytest.mark.parametrize(("action", "why"), BAD, ids=repr)
def test_bad_arguments_are_named(known: Facts, land, action: Action, why: str) -> None:
    assert why in wrong_with(action, known)
    world = ImaginedWorld(Rules(known), land())
    outcome = world.act(action)
    assert (outcome.status, outcome.reason, outcome.ticks, outcome.change) == ("failed", "bad_argument", 0, Change())
    assert why in outcome.note


def test_what_is_carried_is_not_unknown(known: Facts, land) -> None:
    # A foreign server's things: the version has no such names, and nothing breaks.
    strange = land(inventory={"ruby": 3, "ruby_pickaxe": 1}, entities=(Entity(1, "gnome", Vec(2.5, 64.0, 0.5)),), held="ruby_pickaxe")
    assert wrong_with(Equip("ruby"), known) != ""
    assert wrong_with(Equip("ruby"), known, strange) == ""
    actions = [
        Equip("ruby"),
        Craft("ruby"),
        Place("ruby", HERE),
        Eat("ruby"),
        Attack("gnome"),
        Dig(Pos(0, 63, 1)),
        Mine(Pos(1, 63, 1)),
        Smelt("ruby"),
    ]
    rules = Rules(known)
    said = rules.predict(strange, actions)
    assert [one.mode.reason for one in said[:5]] == [None, "no_recipe", "refused", "refused", "refused"]
    for one in said:
        apply(strange, one.action, one.mode, 5, known)


@pytest.mark.parametrize("ask", ["stack", "uses"])
def test_facts_of_no_item_are_bad_usage(known: Facts, ask: str) -> None:
    with pytest.raises(UsageError, match=r"expected an item of Minecraft 1\.19\.4, found 'nonsense': see"):
        getattr(known, ask)("nonsense")


def test_drops_and_wear_of_nothing_are_bad_usage(known: Facts) -> None:
    for ask in (drops, harvests, wear):
        with pytest.raises(UsageError, match="expected a block of"):
            ask("nonsense", None, known)
        with pytest.raises(UsageError, match="expected an item of"):
            ask("stone", "nonsense", known)


@pytest.mark.parametrize(
    ("rest", "why"),
    [
        ({"inventory": {"dirt": 0}}, "expected a state with counts of 1 or more, found 0 dirt"),
        ({"inventory": {"dirt": -2}}, "found -2 dirt"),
        ({"inventory": {"dirt": nan}}, "found nan dirt"),
        ({"inventory": {"ruby": 1}}, "expected a state with items of Minecraft 1.19.4, found 'ruby'"),
        ({"at": (nan, 64.0, 0.0)}, "expected a state with a body at a place, found pos"),
        ({"at": (4e7, 64.0, 0.0)}, "within 30,000,000 blocks"),
        ({"tools": (Tool("wooden_pickaxe", -1),)}, "tools with uses left"),
        ({"free_slots": 99}, "0-36 free slots"),
        ({"time_of_day": 24000}, "time of day of 0-23999"),
        ({"entities": (Entity(1, "item", Vec(0, nan, 0), "dirt", 1),)}, "entities at a place"),
    ],
)
def test_a_state_that_cannot_be(known: Facts, land, rest, why: str) -> None:
    state = land(**{**rest, "inventory": {}}) if "inventory" in rest else land(**rest)
    if "inventory" in rest:
        state = msgspec.structs.replace(state, inventory=rest["inventory"])
    with pytest.raises(UsageError) as raised:
        checked(state, known)
    assert why in str(raised.value)
    assert "\n" not in str(raised.value)


def test_blocks_of_no_version_are_named(known: Facts, land) -> None:
    state = land()
    wild = Blocks(known.palette, dict(state.blocks.sections())).with_cells({Pos(0, 70, 0): 60_000})
    with pytest.raises(UsageError, match="state ids below"):
        checked(state_of(state.observed(), wild), known)
    assert checked(state, known) is state
