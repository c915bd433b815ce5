"""`python -m agent.report RUN`: a run as one HTML file that opens from disk. Imports nothing heavy: `--help` is instant."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from worldsim.files import save, writable
from worldsim.flags import Parser, command, patience, say

EXAMPLES = """\
examples:
  python -m agent.report runs/20260101-120000-build-a-house-s3                 writes report.html into that folder
  python -m agent.report RUN -o house.html --compare RUN2                      beside another run
  python -m agent.report RUN --gif house.gif                                   and the dream and the deed as a moving picture
"""


def parser() -> argparse.ArgumentParser:
    """The options, with help that teaches."""
    p = Parser(
        prog="python -m agent.report",
        description="A run as one HTML file: how it ended, what went wrong, the dream and the deed in words and in 3D, all steps, calibration, cost.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    p.add_argument("run", metavar="RUN", help="a run: its folder, its name in ./runs, or how that begins; it may still go on, or have been killed")
    p.add_argument("-o", "--output", metavar="FILE.html", type=Path, help="where to write it (default: report.html in the run's folder)")
    p.add_argument("--compare", metavar="RUN2", help="another run, to be shown beside it")
    p.add_argument("--gif", metavar="FILE.gif", type=Path, help="also the dream and the deed, side by side, as a moving picture")
    return p


def report(run: str | Path, output: Path | None = None, compare: str | Path | None = None, gif: Path | None = None) -> list[Path]:
    """Write the report of a run, and say where. Raises UsageError for what is no run, and for files that cannot be written."""
    from agent.reporting.account import read_account
    from agent.reporting.page import page
    from agent.runs.places import find

    folder = find(run)
    html = folder / "report.html" if output is None else output
    writable(html, "name another with -o FILE")
    if gif is not None:
        writable(gif, "name another with --gif FILE")
    account = read_account(folder)
    other = None if compare is None else read_account(find(compare))
    save(html, page(account, other).encode(), "name another with -o FILE")
    if gif is None:
        return [html]
    from agent.reporting.film import film

    save(gif, film(account), "name another with --gif FILE")
    return [html, gif]


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Write the report, and say where it is."""
    asked = parser().parse_args(argv)
    with patience("drawing it"):
        paths = report(asked.run, asked.output, asked.compare, asked.gif)
    say(f"{path}  ({path.stat().st_size / 1024:,.0f} KB)" for path in paths)
    return 0


if __name__ == "__main__":
    sys.exit(main())
