"""The imagined world: what happens is what was predicted, and the seed decides between the branches."""

from __future__ import annotations

from worldsim.actions import Collect, Craft, Dig, Equip, Explore, Mine, MoveTo, Place, Wait
from worldsim.imagined import ImaginedWorld, quantile
from worldsim.prediction import Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import Entity, Tool

AHEAD = Pos(2, 64, 0)


def test_a_small_life(rules, land) -> None:
    world = ImaginedWorld(rules, land({(2, 64, 0): "oak_log", (2, 65, 0): "oak_log"}), seed=1)
    start = world.observe()
    assert all(world.act(action).ok for action in (Mine(AHEAD), Mine(Pos(2, 65, 0)), Craft("oak_planks", 2), Craft("crafting_table")))
    assert world.observe().inventory == {"oak_planks": 4, "crafting_table": 1}
    assert world.act(Place("crafting_table", Pos(1, 64, 1))).ok
    after = world.observe()
    assert (after.blocks.name(Pos(1, 64, 1)), after.inventory) == ("crafting_table", {"oak_planks": 4})
    assert after.blocks.name(AHEAD) == "air"
    assert start.blocks.name(AHEAD) == "oak_log"
    assert after.tick == sum(outcome.ticks for outcome in world.outcomes)
    assert (after.time_of_day, after.body.vel) == (after.tick % 24000, Vec(0, 0, 0))
    assert not world.act(Craft("oak_door")).ok
    assert world.observe().inventory == after.inventory


def test_the_body_goes_along(rules, land) -> None:
    world = ImaginedWorld(rules, land(), seed=1)
    outcome = world.act(MoveTo(Pos(6, 64, 0)))
    assert outcome.end == world.observe().body.pos == Vec(6.5, 64.0, 0.5)


def test_hand_and_tools(rules, land) -> None:
    state = land({(2, 64, 0): "stone", (1, 64, 2): "stone"}, inventory={"wooden_pickaxe": 1, "dirt": 1}, tools=(Tool("wooden_pickaxe", 2),))
    world = ImaginedWorld(rules, state)
    world.act(Equip("dirt"))
    assert world.observe().body.held == "dirt"
    world.act(Mine(AHEAD))
    assert (world.observe().body.held, world.observe().tools) == ("wooden_pickaxe", (Tool("wooden_pickaxe", 1),))
    world.act(Mine(Pos(1, 64, 2)))
    assert world.observe().inventory == {"dirt": 1, "cobblestone": 2}
    assert (world.observe().body.held, world.observe().tools) == (None, ())


def test_slots_fill_up(rules, land) -> None:
    world = ImaginedWorld(rules, land(inventory={"oak_log": 1}, free_slots=35))
    world.act(Craft("oak_planks"))
    assert world.observe().free_slots == 35
    world.act(Craft("crafting_table"))
    world.act(Wait(5))
    assert world.observe().free_slots == 35


def test_what_is_dug_lies_there_until_it_is_collected(rules, land) -> None:
    world = ImaginedWorld(rules, land({(4, 64, 0): "oak_log"}))
    world.act(Dig(Pos(4, 64, 0)))
    (thing,) = world.observe().entities
    assert (thing.kind, thing.item) == ("item", "oak_log")
    world = ImaginedWorld(rules, land(entities=(Entity(1, "item", Vec(4.5, 64, 0.5), "oak_log"),)), seed=3)
    assert world.act(Collect()).ok
    assert world.observe().inventory == {"oak_log": 1}
    assert world.observe().entities == ()


def test_the_seed_decides(rules, land) -> None:
    def prizes(seed: int) -> list[dict[str, int]]:
        world = ImaginedWorld(rules, land({(x, 64, z): "oak_leaves" for x in range(1, 5) for z in range(1, 5)}), seed)
        return [world.act(Mine(Pos(x, 64, z))).change.inventory for x in range(1, 5) for z in range(1, 5)]

    assert prizes(5) == prizes(5)
    assert len({str(prizes(seed)) for seed in range(6)}) > 1


def test_what_hangs_on_a_hypothetical_site_is_not_scored(rules, land) -> None:
    for seed in range(9):
        world = ImaginedWorld(rules, land(inventory={"oak_log": 1}), seed)
        if world.act(Explore(("oak_log",))).ok:
            break
    site = world.observe().blocks.find(("oak_log",), world.observe().body.pos.cell)
    assert set(site) <= world.hypothetical
    world.act(Craft("oak_planks"))
    outcome = world.act(Mine(site[0]))
    assert outcome.change.inventory == {"oak_log": 1}
    assert [prediction.scored for prediction in world.predictions] == [True, True, False]


def test_quantiles_are_interpolated() -> None:
    spread = Quantiles(10, 20, 40)
    assert [quantile(spread, u) for u in (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)] == [5, 10, 15, 20, 30, 40, 50]
