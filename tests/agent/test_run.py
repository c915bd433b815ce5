"""The command line as a user meets it: real processes, real world."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from agent import Agent
from agent.run import main
from worldsim.errors import UsageError
from worldsim.events import Acted, Compared, Dreamed, Ended, Learned, Predicted, read_events

Command = list[str]


def _command(tmp_path: Path, *options: str) -> Command:
    folders = ["--runs", str(tmp_path / "runs"), "--library", str(tmp_path / "library")]
    return [sys.executable, "-m", "agent.run", *folders, *options]


def _run(tmp_path: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(tmp_path, *options), capture_output=True, text=True, timeout=150, check=False)


def _only_run(tmp_path: Path) -> Path:
    (folder,) = (tmp_path / "runs").iterdir()
    return folder


def _one_line(error: str) -> str:
    (line,) = error.strip().splitlines()
    assert line.startswith("lucidcraft: ")
    return line


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--goal", ""], "build a house"),
        (["--goal", "win the game"], "build a house"),
        (["--goal", "explore", "--seed", "seven"], "expected an integer, found 'seven'"),
        (["--goal", "explore", "--server", "nowhere"], "HOST:PORT"),
        (["--goal", "explore", "--warp", "0"], "above 0"),
        (["--goal", "explore", "--warp", "nan"], "expected a number"),
        (["--goal", "explore", "--imagine", "no.such.module:Model"], "expected a module that can be imported"),
        (["--goal", "explore", "--imagine", "llm"], "--model"),
        (["--goal", "explore", "--rollouts", "-1"], "1 or more"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str) -> None:
    code = main([*options, "--runs", str(tmp_path / "runs"), "--library", str(tmp_path / "library")])
    assert code == 2
    assert said in _one_line(capsys.readouterr().err)
    assert not (tmp_path / "runs").exists()


def test_runs_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    code = main(["--goal", "explore", "--runs", str(tmp_path / "file" / "runs"), "--library", str(tmp_path / "library")])
    assert code == 2
    assert "expected a folder that can be written" in _one_line(capsys.readouterr().err)


def test_a_library_that_is_a_file_is_said_before_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["--goal", "explore", "--runs", str(tmp_path / "runs"), "--library", str(tmp_path / "file")]) == 2
    assert "--library: expected a folder" in _one_line(capsys.readouterr().err)
    assert not (tmp_path / "runs").exists()


def test_options_from_python_are_checked_too() -> None:
    for wrong in ({"seed": "x"}, {"seeed": 3}):
        with pytest.raises(UsageError, match="expected options of Settings"):
            Agent(**wrong)


def test_a_corrupt_library_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (library / "broken.py").write_text("def broken() -> bool:\n    return True\n")
    (library / "broken.json").write_text('{"name": "bro')
    assert main(["--goal", "explore", "--runs", str(tmp_path / "runs"), "--library", str(library)]) == 2
    assert "broken.json" in _one_line(capsys.readouterr().err)
    assert not (tmp_path / "runs").exists()


def test_a_port_in_use_and_an_unreachable_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = ["--runs", str(tmp_path / "runs"), "--library", str(tmp_path / "library")]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        # Bound, but nobody listens: as a server it refuses, as a port it is taken.
        assert main(["--goal", "explore", "--server", f"127.0.0.1:{port}", *folders]) == 2
        assert port in _one_line(capsys.readouterr().err)
        taken.listen()
        assert main(["--goal", "explore", "--port", port, *folders]) == 2
        assert port in _one_line(capsys.readouterr().err)
    assert list((tmp_path / "runs").iterdir()) == [], "nothing half-written"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One run that obtains a crafting table from bare hands, and a second one with the same library."""
    folder = tmp_path_factory.mktemp("table")
    for _ in range(2):
        done = _run(folder, "--goal", "obtain 1 crafting_table", "--seed", "4")
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def _runs(folder: Path) -> list[Path]:
    return sorted((folder / "runs").iterdir())


def test_every_action_is_predicted_before_and_compared_after(table: Path) -> None:
    events = read_events(_runs(table)[0] / "events.jsonl")
    assert [event.seq for event in events] == list(range(len(events)))
    steps = [type(event) for event in events if isinstance(event, Predicted | Acted | Compared)]
    assert steps == [Predicted, Acted, Compared] * (len(steps) // 3)
    assert steps
    first_action = next(i for i, event in enumerate(events) if isinstance(event, Acted))
    assert any(isinstance(event, Dreamed) and event.chosen for event in events[:first_action]), "the whole program is dreamed before its first action"
    assert isinstance(events[-1], Ended)


def test_the_summary_holds_what_is_promised(table: Path) -> None:
    summary = json.loads((_runs(table)[0] / "summary.json").read_text())
    promised = """goal reached seed actions predicted met exact_changing coverage brier llm_share replans surprises cheats llm_calls tokens cost
        wall_s dream_s act_s ticks warp blueprint_f1 skills_reused skills_added"""
    assert set(promised.split()) <= set(summary)
    assert summary["reached"] is True
    assert summary["cheats"] == 0
    assert summary["actions"] == summary["predicted"] > 0
    assert summary["llm_share"] == 0
    spec = json.loads((_runs(table)[0] / "spec.json").read_text())
    assert spec["cheats"] == []
    assert spec["settings"]["seed"] == 4


def test_the_second_run_finds_the_skill_that_the_first_one_earned(table: Path) -> None:
    first, second = (json.loads((run / "summary.json").read_text()) for run in _runs(table))
    assert first["skills_added"]
    assert first["skills_reused"] == []
    assert set(second["skills_reused"]) & set(first["skills_added"])
    events = read_events(_runs(table)[1] / "events.jsonl")
    assert {event.candidate.origin for event in events if isinstance(event, Dreamed) and event.chosen} == {"earned"}
    assert any(isinstance(event, Learned) and event.verb == "confirmed" for event in events)


def test_a_dry_run_dreams_and_touches_nothing(tmp_path: Path) -> None:
    done = _run(tmp_path, "--goal", "obtain 1 crafting_table", "--seed", "4", "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing was touched" in done.stdout
    folder = _only_run(tmp_path)
    plan = json.loads((folder / "plan.json").read_text())
    assert plan["complete"]
    assert plan["steps"][-1]["ticks"] > 0
    assert not [event for event in read_events(folder / "events.jsonl") if isinstance(event, Acted | Learned)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_and_leaves_a_readable_run(tmp_path: Path, number: int) -> None:
    process = _started(tmp_path)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, out + err
    folder = _only_run(tmp_path)
    last = read_events(folder / "events.jsonl")[-1]
    assert isinstance(last, Ended)
    assert last.why == "stopped by Ctrl-C or SIGTERM"
    assert json.loads((folder / "summary.json").read_text())["exit_code"] == 130
    _assert_gone(process.pid)


@pytest.mark.parametrize(("pattern", "error"), [("bridge.js$|bridge.js ", "BridgeDead"), ("server/main.js", "ServerDead")])
def test_a_killed_process_of_ours_is_a_clear_end(tmp_path: Path, pattern: str, error: str) -> None:
    process = _started(tmp_path)
    (victim,) = [pid for pid, command in _children(process.pid) if re.search(pattern, command)]
    os.kill(victim, signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 3, out + err
    assert error in out + err
    folder = _only_run(tmp_path)
    assert isinstance(read_events(folder / "events.jsonl")[-1], Ended)
    assert json.loads((folder / "summary.json").read_text())["exit_code"] == 3
    _assert_gone(process.pid)


def _started(tmp_path: Path) -> subprocess.Popen[str]:
    """A run that is in the middle of its first actions, in a process group of its own."""
    command = _command(tmp_path, "--goal", "collect 10 logs", "--seed", "4", "--warp", "2")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the run ended too early: {process.communicate()}")
        logs = list(tmp_path.glob("runs/*/events.jsonl"))
        if logs and any(isinstance(event, Acted) for event in read_events(logs[0])):
            return process
        time.sleep(0.1)
    process.kill()
    raise AssertionError("no action within 100 s")


def _children(group: int) -> list[tuple[int, str]]:
    """Pid and command line of every process of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == group and int(entry.name) != group:
                    found.append((int(entry.name), (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()))
            except (ProcessLookupError, FileNotFoundError):
                continue
    return found


def _assert_gone(group: int) -> None:
    deadline = time.monotonic() + 10
    while (left := _children(group)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []
