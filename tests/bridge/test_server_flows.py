"""Water and lava settle whatever the ground, and dry up without sources; what falls is never lost; all of it twice the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.node import node_binary
from bridge.server import EmbeddedServer

SCRIPTS = Path(__file__).parent / "js"
FLAT = {"terrain": "flat"}
WIDE, HIGH = 17, 8


class Box:
    """A small world of liquids (js/flows.js)."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen([node_binary(), SCRIPTS / "flows.js"], stdin=pipe, stdout=pipe, text=True)

    def play(self, blocks: list[list[Any]]) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"blocks": blocks}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    one = Box()
    yield one
    one.process.communicate(timeout=10)


cells = st.tuples(st.integers(0, WIDE - 1), st.integers(0, HIGH - 1), st.integers(0, WIDE - 1))
kinds = st.sampled_from(["stone", "stone", "glass", "torch", "oak_slab", "oak_stairs", "oak_fence", "poppy"])
grounds = st.lists(st.tuples(cells, kinds), max_size=150)
sources = st.lists(cells, min_size=1, max_size=8)


def blocks_of(ground: list[Any], **liquids: list[Any]) -> list[list[Any]]:
    return [[*cell, name, {}] for cell, name in ground] + [[*cell, name, {}] for name, where in liquids.items() for cell in where]


@settings(max_examples=40, deadline=None)
@given(ground=grounds, water=sources)
def test_water_settles_and_dries_up_without_its_sources(box, ground, water):
    found = box.play(blocks_of(ground, water=water))
    assert found["settled"] is not None
    assert found["settled"] < 700
    assert found["liquid"] >= len(set(water))
    assert found["dried"] is not None
    assert found["left"] == 0


@settings(max_examples=40, deadline=None)
@given(ground=grounds, water=sources, lava=sources)
def test_water_and_lava_settle_and_dry_up(box, ground, water, lava):
    blocks = blocks_of(ground, water=water, lava=lava)
    found = box.play(blocks)
    assert found["settled"] is not None
    assert found["dried"] is not None
    assert found["left"] == 0
    assert box.play(blocks) == found


def test_a_spring_between_two_sources_stays_when_one_is_taken(box):
    found = box.play([[x, 0, z, "water", {}] for x in (3, 4) for z in (3, 4)])
    assert found["settled"] is not None
    assert found["left"] == 0


def told(server: EmbeddedServer, name: str, **more: object) -> dict[str, Any]:
    options = {"port": server.port, "control": server.control, "token": server.token, **more}
    run = subprocess.run([node_binary(), SCRIPTS / f"{name}.js", json.dumps(options)], capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout, run.stderr
    answer = json.loads(run.stdout)[name]
    assert isinstance(answer, dict)
    assert "failed" not in answer, answer
    return answer


def flood(seed: int) -> dict[str, Any]:
    with EmbeddedServer(seed=seed, scenario=FLAT) as server:
        answer = told(server, "flood", ticks=200, begin=True)
        assert server.troubles == []
        return answer


def test_two_servers_flow_alike():
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(flood, [3, 3])
    assert first == second
    assert first["changes"] > 250


def test_flows_and_falls_go_on_after_a_kill(tmp_path):
    whole = flood(4)
    for ticks in (3, 9, 30):
        folder = tmp_path / str(ticks)
        with EmbeddedServer(seed=4, world=folder, scenario=FLAT) as server:
            told(server, "flood", ticks=ticks, begin=True)
            server.save()
            os.kill(server.pid, signal.SIGKILL)
        with EmbeddedServer(seed=4, world=folder, scenario=FLAT) as server:
            found = told(server, "flood", ticks=220, begin=False)
            assert server.troubles == []
        assert found["sand"] == whole["sand"] == 12  # as blocks and items: none lost, none twice
        assert found["cells"] == whole["cells"]
