"""`python -m worldsim.seeing.scoring SET`: how much of what came in sight was foreseen, on recorded transitions; the last line is one JSON object.

Each step is predicted by the rules alone; then what comes in sight of the predicted state is held against what really became known.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter

import msgspec

from worldsim.errors import UsageError
from worldsim.facts import Facts, facts
from worldsim.flags import Parser, at_least, command, say, warn
from worldsim.measuring.quantities import Sight, sight
from worldsim.models import Rules
from worldsim.prediction import Prediction
from worldsim.seeing.foresight import foresee
from worldsim.transitions import Transition, read_transitions

#: Seconds between two notes of progress.
_PATIENCE = 5.0


class Foreseen(msgspec.Struct, frozen=True, kw_only=True):
    """What is printed. F1 as in `worldsim.fidelity`: mean over the steps on which a block came in sight, or was said to."""

    source: str
    n: int  #: transitions
    rules: Sight  #: what the laws reveal by themselves
    foreseen: Sight  #: with the line of sight, over known and guessed cells


def measure(source: Path, every: int) -> Foreseen:
    """Score each `every`-th transition of a set or a run. Raises UsageError."""
    known = facts()
    steps = list(islice(read_transitions(source), 0, None, every))
    if not steps:
        raise UsageError(f"{source}: expected transitions to score, found none")
    rules = Rules(known)
    said = [rules.predict(step.before, [step.action])[0] for step in steps]
    foreseen, began = [], perf_counter()
    for step, prediction in zip(steps, said, strict=True):
        foreseen.append(_with_sight(step, prediction, known))
        if perf_counter() - began > _PATIENCE:
            began = perf_counter()
            warn(f"{len(foreseen)} of {len(steps)} transitions")
    return Foreseen(source=str(source), n=len(steps), rules=sight(steps, said, known), foreseen=sight(steps, foreseen, known))


def _with_sight(step: Transition, prediction: Prediction, known: Facts) -> Prediction:
    mode = prediction.mode
    seen = foresee(step.before, step.action, prediction, known, air=False).revealed
    branches = tuple(msgspec.structs.replace(each, reveals=seen) if each is mode else each for each in prediction.branches)
    return msgspec.structs.replace(prediction, branches=branches)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = Parser(prog="python -m worldsim.seeing.scoring", description=__doc__)
    parser.add_argument("set", type=Path, metavar="SET", help="a run, or a set of python -m worldsim.record")
    parser.add_argument("--every", type=at_least(1), default=10, metavar="N", help="score every N-th transition (default 10; about 0.1 s each)")
    asked = parser.parse_args(argv)
    say([msgspec.json.encode(measure(asked.set, asked.every)).decode()])
    return 0


if __name__ == "__main__":
    sys.exit(main())
