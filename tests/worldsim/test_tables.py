"""Expected values: Minecraft Wiki, Java Edition 1.19.4, the pages that each table names."""

from __future__ import annotations

from math import prod

import pytest

from worldsim.drops import drops
from worldsim.facts import Facts, facts
from worldsim.tables import damage, hunger
from worldsim.tables.chances import binomial, evenly, mean
from worldsim.tables.growth import PLANTED, growth_chance, stage_ticks
from worldsim.tables.loot import LOOT
from worldsim.tables.mobs import after_armour
from worldsim.tables.smelting import OVENS, Smelting
from worldsim.tables.weapons import TIERS, WEAPONS
from worldsim.tools import fall_damage


@pytest.mark.parametrize(
    ("item", "result", "xp", "also"),
    [
        ("raw_iron", "iron_ingot", 0.7, "blast_furnace"),
        ("deepslate_gold_ore", "gold_ingot", 1.0, "blast_furnace"),
        ("ancient_debris", "netherite_scrap", 2.0, "blast_furnace"),
        ("iron_pickaxe", "iron_nugget", 0.1, "blast_furnace"),
        ("chainmail_boots", "iron_nugget", 0.1, "blast_furnace"),
        ("beef", "cooked_beef", 0.35, "smoker"),
        ("kelp", "dried_kelp", 0.1, "smoker"),
        ("stripped_mangrove_wood", "charcoal", 0.15, None),
        ("sand", "glass", 0.1, None),
        ("cobbled_deepslate", "deepslate", 0.1, None),
        ("cactus", "green_dye", 1.0, None),
        ("light_gray_terracotta", "light_gray_glazed_terracotta", 0.1, None),
    ],
)
def test_smelting(known: Facts, item: str, result: str, xp: float, also: str | None) -> None:
    assert known.smelting[item] == Smelting(result, xp, also)


def test_what_does_not_smelt(known: Facts) -> None:
    # Nether stems burn nothing to charcoal; raw blocks have to be taken apart first.
    assert not {"crimson_stem", "warped_hyphae", "raw_iron_block", "dirt", "iron_ingot"} & known.smelting.keys()
    assert OVENS == {"furnace": 200, "blast_furnace": 100, "smoker": 100}


def test_fuel(known: Facts) -> None:
    table = {
        "lava_bucket": 20000,
        "coal_block": 16000,
        "dried_kelp_block": 4001,
        "blaze_rod": 2400,
        "coal": 1600,
        "charcoal": 1600,
        "birch_boat": 1200,
        "oak_hanging_sign": 800,
        "oak_log": 300,
        "cherry_planks": 300,
        "bamboo_block": 300,
        "ladder": 300,
        "chest": 300,
        "wooden_hoe": 200,
        "spruce_sign": 200,
        "oak_door": 200,
        "acacia_slab": 150,
        "stick": 100,
        "oak_sapling": 100,
        "red_wool": 100,
        "oak_button": 100,
        "white_carpet": 67,
        "bamboo": 50,
        "scaffolding": 50,
    }
    assert {item: known.fuels.get(item) for item in table} == table
    assert not {"crimson_planks", "warped_fence", "crimson_hanging_sign", "stone", "stone_pickaxe"} & known.fuels.keys()


def test_tags_have_all_their_members(known: Facts) -> None:
    counts = {"logs": 40, "logs_that_burn": 32, "planks": 11, "wool": 16, "beds": 16, "signs": 11, "saplings": 10, "boats": 18, "coals": 2}
    assert {tag: len(known.tags[tag]) for tag in counts} == counts
    assert known.tags["stone_tool_materials"] == ("cobblestone", "blackstone", "cobbled_deepslate")


def test_an_older_version_has_less() -> None:
    old = facts("1.16.5")
    assert "raw_iron" not in old.smelting
    assert old.smelting["iron_ore"].result == "iron_ingot"
    assert "warden" not in old.mobs
    assert old.mobs["zombie"].health == 20


@pytest.mark.parametrize(
    ("kind", "health", "damage", "temper"),
    [
        ("zombie", 20, 3, "hostile"),
        ("skeleton", 20, 4, "hostile"),
        ("spider", 16, 2, "hostile"),
        ("creeper", 20, 43, "hostile"),
        ("enderman", 40, 7, "angry"),
        ("iron_golem", 100, 21.5, "angry"),
        ("cow", 10, 0, "friendly"),
        ("sheep", 8, 0, "friendly"),
        ("chicken", 4, 0, "friendly"),
        ("ravager", 100, 12, "hostile"),
        ("warden", 500, 30, "hostile"),
    ],
)
def test_mobs(known: Facts, kind: str, health: float, damage: float, temper: str) -> None:
    mob = known.mobs[kind]
    assert (mob.health, mob.damage, mob.temper) == (health, damage, temper)


def test_armour_softens_blows() -> None:
    # A zombie wears 2 points: 8 % off a weak blow, less off a strong one, never less than a fifth of the points.
    assert after_armour(1, 2) == pytest.approx(0.94)
    assert after_armour(7, 2) == pytest.approx(7 * (1 - 0.4 / 25))
    assert after_armour(5, 0) == 5


def test_loot(known: Facts) -> None:
    assert {item: round(mean(counts), 4) for item, counts in known.loot["cow"]} == {"leather": 1.0, "beef": 2.0}
    assert {item: round(mean(counts), 4) for item, counts in known.loot["spider"]} == {"string": 1.0, "spider_eye": 0.3333}
    zombie = {item: round(mean(counts), 4) for item, counts in known.loot["zombie"]}
    assert zombie == {"rotten_flesh": 1.0, "iron_ingot": 0.0083, "carrot": 0.0083, "potato": 0.0083}
    for rolls in LOOT.values():
        assert prod(sum(counts.values()) for _, counts in rolls) == pytest.approx(1)


def test_chances() -> None:
    assert evenly(-1, 1) == {0: pytest.approx(2 / 3), 1: pytest.approx(1 / 3)}
    assert binomial(2, 0.5, 1) == {1: 0.25, 2: 0.5, 3: 0.25}


def test_tiers_and_weapons(known: Facts) -> None:
    assert [TIERS[name].level for name in ("wooden", "stone", "iron", "diamond")] == [0, 1, 2, 3]
    for name, tier in TIERS.items():
        pickaxe = f"{name}_pickaxe"
        assert (known.tool_speeds["mineable/pickaxe"][pickaxe], known.uses(pickaxe)) == (tier.speed, tier.uses)
    assert (WEAPONS["iron_sword"].damage, WEAPONS["iron_sword"].speed, WEAPONS["iron_sword"].wear) == (6, 1.6, 1)
    assert (WEAPONS["stone_axe"].damage, WEAPONS["stone_axe"].speed, WEAPONS["stone_axe"].wear) == (9, 0.8, 2)
    assert WEAPONS["diamond_shovel"].damage == 5.5
    assert WEAPONS["trident"].damage == 9


def test_growth(known: Facts) -> None:
    # Lone wheat on moist farmland: 4 points, 1 in 7; in rows on a moist field: 10 points, 1 in 3.
    assert growth_chance(4) == pytest.approx(1 / 7)
    assert growth_chance(10) == pytest.approx(1 / 3)
    # One random tick in 1365.33 ticks on average.
    assert stage_ticks("wheat", 10) == pytest.approx(4096)
    assert stage_ticks("nether_wart") == pytest.approx(13653.3, rel=1e-4)
    assert known.plants["wheat"].ripe == 7
    assert known.plants["beetroots"].ripe == 3
    assert PLANTED["carrot"] == ("carrots", ("farmland",))
    assert PLANTED["oak_sapling"][0] == "oak_sapling"


def test_hunger() -> None:
    assert (hunger.EXHAUSTED, hunger.SPRINT_BLOCK, hunger.SWIM_BLOCK, hunger.WALK_BLOCK) == (4, 0.1, 0.01, 0)
    assert (hunger.JUMP, hunger.SPRINT_JUMP, hunger.BLOW, hunger.HURT, hunger.BREAK) == (0.05, 0.2, 0.1, 0.1, 0.005)
    assert (hunger.HEALS_FROM, hunger.HEAL_TICKS, hunger.HEAL_EXHAUSTION, hunger.FAST_HEAL_TICKS) == (18, 80, 6, 10)
    assert (hunger.STARVE_TICKS, hunger.STARVE_DOWN_TO, hunger.NO_SPRINT, hunger.EAT_TICKS) == (80, 10, 6, 32)


def test_damage() -> None:
    assert damage.HARMFUL["lava"] == damage.Hurts(4, 10)
    assert damage.HARMFUL["fire"] == damage.Hurts(1, 10)
    assert damage.HARMFUL["soul_fire"] == damage.Hurts(2, 10)
    assert damage.Hurts(2, 20) == damage.DROWNING
    assert damage.BREATH == 300
    assert (damage.BURNS_AFTER_FIRE, damage.BURNS_AFTER_LAVA) == (160, 300)
    assert [fall_damage(23, onto) for onto in (None, "hay_block", "water", "slime_block", "red_bed")] == [20, 4, 0, 0, 10]


def chances(known: Facts, block: str, tool: str | None = None, **properties: str | int) -> dict[str, float]:
    """How many of each item fall, on average."""
    means: dict[str, float] = {}
    for lot in drops(block, tool, known, known.state_id(block, **properties)):
        for item, count in lot.items.items():
            means[item] = means.get(item, 0) + lot.p * count
    return {item: round(number, 4) for item, number in means.items()}


def test_crops_fall_by_their_age(known: Facts) -> None:
    assert chances(known, "wheat", age=6) == {"wheat_seeds": 1}
    assert chances(known, "wheat", age=7) == {"wheat": 1, "wheat_seeds": 2.7143}
    assert chances(known, "carrots", age=7) == {"carrot": 3.7143}
    assert chances(known, "potatoes", age=7) == {"potato": 3.7143, "poisonous_potato": 0.02}
    assert chances(known, "beetroots", age=3) == {"beetroot": 1, "beetroot_seeds": 2.7143}
    assert chances(known, "nether_wart", age=3) == {"nether_wart": 3}
    assert chances(known, "cocoa", age=2) == {"cocoa_beans": 3}
    assert [chances(known, "sweet_berry_bush", age=age) for age in range(4)] == [{}, {}, {"sweet_berries": 1.5}, {"sweet_berries": 2.5}]
    assert chances(known, "melon_stem", age=7) == {"melon_seeds": 1.6}


def test_several_in_a_cell_fall_together(known: Facts) -> None:
    assert chances(known, "oak_slab", type="double") == {"oak_slab": 2}
    assert chances(known, "snow", "iron_shovel", layers=5) == {"snowball": 5}
    assert chances(known, "sea_pickle", pickles=3) == {"sea_pickle": 3}
    assert chances(known, "red_candle", candles=4) == {"red_candle": 4}
    assert chances(known, "cave_vines", berries="true") == {"glow_berries": 1}


def test_other_drops(known: Facts) -> None:
    assert chances(known, "copper_ore", "stone_pickaxe") == {"raw_copper": 3.5}
    assert chances(known, "lapis_ore", "stone_pickaxe") == {"lapis_lazuli": 6.5}
    assert chances(known, "nether_gold_ore", "wooden_pickaxe") == {"gold_nugget": 4}
    assert chances(known, "gilded_blackstone", "wooden_pickaxe") == {"gilded_blackstone": 0.9, "gold_nugget": 0.35}
    assert chances(known, "tall_grass", "shears") == {"grass": 2}
    assert chances(known, "cobweb", "iron_sword") == {"string": 1}
    assert chances(known, "mushroom_stem") == {}
    assert chances(known, "cake") == {}
    assert chances(known, "stripped_cherry_log") == {"stripped_cherry_log": 1}
