"""How fast many runs load: `python -m benchmarks.loading --runs 1000` copies the example runs into a temporary folder and loads them, all tables.

Prints one line of JSON: seconds of wall time (the best and the worst of --times), seconds of processor time, and what was read. Every copy is a file
of its own with a seed of its own, read anew; the system may still have them in its cache, as after any run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from worldsim.errors import UsageError
from worldsim.flags import Parser, at_least, command, say

_EXAMPLES = Path(__file__).parent.parent / "examples" / "runs"


def copies(folder: Path, number: int) -> int:
    """Copy the example runs, in turn, until there are `number`; bytes of events."""
    originals = sorted(path.parent for path in _EXAMPLES.glob("*/spec.json"))
    if not originals:
        raise UsageError(f"expected example runs in {_EXAMPLES}, found none; they are in the source, not in the wheel")
    size = 0
    for n in range(number):
        original = originals[n % len(originals)]
        copy = folder / f"{original.name}-{n}"
        copy.mkdir()
        for name in ("spec.json", "events.jsonl", "summary.json"):
            shutil.copyfile(original / name, copy / name)
        size += (copy / "events.jsonl").stat().st_size
    return size


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Load them, and print how long that took as a JSON line."""
    parser = Parser(prog="python -m benchmarks.loading", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=at_least(1), default=1000, metavar="N", help="how many (default 1000)")
    parser.add_argument("--times", type=at_least(1), default=3, metavar="N", help="how often they are loaded (default 3)")
    asked = parser.parse_args(argv)
    from agent.runs import load

    with tempfile.TemporaryDirectory() as made:
        size = copies(Path(made), asked.runs)
        wall, cpu = [], []
        for _ in range(asked.times):
            began, used = time.perf_counter(), time.process_time()
            runs = load(made)
            wall.append(time.perf_counter() - began)
            cpu.append(time.process_time() - used)
    figures = {
        "runs": len(runs),
        "steps": len(runs.steps),
        "megabytes": round(size / 1e6, 1),
        "wall_s": [round(min(wall), 2), round(max(wall), 2)],
        "cpu_s": [round(min(cpu), 2), round(max(cpu), 2)],
        "load_average": round(os.getloadavg()[0], 1),
        "processors": os.cpu_count(),
    }
    say([msgspec.json.encode(figures).decode()])
    return 0


if __name__ == "__main__":
    sys.exit(main())
