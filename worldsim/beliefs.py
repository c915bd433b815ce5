"""`python -m worldsim.beliefs RUN|SET`: what a model believed, against what is so; and how often it contradicts itself.

Of a run, without a model: every dispute that its predictions recorded, and who was right. With `--model`, of a run or a set: the model is asked
what each of a sample of real steps does, its false beliefs are listed, and it is asked the same again, with the prompt reordered and paraphrased:
an answer that changes with the wording is no knowledge.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import msgspec
from rich.console import Console
from rich.table import Table

from worldsim.actions import name_of
from worldsim.change import BlockChange, Change, Outcome
from worldsim.compare import altered, compare
from worldsim.errors import ModelDown, UsageError
from worldsim.events import Acted, Predicted, read_events
from worldsim.facts import facts
from worldsim.flags import Parser, at_least, command, patience, say
from worldsim.language.llm import LLM
from worldsim.metrics import Interval, wilson
from worldsim.mixing.statistics import key
from worldsim.plugins import load
from worldsim.prediction import Prediction
from worldsim.space import Pos
from worldsim.state import State
from worldsim.transitions import Transition, read_transitions
from worldsim.world import Ask

T = TypeVar("T")

ASK = "agent.models.factory:ask_of"
_JSON_LINE = re.compile(r"^([A-Z][^:\n]*(?:\([^)\n]*\))?: )([\[{].*)$")
#: Other words for the same, in what is asked for. A test holds that each of them occurs in the prompt.
WORDING = (
    ("You predict what actions do in", "Say what each of these actions would do in"),
    ("For each action, in order, each from the state that the ones before it lead to, give one step:", "One step an action, in their order:"),
    ("reason: what it most likely fails for", "reason: the likeliest cause of a failure"),
    ("what changes if it succeeds", "what is different after a success"),
    ("how long it takes, in ticks, as quantiles", "its duration, as quantiles in ticks,"),
    ("Use the exact names of Minecraft", "Names must be those of the game"),
)  # fmt: skip


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """All disputes of one kind in a run: who stood, who contradicted, and how often each was right. Both may be wrong."""

    verb: str
    leaf: str
    believed: str
    other: str
    n: int
    believed_right: int
    other_right: int


class FalseBelief(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was believed, is not so, and how often."""

    about: str  #: verb, target, tool
    leaf: str
    believed: str
    really: str
    n: int
    example: str  #: key of a transition


class Wavering(msgspec.Struct, frozen=True, kw_only=True):
    """How often an answer changed when only the wording did."""

    variant: str  #: reordered | paraphrased
    n: int
    changed: int
    share: float | None
    interval: Interval  #: Wilson, 95 %


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What `--json` prints."""

    disputes: tuple[Dispute, ...] = ()
    asked: int = 0
    unanswered: int = 0
    believed_right: int = 0  #: steps on which nothing was believed that is not so
    beliefs: tuple[FalseBelief, ...] = ()
    wavering: tuple[Wavering, ...] = ()


class Reworded:
    """An `Ask` that puts its prompts in other words."""

    def __init__(self, ask: Ask, change: Callable[[str], str]) -> None:
        self._ask = ask
        self._change = change

    def __call__(self, role: str, prompt: str, reply: type[T]) -> T:
        """The answer to the changed prompt. Raises ModelDown."""
        return self._ask(role, self._change(prompt), reply)

    def many(self, role: str, prompts: Sequence[str], reply: type[T]) -> list[T | ModelDown]:
        """In parallel, if that is possible."""
        changed = [self._change(prompt) for prompt in prompts]
        many = getattr(self._ask, "many", None)
        if many is not None:
            return list(many(role, changed, reply))
        replies: list[T | ModelDown] = []
        for prompt in changed:
            try:
                replies.append(self._ask(role, prompt, reply))
            except ModelDown as error:
                replies.append(error)
        return replies


def reordered(prompt: str) -> str:
    """The same prompt with the fields of its JSON the other way round, and the cells of a block too. What has an order by itself keeps it."""
    lines = []
    for line in prompt.split("\n"):
        found = _JSON_LINE.match(line)
        try:
            value = msgspec.json.decode(found[2]) if found else None
        except msgspec.DecodeError:
            found = None
        lines.append(f"{found[1]}{msgspec.json.encode(_turned(value)).decode()}" if found else line)
    return "\n".join(lines)


def paraphrased(prompt: str) -> str:
    """The same request in other words; the situation is told as it was."""
    for one, other in WORDING:
        prompt = prompt.replace(one, other)
    return prompt


VARIANTS = {"reordered": reordered, "paraphrased": paraphrased}


def disputes(run: Path) -> tuple[Dispute, ...]:
    """Who was right in the disputes of a run, the most frequent first. Raises UsageError for what is no run."""
    counts: dict[tuple[str, str, str, str], Counter[str]] = {}
    predicted: dict[int, Prediction] = {}
    before = {number: step.before for number, step in enumerate(read_transitions(run), start=1)}
    for event in read_events(run / "events.jsonl"):
        if isinstance(event, Predicted):
            predicted[event.step] = event.prediction
        elif isinstance(event, Acted) and event.step in predicted and event.step in before:
            for dispute in predicted[event.step].disputes:
                really = _so(before[event.step], event.outcome, dispute.family)
                count = counts.setdefault((name_of(event.outcome.action), dispute.family, dispute.believed, dispute.other), Counter())
                count["n"] += 1
                count["believed"] += dispute.said == really
                count["other"] += dispute.instead == really
    found = [
        Dispute(verb=verb, leaf=leaf, believed=believed, other=other, n=c["n"], believed_right=c["believed"], other_right=c["other"])
        for (verb, leaf, believed, other), c in counts.items()
    ]
    return tuple(sorted(found, key=lambda d: (-d.n, d.verb, d.leaf)))


def examine(steps: Sequence[Transition], ask: Ask) -> Report:
    """Ask a model of these steps, plainly and once a variant; its false beliefs, the most frequent first. Raises ModelDown if it answers nothing."""
    situations = [(step.before, step.action) for step in steps]
    plain = LLM(ask).predict_each(situations)
    if plain and all(isinstance(said, ModelDown) for said in plain) and isinstance(plain[0], ModelDown):
        raise plain[0]
    answered = [(step, said) for step, said in zip(steps, plain, strict=True) if isinstance(said, Prediction) and said.covers]
    found: dict[tuple[str, str, str, str], list[str]] = {}
    right = 0
    for step, said in answered:
        wrong = false_beliefs(said, step)
        right += not wrong
        for belief in wrong:
            found.setdefault(belief, []).append(step.key)
    beliefs = [
        FalseBelief(about=about, leaf=leaf, believed=believed, really=really, n=len(keys), example=keys[0])
        for (about, leaf, believed, really), keys in found.items()
    ]
    return Report(
        asked=len(steps),
        unanswered=len(steps) - len(answered),
        believed_right=right,
        beliefs=tuple(sorted(beliefs, key=lambda b: (-b.n, b.about, b.leaf))),
        wavering=tuple(_wavering(name, plain, LLM(Reworded(ask, change)).predict_each(situations)) for name, change in VARIANTS.items()),
    )


def false_beliefs(said: Prediction, step: Transition) -> list[tuple[str, str, str, str]]:
    """What was believed of one step and is not so: (about, leaf, believed, really). A failure that was not foreseen is one belief, not many."""
    about = key(step.before, step.action, facts())
    mode = said.mode
    believed, really = _status(mode.status, mode.reason), _status(step.outcome.status, step.outcome.reason)
    if believed != really:
        return [(about, "p_success", believed, really)]
    compared = compare(said, step.before, step.outcome)
    families = sorted({atom.family for atom in (*compared.missed, *compared.hallucinated)} & set(said.covers))
    here = getattr(step.action, "pos", None) or step.before.body.pos.cell
    changes = [_seen_from(here, change) for change in (mode.change, step.outcome.change)]
    told = [(f, "elsewhere", "not there") if f == "position" else (f, *(_atoms(change, f) for change in changes)) for f in families]
    return [(about, str(family), one, other) for family, one, other in told]


def _seen_from(here: Pos, change: Change) -> Change:
    """The same with its cells counted from `here`: what is believed of blocks is no matter of where."""
    cells = (BlockChange(block.pos.offset(-here.x, -here.y, -here.z), block.before, block.after) for block in change.blocks)
    return msgspec.structs.replace(change, blocks=tuple(cells))


def _wavering(name: str, plain: Sequence[Prediction | ModelDown], again: Sequence[Prediction | ModelDown]) -> Wavering:
    both = [(a, b) for a, b in zip(plain, again, strict=True) if isinstance(a, Prediction) and isinstance(b, Prediction)]
    changed = sum(_essence(a) != _essence(b) for a, b in both)
    return Wavering(variant=name, n=len(both), changed=changed, share=changed / len(both) if both else None, interval=wilson(changed, len(both)))


def _essence(said: Prediction) -> tuple[object, ...]:
    """What an answer says, apart from how sure it is and how long it takes."""
    mode = said.mode
    return mode.status, mode.reason, frozenset(altered(mode.change)), mode.end, bool(said.covers)


def _so(before: State, outcome: Outcome, leaf: str) -> str:
    """What happened, in the words of a dispute."""
    if leaf == "p_success":
        return _status(outcome.status, outcome.reason)
    return str(outcome.end or before.body.pos) if leaf == "position" else _atoms(outcome.change, leaf)


def _status(status: str, reason: str | None) -> str:
    return status if status == "done" else f"failed: {reason}"


def _atoms(change: Change, family: str) -> str:
    return ", ".join(f"{atom.key} {atom.value}".strip() for atom in sorted(altered(change)) if atom.family == family) or "nothing"


def _turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _turned(inner) for name, inner in reversed(value.items())}
    if isinstance(value, list) and value and all(isinstance(inner, list) for inner in value):
        return value[::-1]
    return value


def _show(report: Report, console: Console) -> None:
    if report.disputes:
        table = Table("verb", "leaf", "believed", "other", "n", "believed was right", "other was right", title="disputes", title_justify="left")
        for d in report.disputes:
            table.add_row(d.verb, d.leaf, d.believed, d.other, str(d.n), str(d.believed_right), str(d.other_right))
        console.print(table)
    if report.asked:
        console.print(f"{report.asked} asked, {report.unanswered} not answered, {report.believed_right} without a false belief")
        table = Table("about", "leaf", "believed", "really", "n", "for example", title="false beliefs", title_justify="left")
        for b in report.beliefs[:30]:
            table.add_row(b.about, b.leaf, b.believed, b.really, str(b.n), b.example)
        console.print(table)
        for w in report.wavering:
            console.print(f"{w.variant}: {w.changed} of {w.n} answers changed ({w.interval.low:.1%} to {w.interval.high:.1%})")


@command
def main(argv: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = Parser(prog="python -m worldsim.beliefs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", metavar="RUN|SET", type=Path)
    parser.add_argument("--model", metavar="PROVIDER:NAME", help="ask this language model; without it: the disputes of a run")
    parser.add_argument("--base-url", metavar="URL", help="an OpenAI-compatible endpoint")
    parser.add_argument("--ask", default=ASK, metavar="MODULE:FUNCTION", help=f"makes the connection (default {ASK})")
    parser.add_argument("-n", type=at_least(1), default=100, metavar="N", help="steps that are asked of, three times each (default 100)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the sample (default 0)")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
    asked = parser.parse_args(argv)
    if asked.model is not None:
        steps = list(read_transitions(asked.path))
        sample = Random(asked.seed).sample(steps, min(asked.n, len(steps)))
        with patience(f"asking of {len(sample)} steps"):
            report = examine(sample, load(asked.ask, "--ask")(asked.model, asked.base_url))
    elif os.path.isfile(asked.path / "events.jsonl"):
        report = Report(disputes=disputes(asked.path))
    else:
        raise UsageError(f"{asked.path}: expected a run, whose predictions were recorded, or --model to ask one, found neither; add --model")
    if asked.json:
        say([msgspec.json.encode(report).decode()])
    else:
        _show(report, Console())
    return 0


if __name__ == "__main__":
    sys.exit(main())
