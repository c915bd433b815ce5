"""`python -m benchmarks.mechanics [--server HOST:PORT] [--only TOPIC]`: does a server do what vanilla 1.19.4 does?

Plays the cases of benchmarks/js/mechanics/*.js through a Mineflayer client and compares with literals of vanilla. Without `--server` it starts the
embedded one, in lockstep; with it, any flat 1.19.4 server on which the player `lucid` is an operator. The last line is one JSON object.
`--table FILE` writes the table of docs/embedded-world.md. What is confirmed on vanilla stands in benchmarks/js/confirmed.json, and gets there by
`--server HOST:PORT --confirm` only, from a server that calls itself vanilla.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bridge.node import JS, node_binary
from bridge.server import EmbeddedServer
from worldsim.errors import LucidcraftError, MachineryError, UsageError

HERE = Path(__file__).resolve().parent / "js"
#: Cases that a vanilla server has passed: { "server": who, "cases": ["topic: name", ...] }.
CONFIRMED = HERE / "confirmed.json"
#: The table stands between these lines.
BEGIN, END = "<!-- table of the mechanics suite -->", "<!-- end of the table -->"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One mechanic, as it was found."""

    topic: str
    name: str
    vanilla: str  #: what vanilla does, in words
    source: str  #: who says so
    ok: bool
    expect: Any
    value: Any = None
    error: str = ""
    brand: str = ""  #: what the server calls itself
    ticks: int = 0  #: of game time that it took, its plot's making included

    @property
    def title(self) -> str:
        """Of the mechanic."""
        return f"{self.topic}: {self.name}"

    @property
    def row(self) -> str:
        """How its row of the table begins."""
        return f"| {_cell(self.title)} | {_cell(f'{self.vanilla} ({self.source})')} |"

    def line(self) -> str:
        """For people."""
        found = "" if self.ok else f": expected {json.dumps(self.expect)}, found {self.error or json.dumps(self.value)}"
        return f"{'ok  ' if self.ok else 'FAIL'} {self.topic}: {self.name}{found}"


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line."""

    server: str
    cases: int
    passed: int
    failed: list[str]  #: topic: name


def topics() -> list[str]:
    """All that there are."""
    return sorted(file.stem for file in (HERE / "mechanics").glob("*.js"))


def play(endpoint: dict[str, object], only: Sequence[str]) -> Iterator[Case]:
    """Play these topics' cases on a server; each is told as soon as it is known. Raises MachineryError when the client fails."""
    options = json.dumps({**endpoint, "topics": list(only)})
    command = [str(node_binary()), str(HERE / "mechanics.js"), options]
    environment = {"LUCIDCRAFT_JS": str(JS)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            for line in process.stdout:
                yield msgspec.json.decode(line, type=Case)
            said = process.stderr.read().strip()
            if process.wait() or said:
                raise MachineryError(f"the client of the mechanics suite failed: {said}")
        finally:
            process.kill()


def embedded(server: EmbeddedServer) -> dict[str, object]:
    """Where an embedded server is, for `play`."""
    return {"host": "127.0.0.1", "port": server.port, "control": server.control, "token": server.token}


def listed() -> list[Case]:
    """All cases, none of them played."""
    command = [str(node_binary()), str(HERE / "mechanics.js"), '{"list": true}']
    run = subprocess.run(command, capture_output=True, encoding="utf-8", env={"LUCIDCRAFT_JS": str(JS)}, check=True)
    return [msgspec.json.decode(line, type=Case) for line in run.stdout.splitlines()]


def table(cases: Sequence[Case]) -> str:
    """Markdown: mechanic, vanilla, ours, confirmed."""
    confirmed = set(json.loads(CONFIRMED.read_text("utf-8"))["cases"])
    rows = [f"{case.row} {'as vanilla' if case.ok else 'differs'} | {'yes' if case.title in confirmed else 'no'} |" for case in cases]
    return "\n".join(["| mechanic | vanilla 1.19.4 (source) | ours | confirmed on vanilla |", "|---|---|---|---|", *rows])


def write_table(cases: Sequence[Case], file: Path) -> None:
    """Put the table between its marks. Raises UsageError where there are none."""
    before, begin, rest = file.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise UsageError(f"--table: expected a file with the lines {BEGIN} and {END}, found {file}")
    file.write_text(f"{before}{BEGIN}\n\n{table(cases)}\n\n{END}{after}", "utf-8")


def confirm(cases: Sequence[Case]) -> None:
    """Note what a vanilla server has passed. Raises UsageError for any other server: only vanilla can say what vanilla does."""
    brands = {case.brand for case in cases}
    if brands != {"vanilla"}:
        raise UsageError(f"--confirm: expected a server that calls itself vanilla, found {', '.join(sorted(brands)) or 'none'}")
    known = json.loads(CONFIRMED.read_text("utf-8"))["cases"]
    played = {case.title for case in cases}
    passed = sorted({case.title for case in cases if case.ok} | (set(known) - played))
    CONFIRMED.write_text(json.dumps({"server": "vanilla 1.19.4", "cases": passed}, indent=2) + "\n", "utf-8")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> int:
    """Play, and print the line. 1 when something is not as vanilla."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mechanics", description="Does a server do what vanilla 1.19.4 does?")
    parser.add_argument("--server", metavar="HOST:PORT", help="a flat 1.19.4 server with the operator `lucid` (default: the embedded one)")
    parser.add_argument("--only", metavar="TOPIC", action="append", help=f"one of {', '.join(topics())}; may be given again")
    parser.add_argument("--seed", type=int, default=1, help="of the embedded server (default 1)")
    parser.add_argument("--table", metavar="FILE", type=Path, help="write the table between its marks in this file")
    parser.add_argument("--confirm", action="store_true", help="with --server: note what passed as confirmed on vanilla")
    asked = parser.parse_args()
    only = asked.only or topics()
    cases: list[Case] = []
    try:
        for topic in only:
            if topic not in topics():
                raise UsageError(f"--only: expected one of {', '.join(topics())}, found {topic}")
        if asked.server:
            host, _, port = asked.server.rpartition(":")
            if not host or not port.isdigit():
                raise UsageError(f"--server: expected HOST:PORT, found {asked.server}")
            cases = told(play({"host": host, "port": int(port)}, only))
            if asked.confirm:
                confirm(cases)
        else:
            with EmbeddedServer(seed=asked.seed, scenario={"terrain": "flat"}) as server:
                cases = told(play(embedded(server), only))
                if server.troubles:
                    raise MachineryError(f"the server reported: {server.troubles[-1]}")
        if asked.table:
            write_table(cases, asked.table)
    except LucidcraftError as error:
        print(f"benchmark failed: {error}", file=sys.stderr)
        return error.exit_code
    failed = [case.title for case in cases if not case.ok]
    report = Report(server=asked.server or "embedded", cases=len(cases), passed=len(cases) - len(failed), failed=failed)
    print(msgspec.json.encode(report).decode(), flush=True)
    return 1 if failed else 0


def told(cases: Iterator[Case]) -> list[Case]:
    """The cases, each printed as it comes."""
    out = []
    for case in cases:
        out.append(case)
        print(case.line(), flush=True)
    return out


if __name__ == "__main__":
    sys.exit(main())
