"""`--keep-open`: the world stays, time goes on, and people can join."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.witness import read_box
from worldsim.events import Observation, read_events


@pytest.mark.timeout(170)
def test_a_guest_finds_the_world_as_the_agent_left_it(tmp_path: Path) -> None:
    folders = ["--runs", str(tmp_path / "runs"), "--library", str(tmp_path / "library")]
    command = [sys.executable, "-m", "agent.run", "--goal", "obtain 1 oak log", "--seed", "6", "--keep-open", *folders]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        join = next(line for line in process.stdout if line.startswith("join with Minecraft 1.19.4 at "))
        found = re.search(r"at ([\d.]+):(\d+)", join)
        assert found is not None
        assert found[1] == "127.0.0.1"
        (run,) = (tmp_path / "runs").iterdir()
        start = next(event.observed.body.pos.cell for event in read_events(run / "events.jsonl") if isinstance(event, Observation))
        cells = read_box(found[1], int(found[2]), start.offset(0, -1, 0), start)
        assert cells[start] == "air"
        assert cells[start.offset(0, -1, 0)] != "air"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0, out + err
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
