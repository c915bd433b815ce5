"""What is measured of many scenarios at a time, and of the same laws one by one. Each function lays out a `Work`."""

from __future__ import annotations

import time

import msgspec
import numpy as np

from benchmarks.mix import CRAFTED, ITEMS, MINED, STOCK, orders
from benchmarks.pace import Work, timed
from benchmarks.physics import launches
from worldsim import laws
from worldsim.actions import Craft
from worldsim.apply import apply
from worldsim.batch.crafting import craft
from worldsim.batch.mining import quarry
from worldsim.batch.mixed import Lab, act, scenarios
from worldsim.batch.pockets import pockets
from worldsim.batch.tables import Tables, tables
from worldsim.facts import facts
from worldsim.physics.batch import rollout
from worldsim.physics.terrain import Terrain, terrain
from worldsim.space import Pos
from worldsim.state import State

#: Of the land that crowds walk on, in blocks; they start in its middle.
_SIDE, _MIDDLE = 128, 32


def recipes(n: int, t: int) -> Work:
    """N scenarios craft t times each, at a table, things that their stock allows more often than not."""
    names = tables(ITEMS)
    rng = np.random.default_rng(0)
    item = names.numbers(CRAFTED)[rng.integers(0, len(CRAFTED), (n, t))]
    stock = _stock(names, n)

    def run() -> float:
        crowd = pockets(stock.copy(), names, table=True)
        return timed(lambda: craft(crowd, names, item))

    return Work(run, n * t)


def recipes_single(state: State, times: int) -> Work:
    """The scalar law and the state after it, one craft after the other."""
    known = facts()
    dice = np.random.default_rng(0)
    actions = [Craft(CRAFTED[number]) for number in dice.integers(0, len(CRAFTED), times)]

    def run() -> float:
        now = state
        began = time.perf_counter()
        for action in actions:
            said = laws.predict(now, action, known)
            now = apply(now, action, said.mode, round(said.ticks.p50), known)
        return time.perf_counter() - began

    return Work(run, times)


def physics(n: int, t: int, themes: tuple[str, ...] | None) -> Work:
    """N bodies, t ticks, random keys and looks, on rough land of full cubes or (None) of every shape there is."""
    thrown = launches(n, t, seed=2) if themes is None else launches(n, t, seed=2, themes=themes)

    def run() -> float:
        crowd = thrown.crowd()
        return timed(lambda: rollout(thrown.terrain, crowd, thrown.keys, thrown.yaws))

    return Work(run, n * t)


def mixed(n: int, t: int) -> Work:
    """N whole scenarios do t actions each (benchmarks/mix.py), on land with steps, slabs and stairs."""
    names = tables(ITEMS)
    lab, wanted, stock = Lab(names, quarry(MINED, names), _land()), orders(names, n, t), _stock(names, n)
    rng = np.random.default_rng(1)
    x, z = (_SIDE // 2 + rng.uniform(-_MIDDLE, _MIDDLE, n) for _ in "xz")
    feet = np.stack([x, np.full(n, 2.0), z], axis=1)

    def run() -> float:
        crowd = scenarios(pockets(stock.copy(), names, table=True), np.full((n, len(MINED)), 4, dtype=np.int32), feet)
        return timed(lambda: act(lab, crowd, wanted))

    return Work(run, n * t)


def cartpole(n: int, t: int) -> Work:
    """Gymnasium's vectorised CartPole in numpy, n poles, t steps each, for comparison: 4 numbers a state."""
    import gymnasium

    poles = gymnasium.make_vec("CartPole-v1", num_envs=n, vectorization_mode="vector_entry_point")
    poles.reset(seed=0)
    pushes = np.random.default_rng(0).integers(0, 2, (t, n))

    def run() -> float:
        began = time.perf_counter()
        for push in pushes:
            poles.step(push)
        return time.perf_counter() - began

    return Work(run, n * t)


def at_table(state: State) -> State:
    """The same, with the stock of the mixture, and a crafting table at hand."""
    known = facts()
    cell = state.body.pos.cell.offset(0, 2, 1)
    blocks = state.blocks.with_cells({cell: known.blocks["crafting_table"].default})
    return msgspec.structs.replace(state, inventory=dict(STOCK), tools=(), free_slots=20, blocks=blocks)


def _stock(names: Tables, n: int) -> np.ndarray[tuple[int, int], np.dtype[np.int32]]:
    row = np.zeros(len(names.items), dtype=np.int32)
    row[names.numbers(STOCK)] = list(STOCK.values())
    return np.tile(row, (n, 1))


def _land() -> Terrain:
    known = facts()
    states = np.zeros((12, _SIDE, _SIDE), dtype=np.uint16)
    states[:2] = known.blocks["stone"].default
    rng = np.random.default_rng(2)
    for name in ("stone", "oak_slab", "oak_stairs", "dirt"):
        z, x = rng.integers(0, _SIDE, (2, _SIDE * _SIDE // 40))
        states[2, z, x] = known.blocks[name].default
    return terrain(states, Pos(0, 0, 0))
