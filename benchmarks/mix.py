"""One mixture of actions for the imagined crowd and for the real server: what is done, how often, and with what in the pockets."""

from __future__ import annotations

from random import Random

import numpy as np

from worldsim.actions import Action, Control, Craft, Equip, Key, Mine, Press, Wait
from worldsim.batch.mixed import CRAFT, EQUIP, MINE, MOVE, WAIT, Orders
from worldsim.batch.tables import Tables
from worldsim.physics.batch import mask
from worldsim.state import State

#: How often each is done.
SHARES = {CRAFT: 0.4, MINE: 0.25, EQUIP: 0.1, WAIT: 0.1, MOVE: 0.15}
#: What everybody carries at first.
STOCK = {
    "oak_log": 16,
    "birch_log": 8,
    "oak_planks": 32,
    "stick": 24,
    "cobblestone": 32,
    "coal": 8,
    "iron_ingot": 6,
    "wheat": 12,
    "string": 8,
    "stone_pickaxe": 1,
    "stone_shovel": 1,
}
#: What is crafted, held and mined.
CRAFTED = (
    *("oak_planks", "birch_planks", "stick", "crafting_table", "wooden_pickaxe", "stone_pickaxe", "stone_axe", "stone_sword", "iron_pickaxe"),
    *("torch", "chest", "furnace", "oak_door", "oak_fence", "oak_stairs", "oak_slab", "ladder", "bowl", "bucket", "bread", "bow", "shears"),
)
HELD = ("stone_pickaxe", "oak_log", "cobblestone", "torch")
MINED = ("oak_log", "birch_log", "dirt", "stone", "gravel", "coal_ore")
#: Beside those: what falls and what digs.
ITEMS = (*STOCK, *CRAFTED, "dirt", "gravel", "flint", "birch_planks", "arrow", "feather", "iron_nugget", "paper", "glass", "sand")
#: Ticks of a wait, and of keys held down.
WAITED, PRESSED = 10, 10
KEYS: tuple[tuple[Key, ...], ...] = (("forward",), ("forward", "sprint"), ("forward", "jump"), ("back",), ("left", "sneak"))


def orders(names: Tables, n: int, t: int, seed: int = 0) -> Orders:
    """T actions for each of n scenarios."""
    rng = np.random.default_rng(seed)
    verb = rng.choice(list(SHARES), p=list(SHARES.values()), size=(n, t)).astype(np.int8)
    masks = np.array([mask(keys) for keys in KEYS], dtype=np.int32)
    chosen = {
        CRAFT: names.numbers(CRAFTED), MINE: np.arange(len(MINED), dtype=np.int32), EQUIP: names.numbers(HELD),
        WAIT: np.zeros(1, dtype=np.int32), MOVE: masks,
    }  # fmt: skip
    amounts = {CRAFT: 1, MINE: 0, EQUIP: 0, WAIT: WAITED, MOVE: PRESSED}
    what, amount = np.zeros((n, t), dtype=np.int32), np.zeros((n, t), dtype=np.int32)
    for number, choices in chosen.items():
        here = verb == number
        what[here] = choices[rng.integers(0, len(choices), int(here.sum()))]
        amount[here] = amounts[number]
    return Orders(verb, what, amount, rng.uniform(-np.pi, np.pi, (n, t)), rng.random((n, t)))


def action(dice: Random, state: State) -> Action:
    """One of the same, in the real world: what is mined is the nearest of its kind."""
    verb = dice.choices(list(SHARES), weights=list(SHARES.values()))[0]
    if verb == CRAFT:
        return Craft(dice.choice(CRAFTED))
    if verb == EQUIP:
        return Equip(dice.choice(HELD))
    if verb == MOVE:
        return Control((Press(dice.choice(KEYS), PRESSED, dice.uniform(-np.pi, np.pi)),))
    near = state.blocks.find((dice.choice(MINED),), state.body.pos.cell, 1, 16) if verb == MINE else []
    return Mine(near[0]) if near else Wait(WAITED)
