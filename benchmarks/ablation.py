"""`python -m benchmarks.ablation`: does it pay to imagine before acting? Whole runs that differ only in who imagines.

A cell is one run, from bare hands to its end, on an embedded server of its own: goal x seed x error rate x --imagine. A planted model, asked over
real HTTP, plays all roles (writes skills, splits wishes, draws, explains, predicts), and makes every kind of mistake at the given rate. Library,
cache and dice are the cell's own; the seed fixes world and mistakes, so the modes are compared on the same seeds, against `off`.

- off: nothing is dreamed. The gate lets through the first program that type-checks; no rest is dreamed again after a surprise, and no program is
  stopped because its dream was refuted. All else is the same in all modes: code checks plans and drawings, the judge decides, the writer is asked.
- rules: dreams by laws. llm: each step of a dream is asked of the model. hybrid: laws and statistics, the model where they are silent (--laws).
  oracle: dreams are done in a copy of the live world, which takes seconds: so it gets --oracle-seeds only.
- With shipped skills a goal that rules can read asks no model, so its mistakes have no way in: --skills=-has leaves things to be had to the writer.

wasted  real actions that failed, or after whose program the task was not judged done. A walk that did not find what it looked for did not fail.
ticks   game time (1/20 s) of the real actions, of runs that reached the goal. Figures of several runs are medians, but for counts and shares.
p       two-sided exact sign test of paired differences, ties left out (of reached: McNemar's exact test). With n pairs it is not below 2 / 2^n: with
        5 seeds never below 0.06. Many are printed, and none is corrected for that.

Finished cells go to --output, line by line. What is there is not run again, as long as the code is the same (a checksum of all source files); cells
of other code are said, and left out; --any-code takes them. Ctrl-C closes what runs and prints the table of what is done. Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import msgspec

from agent.settings import IMAGINERS, Settings
from benchmarks.ledger import Ledger
from benchmarks.paired import BASE, Against, Group, against, groups
from benchmarks.pool import Pool
from benchmarks.tables import show
from benchmarks.trial import LAWFUL, Cell, Row
from benchmarks.version import code
from worldsim.errors import LucidcraftError, UsageError

GOALS = ("build a house", "make a small farm with a fence", "obtain 1 stone pickaxe")
EXAMPLES = """\
examples:
  python -m benchmarks.ablation                                              all of it: 3 goals, 5 seeds, 3 rates, 5 modes; hours
  python -m benchmarks.ablation --goals "obtain 1 stone pickaxe" --skills=-has --imagine off,rules --seeds 1-8
  python -m benchmarks.ablation --goals "obtain 1 stone pickaxe" --laws=-crafting --imagine off,rules,hybrid --rates 0,0.3
  python -m benchmarks.ablation --table                                      the table of what is done, nothing is run
"""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line."""

    cells: int
    missing: int  #: cells that were asked for and are not done
    broken: int  #: runs in which our machinery broke: not counted, run again at the next start
    code: list[str]  #: of the cells that count
    commits: list[str]
    laws: str
    skills: str
    world_rules: str
    warp: float
    max_calls: int
    groups: list[Group]
    against: list[Against]


def cells(asked: argparse.Namespace) -> list[Cell]:
    """What is asked for; seed by seed, so that what is done is paired. Raises UsageError."""
    made = []
    sha = _sha(asked.world_rules)
    for seed in asked.seeds:
        for goal in asked.goals:
            for rate in asked.rates:
                for imagine in asked.imagine:
                    if imagine == "oracle" and seed not in asked.seeds[: asked.oracle_seeds]:
                        continue
                    laws = asked.laws if imagine in LAWFUL else "all"
                    made.append(
                        Cell(
                            goal=goal,
                            seed=seed,
                            rate=rate,
                            imagine=imagine,
                            laws=laws,
                            skills=asked.skills,
                            world_rules=sha,
                            warp=asked.warp,
                            max_calls=asked.max_calls,
                        )
                    )
    return made


def report(wanted: Sequence[Cell], ledger: Ledger, asked: argparse.Namespace) -> Report:
    """The figures of what is done of the cells that are asked for."""
    done = ledger.done(None if asked.any_code else code())
    rows = [done[cell] for cell in wanted if cell in done]
    broken = {row.cell for row in ledger.rows if row.broken and row.code == code()} - set(done)
    return Report(
        cells=len(rows),
        missing=len(wanted) - len(rows),
        broken=len(broken & set(wanted)),
        code=sorted({row.code for row in rows}),
        commits=sorted({row.commit for row in rows}),
        laws=asked.laws,
        skills=asked.skills,
        world_rules=_sha(asked.world_rules),
        warp=asked.warp,
        max_calls=asked.max_calls,
        groups=groups(rows),
        against=against(rows),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is not done yet, and report; 0 when all cells are done, 1 when some broke, 130 after Ctrl-C."""
    asked = _parser().parse_args(argv)
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        wanted = cells(asked)
        _check(asked)
        with Ledger(asked.output, look=asked.table) as ledger:
            return _run(wanted, ledger, asked)
    except LucidcraftError as error:
        print(f"lucidcraft: {error}", file=sys.stderr)
        return error.exit_code


def _run(wanted: Sequence[Cell], ledger: Ledger, asked: argparse.Namespace) -> int:
    current, stopped = code(), False
    for other, count in ledger.others(current).items():
        left = "taken as they are, by --any-code" if asked.any_code else "left out, and run again; --any-code takes them as they are"
        print(f"{asked.output}: {count} cells are of code {other}, this is {current}: {left}", file=sys.stderr)
    done = ledger.done(None if asked.any_code else current)
    todo = [] if asked.table else [cell for cell in wanted if cell not in done]
    try:
        for row in _played(todo, asked):
            ledger.append(row)
            if row.code != current:
                raise UsageError(f"the code changed from {current} to {row.code} while it ran: expected one code for all cells; start again")
    except KeyboardInterrupt:
        stopped = True
        print(f"lucidcraft: stopped; what is done is in {asked.output}, the same command goes on from there", file=sys.stderr)
    found = report(wanted, ledger, asked)
    show(found.groups, found.against, _title(asked))
    print(msgspec.json.encode(found).decode())
    return 130 if stopped else 1 if found.broken else 0


def _played(todo: Sequence[Cell], asked: argparse.Namespace) -> Iterator[Row]:
    if not todo:
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary, Pool(min(asked.jobs or os.cpu_count() or 1, len(todo))) as pool:
        folder = Path(asked.keep or temporary)
        for row in pool.play(todo, asked.world_rules, folder):
            if not asked.keep:
                shutil.rmtree(folder / row.cell.name, ignore_errors=True)
            yield row


def _check(asked: argparse.Namespace) -> None:
    """All that can be wrong is said before the first run. Raises UsageError."""
    for imagine in asked.imagine:
        laws = asked.laws if imagine in LAWFUL else "all"
        Settings(imagine=imagine, laws=laws, skills=asked.skills, warp=asked.warp, model="openai:planted", world_rules=_path(asked.world_rules))
    for goal in asked.goals:
        if not goal.strip():
            raise UsageError("--goals: expected goals in words, found an empty one; for example 'build a house'")


def _sha(rules: Path | None) -> str:
    if rules is None:
        return ""
    from bridge.altering.rules import read_overlay

    return read_overlay(str(rules)).sha


def _path(rules: Path | None) -> str | None:
    return None if rules is None else str(rules)


def _interrupted(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _title(asked: argparse.Namespace) -> str:
    told = [f"skills {asked.skills}", f"laws {asked.laws}", *([f"world rules {asked.world_rules.name}"] if asked.world_rules else [])]
    return ", ".join(told)


def _numbers(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        low, _, high = part.partition("-")
        found += range(int(low), int(high or low) + 1)
    return list(dict.fromkeys(found))


def _rates(text: str) -> list[float]:
    rates = [float(part) for part in text.split(",")]
    if not all(0 <= rate <= 1 for rate in rates):
        raise argparse.ArgumentTypeError(f"expected rates within 0-1, found {text!r}; for example 0,0.1,0.3")
    return rates


def _modes(text: str) -> list[str]:
    modes = text.split(",")
    if wrong := [mode for mode in modes if mode not in IMAGINERS]:
        raise argparse.ArgumentTypeError(f"expected some of {','.join(IMAGINERS)}, found {wrong[0]!r}; all are compared with {BASE}")
    return modes


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.ablation", description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--goals", nargs="+", default=list(GOALS), metavar="TEXT", help=f"in words (default: {', '.join(GOALS)})")
    parser.add_argument("--seeds", type=_numbers, default=_numbers("1-5"), metavar="A-B", help="also A,B,C (default 1-5)")
    parser.add_argument("--rates", type=_rates, default=_rates("0,0.1,0.3"), metavar="R,...", help="of the model's mistakes (default 0,0.1,0.3)")
    parser.add_argument("--imagine", type=_modes, default=list(IMAGINERS), metavar="WHO,...", help=f"modes (default {','.join(IMAGINERS)})")
    parser.add_argument("--oracle-seeds", type=int, default=2, metavar="N", help="the oracle gets the first N seeds only (default 2)")
    parser.add_argument("--laws", default="all", metavar="WHICH", help="laws that rules and hybrid know (agent.run --laws); others have none")
    parser.add_argument(
        "--skills", default="all", metavar="WHICH", help="skills that are known (agent.run --skills); -has: things are had by what is written"
    )
    parser.add_argument("--world-rules", type=Path, metavar="FILE", help="an altered world (python -m bridge.alter); laws and model know vanilla")
    parser.add_argument(
        "--max-calls", type=int, default=2000, metavar="N", help="calls to the model, each run; then it ends unreached (default 2000)"
    )
    parser.add_argument("--warp", type=float, default=100.0, metavar="X", help="game time at most X times faster (default 100)")
    parser.add_argument("--jobs", type=int, default=None, metavar="N", help="runs at the same time (default: as many as there are cores)")
    parser.add_argument("-o", "--output", type=Path, default=Path("runs/ablation.jsonl"), metavar="FILE", help="(default runs/ablation.jsonl)")
    parser.add_argument("--keep", metavar="DIR", help="keep all runs' folders here (default: figures only)")
    parser.add_argument("--table", action="store_true", help="run nothing: print what is done")
    parser.add_argument("--any-code", action="store_true", help="take cells of other code as well")
    return parser


if __name__ == "__main__":
    sys.exit(main())
