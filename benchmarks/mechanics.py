"""`python -m benchmarks.mechanics [--server HOST:PORT] [--only TOPIC]`: does a server do what vanilla 1.19.4 does?

Plays the cases of benchmarks/js/mechanics/*.js through a Mineflayer client and compares with literals of vanilla. Without `--server` it starts the
embedded one, in lockstep; with it, any flat 1.19.4 server on which the player `lucid` is an operator. The last line is one JSON object.
`--table` prints the table of docs/embedded-world.md instead of the progress.
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


def table(cases: Sequence[Case], where: str) -> str:
    """Markdown: mechanic, vanilla, ours."""
    rows = [f"| {case.topic}: {case.name} | {case.vanilla} ({case.source}) | {'as vanilla' if case.ok else 'differs'} |" for case in cases]
    return "\n".join([f"| mechanic | vanilla 1.19.4 (source) | {where} |", "|---|---|---|", *rows])


def main() -> int:
    """Play, and print the line. 1 when something is not as vanilla."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mechanics", description="Does a server do what vanilla 1.19.4 does?")
    parser.add_argument("--server", metavar="HOST:PORT", help="a flat 1.19.4 server with the operator `lucid` (default: the embedded one)")
    parser.add_argument("--only", metavar="TOPIC", action="append", help=f"one of {', '.join(topics())}; may be given again")
    parser.add_argument("--seed", type=int, default=1, help="of the embedded server (default 1)")
    parser.add_argument("--table", action="store_true", help="print a table in Markdown")
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
            cases = told(play({"host": host, "port": int(port)}, only), quiet=asked.table)
        else:
            with EmbeddedServer(seed=asked.seed, scenario={"terrain": "flat"}) as server:
                cases = told(play(embedded(server), only), quiet=asked.table)
                if server.troubles:
                    raise MachineryError(f"the server reported: {server.troubles[-1]}")
    except LucidcraftError as error:
        print(f"benchmark failed: {error}", file=sys.stderr)
        return error.exit_code
    if asked.table:
        print(table(cases, asked.server or "embedded"))
    failed = [f"{case.topic}: {case.name}" for case in cases if not case.ok]
    report = Report(server=asked.server or "embedded", cases=len(cases), passed=len(cases) - len(failed), failed=failed)
    print(msgspec.json.encode(report).decode(), flush=True)
    return 1 if failed else 0


def told(cases: Iterator[Case], quiet: bool) -> list[Case]:
    """The cases, each printed as it comes."""
    out = []
    for case in cases:
        out.append(case)
        if not quiet:
            print(case.line(), flush=True)
    return out


if __name__ == "__main__":
    sys.exit(main())
