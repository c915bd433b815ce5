"""The first minute of a newcomer: set-up, help, and documents that say what the program does."""

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements-uv.lock", "requirements.lock", "requirements-dev.lock")


def python(*arguments: str | Path, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False)


def test_command_line_loads_nothing_heavy() -> None:
    heavy = r"numpy|networkx|numba|pandas|chromadb|openai|langchain\w*|javascript"
    code = f"import agent.run, re, sys; print(sorted(m for m in sys.modules if re.fullmatch({heavy!r}, m)))"
    ran = python("-c", code)
    assert (ran.stdout, ran.stderr) == ("[]\n", "")


def test_help_teaches() -> None:
    ran = python("-m", "agent.run", "--help")
    assert ran.returncode == 0
    assert ran.stderr == ""
    for word in ("examples:", "exit codes:", "build a house", "obtain N ITEM", "--dry-run", "runs/<id>/"):
        assert word in ran.stdout


def commands(text: str) -> list[list[str]]:
    """Arguments of every `python -m agent.run ...` in a text; what follows three spaces is a remark."""
    lines = re.findall(r"python -m agent\.run +(--.+?)(?:   .*)?$", text, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


@pytest.mark.parametrize("source", ["--help", "README.md", "docs/concepts.md"])
def test_every_command_that_is_shown_parses(source: str) -> None:
    from agent.run import settings

    text = python("-m", "agent.run", "--help").stdout if source == "--help" else (ROOT / source).read_text()
    shown = commands(text)
    assert shown
    for arguments in shown:
        if arguments != ["--help"]:
            assert settings(arguments).goal


def test_readme_names_every_option_and_no_other() -> None:
    from agent.run import parser

    known = {option for action in parser()._actions for option in action.option_strings if option.startswith("--")} - {"--help"}
    known = {option for option in known if not option.startswith("--no-")}  # the row of --settings tells of them
    table = re.search(r"^## Options\n(.*?)^## ", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert table
    assert set(re.findall(r"^\| `(--[a-z-]+)", table[1], re.MULTILINE)) == known


def test_documents_name_the_events_and_figures_that_there_are() -> None:
    from agent.summary import Summary
    from worldsim.events import Event

    table = re.search(r"^\| event .*?\n\n", (ROOT / "docs/concepts.md").read_text(), re.MULTILINE | re.DOTALL)
    assert table
    rows = re.findall(r"^\| (`.*?) \|", table[0], re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", " ".join(rows))) == {kind.__struct_config__.tag for kind in get_args(Event)}
    figures = re.search(r"^Some of the figures: .*?\n\[", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert figures
    assert set(re.findall(r"`(\w+)` \(", figures[0])) <= set(Summary.__struct_fields__)


def test_make_targets_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(re.findall(r"^    .*|`[^`]+`", (ROOT / "README.md").read_text(), re.MULTILINE))))
    assert named >= {"run", "test", "check"}
    assert named <= targets


def test_an_old_python_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 1, "final", 0))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(ROOT / "bootstrap.py"))
    assert stop.value.code == 2
    error = capsys.readouterr().err
    assert error.startswith("lucidcraft: expected Python 3.11 or newer, found 3.10 (")
    assert error.count("\n") == 1


def copy_of_the_setup(folder: Path) -> Path:
    for name in ("bootstrap.py", *LOCKS):
        shutil.copyfile(ROOT / name, folder / name)
    return folder / "bootstrap.py"


def test_a_set_up_folder_is_left_alone(tmp_path: Path) -> None:
    script = copy_of_the_setup(tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()  # cannot be run: to try would be an error
    for lock in LOCKS:
        shutil.copyfile(ROOT / lock, tmp_path / ".venv" / f"installed-{lock}")
    ran = python(script, "--dev")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_first_start_without_network_says_so_and_leaves_no_stamp(tmp_path: Path) -> None:
    script = copy_of_the_setup(tmp_path)
    nothing = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    ran = python(script, **nothing)
    assert ran.returncode == 2
    *progress, error = ran.stderr.splitlines()
    assert progress[0].startswith("lucidcraft: making .venv with ")
    assert all(line.startswith("lucidcraft:   still at ") for line in progress[1:])
    assert error.startswith("lucidcraft: expected to get uv, the installer, found: ")
    assert error.endswith("connect to the network (behind a mirror: set PIP_INDEX_URL and UV_DEFAULT_INDEX) and start again")
    assert list((tmp_path / ".venv").glob("installed-*")) == []
