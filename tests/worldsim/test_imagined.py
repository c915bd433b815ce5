"""The imagined world: what happens is what was predicted, and the seed decides between the branches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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


ITEMS = ("oak_log", "oak_planks", "stick", "crafting_table", "dirt", "oak_door", "wooden_pickaxe", "bedrock")
cells = st.builds(Pos, st.integers(-6, 6), st.integers(61, 68), st.integers(-6, 6))
actions = st.one_of(
    st.builds(Mine, cells),
    st.builds(Dig, cells),
    st.builds(Place, st.sampled_from(ITEMS), cells, st.sampled_from((None, "north", "east"))),
    st.builds(Craft, st.sampled_from(ITEMS), st.integers(0, 5)),
    st.builds(MoveTo, cells, st.sampled_from((0.0, 1.0, 3.0))),
    st.builds(Equip, st.sampled_from(ITEMS)),
    st.builds(Collect),
    st.builds(Wait, st.integers(0, 40)),
)


@given(st.lists(actions, max_size=25), st.integers(0, 9))
def test_whatever_is_done_the_world_stays_sound(rules, land, todo, seed: int) -> None:
    trees = {(x, y, z): "oak_log" for x, z in ((2, 2), (-3, 1)) for y in range(64, 68)} | {(4, 64, z): "stone" for z in range(-3, 4)}
    world = ImaginedWorld(rules, land(trees, inventory={"oak_log": 8, "wooden_pickaxe": 1}), seed)
    for action in todo:
        before = world.observe()
        outcome = world.act(action)
        after = world.observe()
        for change in outcome.change.blocks:
            assert before.blocks.name(change.pos) == change.before
            assert after.blocks.name(change.pos) == change.after
        gained = {item: after.inventory.get(item, 0) - before.inventory.get(item, 0) for item in {**before.inventory, **after.inventory}}
        assert {item: count for item, count in gained.items() if count} == outcome.change.inventory
        assert all(count > 0 for count in after.inventory.values())
        assert 0 <= after.free_slots <= 36
        assert sum(tool.name == "wooden_pickaxe" for tool in after.tools) == after.count("wooden_pickaxe")
        assert after.body.held is None or after.count(after.body.held)
        feet = after.body.pos.cell
        assert after.blocks.name(feet) in ("air", "oak_door"), "nobody stands in a wall"
        assert outcome.ok or outcome.reason is not None
