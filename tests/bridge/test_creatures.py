"""Creatures of the embedded server: the same seed gives the same night, no more come than may, none is lost. What they do: the mechanics suite."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bridge.node import node_binary
from bridge.server import EmbeddedServer

SCRIPT = Path(__file__).parent / "js" / "creatures.js"


def told(server: EmbeddedServer, how: str, ticks: int) -> Any:
    options = {"port": server.port, "control": server.control, "token": server.token, "how": how, "ticks": ticks}
    run = subprocess.run([node_binary(), SCRIPT, json.dumps(options)], capture_output=True, text=True, timeout=400, check=False)
    assert run.stdout, run.stderr
    return json.loads(run.stdout)["answer"]


def night(seed: int) -> dict[str, Any]:
    with EmbeddedServer(seed=seed) as server:
        found: dict[str, Any] = told(server, "trace", 2000)
        assert server.troubles == []
        return found


@pytest.mark.timeout(600)
def test_the_same_seed_gives_the_same_night():
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(night, [5, 5])
    assert first == second
    assert first["told"] > 2000  # there was something to compare
    assert len(first["kinds"]) >= 3


@pytest.mark.timeout(600)
def test_monsters_come_up_to_their_cap():
    """70 monsters for 289 columns (Minecraft Wiki, "Spawn", Mob caps): 6 for the 25 that this client sees; the last pack may have up to 4."""
    with EmbeddedServer(seed=1, scenario={"terrain": "flat"}) as server:
        found = told(server, "count", 1500)
        assert server.troubles == []
    assert found["columns"] == 25
    assert 6 <= found["most"] <= 9


@pytest.mark.timeout(300)
def test_no_creature_is_lost_when_the_server_is_killed(tmp_path):
    scenario = {"terrain": "flat"}
    with EmbeddedServer(seed=1, scenario=scenario, world=tmp_path) as server:
        server.setup("gamerule", "doMobSpawning", "false")
        server.setup("summon", "cow", 4.5, 64, 0.5, {"NoAI": True, "Health": 3})
        server.setup("summon", "sheep", 4.5, 64, 3.5, {"NoAI": True, "Sheared": True, "Color": 14, "Age": -5000})
        server.setup("summon", "zombie", -9.5, 64, 3.5, {"NoAI": True, "PersistenceRequired": True, "IsBaby": True})
        before = told(server, "list", 5)
        time.sleep(1.5)  # the world is saved once a second, at a tick
        told(server, "list", 5)
        os.kill(server.pid, signal.SIGKILL)
    assert [name for name, *_ in before] == ["cow", "sheep", "zombie"]
    with EmbeddedServer(seed=1, scenario=scenario, world=tmp_path) as server:
        assert told(server, "list", 5) == before
        assert server.troubles == []
