"""Growth is the seed's: two starts grow and decay alike. What is written on a sign is found again."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from bridge.node import node_binary
from bridge.server import EmbeddedServer

SCRIPT = Path(__file__).parent / "js" / "growth.js"
#: A wet field of wheat, a sapling, leaves without a log, bare dirt: around the feet of a player at (0, 64, 0).
FIELD: list[list[Any]] = [
    *[[[x, 63, z], "farmland", {"moisture": 7}] for x in range(3, 8) for z in range(-2, 3)],
    *[[[x, 64, z], "wheat"] for x in (3, 4, 6, 7) for z in range(-2, 3)],
    [[5, 63, 0], "water"],
    [[-5, 64, 0], "oak_sapling"],
    *[[[x, 66, 5], "birch_leaves", {"persistent": False}] for x in range(-3, 4)],
    *[[[x, 63, -5], "dirt"] for x in range(-3, 4)],
]
BOX = [[-8, 63, -6], [8, 74, 6]]


def play(server: EmbeddedServer, **options: Any) -> dict[str, Any]:
    said = {"port": server.port, "control": server.control, "token": server.token, **options}
    run = subprocess.run([node_binary(), SCRIPT, json.dumps(said)], capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout, run.stderr
    assert server.troubles == []
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def grown(seed: int) -> list[int]:
    with EmbeddedServer(seed=seed, scenario={"terrain": "flat", "blocks": FIELD}) as server:
        return list(play(server, box=BOX)["cells"])


def test_the_same_seed_grows_the_same():
    first = grown(7)
    assert len(set(first)) > 6  # something grew
    assert grown(7) == first
    assert grown(8) != first


def test_a_sign_is_kept(tmp_path):
    sign = [2, 64, 0]
    scenario = {"terrain": "flat", "inventory": {"oak_sign": 1}}
    with EmbeddedServer(seed=1, world=tmp_path, scenario=scenario) as server:
        assert play(server, sign=sign, write=True)["text"].split("\n")[:3] == ["one", "", "three"]
    with EmbeddedServer(seed=1, world=tmp_path, scenario=scenario) as server:
        assert play(server, sign=sign)["text"].split("\n")[:3] == ["one", "", "three"]
