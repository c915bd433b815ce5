"""`python -m benchmarks.house --seeds 1-10`: build a house in each world, have a second client read it back, compare with the pristine terrain.

The last line is one JSON object: per seed what the run and the witness say, and how many are good
(reached, F1 1.0, at least 90 % of the solid cells placed, enclosed, big enough).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from agent.running import Ending, run_goal
from agent.settings import DEFAULT_WARP, Settings
from agent.worlds import Opened, open_world
from benchmarks.witness import Testimony, around, hear, read_box
from bridge.server import EmbeddedServer
from curriculum.parse import parse
from worldsim.blueprint import Blueprint
from worldsim.events import Proposed, read_events
from worldsim.goals import Built


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One seed."""

    seed: int
    reached: bool
    why: str
    wall_s: float  #: of the run, from the server's start to the summary
    actions: int
    ticks: int
    met: int
    exact_changing: float | None
    replans: int
    testimony: Testimony | None

    @property
    def good(self) -> bool:
        return self.reached and self.testimony is not None and self.testimony.good


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line."""

    good: int
    seeds: int
    warp: float
    wall_s_max: float
    rows: list[Row]


def build(seed: int, warp: float, folder: Path, library: Path) -> Row:
    """One house from bare hands, and what a second client says of it. Raises MachineryError."""
    settings = Settings(goal="build a house", seed=seed, warp=warp, runs=str(folder / "runs"), library=str(library))
    began = time.perf_counter()
    with open_world(settings, folder / f"world-{seed}") as opened:
        ending = run_goal(settings, parse(settings.goal), world=opened.world)
        wall_s = time.perf_counter() - began
        testimony = _witnessed(ending, opened, seed, folder)
    summary = ending.summary
    return Row(
        seed=seed,
        reached=ending.reached,
        why=ending.why,
        wall_s=round(wall_s, 1),
        actions=summary.actions,
        ticks=summary.ticks,
        met=summary.met,
        exact_changing=summary.exact_changing,
        replans=summary.replans,
        testimony=testimony,
    )


def blueprint_of(run: Path) -> Blueprint | None:
    """The building that a run pursued last."""
    goals = [event.task.goal for event in read_events(run / "events.jsonl") if isinstance(event, Proposed)]
    built = [goal.blueprint for goal in goals if isinstance(goal, Built)]
    return built[-1] if built else None


def _witnessed(ending: Ending, opened: Opened, seed: int, folder: Path) -> Testimony | None:
    blueprint = blueprint_of(ending.folder)
    if blueprint is None or opened.free is None:
        return None
    low, high = around(blueprint)
    opened.free()
    host, _, port = opened.address.rpartition(":")
    found = read_box(host, int(port), low, high)
    # The same land, entered where the house stands: terrain depends on the seed alone.
    entry = {"spawn": [blueprint.origin.x, blueprint.origin.y, blueprint.origin.z]}
    with EmbeddedServer(seed=seed, world=folder / f"pristine-{seed}", scenario=entry) as untouched:
        untouched.free()
        pristine = read_box("127.0.0.1", untouched.port, low, high)
    return hear(blueprint, found, pristine)


def _seeds(text: str) -> list[int]:
    low, _, high = text.partition("-")
    return list(range(int(low), int(high or low) + 1))


def main() -> int:
    """Run it; 0 when every seed is good."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.house", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=_seeds, default=_seeds("1-10"), metavar="A-B")
    parser.add_argument("--warp", type=float, default=DEFAULT_WARP)
    parser.add_argument("--keep", metavar="DIR", help="keep runs and worlds here (default: a temporary folder)")
    asked = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(asked.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for seed in asked.seeds:
            # A library of its own for each seed: every house is built from bare hands and bare memory.
            row = build(seed, asked.warp, folder, folder / f"library-{seed}")
            rows.append(row)
            witness = row.testimony
            said = f"F1 {witness.f1:.3f}, placed {witness.placed:.0%}, enclosed {witness.enclosed}, size {witness.size}" if witness else "no witness"
            print(f"seed {seed}: {'good' if row.good else 'NOT GOOD'}; {row.why}; {row.wall_s:.0f} s, {row.actions} actions; {said}", flush=True)
    report = Report(
        good=sum(row.good for row in rows), seeds=len(rows), warp=asked.warp, wall_s_max=max(row.wall_s for row in rows), rows=rows
    )  # fmt: skip
    print(msgspec.json.encode(report).decode())
    return 0 if report.good == report.seeds else 1


if __name__ == "__main__":
    sys.exit(main())
