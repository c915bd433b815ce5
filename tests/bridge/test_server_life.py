"""The server's process: started, saved, refused, freed, and gone with whoever started it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bridge.node import node_binary
from bridge.server import EmbeddedServer
from worldsim.errors import ServerDead, UsageError

ROOT = Path(__file__).parents[2]
FLAT = {"terrain": "flat"}


@pytest.fixture(scope="module")
def server():
    with EmbeddedServer(seed=1, scenario=FLAT) as running:
        yield running


def home(server: EmbeddedServer, change: bool) -> dict[str, Any]:
    return told(server, "home", change=change)


def told(server: EmbeddedServer, name: str, **more: object) -> dict[str, Any]:
    script = Path(__file__).parent / "js" / f"{name}.js"
    options = {"port": server.port, "control": server.control, "token": server.token, **more}
    run = subprocess.run([node_binary(), script, json.dumps(options)], capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout, run.stderr
    answer = json.loads(run.stdout)[name]
    assert isinstance(answer, dict)
    assert "failed" not in answer, answer
    return answer


def test_a_saved_world_comes_back(tmp_path):
    scenario = {**FLAT, "inventory": {"oak_door": 1, "wooden_pickaxe": 1, "oak_log": 3}}
    with EmbeddedServer(seed=1, world=tmp_path, scenario=scenario) as first:
        left = home(first, change=True)
    assert left["grid"][1] == "oak_log"
    with EmbeddedServer(seed=1, world=tmp_path, scenario=scenario) as second:
        found = home(second, change=False)
    assert found["carried"] == {"wooden_pickaxe": 1, "oak_log": 3}  # what lay in the crafting grid is carried again
    assert found["grid"] == [None] * 5
    assert found["door"] == ["oak_door", "upper"]
    assert found["hole"] == "air"
    assert found["lying"] == ["dirt"]
    assert found["position"] == pytest.approx(left["position"])
    assert found["worn"] == left["worn"] == 1
    assert found["tick"] > left["tick"]
    with pytest.raises(UsageError, match="expected a world of seed 2, flat, found one of seed 1, flat"):
        EmbeddedServer(seed=2, world=tmp_path, scenario=FLAT)


def test_chests_furnaces_experience_and_the_ledger_come_back(tmp_path):
    with EmbeddedServer(seed=1, world=tmp_path, scenario=FLAT) as first:
        left = told(first, "store", fill=True)
        ledger = first.ledger()
    assert left["chest"] == [[0, "dirt", 15], [1, "wooden_pickaxe", 1]]
    assert left["furnace"] == [[0, "raw_iron", 2], [1, "coal", 1], [2, "iron_ingot", 1]]
    assert left["worn"] == 7
    with EmbeddedServer(seed=1, world=tmp_path, scenario=FLAT) as second:
        found = told(second, "store", fill=False)
        assert second.ledger() == ledger
        assert ledger[0] == "give dirt 20 for tester"
    assert {**found, "next": None} == left
    assert 80 <= found["next"] <= 130  # 270 ticks were enough for one ingot and a third of the next


def test_a_killed_server_finds_a_whole_world_again(tmp_path):
    ticks = 0
    for moment in (1.3, 2.1):
        with EmbeddedServer(seed=1, world=tmp_path, scenario=FLAT) as server:
            options = {"port": server.port, "control": server.control, "token": server.token, "count": False}
            command = [node_binary(), Path(__file__).parent / "js" / "churn.js", json.dumps(options)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as client:
                assert client.stdout is not None
                assert client.stdout.readline() == "ready\n"
                time.sleep(moment)
                before = server.status()["tick"]
                os.kill(server.pid, signal.SIGKILL)
                client.kill()
        with EmbeddedServer(seed=1, world=tmp_path, scenario=FLAT) as server:
            saved = server.status()["tick"]
            assert ticks < saved <= before  # it goes on from a save that was made meanwhile
            found = told(server, "churn", count=True)
            assert found["total"] == 60, found  # nothing is lost or there twice
            ticks = saved


def test_a_port_in_use_is_said_in_one_line(server):
    with pytest.raises(UsageError) as raised:
        EmbeddedServer(seed=1, port=server.port, scenario=FLAT)
    assert str(raised.value) == f"port: expected a free one, found {server.port} in use; name another, or 0 for any free one"


@pytest.mark.parametrize(("options", "expected"), [({"port": 70000}, "port: expected 0"), ({"seed": 2**60}, "seed: expected a whole number")])
def test_bad_numbers_are_usage_errors(options, expected):
    with pytest.raises(UsageError, match=expected):
        EmbeddedServer(**{"seed": 1, **options})


def test_a_world_folder_that_is_a_file_is_refused(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(UsageError, match="world: expected a folder that can be written to"):
        EmbeddedServer(seed=1, world=file, scenario=FLAT)


def test_time_stands_still_until_it_is_free(server):
    before = server.status()["tick"]
    time.sleep(0.2)
    assert server.status()["tick"] == before
    server.free()
    deadline = time.monotonic() + 20
    while server.status()["tick"] < before + 5:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    server.free(False)
    after = server.status()["tick"]
    time.sleep(0.2)
    assert server.status()["tick"] == after


def test_the_control_port_wants_the_token(server):
    with socket.create_connection(("127.0.0.1", server.control), timeout=10) as connection, connection.makefile("rw") as lines:
        lines.write('{"token":"guess"}\n')
        lines.flush()
        assert json.loads(lines.readline()) == {"error": "wrong token", "code": "EAUTH"}
        assert lines.readline() == ""


def test_only_this_machine_can_reach_it(server):
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("needs /proc")
    rows = [line.split() for line in listening.read_text().splitlines()[1:]]
    addresses = {row[1].split(":")[0] for row in rows if int(row[1].split(":")[1], 16) in (server.port, server.control) and row[3] == "0A"}
    assert addresses == {"0100007F"}


def test_a_killed_server_is_reported_with_its_exit():
    lost = EmbeddedServer(seed=1, scenario=FLAT)
    os.kill(lost.pid, signal.SIGKILL)
    lost._process.wait()
    with pytest.raises(ServerDead, match="did not answer 'save'"):
        lost.save()
    lost.stop()  # nothing to save, nothing raised


def test_it_dies_with_a_killed_parent_and_ignores_ctrl_c():
    code = "from bridge.server import EmbeddedServer; s = EmbeddedServer(seed=1, scenario={'terrain': 'flat'}); print(s.pid, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        os.kill(pid, signal.SIGINT)
        time.sleep(0.2)
        os.kill(pid, 0)
        parent.kill()
    deadline = time.monotonic() + 20
    while _lives(pid):
        assert time.monotonic() < deadline, "the server outlived its parent"
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")
