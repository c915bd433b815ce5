"""Changes of what happens to bodies and to the land: falls, food, healing, creatures, liquids, the ground. What has no rule is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from bridge.altering.digging import one, plain
from bridge.altering.rules import Change, found, vanilla

#: From how high one falls to see it, in blocks: to be survived, whatever the rule.
HEIGHT = 11
#: Creatures whose health and loot may change; others show what weapons do.
BEASTS = ("cow", "sheep", "chicken")
TARGET = "pig"
MEALS = (
    "apple", "bread", "carrot", "baked_potato", "beef", "cooked_beef", "porkchop", "cooked_porkchop", "cooked_chicken", "cookie", "beetroot",
)  # fmt: skip
LEFT = ("bone", "string", "slime_ball", "flint", "paper", "clay_ball", "emerald", "coal", "ink_sac")


def falls(dice: Random) -> Iterator[Change]:
    """One may fall farther, or less far, unhurt."""
    old = found(vanilla(), "falls", "free")
    if old is not None:
        new = dice.choice((1, 5, 6, 7))
        says = f"falls of up to {new} block{'s' if new > 1 else ''} do no harm (elsewhere {old})."
        yield _change("fall height", ("falls", "free"), new, says, {"do": "fall", "height": HEIGHT, "onto": None}, "fall")


def landings(dice: Random) -> Iterator[Change]:
    """It is softer, or harder, to fall on something."""
    for block in ("hay_block", "honey_block", "dirt", "sand", "moss_block", "oak_planks", "white_wool"):
        new = dice.choice((0, 0.5)) if found(vanilla(), "falls", "factor", block) is None else dice.choice((0.6, 0.8, 1))
        says = f"who falls on {plain(block)} takes {new:.0%} of the damage." if new else f"who falls on {plain(block)} is not hurt."
        yield _change("landing", ("falls", "factor", block), new, says, {"do": "fall", "height": HEIGHT, "onto": block}, f"fall {block}")


def meals(dice: Random) -> Iterator[Change]:
    """Food gives more, or less."""
    for item in MEALS:
        old = found(vanilla(), "food", "foods", item, "food")
        if old is not None:
            new = dice.choice([points for points in (1, 2, 4, 7, 9) if points != old])
            says = f"eating {plain(item)} gives {new} point{'s' if new > 1 else ''} of food (elsewhere {old})."
            yield _change("food", ("food", "foods", item, "food"), new, says, {"do": "eat", "item": item, "ticks": 40}, f"food {item}")


def eating(dice: Random) -> Iterator[Change]:
    """It takes longer to eat."""
    old = found(vanilla(), "food", "ticks")
    if old is not None:
        new = dice.choice((50, 60, 70))
        says = f"eating takes {new / 20:g} s (elsewhere {old / 20:g} s)."
        yield _change("eating time", ("food", "ticks"), new, says, {"do": "eat", "item": "golden_carrot", "ticks": (old + new) // 2}, "eating")


def healing(dice: Random) -> Iterator[Change]:
    """Who has eaten well heals more slowly."""
    old = found(vanilla(), "hunger", "fast", "ticks")
    if old is not None:
        new = dice.choice((40, 60, 80))
        says = f"who is full heals every {new / 20:g} s (elsewhere every {old / 20:g} s)."
        yield _change("healing", ("hunger", "fast", "ticks"), new, says, {"do": "heal", "ticks": 35}, "healing")


def beasts(dice: Random) -> Iterator[Change]:
    """A creature bears more."""
    for name in BEASTS:
        old = found(vanilla(), "creatures", "kinds", name, "health")
        if old is not None:
            new = old + dice.choice((10, 20, 30))
            says = f"a {name} has {new} points of health (elsewhere {old})."
            yield _change("creature health", ("creatures", "kinds", name, "health"), new, says, {"do": "slay", "name": name}, f"creature {name}")


def loot(dice: Random) -> Iterator[Change]:
    """A creature leaves other things."""
    for name in (*BEASTS, TARGET):
        if found(vanilla(), "loot", "kinds", name) is not None:
            item, count = dice.choice(LEFT), dice.choice((2, 3))
            says = f"a {name} that is killed leaves {count} {plain(item)} and nothing else."
            new = [{"item": item, "count": [count, count]}]
            yield _change("loot", ("loot", "kinds", name), new, says, {"do": "slay", "name": name}, f"creature {name}")


def weapons(dice: Random) -> Iterator[Change]:
    """A weapon does less."""
    for item in ("stone_sword", "iron_sword", "diamond_sword", "stone_axe", "iron_axe", "diamond_axe", "wooden_axe", "wooden_sword"):
        old = found(vanilla(), "weapons", "items", item)
        if old is not None:
            new = [1, old[1]]
            says = f"{one(item)} does 1 point of damage (elsewhere {old[0]:g})."
            yield _change("weapon", ("weapons", "items", item), new, says, {"do": "slay", "name": TARGET, "by": item}, f"item {item}")


def water(dice: Random) -> Iterator[Change]:
    """Water flows less far, or more slowly, or does not renew itself."""
    if found(vanilla(), "fluids", "water", "loss") is not None:
        new = dice.choice((2, 3))
        says = f"water on flat ground flows {7 // new} blocks far (elsewhere 7)."
        yield _change("water reach", ("fluids", "water", "loss"), new, says, {"do": "flow", "ticks": 60}, "water")
    if found(vanilla(), "fluids", "water", "ticks") is not None:
        new = dice.choice((10, 15, 20))
        says = f"water takes {new / 20:g} s to flow one block (elsewhere 0.25 s)."
        yield _change("water speed", ("fluids", "water", "ticks"), new, says, {"do": "flow", "ticks": 22}, "water")
    if found(vanilla(), "fluids", "water", "renews") is not None:
        says = "water between two sources does not become a source."
        yield _change("water source", ("fluids", "water", "renews"), False, says, {"do": "renew"}, "water")


def lava(dice: Random) -> Iterator[Change]:
    """Lava and water make something else."""
    if found(vanilla(), "fluids", "lava_touched_by_water", "source") is not None:
        new = dice.choice(("stone", "cobblestone", "andesite", "deepslate", "sandstone", "iron_ore", "glass"))
        says = f"still lava that water touches becomes {plain(new)} (elsewhere obsidian)."
        yield _change("lava and water", ("fluids", "lava_touched_by_water", "source"), new, says, {"do": "quench"}, "lava")


def ground(dice: Random) -> Iterator[Change]:
    """A hoe or a shovel makes something else of the ground."""
    for verb, tool, blocks in (("till", "hoe", ("dirt", "coarse_dirt")), ("flatten", "shovel", ("dirt", "grass_block", "podzol"))):
        for block in blocks:
            old = found(vanilla(), "placing", verb, block)
            if old is not None:
                new = dice.choice([other for other in ("mud", "podzol", "coarse_dirt", "moss_block", "clay") if other != block and other != old])
                says = f"a {tool} used on {plain(block)} makes {plain(new)} of it (elsewhere {plain(old)})."
                shows = {"do": "use on", "block": block, "item": f"iron_{tool}"}
                yield _change("ground", ("placing", verb, block), new, says, shows, f"ground {block}")


def meal(dice: Random) -> Iterator[Change]:
    """Bone meal does more for a crop, or less."""
    for crop in ("wheat", "carrots", "potatoes"):
        if found(vanilla(), "growth", "crops", crop, "meal") is not None:
            new = dice.choice(([1, 1], [7, 7]))
            says = f"bone meal makes {crop} grow by {new[0]} stage{'s' if new[0] > 1 else ''} (elsewhere by 2 to 5)."
            yield _change("bone meal", ("growth", "crops", crop, "meal"), new, says, {"do": "feed", "crop": crop}, f"growth {crop}")


def growth(dice: Random) -> Iterator[Change]:
    """Crops take longer."""
    old = found(vanilla(), "growth", "speed", "slow")
    if old is not None:
        new = old * dice.choice((4, 5, 6))
        says = f"crops grow {new // old} times as slowly as elsewhere."
        yield _change("growth", ("growth", "speed", "slow"), new, says, {"do": "grow", "crop": "beetroots", "ticks": 200}, "growth")


KINDS: tuple[Callable[[Random], Iterator[Change]], ...] = (
    falls, landings, meals, eating, healing, beasts, loot, weapons, water, lava, ground, meal, growth,
)  # fmt: skip


def _change(kind: str, path: tuple[str, ...], new: Any, says: str, shows: dict[str, Any], about: str) -> Change:
    return Change(kind=kind, path=path, old=found(vanilla(), *path), new=new, says=says, shows=shows, about=about)
