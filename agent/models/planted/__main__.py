"""`python -m agent.models.planted --set SET --profile profile.json --port 8901`: serve a planted model until Ctrl-C."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from pathlib import Path

from agent.models.planted import PlantedModel, Profile, read_profile
from worldsim.errors import UsageError
from worldsim.flags import Parser, command, patience, say
from worldsim.transitions import read_transitions


@command
def main(argv: list[str] | None = None) -> int:
    """Serve; 0 after Ctrl-C."""
    parser = Parser(prog="python -m agent.models.planted", description=__doc__)
    parser.add_argument("--set", type=Path, metavar="SET", help="recorded transitions, a set or a run: what it knows (default: what the rules say)")
    rates = parser.add_mutually_exclusive_group()
    rates.add_argument("--profile", type=Path, metavar="FILE", help="rates of its mistakes, as JSON (default: it makes none)")
    rates.add_argument("--rate", type=float, default=0.0, metavar="R", help="instead: every mistake of every role at this rate, 0-1")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the dice that decide on mistakes, with --rate (default 0)")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="on 127.0.0.1 (default: any free one)")
    asked = parser.parse_args(argv)
    profile = read_profile(asked.profile) if asked.profile else Profile.at(asked.rate, asked.seed)
    with patience("reading what it knows"):
        known = [*read_transitions(asked.set)] if asked.set else []
    if asked.set and not known:
        raise UsageError(f"--set {asked.set}: expected transitions, found none; record some with python -m worldsim.record")
    with PlantedModel(profile, known, asked.port) as model, suppress(KeyboardInterrupt):
        say([f"--model openai:planted --base-url {model.url}"])
        threading.Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
