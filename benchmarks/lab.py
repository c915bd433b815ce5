"""`python -m benchmarks.lab --task stone_pickaxe`: how many real steps does a learner need, with and without training in dreams?

The task: from empty hands to the item, in a yard with trees and rock near (benchmarks/yards.py), another one in each episode, at most 60 steps each.
The learner (benchmarks/learner.py), its reward and its actions are the same in every arm. The real environment is lucidcraft/Server-v0.

- none: real steps only. rules, authored, both: first dreams in lucidcraft/Imagined-v0, dreamed by the hand-written laws, by laws that a model
  wrote from recorded real steps (a planted author, whose first drafts have bugs), or by both in turn; then real steps as well. Dreams are in yards
  of their own, and randomised: drops are lost more often than the model says.
- Good enough: of the last 20 real episodes 18 reached the goal. The real steps until then are counted, those of the window included: so the best
  that can be is 20 perfect episodes. How many there were before that window is told as well ("before that"). A training that is not good enough
  within --cap steps counts as --cap: a lower bound, and said to be one.
- Unseen worlds: no figure is of a yard that was dreamed or trained in. Right after its dreams, before any real step, each policy is also tried in
  unseen yards of the usual kind, and of an altered world: other woods, everything farther away, rock of which one block in four leaves nothing.
  The transfer ratio is success there by success in usual yards.

Intervals are 95 %: bootstrap over trainings (ratio of steps), over tries (transfer), Wilson (shares). Results are kept line by line in --output: what
is there is not done again. The last line is one JSON object. About half an hour on 2 free cores; --quick: a look, in a few minutes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from pathlib import Path

import msgspec
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.authored import LawSteps, laws_of
from benchmarks.training import ENOUGH, WINDOW, Settings, Training, train
from worldsim.errors import LucidcraftError, UsageError
from worldsim.facts import facts
from worldsim.metrics import Interval, wilson

ARMS = ("none", "rules", "authored", "both")
#: How often trainings and tries are drawn anew for an interval.
_DRAWS = 4000


class Share(msgspec.Struct, frozen=True):
    """Of `n` tries."""

    n: int
    share: float
    interval: Interval


class Arm(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the trainings of one arm."""

    trainings: int
    reached: int  #: trainings that were good enough within the cap
    steps: list[int]  #: real steps until then, or the cap
    before: list[int]  #: of these, steps before the window that shows it; the cap where there is none
    dream_steps: list[int]
    fewer: float | None  #: times fewer real steps than without dreams, of the means
    fewer_interval: Interval | None
    lower_bound: bool  #: not all trainings without dreams were good enough within the cap: `fewer` is at least that
    unseen: Share | None  #: after the dreams, before any real step
    altered: Share | None  #: the same policy in the altered world
    transfer: float | None
    transfer_interval: Interval | None
    tested: Share  #: after all training, in unseen worlds


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line."""

    task: str
    settings: Settings
    arms: dict[str, Arm]
    law_steps: int  #: recorded real steps from which laws were written, once for all tasks; not in `steps`


def report(task: str, settings: Settings, rows: Sequence[Training], law_steps: int) -> Report:
    """All figures. `fewer` needs trainings without dreams."""
    without = [row for row in rows if row.arm == "none"]
    arms = {name: _arm([row for row in rows if row.arm == name], without) for name in ARMS if any(row.arm == name for row in rows)}
    return Report(task=task, settings=settings, arms=arms, law_steps=law_steps)


def _arm(rows: Sequence[Training], without: Sequence[Training]) -> Arm:
    steps, others = [_needed(row) for row in rows], [_needed(row) for row in without]
    dice = np.random.default_rng(0)
    compared = bool(others) and rows[0].arm != "none"
    unseen, altered = _pooled(row.unseen for row in rows), _pooled(row.altered for row in rows)
    transfer = np.mean(altered) / np.mean(unseen) if any(unseen) else None
    return Arm(
        trainings=len(rows),
        reached=sum(row.until is not None for row in rows),
        steps=steps,
        before=[_before(row) for row in rows],
        dream_steps=[sum(each.steps for each in row.dreamed) for row in rows],
        fewer=round(float(np.mean(others) / np.mean(steps)), 2) if compared else None,
        fewer_interval=_ratio(others, steps, dice) if compared else None,
        lower_bound=compared and any(row.until is None for row in without),
        unseen=_share(unseen),
        altered=_share(altered),
        transfer=None if transfer is None else round(float(transfer), 3),
        transfer_interval=None if transfer is None else _ratio(altered, unseen, dice),
        tested=_share(_pooled(row.tested for row in rows)) or Share(0, 0.0, Interval(0.0, 1.0)),
    )


def _needed(row: Training) -> int:
    return row.settings.cap if row.until is None else row.until


def _before(row: Training) -> int:
    return row.settings.cap if row.until is None else row.until - sum(each.steps for each in row.real[-WINDOW:])


def _pooled(tries: object) -> list[int]:
    return [int(each.success) for group in tries for each in group]  # type: ignore[attr-defined]


def _share(tries: Sequence[int]) -> Share | None:
    if not tries:
        return None
    low, high = wilson(sum(tries), len(tries))
    return Share(len(tries), round(sum(tries) / len(tries), 3), Interval(round(low, 3), round(high, 3)))


def _ratio(above: Sequence[int], below: Sequence[int], dice: np.random.Generator) -> Interval:
    """Of two means, by drawing both anew."""
    tops = dice.choice(np.array(above, dtype=float), (_DRAWS, len(above))).mean(axis=1)
    bottoms = dice.choice(np.array(below, dtype=float), (_DRAWS, len(below))).mean(axis=1)
    low, high = np.quantile(tops / np.maximum(bottoms, 1e-9), (0.025, 0.975))
    return Interval(round(float(low), 3), round(float(high), 3))


def show(found: Report) -> Table:
    """For people."""
    table = Table(title=f"{found.task}: real steps until {ENOUGH} of {WINDOW} episodes reach the goal", title_justify="left")
    for name in (
        "dreams",
        "trainings",
        "good enough",
        "real steps",
        "before that",
        "times fewer",
        "95 %",
        "unseen",
        "altered",
        "transfer",
        "95 %",
        "afterwards",
    ):
        table.add_column(name, justify="left" if name == "dreams" else "right")
    for name, arm in found.arms.items():
        fewer = "-" if arm.fewer is None else f"{'>= ' if arm.lower_bound else ''}{arm.fewer}"
        transfer = "-" if arm.transfer is None else f"{arm.transfer}"
        steps, before = (", ".join(map(str, each)) for each in (arm.steps, arm.before))
        figures = (steps, before, fewer, _told(arm.fewer_interval), _of(arm.unseen), _of(arm.altered), transfer, _told(arm.transfer_interval))
        table.add_row(name, str(arm.trainings), str(arm.reached), *figures, _of(arm.tested))
    return table


def _told(interval: Interval | None) -> str:
    return "-" if interval is None else f"{interval.low:.2f}-{interval.high:.2f}"


def _of(share: Share | None) -> str:
    return "-" if share is None else f"{share.share:.2f} of {share.n}"


def main(argv: Sequence[str] | None = None) -> int:
    """Train what is not yet in the file, and report; 130 after Ctrl-C."""
    asked = _parser().parse_args(argv)
    try:
        return _run(asked)
    except LucidcraftError as error:
        print(f"lucidcraft: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(f"lucidcraft: interrupted; what is done is in {asked.output}", file=sys.stderr)
        return 130


def _run(asked: argparse.Namespace) -> int:
    if asked.task not in facts().items:
        raise UsageError(f"--task: expected an item of Minecraft, found {asked.task!r}; for example stone_pickaxe")
    wrong = next((arm for arm in asked.arms.split(",") if arm not in ARMS), None)
    if wrong is not None:
        raise UsageError(f"--arms: expected some of {','.join(ARMS)}, found {wrong!r}")
    quick = Settings(goal=f"has:{asked.task}", dreams=120, cap=600, tests=4, real=asked.real)
    settings = quick if asked.quick else Settings(goal=quick.goal, dreams=asked.dreams, cap=asked.cap, tests=asked.tests, real=asked.real)
    trainings = 1 if asked.quick else asked.trainings
    asked.output.parent.mkdir(parents=True, exist_ok=True)
    rows = [row for row in _kept(asked.output) if row.settings == settings]
    done = {(row.arm, row.number) for row in rows}
    jobs = [(arm, number) for number in range(asked.seed, asked.seed + trainings) for arm in asked.arms.split(",") if (arm, number) not in done]
    written = LawSteps(None, 0)
    if any(arm in ("authored", "both") for arm in asked.arms.split(",")):
        written = laws_of(asked.output.with_suffix(".laws"), asked.set)
    # Each worker has a bot of its own, and a process has one bot.
    pool = ProcessPoolExecutor(min(asked.workers, max(1, len(jobs))), mp_context=multiprocessing.get_context("spawn"))
    try:
        rows += _trained(pool, jobs, settings, written.store, asked.output)
    except BaseException:
        for worker in multiprocessing.active_children():
            worker.terminate()  # it may be in the middle of an hour
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    wanted = [row for row in rows if row.arm in asked.arms.split(",") and asked.seed <= row.number < asked.seed + trainings]
    found = report(asked.task, settings, wanted, written.steps)
    Console(width=180).print(show(found))
    print(msgspec.json.encode(found).decode())
    return 0


def _trained(pool: Executor, jobs: Sequence[tuple[str, int]], settings: Settings, laws: Path | None, file: Path) -> list[Training]:
    made = []
    waiting = [pool.submit(train, arm, number, settings, laws) for arm, number in jobs]
    for future in as_completed(waiting):
        row = future.result()
        with file.open("ab") as out:
            out.write(msgspec.json.encode(row) + b"\n")
        made.append(row)
        print(f"{len(made)} of {len(jobs)} trainings: {row.arm} {row.number}, {_needed(row)} steps, {row.seconds:.0f} s", file=sys.stderr, flush=True)
    return made


def _kept(file: Path) -> list[Training]:
    """What is in the file already; a line that was cut off is taken out of it."""
    if not file.exists():
        return []
    *lines, cut = file.read_bytes().split(b"\n")
    if cut:
        file.write_bytes(b"".join(line + b"\n" for line in lines))
    try:
        return [msgspec.json.decode(line, type=Training) for line in lines]
    except msgspec.DecodeError as error:
        raise UsageError(f"{file}: expected trainings of this benchmark, found {error}; name another file with -o") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lab", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--task", default="stone_pickaxe", metavar="ITEM", help="what is to be had (default stone_pickaxe)")
    parser.add_argument("--arms", default="none,rules,authored", metavar="ARM,...", help=f"of {', '.join(ARMS)} (default none,rules,authored)")
    parser.add_argument("--trainings", type=int, default=3, metavar="N", help="independent ones of each arm (default 3)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the first training; the others follow (default 1)")
    parser.add_argument("--dreams", type=int, default=300, metavar="N", help="episodes in dreams (default 300)")
    parser.add_argument("--cap", type=int, default=6000, metavar="N", help="real steps after which a training is given up (default 6000)")
    parser.add_argument("--tests", type=int, default=10, metavar="N", help="tries of a policy in unseen worlds, of each kind (default 10)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="trainings at the same time (default 2)")
    parser.add_argument("--real", default="server", choices=("server", "rules"), help="rules: a dream stands for the server, to try the lab itself")
    parser.add_argument("--set", type=Path, metavar="SET", help="recorded steps that laws are written from (default: some are recorded first)")
    parser.add_argument("--quick", action="store_true", help="one training of each arm, 600 real steps at most")
    parser.add_argument("-o", "--output", type=Path, default=Path("runs/lab.jsonl"), metavar="FILE", help="results (default runs/lab.jsonl)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
