"""The seam between Python and node, and what happens when one of its ends dies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import msgspec
import pytest

from bridge.link import Link
from bridge.node import JS, node_binary
from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.actions import Craft, Dig, Mine, MoveTo, Place, Wait
from worldsim.errors import BridgeDead, MachineryError, ServerDead
from worldsim.facts import facts
from worldsim.space import Pos

BOT = JS / "bot" / "index.js"
FLAT = {"terrain": "flat", "spawn": [0, 64, 0], "inventory": {"oak_log": 3, "dirt": 1}, "blocks": [[[6, 64, 1], "oak_log"], [[9, 64, 4], "stone"]]}


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    with EmbeddedServer(seed=3, scenario=FLAT) as server:
        yield server


def enter(server: EmbeddedServer, warp: float = 0) -> MineflayerWorld:
    return MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=warp)


@pytest.fixture
def link() -> Iterator[Link]:
    link = Link(node_binary(), BOT)
    yield link
    link.close()


def test_hello(link):
    hello = msgspec.json.decode(link.request("hello"))
    assert hello == {"protocol": 1, "node": hello["node"], "mineflayer": "4.39.0"}
    assert hello["node"].startswith("v24.")


def test_a_bad_request_is_answered(link):
    assert msgspec.json.decode(link.request("fly"))["code"] == "request"
    assert msgspec.json.decode(link.request("observe")) == {"error": "not connected", "code": "request"}


def test_a_repeated_request_gets_the_stored_answer(link):
    first = link._module.rpc('{"id": "same", "op": "hello"}')
    assert link._module.rpc('{"id": "same", "op": "fly"}') == first


def test_many_threads_lose_nothing(link):
    answers = []

    def ask() -> None:
        answers.extend(link.request("poll") for _ in range(200))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == [b'{"events":[],"busy":false,"tick":0}'] * 1600


def test_one_bot_in_a_process(link):
    with pytest.raises(MachineryError, match="close it first"):
        Link(node_binary(), BOT)


def test_a_link_can_follow_another():
    for _ in range(2):
        link = Link(node_binary(), BOT)
        assert link.request("hello")
        link.close()
        assert not link.alive
        with pytest.raises(BridgeDead):
            link.request("hello")


def test_node_that_cannot_start(tmp_path):
    with pytest.raises(BridgeDead, match="No such file"):
        Link(tmp_path / "node", BOT)


def test_a_module_that_throws_is_named(tmp_path):
    module = tmp_path / "broken.js"
    module.write_text("throw new Error('out of cheese')")
    with pytest.raises(BridgeDead, match=r"cannot load broken\.js: Error: out of cheese"):
        Link(node_binary(), module)


def test_kill_of_node_wakes_who_waits(tmp_path):
    module = tmp_path / "sleepy.js"
    module.write_text("module.exports = { rpc: () => new Promise(() => {}) }")
    link = Link(node_binary(), module)
    threading.Timer(0.3, os.kill, [link.pid, signal.SIGKILL]).start()
    began = time.monotonic()
    with pytest.raises(BridgeDead, match=r"ended during 'hello' \(exit code -9\)"):
        link.request("hello")
    assert time.monotonic() - began < 5


def test_the_deadline_and_ctrl_c_end_an_action_and_leave_the_world_usable(server):
    with enter(server) as world:
        late = world._run("act", action=Wait(100), deadline=10).outcome
        assert late
        assert (late["status"], late["reason"], late["ticks"]) == ("interrupted", "timeout", 10)
        threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()
        began = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            world.act(Wait(1_000_000))
        assert time.monotonic() - began < 5
        assert world.act(Wait(1)).ok


def test_kill_of_node_during_an_action(server):
    with enter(server) as world:
        threading.Timer(0.5, os.kill, [world.node_pid, signal.SIGKILL]).start()
        began = time.monotonic()
        with pytest.raises(BridgeDead):
            world.act(Wait(1_000_000))
        assert time.monotonic() - began < 5
        with pytest.raises(BridgeDead):
            world.observe()


def test_kill_of_the_server_during_an_action():
    with EmbeddedServer(seed=3, scenario=FLAT) as server, enter(server) as world:
        threading.Timer(0.5, os.kill, [server.pid, signal.SIGKILL]).start()
        began = time.monotonic()
        with pytest.raises(ServerDead):
            world.act(Wait(1_000_000))
        assert time.monotonic() - began < 5
        with pytest.raises(ServerDead):
            world.act(Wait(1))


def test_no_server_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]  # bound, but nobody listens
        with pytest.raises(ServerDead, match=f"no Minecraft server answers at 127.0.0.1:{port}"):
            MineflayerWorld(Endpoint("127.0.0.1", port), facts().palette)


def test_a_wrong_token_is_refused(server):
    with pytest.raises(ServerDead, match="wrong token"):
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, "guessed"), facts().palette)


PLAN = (MoveTo(Pos(7, 64, 6)), Mine(Pos(6, 64, 1)), Craft("oak_planks", times=3), Place("oak_planks", Pos(3, 64, 3)), MoveTo(Pos(-9, 64, 2)))


def test_falls_hurt_and_kill():
    """Minecraft Wiki, "Damage": one half heart for each block beyond three. A ledge high up, and a lone block 7 below its end."""
    start, end, lone = Pos(0, 96, 0), Pos(2, 96, 0), Pos(2, 89, 0)
    blocks = [[[pos.x, pos.y, pos.z], "dirt"] for pos in (start, Pos(1, 96, 0), end, lone)]
    scenario = {"terrain": "flat", "spawn": [0, 97, 0], "blocks": blocks, "inventory": {"oak_log": 2}}
    with EmbeddedServer(seed=3, scenario=scenario) as server, enter(server) as world:
        assert world.act(MoveTo(end.offset(0, 1, 0))).ok
        hurt = world.act(Dig(end))
        assert hurt.ok, hurt
        assert (hurt.change.health, hurt.end.y) == (3 - 7, 90)
        dead = world.act(Dig(lone))
        assert (dead.status, dead.reason) == ("failed", "died")
        assert dead.change.inventory["oak_log"] == -2
        assert world.observe().body.health == 20
        assert world.observe().body.pos.cell == start.offset(0, 1, 0)


def test_outcomes_do_not_depend_on_the_speed():
    def outcomes(warp: float) -> list[object]:
        with EmbeddedServer(seed=3, scenario=FLAT) as server, enter(server, warp) as world:
            return [*(world.act(action) for action in PLAN), world.observe()]

    assert outcomes(warp=0) == outcomes(warp=15)


def test_a_foreign_server_in_real_time(server):
    server.free()  # as any other server: its time goes on by itself, and nobody moves it
    with ExitStack() as stack, MineflayerWorld(Endpoint("127.0.0.1", server.port), facts().palette) as world:
        stack.callback(server.free, False)
        assert not world.pausable
        assert world.observe().inventory == {"oak_log": 3, "dirt": 1}
        moved = world.act(MoveTo(Pos(2, 64, 3)))
        assert moved.ok, moved
        placed = world.act(Place("dirt", Pos(2, 64, 5)))
        assert placed.ok, placed
        assert placed.change.inventory == {"dirt": -1}
        mined = world.act(Mine(Pos(2, 64, 5)))
        assert mined.ok, mined
        assert mined.change.inventory == {"dirt": 1}
        crafted = world.act(Craft("oak_planks"))
        assert crafted.change.inventory == {"oak_log": -1, "oak_planks": 4}


def test_nothing_is_left_behind_when_python_is_killed():
    script = "import sys; from bridge.link import Link; from bridge.node import JS, node_binary; link = Link(node_binary(), JS / 'bot' / 'index.js')"
    script += "; print(link.pid, flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        process.kill()
        process.wait()
    latest = time.monotonic() + 5
    while alive(pid) and time.monotonic() < latest:
        time.sleep(0.05)
    assert not alive(pid)


def test_nothing_of_the_package_leaks_into_the_process():
    script = "import os, sys; os.environ.pop('FORCE_COLOR', None); from bridge.link import Link; from bridge.node import JS, node_binary"
    script += "; Link(node_binary(), JS / 'bot' / 'index.js').request('hello'); sys.exit('FORCE_COLOR' in os.environ)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
