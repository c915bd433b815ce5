"""`python -m benchmarks.briefs [--briefs A-B] [--seed N] [--stocked] [--resume FILE]`: twenty buildings asked for in words, built, and witnessed.

Each brief goes as a user's goal through the whole agent: the planted architect draws it over HTTP, code checks the drawing, materials are gathered
and made from bare hands, and it is built in natural terrain on the embedded server; brief k in world N + k - 1. Then a second client reads it back
(benchmarks/standing.py), and again from the untouched terrain of the same seed. `--stocked`: the materials are given before the first observation,
which the run's cheat ledger says; such rows are counted apart. A line per brief; the last line is one JSON object. What is in --resume is not done
again. `--faulty`: every fault of the architect, alone and all at once, in every brief (benchmarks/faults.py), which needs no world; then a sample in
one: an architect with all faults who never learns, for whom nothing may be done, and one who learns, whose building is built.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import msgspec

from agent.api import Agent
from agent.models.planted import PlantedModel, Profile
from agent.models.planted.designs import design_for
from agent.running import Ending
from agent.settings import Settings
from agent.worlds import Opened, open_world
from benchmarks import faults
from benchmarks.faults import Faulty
from benchmarks.house import blueprint_of
from benchmarks.standing import Stood, hear, wood_of
from benchmarks.witness import around, read_blocks
from bridge.server import EmbeddedServer
from curriculum.architecture.drawn import DrawnPlan, fill_block
from curriculum.architecture.parts import Design
from worldsim.blueprint import Blueprint
from worldsim.events import Designed, read_events
from worldsim.space import Pos

#: What is asked for, in words that rules cannot read.
BRIEFS = (
    "build a two-storey house with a porch",
    "build me a two-storey house",
    "build a cabin with a porch in front",
    "build a tower that I can climb",
    "put up a lookout with stairs to its deck",
    "build a bridge with rails on both sides",
    "build a barn for my animals",
    "build an L-shaped house",
    "dig a well and roof it",
    "build stairs to nowhere, out of stone",
    "raise a pyramid",
    "build a hut with walls of stone",
    "build a hut with a gable roof",
    "build a workshop with a table and a chest",
    "make a pen for sheep, with a gate in its fence",
    "build a garden wall",
    "build a town gate",
    "build a pavilion to sit under",
    "build a longhouse",
    "build a platform to stand on",
)
#: Of wood, when the materials are given; and how many blocks of fill come on top.
_WOOD, _FILL = "oak", 64
#: Game time runs as fast as the machine can.
_WARP = 100.0


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One brief."""

    brief: str
    seed: int
    stocked: bool
    reached: bool
    why: str
    blocks: int  #: drawn, of all materials
    rounds: int  #: drawings that the architect handed in
    actions: int
    met: int  #: of these, as dreamed
    replans: int
    ticks: int
    wall_s: float  #: of the run, without the witness
    cheats: int  #: entries of the cheat ledger
    stood: Stood | None

    @property
    def good(self) -> bool:
        return self.reached and self.stood is not None and self.stood.good


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line. `bare`, `stocked`: how many are good, of how many."""

    bare: tuple[int, int]
    stocked: tuple[int, int]
    rows: list[Row]


class FaultyReport(msgspec.Struct, frozen=True, kw_only=True):
    """The last line of --faulty."""

    told: Faulty
    stubborn_actions: int  #: in the world, when no drawing is right
    mended: Row  #: with all faults at first, and given materials


def stock(design: Design) -> dict[str, int]:
    """What a building takes, of oak, and fill for holes below it."""
    plan = DrawnPlan(design, _WOOD)
    return dict(Counter(plan.at(Pos(0, 0, 0), plan.sides[0]).materials()) + Counter({fill_block(_WOOD): _FILL}))


def build(brief: str, seed: int, stocked: bool, folder: Path, warp: float = _WARP, profile: Profile | None = None) -> Row:
    """One building, from words to what a second client says of it; `profile`: of the architect. Raises MachineryError."""
    design = design_for(brief)
    assert design is not None, brief
    given = {"inventory": stock(design)} if stocked else {}
    began = time.perf_counter()
    with PlantedModel(profile) as model:
        settings = Settings(
            goal=brief, seed=seed, warp=warp, runs=str(folder / "runs"), library=str(folder / "library"), scenario=given,
            roles={"architect": f"openai:planted@{model.url}"},
        )  # fmt: skip
        with open_world(settings, folder / "world") as opened:
            ending = Agent(world=opened.world, settings=settings).run(brief)
            wall_s = time.perf_counter() - began
            stood = _witnessed(design, ending, opened, seed, folder)
    drawings = [event for event in read_events(ending.folder / "events.jsonl") if isinstance(event, Designed)]
    summary = ending.summary
    return Row(
        brief=brief,
        seed=seed,
        stocked=stocked,
        reached=ending.reached,
        why=ending.why,
        blocks=sum(stock(design).values()) - _FILL,
        rounds=len(drawings),
        actions=summary.actions,
        met=summary.met,
        replans=summary.replans,
        ticks=summary.ticks,
        wall_s=round(wall_s, 1),
        cheats=summary.cheats,
        stood=stood,
    )


def _witnessed(design: Design, ending: Ending, opened: Opened, seed: int, folder: Path) -> Stood | None:
    blueprint = blueprint_of(ending.folder)
    if blueprint is None or opened.free is None:
        return None
    opened.free()
    low, high = _box(blueprint)
    host, _, port = opened.address.rpartition(":")
    found = read_blocks(host, int(port), low, high)
    # The same land, entered where the building stands: terrain depends on the seed alone.
    entry = {"spawn": [blueprint.origin.x, blueprint.origin.y, blueprint.origin.z]}
    with EmbeddedServer(seed=seed, world=folder / "pristine", scenario=entry) as untouched:
        untouched.free()
        pristine = read_blocks("127.0.0.1", untouched.port, low, high)
    return hear(design, wood_of(blueprint), blueprint, found, pristine)


def _box(blueprint: Blueprint) -> tuple[Pos, Pos]:
    """The box around the cells, and around the outline."""
    low, high = around(blueprint)
    top = blueprint.origin.offset(*(getattr(blueprint.size, axis) for axis in "xyz"))
    return low, Pos(max(high.x, top.x), max(high.y, top.y), max(high.z, top.z))


def line(row: Row) -> str:
    """A row for people."""
    stood = row.stood
    said = "no witness"
    if stood is not None:
        said = f"F1 {stood.f1:.3f}, placed {stood.placed:.0%}, closed {stood.closed}, turned {len(stood.turned)}, left {stood.left[:3]}"
        said += "" if stood.as_drawn else ", NOT AS DRAWN"
        said += f", wrong {stood.wrong[:2]}" if stood.wrong else ""
    how = "stocked" if row.stocked else "bare hands"
    run = f"{row.blocks} blocks, {row.actions} actions ({row.met} met), {row.replans} replans, {row.ticks} ticks, {row.wall_s:.0f} s"
    return f"{'good' if row.good else 'NOT GOOD'}: {row.brief} ({how}, seed {row.seed}); {run}; {said}" + ("" if row.reached else f"; {row.why}")


def report(rows: list[Row]) -> Report:
    """All of it."""
    bare, given = ([row for row in rows if row.stocked is stocked] for stocked in (False, True))
    return Report(bare=(sum(row.good for row in bare), len(bare)), stocked=(sum(row.good for row in given), len(given)), rows=rows)


def _faulty(briefs: list[str], seed: int) -> int:
    told = faults.try_faults(briefs)
    print(faults.line(told), flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        actions = faults.never_built(briefs[0], seed, Path(temporary) / "never")
        print(f"{briefs[0]}: with an architect who never learns {actions} actions in the world", flush=True)
        mended = build(briefs[0], seed, True, Path(temporary) / "mended", profile=faults.profile(faults.faults_in(briefs[0])))
        print(f"with one who learns, after {mended.rounds} drawings: {line(mended)}", flush=True)
    print(msgspec.json.encode(FaultyReport(told=told, stubborn_actions=actions, mended=mended)).decode())
    return 0 if told.exact == told.mended == told.cases and told.stubborn_refused == told.stubborn and not actions and mended.good else 1


def _span(text: str) -> list[int]:
    low, _, high = text.partition("-")
    return list(range(int(low), int(high or low) + 1))


def main(argv: list[str] | None = None) -> int:
    """Run it; 0 when every building is good, or every fault was caught."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.briefs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--briefs", type=_span, default=_span(f"1-{len(BRIEFS)}"), metavar="A-B", help=f"which of 1-{len(BRIEFS)}")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the world of brief 1; each next one has the next (default 1)")
    parser.add_argument("--stocked", action="store_true", help="the materials are given")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="JSON lines, a row each: what is in it is not done again, what is done is added")
    parser.add_argument("--warp", type=float, default=_WARP)
    parser.add_argument("--keep", metavar="DIR", help="keep runs and worlds here (default: a temporary folder)")
    parser.add_argument("--faulty", action="store_true", help="the faulty architect: what is told of every fault of every brief")
    asked = parser.parse_args(argv)
    if asked.faulty:
        return _faulty([BRIEFS[number - 1] for number in asked.briefs], asked.seed)
    rows = [msgspec.json.decode(text, type=Row) for text in asked.resume.read_bytes().splitlines()] if asked.resume and asked.resume.exists() else []
    with tempfile.TemporaryDirectory() as temporary:
        for number in asked.briefs:
            brief, seed = BRIEFS[number - 1], asked.seed + number - 1
            if any((row.brief, row.seed, row.stocked) == (brief, seed, asked.stocked) for row in rows):
                continue
            # A library of its own for each: every building is made from bare hands and bare memory.
            folder = Path(asked.keep or temporary) / f"{number}-{seed}{'-stocked' if asked.stocked else ''}"
            row = build(brief, seed, asked.stocked, folder, asked.warp)
            rows.append(row)
            print(f"{number}. {line(row)}", flush=True)
            if asked.resume:
                with asked.resume.open("ab") as file:
                    file.write(msgspec.json.encode(row) + b"\n")
    whole = report(rows)
    print(msgspec.json.encode(whole).decode())
    return 0 if all(row.good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
