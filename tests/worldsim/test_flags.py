"""One parser, one way to end and one way to print, for all commands."""

from __future__ import annotations

import ast
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from worldsim.errors import ServerDead, UsageError
from worldsim.flags import Parser, at_least, command, say, span, warn

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (int, "nan", "expected an integer, found 'nan'"),
        (int, "1e9", "expected an integer, found '1e9'"),
        (float, "nan", "expected a number, found 'nan'"),
        (float, "much", "expected a number, found 'much'"),
        (at_least(1), "0", "expected 1 or more, found 0"),
        (at_least(1), "", "expected an integer, found ''"),
        (span, "5-1", "expected A-B"),
        (span, "1-x", "expected A-B"),
        (span, "1-999999999999", "expected A-B"),
        (span, "-3", "expected A-B"),
    ],
)
def test_what_is_no_such_number(kind: Callable[[str], object], text: str, told: str) -> None:
    parser = Parser(prog="it")
    parser.add_argument("--n", type=kind)
    with pytest.raises(UsageError, match=told) as error:
        parser.parse_args([f"--n={text}"])
    assert str(error.value).endswith("; see it --help")


def test_spans() -> None:
    assert [*span("2-4")] == [2, 3, 4]
    assert [*span("7")] == [7]


@pytest.mark.parametrize(
    ("raised", "code", "line"),
    [
        (UsageError("a\nb\x1b[31m"), 2, r"lucidcraft: a b\x1b[31m"),
        (ServerDead("gone"), 3, "lucidcraft: gone"),
        (KeyboardInterrupt(), 130, "lucidcraft: stopped by Ctrl-C"),
    ],
)
def test_every_end_is_one_line_and_a_code(raised: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    @command
    def main() -> int:
        raise raised

    assert main() == code
    assert capsys.readouterr().err == f"{line}\n"


def test_a_bug_of_ours_is_not_hidden() -> None:
    @command
    def main() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        main()


@command
def talks() -> int:
    say(f"line {n}" for n in range(100_000))
    Console().print("and so does rich")
    return 0


def test_who_reads_may_stop_early(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as broken:
        monkeypatch.setattr(sys, "stdout", broken)
        assert talks() == 0
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert talks() == 2
    told = "lucidcraft: expected an output that can be written, found: No space left on device; free some space, or send it elsewhere\n"
    assert capsys.readouterr().err == told


def test_no_output_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert talks() == 0


def test_letters_that_the_output_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))

    @command
    def main() -> int:
        say(["▸ hütte"])
        return 0

    assert main() == 0
    assert raw.getvalue() == b"? h?tte\n"


def test_help_goes_where_output_goes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        Parser(prog="it", description="What it does.").parse_args(["--help"])
    assert end.value.code == 0
    assert "What it does." in capsys.readouterr().out


def test_a_warning_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    warn("a\r\nb \udce4 ü")
    assert capsys.readouterr().err == "lucidcraft: a b \\udce4 ü\n"


def test_every_command_ends_this_way() -> None:
    sources = [path for package in ("agent", "bridge", "skills", "worldsim") for path in (ROOT / package).rglob("*.py")]
    mains = 0
    for path in sources:
        if "node_modules" in path.parts or path.name.startswith(("build_", "stubs")):  # those make our own files
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body if "def main(" in text else ():
            if isinstance(node, ast.FunctionDef) and node.name == "main":
                mains += 1
                assert [ast.unparse(each) for each in node.decorator_list] == ["command"], path
                assert "ArgumentParser(" not in text, path
    assert mains > 15
