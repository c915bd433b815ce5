"""`python -m benchmarks.plancraft --split val`: make the items of Plancraft's public examples, or say that it cannot be done.

The plan is worldsim.planning's, out of this project's own facts of 1.16.5; it is carried out move by move in the environment of the PyPI package
`plancraft` (MIT), which alone says whether the item was made: within 30 moves, or "impossible" where its author knows that it is.
Optimal: as many crafts and smelts as `optimal_path` of the example has, which the package's own search found (the number of moves is not compared).

The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping
from statistics import median
from typing import TYPE_CHECKING

import msgspec

from benchmarks.plancraft_moves import Stack, carry_out
from worldsim.errors import LucidcraftError, UsageError
from worldsim.facts import Facts, facts
from worldsim.planning.crafting import Planned, plan

if TYPE_CHECKING:
    from plancraft.config import PlancraftExample

SPLITS = ("train", "val")
#: What the package's recipes are of.
VERSION = "1.16.5"
#: Without --no-deps it brings half a gigabyte that its environment does not need.
INSTALL = "python -m pip install pillow pydantic-settings loguru networkx && python -m pip install --no-deps plancraft==0.4.9"


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """One example."""

    id: str
    possible: bool  #: as its author says
    solved: bool  #: as the environment says; of an impossible one: it was named so
    said_impossible: bool
    shortest: bool  #: the plan is as long as the author's
    moves: int
    ms: float  #: planning alone
    trouble: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line."""

    splits: tuple[str, ...]
    examples: int
    solvable: int
    solved: int  #: of the solvable ones
    optimal: int  #: of the solved ones
    impossible: int
    impossible_precision: float | None
    impossible_recall: float | None
    steps_mean: float  #: moves in the environment, of the solved ones
    steps_max: int
    ms_median: float
    ms_max: float

    @property
    def perfect(self) -> bool:
        return self.solved == self.optimal == self.solvable and self.impossible_precision == self.impossible_recall == 1.0


class _NoPicture:
    """Instead of the package's drawing of the inventory."""

    frame = None

    def __init__(self, *args: object, **options: object) -> None: ...

    def __getattr__(self, name: str) -> object:
        return lambda *args, **options: None


def examples_of(split: str) -> list[PlancraftExample]:
    """The examples of one split. Raises UsageError if the package is not installed."""
    try:
        from plancraft.environment import env
        from plancraft.simple import get_plancraft_examples
    except ImportError as error:
        raise UsageError(f"expected the package plancraft, found {error}; install it with: {INSTALL}") from None
    env.CraftingTableGUI = _NoPicture
    found: list[PlancraftExample] = get_plancraft_examples(split)
    return found


def try_one(example: PlancraftExample, known: Facts) -> Tried:
    """Plan, and do it in the package's environment."""
    from plancraft.simple import PlancraftGymWrapper

    env = PlancraftGymWrapper(example, use_text_inventory=False)
    carried = {item: count for item, count in example.inventory.items() if item in known.items}  # some carry "air"
    began = time.perf_counter()
    planned = plan({example.target: 1}, carried, known)
    ms = (time.perf_counter() - began) * 1000
    moves, made, trouble = 0, False, ""

    def act(move: str) -> Mapping[int, Stack]:
        nonlocal moves, made
        seen, reward, *_ = env.step(move)
        moves, made = moves + 1, made or reward > 0
        return _slots(seen.get("inventory", {}))

    if planned.status == "found":
        try:
            carry_out(planned.steps, _slots(env.environment.state), act, known)
        except LookupError as error:
            trouble = str(error)
    elif planned.status == "impossible":
        act(f"impossible: {planned.why}")
    return Tried(
        id=example.id,
        possible=not example.impossible,
        solved=made,
        said_impossible=planned.status == "impossible",
        shortest=planned.status == "found" and len(planned.steps) == example.optimal_path_length,
        moves=moves,
        ms=ms,
        trouble=trouble or _trouble(planned, made, example),
    )


def report_of(splits: tuple[str, ...], tried: list[Tried]) -> Report:
    """The figures of all of them."""
    solvable = [each for each in tried if each.possible]
    solved = [each for each in solvable if each.solved]
    said = [each for each in tried if each.said_impossible]
    right = sum(not each.possible for each in said)
    impossible = len(tried) - len(solvable)
    return Report(
        splits=splits,
        examples=len(tried),
        solvable=len(solvable),
        solved=len(solved),
        optimal=sum(each.shortest for each in solved),
        impossible=impossible,
        impossible_precision=right / len(said) if said else None,
        impossible_recall=right / impossible if impossible else None,
        steps_mean=round(sum(each.moves for each in solved) / max(1, len(solved)), 2),
        steps_max=max((each.moves for each in solved), default=0),
        ms_median=round(median(each.ms for each in tried), 3),
        ms_max=round(max(each.ms for each in tried), 1),
    )


def main() -> int:
    """Run it; 0 when all is solved at optimal length, and all that is impossible, and nothing else, is named so."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.plancraft", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=(*SPLITS, "both"), default="both")
    asked = parser.parse_args()
    splits = SPLITS if asked.split == "both" else (asked.split,)
    try:
        every = [example for split in splits for example in examples_of(split)]
    except LucidcraftError as error:
        print(f"lucidcraft: {error}", file=sys.stderr)
        return error.exit_code
    known = facts(VERSION)
    tried: list[Tried] = []
    for example in every:
        tried.append(try_one(example, known))
        if tried[-1].trouble:
            print(f"{example.id}: {tried[-1].trouble}", flush=True)
        if sys.stderr.isatty() or len(tried) % 500 == 0:
            print(f"\r{len(tried)} of {len(every)} ", end="" if sys.stderr.isatty() else "\n", file=sys.stderr, flush=True)
    report = report_of(splits, tried)
    print(msgspec.json.encode(report).decode())
    return 0 if report.perfect else 1


def _slots(state: Mapping[int, Mapping[str, object]]) -> dict[int, Stack]:
    return {slot: msgspec.convert(stack, Stack) for slot, stack in state.items()}


def _trouble(planned: Planned, made: bool, example: PlancraftExample) -> str:
    if planned.status != "found":
        return "" if made else f"{example.target}: {planned.status}, {planned.why}"
    if len(planned.steps) != example.optimal_path_length:
        return f"{example.target}: a plan of {len(planned.steps)} steps, its author's has {example.optimal_path_length}"
    return "" if made else f"{example.target}: not made"


if __name__ == "__main__":
    sys.exit(main())
