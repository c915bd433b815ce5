"""`python -m agent.whatif RUN --at STEP "mine iron_ore with wooden_pickaxe"`: what each world model would have predicted there, and why."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from worldsim.flags import Parser, command, patience, say

if TYPE_CHECKING:
    from agent.supposing import WhatIf

EPILOG = """\
the action: VERB [COUNT] [NAME] [with ITEM] [at X Y Z] [facing HEADING]; without one: the action that was done in that step
  mine iron_ore with wooden_pickaxe    the nearest known iron_ore; is none known, a block in reach is supposed to be one, and that is said
  mine oak_log at 25 67 -24            that cell
  place oak_planks at 24 71 -42   |   craft 3 oak_planks (three times)   |   smelt 2 raw_iron with coal   |   move_to crafting_table   |   wait 20

who is asked: rules (the laws that the run knew), statistics (what happened in the steps before, counted), hybrid (both, by who was right in those
  steps), learned (laws of a --library), llm (with --model), and any --imagine package.module:Class of your own
examples:
  python -m agent.whatif examples/runs/20261123-013354-build-a-house-s3 --at 38
  python -m agent.whatif examples/runs/20261123-013154-build-a-house-s3 --at 60 "mine iron_ore with wooden_pickaxe"
"""


def parser() -> argparse.ArgumentParser:
    """The options."""
    p = Parser(prog="python -m agent.whatif", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("run", metavar="RUN", help="a run: its folder, its name in ./runs, or how that begins")
    p.add_argument("action", nargs="?", metavar="ACTION", help="what is to be predicted, in words (default: what was done in that step)")
    p.add_argument("--at", type=int, required=True, metavar="STEP", help="number of the action before which it would have been done, from 1")
    p.add_argument(
        "--library", type=Path, metavar="DIR", help="a skill library: its learned laws, its counts and its beliefs, not this run's earlier steps"
    )
    p.add_argument("--model", metavar="PROVIDER:NAME", help="ask a language model as well; it costs a call or two")
    p.add_argument("--base-url", metavar="URL", help="an OpenAI-compatible endpoint (default: OPENAI_BASE_URL, or the provider's own)")
    p.add_argument("--imagine", action="append", default=[], metavar="package.module:Class", help="ask a world model of your own as well")
    return p


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Print, and return the exit code."""
    asked = parser().parse_intermixed_args(argv)  # ACTION comes after --at as well
    with patience("asking the world models"):
        answer = whatif(
            asked.run, asked.at, asked.action, library=asked.library, model=asked.model, base_url=asked.base_url, imagine=asked.imagine
        )  # fmt: skip
    from agent.supposing import told

    say(told(answer))
    return 0


def whatif(
    run: str | Path,
    at: int,
    action: str | None = None,
    *,
    library: Path | None = None,
    model: str | None = None,
    base_url: str | None = None,
    imagine: Sequence[str] = (),
) -> WhatIf:
    """What each world model predicts of `action` in the state before step `at` of `run`. Raises UsageError, and ModelDown where a model is asked."""
    from agent.runs.places import find
    from agent.supposing import suppose

    return suppose(find(run), at, action, library=library, model=model, base_url=base_url, imagine=imagine)


if __name__ == "__main__":
    sys.exit(main())
