"""`python -m agent.runs list | show RUN | columns`: the command line. Imports nothing heavy: `--help` is instant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from worldsim.flags import Parser, command, patience, say

EXAMPLES = """\
examples:
  python -m agent.runs list                                the runs in ./runs
  python -m agent.runs list examples/runs "old/*-house-*"  folders of runs, folders that hold runs, globs
  python -m agent.runs show 20261123-013154-build-a-house-s3        by name (its beginning will do), or by folder
  python -m agent.runs columns                             every table and column that `from agent.runs import load` gives
"""


def parser() -> argparse.ArgumentParser:
    """The options."""
    p = Parser(
        prog="python -m agent.runs",
        description="Runs that were recorded: what there is, and what happened in one.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    what = p.add_subparsers(dest="what", required=True, metavar="list | show | columns")
    listing = what.add_parser("list", help="a line a run")
    listing.add_argument("where", nargs="*", default=["runs"], metavar="WHERE", help="runs, folders that hold runs, or globs (default ./runs)")
    showing = what.add_parser("show", help="one run: what was asked, its tasks, what went otherwise than predicted, how it ended")
    showing.add_argument("run", metavar="RUN", help="its folder; or its name, or how that begins, in --runs")
    showing.add_argument("--runs", default="runs", metavar="DIR", help="where runs are looked for by name (default ./runs)")
    what.add_parser("columns", help="tables, columns, units and meanings, as docs/runs.md has them")
    return p


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Print, and return the exit code."""
    asked = parser().parse_args(argv)
    if asked.what == "columns":
        from agent.runs.columns import documented

        say([documented()])
        return 0
    from agent.runs.folder import Run
    from agent.runs.places import find
    from agent.runs.showing import listed, shown

    with patience("reading"):
        lines = [*listed(asked.where)] if asked.what == "list" else [*shown(Run(find(asked.run, asked.runs)))]
    say(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
