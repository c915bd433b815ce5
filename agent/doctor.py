"""`python -m agent.doctor`: is all there that a run needs? One line each, with the remedy. Asks no model anything, unless `--probe` is said.

exit codes: 0 all that is needed is there, 1 something FAILs, 2 bad usage
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import socket
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from agent.findings import PATIENCE, Check, Finding
from agent.options import merged, read_settings
from agent.patient import checks_of
from agent.roles import ROLES, Player, player, read_role
from agent.settings import Settings
from bridge.node import node_alone, packages_ready
from worldsim.errors import MachineryError
from worldsim.flags import Parser, command, patience, say
from worldsim.keys import child_env


def examine(settings: Settings, probe: bool = False) -> list[Finding]:
    """All findings, in order; looked for side by side. `probe`: each model that has no dialect yet is asked once, which may cost something."""
    checks: list[Check] = [_node, _packages, lambda: _port(settings), _embedder]
    players: dict[Player, list[str]] = {}
    for role in ROLES:
        if (who := player(settings, role)) is not None:
            players.setdefault(who, []).append(role)
    for who, roles in players.items():
        checks += checks_of(who, roles, settings, probe)
    if not players:
        checks.append(lambda: Finding("ok", "model", "none; rules play every role", "name one with --model PROVIDER:NAME if you like"))
    with ThreadPoolExecutor(len(checks)) as pool:
        return list(pool.map(lambda check: check(), checks))


def _node() -> Finding:
    remedy = "install the locked packages (python3 bootstrap.py)"
    try:
        told = subprocess.run([str(node_alone()), "--version"], env=child_env(), capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired, MachineryError) as error:
        return Finding("FAIL", "node", f"none that starts ({type(error).__name__})", remedy)
    if told.returncode:
        return Finding("FAIL", "node", f"it ends with {told.returncode}", remedy)
    return Finding("ok", "node", told.stdout.strip())


def _packages() -> Finding:
    if packages_ready():
        return Finding("ok", "npm packages", "those of the lock")
    return Finding("warn", "npm packages", "not installed", "the first run installs them, or python -m bridge.node does")


def _port(settings: Settings) -> Finding:
    address = settings.address()
    if address is not None:
        try:
            socket.create_connection((address.host, address.port), timeout=PATIENCE).close()
        except OSError as error:
            found = f"nobody answers at {settings.server} ({error.strerror or 'no answer'})"
            return Finding("FAIL", "server", found, "start it, or leave --server out for the embedded one")
        return Finding("ok", "server", f"something answers at {settings.server}")
    with socket.socket() as trial:
        try:
            trial.bind(("127.0.0.1", settings.port))
        except OSError as error:
            return Finding("FAIL", "port", f"{settings.port} cannot be had ({error.strerror})", "name another, or leave --port out for any free one")
    return Finding("ok", "port", f"{settings.port} is free" if settings.port else "any free one")


def _embedder() -> Finding:
    if importlib.util.find_spec("chromadb") is None:
        return Finding("FAIL", "embedder", "no chromadb", "install the locked packages (python3 bootstrap.py)")
    from worldsim.language.embed import embed

    return Finding("ok", "embedder", f"built in, {len(embed('oak log'))} numbers a text; chromadb {importlib.metadata.version('chromadb')}")


def _asked(argv: Sequence[str] | None) -> tuple[Settings, bool]:
    p = Parser(prog="python -m agent.doctor", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for flag, metavar in (("--model", "PROVIDER:NAME"), ("--base-url", "URL"), ("--server", "HOST:PORT"), ("--settings", "FILE")):
        p.add_argument(flag, metavar=metavar, default=argparse.SUPPRESS, help="as for agent.run")
    p.add_argument("--role", action="append", metavar="ROLE=PROVIDER:NAME", default=argparse.SUPPRESS, help="as for agent.run")
    p.add_argument("--port", type=int, metavar="N", default=argparse.SUPPRESS, help="as for agent.run")
    p.add_argument("--probe", action="store_true", help="ask each model once, where nobody knows its dialect: a few tokens")
    got = vars(p.parse_args(argv))
    probe = bool(got.pop("probe"))
    file = read_settings(Path(got.pop("settings"))) if "settings" in got else {}
    if "role" in got:
        got["roles"] = dict(read_role(text) for text in got.pop("role"))
    return merged(file, got), probe


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Say what is there and what is not."""
    asked = _asked(argv)
    with patience("looking"):
        findings = examine(*asked)
    say(map(str, findings))
    return int(any(finding.level == "FAIL" for finding in findings))


if __name__ == "__main__":
    sys.exit(main())
