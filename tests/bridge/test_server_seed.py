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
#: Ten blocks around the spawn, relative to the feet: whose drops are a matter of chance, or of none.
TARGETS = {
    (2, 1, 0): "oak_leaves",
    (2, 2, 0): "gravel",
    (0, 1, 2): "dirt",
    (0, 2, 2): "gravel",
    (-2, 1, 0): "birch_leaves",
    (-2, 2, 0): "sand",
    (0, 1, -2): "gravel",
    (0, 2, -2): "oak_leaves",
    (1, 1, 2): "coarse_dirt",
    (2, 1, 2): "gravel",
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
