"""Others may do what they like: the server lives, and whoever plays on it notices nothing."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.node import JS, node_binary
from bridge.server import EmbeddedServer

SCRIPT = Path(__file__).parent / "js" / "robust.js"
VICES = ("nonsense", "extremes", "lengths", "strangers", "reach", "crowd", "deaf", "flood", "control")


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    with EmbeddedServer(seed=1, scenario={"terrain": "flat"}) as running:
        yield running


@pytest.mark.timeout(180)
@pytest.mark.parametrize("vice", VICES)
def test_a_working_bot_notices_nothing(server: EmbeddedServer, vice: str) -> None:
    options = {"port": server.port, "control": server.control, "token": server.token, "vice": vice}
    run = subprocess.run([node_binary(), SCRIPT, json.dumps(options)], capture_output=True, text=True, timeout=170, check=False)
    assert run.stdout, run.stderr
    found = json.loads(run.stdout)[vice]
    assert "failed" not in found, found
    assert found["ticks"] == found["alone"]
    assert found["health"] == 20
    assert found["block"] == "dirt"
    assert found["players"] == ["worker"]
    assert found["mb"] < 250
    assert server.alive


def test_a_section_may_hold_more_blocks_than_a_palette(tmp_path: Path) -> None:
    """Upstream cut states to 8 bits in memory and in packets, and wrote a file that nobody could read."""
    code = """
      const registry = require('prismarine-registry')('1.19.4')
      const Chunk = require('prismarine-chunk')(registry)
      const { storeOf } = require('./store')
      const { roomy } = require('./plugins/world')
      const column = roomy(require('./terrain').terrainOf({ registry, terrain: { kind: 'flat', seed: 1 } }).column(0, 0))
      const at = i => ({ x: i & 15, y: 70 + (i >> 8), z: (i >> 4) & 15 })
      const wrong = other => Array.from({ length: 600 }, (_, i) => other.getBlockStateId(at(i)) - 3 * i - 1).filter(Boolean).length
      for (let i = 0; i < 600; i++) column.setBlockStateId(at(i), 3 * i + 1)
      const packet = new Chunk({ minY: -64, worldHeight: 384 })
      packet.load(column.dump())
      const store = storeOf(process.argv[1], registry)
      store.save({}, [[0, 0, column]])
      const loaded = roomy(store.load(0, 0))
      const again = new Chunk({ minY: -64, worldHeight: 384 })
      again.load(loaded.dump())
      console.log(JSON.stringify([column, packet, loaded, again].map(wrong)))
    """
    run = subprocess.run([node_binary(), "-e", code, str(tmp_path)], cwd=JS / "server", capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == [0, 0, 0, 0]
