"""What is kept of a player's body, and of the weather, when the server starts anew."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bridge.node import node_binary
from bridge.server import EmbeddedServer

FLAT = {"terrain": "flat"}


def body(server: EmbeddedServer, change: bool) -> dict[str, Any]:
    options = {"port": server.port, "control": server.control, "token": server.token, "change": change}
    script = Path(__file__).parent / "js" / "body.js"
    run = subprocess.run([node_binary(), script, json.dumps(options)], capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout, run.stderr
    answer = json.loads(run.stdout)["body"]
    assert isinstance(answer, dict)
    assert "failed" not in answer, answer
    return answer


def test_hunger_effects_bed_and_weather_come_back(tmp_path: Path) -> None:
    with EmbeddedServer(seed=1, world=tmp_path, scenario=FLAT) as first:
        left = body(first, change=True)
        assert first.troubles == []
    assert (left["food"], left["saturation"]) == (15, 0)
    with EmbeddedServer(seed=1, world=tmp_path, scenario=FLAT) as second:
        found = body(second, change=False)
        assert second.troubles == []
    for name in ("food", "saturation", "haste", "raining", "rain", "thunder"):
        assert found[name] == left[name], name
    assert 9500 < found["left"] < 10000
    assert found["absorbed"] == 18  # 20 + 4 - 6: in the first three seconds nothing hurt (Minecraft Wiki, "Damage", "Absorption")
    assert found["at"] == pytest.approx([3.5, 64, -0.5])  # beside the bed, on the side away from where one looks
