"""The seed fixes everything: two starts with the same client tell the same, tick by tick."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from math import floor
from pathlib import Path
from typing import Any

from bridge.node import node_binary
from bridge.server import EmbeddedServer

SCRIPT = Path(__file__).parent / "js" / "trace.js"
TERRAIN = Path(__file__).parent / "js" / "terrain.js"
#: Ten blocks around the spawn, relative to the feet, in the order of digging: whose drops are a matter of chance, or of none.
#: Gravel and sand lie on others.
TARGETS = {
    (2, 2, 0): "gravel",
    (2, 1, 0): "oak_leaves",
    (0, 2, 2): "gravel",
    (0, 1, 2): "dirt",
    (-2, 2, 0): "sand",
    (-2, 1, 0): "birch_leaves",
    (0, 2, -2): "gravel",
    (0, 1, -2): "oak_leaves",
    (1, 1, 2): "coarse_dirt",
    (2, 1, 2): "clay",
}


def play(seed: int, spawn: tuple[float, float, float]) -> dict[str, Any]:
    feet = [floor(v) for v in spawn]
    blocks = [[[a + b for a, b in zip(feet, cell, strict=True)], name] for cell, name in TARGETS.items()]
    with EmbeddedServer(seed=seed, scenario={"blocks": blocks}) as server:
        assert server.spawn == spawn
        options = {"port": server.port, "control": server.control, "token": server.token, "targets": [list(cell) for cell in TARGETS]}
        run = subprocess.run([node_binary(), SCRIPT, json.dumps(options)], capture_output=True, text=True, timeout=120, check=False)
        assert run.stdout, run.stderr
        return json.loads(run.stdout)


def test_the_same_seed_gives_the_same_spawn_chunks_drops_and_throws():
    with EmbeddedServer(seed=5) as server, EmbeddedServer(seed=6) as other:
        spawn = server.spawn
        assert other.spawn != spawn
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(play, [5, 5], [spawn, spawn])
    assert first == second
    assert first["spawn"] == list(spawn)
    assert first["thrown"] > 300  # there was something to compare
    assert sum(count for _, count, _ in first["drops"]) >= 3


def made(seed: int, columns: list[tuple[int, int]]) -> dict[str, Any]:
    """What a process of its own makes of a seed, column by column in this order."""
    command = [str(node_binary()), str(TERRAIN), json.dumps({"seed": seed, "columns": columns})]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def test_columns_are_the_same_bytes_in_whatever_order_they_are_made():
    columns = [(x, z) for x in range(-1, 2) for z in range(-1, 2)]
    first, second, other = made(7, columns), made(7, columns[::-1]), made(8, columns)
    assert first["columns"] == second["columns"]
    assert first["spawn"] == second["spawn"]
    assert not {one["hash"] for one in first["columns"].values()} & {one["hash"] for one in other["columns"].values()}


#: Lowest and highest cell of each ore (Minecraft Wiki, Java Edition 1.19.4, "Ore (feature)"); a vein reaches a few blocks beyond the height
#: at which it is thrown.
HEIGHTS = {
    "deepslate_diamond_ore": (-63, 8),
    "diamond_ore": (-12, 18),
    "deepslate_redstone_ore": (-63, 8),
    "gold_ore": (-12, 34),
    "lapis_ore": (-12, 66),
    "copper_ore": (-12, 115),
    "iron_ore": (-12, 200),
    "coal_ore": (-12, 200),
    "lava": (-60, 30),
    "bedrock": (-64, -60),
    "tuff": (-63, 5),
}
#: Found everywhere.
ORES = ("coal_ore", "iron_ore", "copper_ore", "deepslate_gold_ore", "deepslate_redstone_ore", "deepslate_diamond_ore", "lapis_ore", "lava", "tuff")
#: Chunks of seed 1, found by looking, each in the middle of a land of its own kind.
LANDS = {
    "plains": (-20, 16),
    "forest": (-24, -40),
    "birch_forest": (28, -36),
    "taiga": (-40, -40),
    "desert": (-40, -12),
    "windswept_hills": (-28, -16),
    "ocean": (-40, 16),
}


def test_each_land_has_its_own_ground_and_nothing_hangs_over_air():
    """Literals of the game: what grows where (Minecraft Wiki, the page of each biome, and "Tree")."""
    around = {name: [(x + dx, z + dz) for dx in range(3) for dz in range(3)] for name, (x, z) in LANDS.items()}
    told = made(1, [cell for cells in around.values() for cell in cells])["columns"]
    assert [wrong for column in told.values() for wrong in column["wrong"]] == []
    found: dict[str, dict[str, list[tuple[int, int, int]]]] = {}  # of each land, block -> how many, lowest, highest in each column
    for name, cells in around.items():
        columns = [told[f"{x},{z}"] for x, z in cells]
        assert sum(column["biomes"].get(name, 0) for column in columns) > 9 * 200, name
        found[name] = {}
        for column in columns:
            for block, entry in column["found"].items():
                found[name].setdefault(block, []).append(tuple(entry))
    for name, blocks in found.items():
        assert set(ORES) <= set(blocks), name
        for block, (low, high) in HEIGHTS.items():
            assert all(low <= lowest and highest <= high for _, lowest, highest in blocks.get(block, [])), (name, block)
    assert {"sand", "sandstone", "cactus", "dead_bush"} <= set(found["desert"])
    assert {"spruce_log", "spruce_leaves", "fern"} <= set(found["taiga"])
    assert {"birch_log", "birch_leaves"} <= set(found["birch_forest"])
    assert {"oak_log", "oak_leaves"} <= set(found["forest"])
    assert {"snow", "emerald_ore"} <= set(found["windswept_hills"])
    assert min(lowest for _, lowest, _ in found["windswept_hills"]["snow"]) > 120
    assert max(highest for _, _, highest in found["ocean"]["water"]) == 62
    assert sum(count for count, _, _ in found["plains"]["grass_block"]) > 9 * 200
