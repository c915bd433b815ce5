"""`python -m agent.doctor` on machines with something missing, and on one where all is there."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import agent.doctor
from agent.doctor import main
from agent.models.planted import PlantedModel
from bridge.node import packages_ready

KEY = "hunter2-hunter2-hunter2"
LINE = re.compile(r"(ok  |warn|FAIL)  [a-z ]+: .+")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUCIDCRAFT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LUCIDCRAFT_PRICE", raising=False)
    for name in ("OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def lines(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """By what they are about; every line has the promised shape, and none the key."""
    out = capsys.readouterr().out
    assert KEY not in out
    found = out.splitlines()
    assert found
    assert [line for line in found if not LINE.fullmatch(line)] == []
    return {line[6:].partition(":")[0]: line for line in found}


def test_without_a_model_nothing_is_asked_of_one(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()
    assert main([]) == 0
    assert time.monotonic() - began < 5
    told = lines(capsys)
    assert list(told) == ["node", "npm packages", "port", "embedder", "model"]
    assert re.search(r"node: v\d+\.\d+", told["node"])
    assert told["npm packages"].startswith("ok" if packages_ready() else "warn")


def test_a_model_of_ones_own_that_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    with PlantedModel() as planted:
        assert main(["--model", "openai:planted", "--base-url", planted.url]) == 0
        told = lines(capsys)
        assert told["endpoint"] == f"ok    endpoint: {planted.url} answers"
        assert told["key"] == "ok    key: OPENAI_API_KEY is set"
        assert "not known yet" in told["dialect"]
        assert "plays imagine, author, read, propose, write, repair, architect, critic" in told["model"]
        assert main(["--model", "openai:other", "--base-url", planted.url]) == 0
        assert 'serves "planted", not other' in lines(capsys)["endpoint"]
        assert sum(planted.asked.values()) == 0, "nobody was asked anything"


def test_a_probe_finds_the_dialect_which_is_then_remembered(endpoint: Any, capsys: pytest.CaptureFixture[str]) -> None:
    endpoint.replies = ['{"ok": true}']
    endpoint.refuses = {"json_schema"}
    asked = ["--model", "openai:fake", "--base-url", endpoint.url]
    main([*asked, "--probe"])
    assert lines(capsys)["dialect"] == "ok    dialect: json_object, by a probe"
    calls = len(endpoint.bodies)
    main([*asked, "--probe"])
    assert lines(capsys)["dialect"] == "ok    dialect: json_object, as it was understood before"
    assert len(endpoint.bodies) == calls


def test_an_endpoint_that_is_not_there_and_a_missing_key_fail(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"  # bound, but nobody listens
        assert main(["--model", "openai:x", "--base-url", url]) == 1
        told = lines(capsys)
        assert told["endpoint"].startswith(f"FAIL  endpoint: {url} does not answer")
        assert told["endpoint"].endswith("start it, or mend --base-url")
        monkeypatch.delenv("OPENAI_API_KEY")
        main(["--model", "openai:x", "--base-url", url])
        assert lines(capsys)["key"].startswith("ok    key: OPENAI_API_KEY is not set; most endpoints")
        assert main(["--role", f"write=anthropic:x@{url}"]) == 1
        told = lines(capsys)
        assert "plays write, repair" in told["model"]
        assert told["package"] == "FAIL  package: no langchain_anthropic; pip install langchain-anthropic"


def test_an_endpoint_that_never_answers_does_not_hold_it_up(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        began = time.monotonic()
        assert main(["--model", "openai:x", "--base-url", f"http://127.0.0.1:{deaf.getsockname()[1]}/v1"]) == 1
        assert time.monotonic() - began < 5
    assert "does not answer (timed out)" in lines(capsys)["endpoint"]


def test_prices(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with PlantedModel() as planted:
        asked = ["--model", "openai:gpt-5-mini", "--base-url", planted.url]
        main(asked)
        assert lines(capsys)["price"] == "ok    price: $0.25 in, $2 out per million tokens"
        file = tmp_path / "s.toml"
        file.write_text("max_cost = 1.0\n")
        assert main(["--model", "openai:own", "--base-url", planted.url, "--settings", str(file)]) == 1
        told = lines(capsys)["price"]
        assert told == "FAIL  price: unknown, and --max-cost needs it; set LUCIDCRAFT_PRICE=openai:own=IN,OUT in US dollars per million tokens"
        monkeypatch.setenv("LUCIDCRAFT_PRICE", "openai:own=1,2")
        assert main(["--model", "openai:own", "--base-url", planted.url, "--settings", str(file)]) == 0


def test_a_port_that_is_taken_and_a_server_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert main(["--server", f"127.0.0.1:{port}"]) == 1
        assert lines(capsys)["server"].startswith(f"FAIL  server: nobody answers at 127.0.0.1:{port}")
        taken.listen()
        assert main(["--server", f"127.0.0.1:{port}"]) == 0
        assert main(["--port", str(port)]) == 1
    assert f"FAIL  port: {port} cannot be had" in capsys.readouterr().out


def test_what_node_and_npm_lack_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(agent.doctor, "node_alone", lambda: tmp_path / "node")
    monkeypatch.setattr(agent.doctor, "packages_ready", lambda: False)
    assert main([]) == 1
    told = lines(capsys)
    assert told["node"] == "FAIL  node: none that starts (FileNotFoundError); install the locked packages (python3 bootstrap.py)"
    assert told["npm packages"].startswith("warn  npm packages: not installed; the first run installs them")


def test_bad_usage_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--role", "wite=openai:x"]) == 2
    assert "did you mean write?" in capsys.readouterr().err


def test_as_a_command_with_a_model_it_takes_less_than_five_seconds() -> None:
    with PlantedModel() as planted:
        command = [sys.executable, "-m", "agent.doctor", "--model", "openai:planted", "--base-url", planted.url]
        began = time.monotonic()
        ran = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=30, check=False)
        assert time.monotonic() - began < 5
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert KEY not in ran.stdout + ran.stderr
