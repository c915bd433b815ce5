"""`python -m worldsim.fidelity RUN|SET --imagine rules`: how well a world model knows the world, measured on what really happened.

Several models are shown side by side: --imagine rules,null,my_models:Mine. A language model can be measured under several conditions at once:
--imagine llm --model openai:gpt-5-mini --conditions all (bare, then with facts, with similar real transitions of other worlds, with validators).

Whose word a record is, is shown apart: our own server's is only as good as the server. A set whose set.json says "server": "vanilla" is vanilla's.
What the laws are built on is held against independent sources elsewhere: python -m benchmarks.digging | benchmarks.physics | benchmarks.plancraft.
--misses lists what was told wrong, sorted by verb, with the first example of each sort.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import msgspec

from worldsim.errors import UsageError
from worldsim.events import Asked
from worldsim.facts import facts
from worldsim.flags import Parser, at_least, command, joined, patience, say, span, warn
from worldsim.language.experience import experience_of
from worldsim.language.llm import CONDITIONS, LLM, conditions
from worldsim.measuring.lawful import server_of
from worldsim.measuring.misses import Miss, misses, show_misses
from worldsim.measuring.rollout import rollouts
from worldsim.measuring.scorecard import Predicted, Scorecard, gathered, predict, score
from worldsim.mixing.hybrid import Hybrid
from worldsim.plugins import load
from worldsim.transitions import Transition, read_transitions
from worldsim.world import Learner, WorldModel

#: Makes world models by name; this package cannot import who speaks to language models.
FACTORY = "agent.minds:imaginer"


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """What `--json` prints."""

    source: str
    n: int
    studied: int  #: transitions that were learned from before, and are not scored
    cards: list[Scorecard]
    notes: list[str]  #: what ended early
    misses: dict[str, list[Miss]]  #: by model, where --misses asked for them


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 0 when all was measured, 3 when a budget ended it early."""
    asked = _parser().parse_args(joined(joined(argv), "--conditions"))
    with patience("measuring"):
        board = measure(asked)
    if asked.json:
        say([msgspec.json.encode(board).decode()])
    else:
        from worldsim.measuring.scoreboard import show

        print(f"{board.source}: {board.n} transitions" + (f", {board.studied} studied before" if board.studied else ""))
        show(board.cards)
        for model, found in board.misses.items():
            show_misses(model, found)
    for note in board.notes:
        warn(note)
    return 3 if board.notes else 0


def measure(asked: argparse.Namespace) -> Board:
    """Everything that was asked for on the command line. Raises UsageError, ModelDown."""
    known = facts()
    servers: dict[int, str] = {}  # by identity: sets may share keys
    whole = []
    for source in asked.source:
        server = server_of(source)
        for step in read_transitions(source):
            servers[id(step)] = server
            whole.append(step)
    every = [step for step in whole if asked.seeds is None or step.world in asked.seeds or step.world in (asked.study or ())]
    studied = [step for step in every if step.world in (asked.study or ())]
    steps = [step for step in every if step.world not in (asked.study or ())]
    whole = steps
    if asked.n and asked.n < len(steps):
        chosen = sorted(Random(asked.sample).sample(range(len(steps)), asked.n))
        steps = [steps[number] for number in chosen]
    if not steps:
        raise UsageError(f"{', '.join(map(str, asked.source))}: expected transitions to score, found none; see --seeds and --study")
    cards, notes, wrong = [], list[str](), dict[str, list[Miss]]()
    for name, given in _columns(asked):
        calls: list[Asked] = []
        model: WorldModel = load(FACTORY, "--imagine")(
            name, asked.model, asked.base_url, asked.laws, tell=calls.append, given=given,
            max_calls=asked.max_calls, max_tokens=asked.max_tokens, max_cost=asked.max_cost,
        )  # fmt: skip
        _study(model, studied)
        measured, said = _predict(model, steps, calls, asked.source)
        costly = isinstance(model, LLM) and not asked.rollout
        rolled = None if asked.no_rollout or costly else rollouts(model, whole, known)
        cards.append(score(model.name, measured, said, known, rolled, [servers[id(step)] for step in measured]))
        if asked.misses:
            wrong[model.name] = misses(measured, said.predictions)
        if said.spent:
            notes.append(f"{model.name}: {len(said.predictions)} of {len(steps)} transitions were measured: {said.spent}")
    source = ", ".join(str(each) for each in asked.source)
    return Board(source=source, n=len(steps), studied=len(studied), cards=cards, notes=notes, misses=wrong)


def _columns(asked: argparse.Namespace) -> list[tuple[str, str]]:
    """Who is measured, and what each is given."""
    given = [str(each) for each in CONDITIONS] if asked.conditions == "all" else [str(conditions(each)) for each in asked.conditions.split(",")]
    if "oracle" in asked.imagine.split(","):
        raise UsageError("--imagine oracle: expected who can predict what is recorded, found a copy of the live world; leave it out")
    return [(name, each) for name in asked.imagine.split(",") for each in (given if name in ("llm", "hybrid") else given[:1])]


def _study(model: WorldModel, steps: Sequence[Transition]) -> None:
    if isinstance(model, Hybrid):  # all its sources are heard, costly ones too
        model.study(steps)
        return
    for step in steps:
        if isinstance(model, Learner):
            model.learn(model.predict(step.before, [step.action])[0], step.before, step.outcome)


def _predict(model: WorldModel, steps: Sequence[Transition], calls: list[Asked], sources: Sequence[Path]) -> tuple[list[Transition], Predicted]:
    """What the model says of each step, and of which steps; what it is reminded of happened in other worlds."""
    if not isinstance(model, LLM) or not model.given.retrieved:
        said = predict(model, steps, calls, _progress(len(steps)))
        return list(steps[: len(said.predictions)]), said
    # What is measured on one world must not be told from there.
    whole = experience_of(step for source in sources for step in read_transitions(source))
    parts: list[Predicted] = []
    measured: list[Transition] = []
    for world in dict.fromkeys(step.world for step in steps):
        here = [step for step in steps if step.world == world]
        model.experience = whole.without(world)
        parts.append(predict(model, here, calls, _progress(len(here))))
        measured += here[: len(parts[-1].predictions)]
        if parts[-1].spent:
            break
    return measured, gathered(parts)


def _progress(total: int) -> Callable[[int], None]:
    def say(done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} of {total} ", end="" if done < total else "\r", file=sys.stderr, flush=True)

    return say


def _worlds(text: str) -> frozenset[str]:
    return frozenset(f"seed {seed}" for seed in span(text))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m worldsim.fidelity", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, nargs="+", metavar="RUN|SET", help="runs' folders, or sets of python -m worldsim.record")
    parser.add_argument("--imagine", default="rules", metavar="WHO,...", help="rules | null | llm | hybrid | package.module:Class (default rules)")
    parser.add_argument("--model", metavar="PROVIDER:NAME", help="the language model of llm and hybrid")
    parser.add_argument("--base-url", metavar="URL", help="an OpenAI-compatible endpoint")
    parser.add_argument("--laws", default="all", metavar="WHICH", help="all | none | -FAMILY,...")
    parser.add_argument("--conditions", default="bare", metavar="WHICH", help="bare | +facts | +facts+retrieved ..., several with commas; or all")
    parser.add_argument("--seeds", type=_worlds, metavar="A-B", help="score these worlds of a set only")
    parser.add_argument("--study", type=_worlds, metavar="A-B", help="let models that learn learn from these worlds first; they are not scored")
    parser.add_argument("-n", type=at_least(0), default=0, metavar="N", help="score a sample of N transitions")
    parser.add_argument("--sample", type=int, default=0, metavar="SEED", help="of the sample (default 0)")
    parser.add_argument("--misses", action="store_true", help="list what was told wrong, with an example of each sort")
    parser.add_argument("--no-rollout", action="store_true", help="leave out fid@k")
    parser.add_argument("--rollout", action="store_true", help="fid@k of a language model too: about twice as many calls")
    parser.add_argument("--max-calls", type=int, metavar="N")
    parser.add_argument("--max-tokens", type=int, metavar="N")
    parser.add_argument("--max-cost", type=float, metavar="USD")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    return parser


if __name__ == "__main__":
    sys.exit(main())
