"""What is done to a world from outside: scenes set up and noted, rules altered, commands in the chat only where they are asked for."""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bridge.node import JS, node_binary
from bridge.server import EmbeddedServer
from worldsim.errors import MachineryError, UsageError

HERE = Path(__file__).parent / "js"
FLAT = {"terrain": "flat"}


def told(server: EmbeddedServer) -> dict[str, Any]:
    options = {"port": server.port, "control": server.control, "token": server.token}
    run = subprocess.run([node_binary(), HERE / "setup.js", json.dumps(options)], capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout, run.stderr
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


@pytest.fixture(scope="module")
def server():
    with EmbeddedServer(seed=1, scenario=FLAT) as running:
        yield running


def test_every_use_stands_in_the_ledger(server):
    before = server.ledger()
    server.setup("setblock", 3, 64, 3, "furnace", {"facing": "west"})
    server.setup("fill", 5, 64, 5, 6, 65, 6, "oak_log[axis=x]")
    assert server.ledger() == [*before, 'setblock 3 64 3 furnace {"facing":"west"}', "fill 5 64 5 6 65 6 oak_log[axis=x]"]


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        (["dig", 1], "expected one of give,"),
        (["give", "dirt"], "expected the name of a player who is here, found none"),
        (["setblock", 0, 64, 0, "chesst"], "expected a block of 1.19.4, found chesst"),
        (["setblock", 0, 64, 0, "furnace[facing=up]"], "expected facing to be one of"),
        (["fill", 0, 0, 0, 99, 99, 99, "stone"], "expected at most 32768 blocks, found 1000000"),
    ],
)
def test_what_cannot_be_set_up_is_said_and_not_noted(server, verb, expected):
    before = server.ledger()
    with pytest.raises(MachineryError, match=expected.replace("(", r"\(")):
        server.setup(*verb)
    assert server.ledger() == before


def test_a_run_knows_no_commands(server):
    found = told(server)
    assert found["carried"] == []
    assert found["furnace"][0] == "air"
    assert found["mode"] == "survival"
    assert set(found["said"]) == {"There are no commands here."}
    with pytest.raises(MachineryError, match="expected advance, free"):
        server._ask({"command": "/time set 0"})


def test_commands_in_vanillas_words_where_they_are_asked_for():
    with EmbeddedServer(seed=1, scenario=FLAT, test_commands=True) as server:
        found = told(server)
        assert found["carried"] == [["dirt", 3, 0], ["iron_pickaxe", 1, 10]]
        assert found["furnace"] == ["furnace", "west", True]
        assert found["filled"] == ["stone", "stone", "air"]
        assert 13000 <= found["time"] <= 13100
        assert found["mode"] == "creative"
        assert found["level"] == 1
        assert found["place"][:2] == [10.5, 10.5]
        assert found["left"] == 0
        assert found["said"][-1] == "commands.clear.success.single"
        assert any("nonsense" in line for line in found["said"])
        assert "give dirt 3 for tester" in server.ledger()


def test_rules_are_laid_over(tmp_path):
    rules = {"drops": {"blocks": {"gravel": [{"item": "diamond"}]}}, "falls": {"free": 1000}}
    with EmbeddedServer(seed=1, scenario={**FLAT, "blocks": [[[1, 64, 0], "gravel"]]}, rules=rules) as server:
        assert server.status()["players"] == []
    for wrong, expected in (({"dropps": {}}, "rules: expected one of "), ({"drops": 3}, "rules: drops: expected an object, found 3")):
        with pytest.raises(UsageError, match=expected):
            EmbeddedServer(seed=1, scenario=FLAT, rules=wrong)


def test_the_rules_that_are_read_are_the_altered_ones():
    code = """
      const rules = require('./rules')
      rules.overlay({ drops: { blocks: { gravel: [{ item: 'diamond' }], clay: null } } })
      const { blocks } = rules('drops')
      console.log(JSON.stringify([blocks.gravel, blocks.clay ?? null, blocks.coal_ore, Object.isFrozen(blocks.coal_ore[0])]))
    """
    run = subprocess.run([node_binary(), "-e", code], cwd=JS / "server", capture_output=True, text=True, check=True)
    assert json.loads(run.stdout) == [[{"item": "diamond"}], None, [{"item": "coal"}], True]


def test_the_control_port_survives_nonsense(server):
    with socket.create_connection(("127.0.0.1", server.control), timeout=10) as connection, connection.makefile("rw") as lines:
        lines.write(json.dumps({"token": server.token}) + "\n")
        for line in ('{"setup":[]}', '{"setup":["give",null,{}]}', '{"seen":"nobody"}', '{"setup":["__proto__"]}', "[]", "{", '{"status":true}'):
            lines.write(line + "\n")
        lines.flush()
        answers = [json.loads(lines.readline()) for _ in range(8)]
    assert answers[0]["ok"]
    assert all("error" in answer for answer in answers[1:7])
    assert answers[7]["players"] == []
