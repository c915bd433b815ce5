"""`python -m worldsim.failures --n 1000 --seed 1 -o FILE.jsonl`: labelled failures in bulk: scene, actions, what goes wrong at the last one, and why.

Each is made so that it must go wrong, and the laws are asked whether they agree; what they do not agree with is left out, and counted.
With --check N, so many of each kind are acted out in the real world as well: the label is then the server's word, not only ours.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import msgspec

from worldsim.apply import apply
from worldsim.change import Outcome
from worldsim.errors import UsageError
from worldsim.facts import Facts, facts
from worldsim.failing.doing import DOING
from worldsim.failing.draft import Kind
from worldsim.failing.living import LIVING
from worldsim.failing.scene import Fails, Scenario, server_scenario
from worldsim.files import whole
from worldsim.flags import Parser, at_least, command, patience, say, warn
from worldsim.laws import predict
from worldsim.plugins import load
from worldsim.prediction import Prediction

KINDS: dict[str, Kind] = {**DOING, **LIVING}
#: Opens a real world, set up by a scenario.
WORLD = "agent.labs:opened"
#: Drafts in a row of one kind that the laws do not agree with: then the kind is broken.
_TRIES = 50


class Tally(msgspec.Struct):
    """What was made, by kind, and how often the laws did not agree with a draft."""

    made: Counter[str] = msgspec.field(default_factory=Counter)
    disputed: Counter[str] = msgspec.field(default_factory=Counter)


def failures(n: int, seed: int, kinds: Sequence[str] = (), tally: Tally | None = None) -> Iterator[Scenario]:
    """`n` scenarios, the kinds (default: all) in turn. The same seed gives the same scenarios. Raises UsageError for an unknown kind."""
    if n < 0:
        raise UsageError(f"--n: expected 0 or more, found {n}")
    wrong = next((kind for kind in kinds if kind not in KINDS), None)
    if wrong is not None:
        raise UsageError(f"--kind: expected some of {', '.join(KINDS)}, found {wrong!r}")
    return _drawn(n, seed, tuple(kinds) or tuple(KINDS), Tally() if tally is None else tally)


def _drawn(n: int, seed: int, kinds: tuple[str, ...], tally: Tally) -> Iterator[Scenario]:
    known = facts()
    for number in range(n):
        kind = kinds[number % len(kinds)]
        # Numbers, not a running generator: scenario 17 is the same however many are drawn before it, of whatever kinds.
        dice = Random((seed << 40) ^ (number << 8) ^ list(KINDS).index(kind))
        for _ in range(_TRIES):
            draft = KINDS[kind].make(dice, known)
            scenario = Scenario(
                kind=kind, seed=seed, number=number, scene=draft.scene, actions=draft.actions, label=draft.label, why=draft.why, real=KINDS[kind].real
            )
            if agreed(scenario, known):
                tally.made[kind] += 1
                yield scenario
                break
            tally.disputed[kind] += 1
        else:
            raise UsageError(f"{kind}: expected the laws to agree with one draft of {_TRIES}, found none; the maker or a law is wrong")


def agreed(scenario: Scenario, known: Facts) -> bool:
    """Whether the laws say of the last action what the label says, and that those before it succeed."""
    state = scenario.state
    *before, last = scenario.actions
    for action in before:
        prediction = predict(state, action, known)
        if prediction.mode.status != "done":
            return False
        state = apply(state, action, prediction.mode, round(prediction.ticks.p50), known)
    prediction = predict(state, last, known)
    if isinstance(scenario.label, Fails):
        return prediction.mode.status == "failed" and prediction.mode.reason == scenario.label.reason
    return harms(prediction)


def harms(prediction: Prediction) -> bool:
    """Whether it costs health in the likeliest course, or a risk to do so is likelier than not."""
    mode = prediction.mode
    return mode.change.health + mode.env.health < 0 or any(risk.cost > 0 and risk.p >= 0.5 for risk in prediction.risks)


def acted_out(scenario: Scenario, outcome: Outcome) -> bool:
    """Whether what really happened at the last action is what the label says."""
    if isinstance(scenario.label, Fails):
        return outcome.status == "failed" and outcome.reason == scenario.label.reason
    return outcome.change.health + outcome.env.health < 0


def check(scenarios: Sequence[Scenario], world: str = WORLD) -> list[Outcome]:
    """Act each out in a real world of its own; the outcomes of the last actions. Raises UsageError for one that no server can set up."""
    opened = load(world, "--world")
    outcomes = []
    for scenario in scenarios:
        if not scenario.real:
            raise UsageError(f"--check: expected kinds that a server can set up, found {scenario.kind}")
        with opened(server_scenario(scenario.scene), scenario.seed) as real:
            for action in scenario.actions:
                outcome = real.act(action)
            outcomes.append(outcome)
    return outcomes


def read_failures(path: Path) -> Iterator[Scenario]:
    """What `--output` wrote. Raises UsageError."""
    decoder = msgspec.json.Decoder(Scenario)
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield decoder.decode(line)
                except msgspec.DecodeError as error:
                    raise UsageError(f"{path}:{number}: expected a scenario, found {error}; make the file anew") from None
    except OSError as error:
        raise UsageError(f"{path}: expected a file of python -m worldsim.failures, found: {error.strerror}") from None


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Make, check, and print a JSON line; 1 when the real world contradicts a label."""
    parser = Parser(prog="python -m worldsim.failures", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=at_least(1), default=1000, metavar="N", help="scenarios (default 1000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same gives the same (default 1)")
    parser.add_argument("--kind", action="append", default=[], metavar="KIND", help=f"only this kind; may be given several times: {', '.join(KINDS)}")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="one scenario a line, as JSON (default: none is written)")
    parser.add_argument("--check", type=at_least(0), default=0, metavar="N", help="act out the first N of each kind for real, about 2 s each")
    parser.add_argument("--world", default=WORLD, metavar="MODULE:FUNCTION", help=f"the real world (default {WORLD})")
    asked = parser.parse_args(argv)
    tally, began = Tally(), time.perf_counter()
    encoder, sample = msgspec.json.Encoder(), list[Scenario]()
    with patience("making them"), whole(asked.output or Path(os.devnull), "name another with -o FILE") as half, half.open("wb") as file:
        for scenario in failures(asked.n, asked.seed, asked.kind, tally):
            file.write(encoder.encode(scenario) + b"\n")
            if scenario.real and tally.made[scenario.kind] <= asked.check:
                sample.append(scenario)
    seconds = time.perf_counter() - began
    wrong = list[dict[str, object]]()
    for number, scenario in enumerate(sample, start=1):
        warn(f"acting out {number} of {len(sample)}")
        (outcome,) = check([scenario], asked.world)
        if not acted_out(scenario, outcome):
            found = outcome.reason or outcome.status
            wrong.append({"kind": scenario.kind, "number": scenario.number, "why": scenario.why, "found": found, "note": outcome.note})
    said = {
        "n": tally.made.total(),
        "seed": asked.seed,
        "kinds": dict(sorted(tally.made.items())),
        "disputed": dict(sorted(tally.disputed.items())),
        "scenarios_per_s": round(tally.made.total() / seconds, 1),
        "checked": len(sample),
        "contradicted": wrong,
    }
    say([msgspec.json.encode(said).decode()])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
