"""`python -m benchmarks.warp --seed 1`: the same goal at the default warp and at warp 1, action by action. `--mechanics`: the mechanics suite.

The last line is one JSON object: whether all actions and changes were the same, and how far the ticks were apart; with `--mechanics`, which cases
ended otherwise at which speed (benchmarks/warped.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import msgspec

from agent.running import Ending, run_goal
from agent.settings import DEFAULT_WARP, Settings
from benchmarks.warped import compare_speeds
from curriculum.parse import parse
from worldsim.change import Outcome
from worldsim.errors import LucidcraftError
from worldsim.events import Acted, read_events


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line."""

    goal: str
    seed: int
    warps: tuple[float, float]
    actions: int
    same_actions: bool
    same_changes: bool  #: status, reason, change and end, action by action
    ticks: tuple[int, int]
    ticks_apart: float  #: share of the slower one's
    wall_s: tuple[float, float]

    @property
    def equal(self) -> bool:
        return self.same_actions and self.same_changes and self.ticks_apart <= 0.05


def outcomes_of(folder: Path) -> list[Outcome]:
    """What the actions of a run did, in order."""
    return [event.outcome for event in read_events(folder / "events.jsonl") if isinstance(event, Acted)]


def compare_warps(goal: str, seed: int, fast: float, slow: float, folder: Path) -> Report:
    """Run `goal` twice from scratch and hold the outcomes against each other."""

    def run(warp: float) -> Ending:
        name = f"{warp:g}"
        return run_goal(
            Settings(goal=goal, seed=seed, warp=warp, runs=str(folder / f"runs-{name}"), library=str(folder / f"library-{name}")), parse(goal)
        )

    runs = [run(fast), run(slow)]
    one, two = (outcomes_of(run.folder) for run in runs)
    ticks = sum(outcome.ticks for outcome in one), sum(outcome.ticks for outcome in two)
    return Report(
        goal=goal,
        seed=seed,
        warps=(fast, slow),
        actions=len(one),
        same_actions=[o.action for o in one] == [o.action for o in two],
        same_changes=[(o.status, o.reason, o.change, o.end) for o in one] == [(o.status, o.reason, o.change, o.end) for o in two],
        ticks=ticks,
        ticks_apart=round(abs(ticks[0] - ticks[1]) / max(1, *ticks), 4),
        wall_s=(runs[0].summary.wall_s, runs[1].summary.wall_s),
    )


def main() -> int:
    """Run it; 0 when the two are equal."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.warp", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--goal", default="build a house")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fast", type=float, default=DEFAULT_WARP)
    parser.add_argument("--slow", type=float, default=1.0)
    parser.add_argument("--mechanics", action="store_true", help="short cases of the mechanics suite, at four speeds")
    parser.add_argument("--only", metavar="TOPIC", action="append", help="with --mechanics: this topic; may be given again")
    parser.add_argument("--load", action="store_true", help="with --mechanics: while every core is busy with something else")
    asked = parser.parse_args()
    if asked.mechanics:
        try:
            warped = compare_speeds(asked.only or (), load=asked.load)
        except LucidcraftError as error:
            print(f"benchmark failed: {error}", file=sys.stderr)
            return error.exit_code
        for speed in warped.speeds:
            print(f"{speed.name}: {speed.wall_s:g} s, {speed.warp:g} times real time; {', '.join(speed.differ) or 'the same'}", flush=True)
        print(msgspec.json.encode(warped).decode())
        return 0 if warped.equal else 1
    print(f"{asked.goal!r} at warp {asked.fast:g}, then at warp {asked.slow:g}: the second takes as long as the game does", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = compare_warps(asked.goal, asked.seed, asked.fast, asked.slow, Path(folder))
    print(msgspec.json.encode(report).decode())
    return 0 if report.equal else 1


if __name__ == "__main__":
    sys.exit(main())
