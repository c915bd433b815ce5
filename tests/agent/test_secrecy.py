"""Keys reach no log, record, message or child process; and tests reach nobody."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.models.factory import ask_of
from agent.settings import Settings
from bridge.link import Link
from bridge.node import JS, node_binary
from bridge.server import EmbeddedServer
from worldsim.errors import ModelDown, UsageError
from worldsim.events import Asked, encode

KEY = "hunter2-hunter2-hunter2"


class Reply(msgspec.Struct):
    ok: bool
    why: str = ""


def test_a_key_that_is_echoed_is_told_to_nobody(endpoint: Any, say: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    told: list[Asked] = []
    ask = ask_of("openai:fake", endpoint.url, cache=tmp_path / "m.sqlite", listen=told.append)
    endpoint.replies = [json.dumps({"ok": True, "why": f"you came with {KEY}"})]
    assert ask("imagine", "?", Reply).why == "you came with [key]"
    endpoint.replies = [say(status=401, body=json.dumps({"error": {"message": f"Incorrect API key provided: {KEY}"}}).encode())]
    with pytest.raises(ModelDown, match=r"Incorrect API key provided: \[key\]"):
        ask("imagine", "and now?", Reply)
    endpoint.replies = [f"It is {KEY}"]
    with pytest.raises(ModelDown):
        ask("imagine", "and then?", Reply)
    assert endpoint.keys[0] == f"Bearer {KEY}", "the endpoint alone gets it"
    assert len(told) == 5
    assert not any(KEY.encode() in encode(event) for event in told)
    assert not any(KEY.encode() in file.read_bytes() for file in tmp_path.iterdir())


def test_an_address_with_a_password_is_refused_before_it_is_recorded() -> None:
    with pytest.raises(UsageError, match="expected an address without a password"):
        ask_of("openai:fake", "https://me:hunter2@models.example/v1")
    with pytest.raises(UsageError, match="expected an address without a password"):
        Settings(goal="explore", base_url="https://me:hunter2@models.example/v1")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="shows no environments of processes")
def test_node_processes_get_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with EmbeddedServer(seed=1, scenario={"terrain": "flat"}) as server:
        environment = Path(f"/proc/{server.pid}/environ").read_bytes()
        assert b"PATH=" in environment
        assert KEY.encode() not in environment
    link = Link(node_binary(), JS / "bot" / "index.js")
    try:
        assert KEY.encode() not in Path(f"/proc/{link.pid}/environ").read_bytes()
    finally:
        link.close()


def test_a_run_stops_at_its_cap_and_its_folder_holds_no_key(endpoint: Any, tmp_path: Path) -> None:
    endpoint.replies = [f"I saw {KEY}"]
    command = [sys.executable, "-m", "agent.run", "--goal", "obtain 1 stick", "--imagine", "llm", "--model", "openai:fake"]
    command += ["--base-url", endpoint.url, "--max-calls", "2", "--runs", str(tmp_path / "runs"), "--library", str(tmp_path / "library")]
    ran = subprocess.run(command, env={**os.environ, "OPENAI_API_KEY": KEY}, capture_output=True, text=True, timeout=150, check=False)
    assert ran.returncode == 3, ran.stderr
    assert "--max-calls 2: expected room for one more call, found 2 made" in ran.stderr + ran.stdout
    assert len(endpoint.bodies) == 2
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    (events,) = (file for file in files if file.name == "events.jsonl")
    asked = [line for line in events.read_text().splitlines() if '"event":"asked"' in line]
    assert len(asked) == 2
    assert all("I saw [key]" in line for line in asked)
    assert not any(KEY.encode() in file.read_bytes() for file in files)
    assert KEY not in ran.stdout + ran.stderr


@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("api.openai.com", 443), ("2001:db8::1", 443)])
def test_no_test_can_reach_another_machine(request: pytest.FixtureRequest, address: tuple[str, int]) -> None:
    if request.config.getoption("--real-model"):
        pytest.skip("the network is open")
    with pytest.raises(pytest.fail.Exception, match="only this machine is allowed"):
        socket.create_connection(address, timeout=1)
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as plain, pytest.raises(pytest.fail.Exception, match="only this machine is allowed"):
        plain.connect(address)


def test_a_real_address_fails_the_test_and_is_not_called_a_dead_model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.config.getoption("--real-model"):
        pytest.skip("the network is open")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    with pytest.raises(pytest.fail.Exception, match="only this machine is allowed"):
        ask_of("openai:gpt-5-mini", cache="off")("imagine", "?", Reply)
