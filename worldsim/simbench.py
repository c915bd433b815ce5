"""A box of requests for any model, however slow or far away: measured as a Minecraft simulator, without a server and without us.

`python -m worldsim.simbench export SET --n 300 --pack 15 -o BOX/` writes `requests.jsonl` in the OpenAI batch format, and what really happened.
`python -m worldsim.simbench score BOX/` reads the replies: batch output in `BOX/replies*.jsonl`, or a text file a request,
`BOX/replies/<custom_id>.txt`.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from worldsim.actions import name_of
from worldsim.errors import UsageError
from worldsim.facts import Facts, facts
from worldsim.files import new_folder, read_bytes, read_text
from worldsim.flags import Parser, at_least, command, patience, say
from worldsim.language.llm import Conditions, conditions, head, situation
from worldsim.language.replies import RejectedError, Steps, prediction_of
from worldsim.language.told import told
from worldsim.measuring.scorecard import Cost, Predicted, Scorecard, score
from worldsim.models import nothing
from worldsim.plugins import load
from worldsim.prediction import Prediction
from worldsim.transitions import FILE, Transition, TransitionWriter, read_transitions

REQUESTS, NOTE = "requests.jsonl", "box.json"
#: Makes the schema that strict structured output accepts; it belongs to who speaks to models.
SCHEMA = "agent.models.schema:strict_schema"

_MANY = """
There are {n} situations, which have nothing to do with one another. Give one step for the action of each, in their order: {n} steps.
"""


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """What `box.json` holds: which request asks about which lines of `transitions.jsonl`."""

    model: str
    conditions: str
    requests: dict[str, list[int]]  #: by custom_id
    count: int
    schema: int = 1


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Body(msgspec.Struct):
    choices: list[_Choice] = []
    usage: _Usage | None = None


class _Response(msgspec.Struct):
    body: _Body


class _Reply(msgspec.Struct):
    """A line of batch output."""

    custom_id: str
    response: _Response | None = None


def export(steps: Sequence[Transition], folder: Path, *, pack: int = 15, model: str = "MODEL", given: Conditions | None = None) -> Box:
    """Write a box about these transitions. Raises UsageError for a folder that is not new or empty."""
    given = given or Conditions()
    if given.retrieved or given.validators:
        raise UsageError(f"--conditions: expected bare or +facts, found {given}: the others need to look at a reply, or at other worlds")
    with new_folder(folder):
        return _box(steps, folder, pack, model, given)


def _box(steps: Sequence[Transition], folder: Path, pack: int, model: str, given: Conditions) -> Box:
    writer = TransitionWriter(folder)
    for step in steps:
        writer.append(step.episode, step.before, step.action, step.outcome, step.after)
    writer.close()
    known, schema = facts(), load(SCHEMA, "simbench")(Steps)
    requests = {f"pack-{first // pack + 1:04}": list(range(first, min(first + pack, len(steps)))) for first in range(0, len(steps), pack)}
    with (folder / REQUESTS).open("wb") as file:
        for name, numbers in requests.items():
            body = {
                "model": model,
                "messages": [{"role": "user", "content": _prompt([steps[number] for number in numbers], known, given)}],
                "response_format": {"type": "json_schema", "json_schema": {"name": "Steps", "strict": True, "schema": schema}},
            }
            file.write(msgspec.json.encode({"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body}) + b"\n")
    box = Box(model=model, conditions=str(given), requests=requests, count=len(steps))
    (folder / NOTE).write_bytes(msgspec.json.format(msgspec.json.encode(box), indent=2) + b"\n")
    return box


def sample(steps: Sequence[Transition], n: int, seed: int = 0) -> list[Transition]:
    """`n` of them, as evenly over the verbs as there are, in their order; the same for the same seed."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, step in enumerate(steps):
        groups[name_of(step.action)].append(number)
    dice = Random(seed)
    for group in groups.values():
        dice.shuffle(group)
    chosen: list[int] = []
    while len(chosen) < min(n, len(steps)):
        chosen += [group.pop() for _, group in sorted(groups.items()) if group]
    return [steps[number] for number in sorted(chosen[:n])]


def score_box(folder: Path) -> Scorecard:
    """What the replies in a box are worth; requests without one count as unanswered. Raises UsageError for what is no box."""
    try:
        box = msgspec.json.decode((folder / NOTE).read_bytes(), type=Box)
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{folder}: expected a box with {NOTE}, found: {error}; make one with python -m worldsim.simbench export") from None
    steps, known = list(read_transitions(folder / FILE)), facts()
    replies = _replies(folder)
    if not replies:
        raise UsageError(f"{folder}: expected replies in replies*.jsonl (batch output) or replies/<custom_id>.txt, found none")
    predictions: list[Prediction] = [nothing(step.action) for step in steps]
    unanswered = tokens_in = tokens_out = 0
    for name, numbers in box.requests.items():
        reply = replies.get(name, _Body())
        tokens_in += reply.usage.prompt_tokens if reply.usage else 0
        tokens_out += reply.usage.completion_tokens if reply.usage else 0
        said = _steps(reply)
        if said is None:
            unanswered += len(numbers)
            continue
        for place, number in enumerate(numbers):
            if place < len(said.steps):
                try:
                    predictions[number] = prediction_of(steps[number].action, said.steps[place], steps[number].before, known)
                except RejectedError:
                    continue  # it is covered by nobody
    per = 1000 / len(steps)
    cost = Cost(calls=len(replies), tokens_in=tokens_in * per, tokens_out=tokens_out * per)
    return score(f"{box.model} {box.conditions}", steps, Predicted(predictions, unanswered, cost), known)


def _prompt(steps: Sequence[Transition], known: Facts, given: Conditions) -> str:
    text = head([step.action for step in steps], known) + _MANY.format(n=len(steps))
    for number, step in enumerate(steps, start=1):
        text += f"\nSituation {number}"
        if given.facts:
            text += "\nWhat the game's data says:\n" + "\n".join(f"- {line}" for line in told(step.before, [step.action], known))
        text += situation(step.before, [step.action])
    return text


def _replies(folder: Path) -> dict[str, _Body]:
    """All replies by custom_id, from batch output and from single files."""
    found: dict[str, _Body] = {}
    for file in sorted(folder.glob("replies*.jsonl")):
        for number, line in enumerate(read_bytes(file, "batch output", "leave it out", most=10**9).splitlines(), start=1):
            try:
                reply = msgspec.json.decode(line, type=_Reply)
            except msgspec.DecodeError as error:
                raise UsageError(f"{file}:{number}: expected a line of batch output, found {error}") from None
            if reply.response is not None:
                found[reply.custom_id] = reply.response.body
    for file in sorted((folder / "replies").glob("*")):
        found[file.stem] = _Body([_Choice(_Message(read_text(file, "a reply", "leave it out")))])
    return found


def steps_in(text: str) -> Steps | None:
    """The reply in a text that may hold more than JSON: what stands between its first and its last brace; None if that does not fit."""
    try:
        return msgspec.json.decode(text[text.find("{") : text.rfind("}") + 1], type=Steps)
    except msgspec.DecodeError:
        return None


def _steps(reply: _Body) -> Steps | None:
    content = reply.choices[0].message.content if reply.choices else None
    return None if content is None else steps_in(content)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Export or score."""
    parser = Parser(prog="python -m worldsim.simbench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    out = commands.add_parser("export", help="write a box of requests")
    out.add_argument("source", type=Path, metavar="SET")
    out.add_argument("-o", "--output", type=Path, required=True, metavar="BOX")
    out.add_argument("--n", type=at_least(1), default=300, help="transitions, evenly over the verbs (default 300)")
    out.add_argument("--pack", type=at_least(1), default=15, help="transitions a request (default 15)")
    out.add_argument("--seed", type=int, default=0, help="of the sample (default 0)")
    out.add_argument("--model", default="MODEL", help="the name that goes into the requests")
    out.add_argument("--conditions", default="bare", help="bare (default) or +facts")
    back = commands.add_parser("score", help="score the replies in a box")
    back.add_argument("box", type=Path, metavar="BOX")
    back.add_argument("--json", action="store_true")
    asked: Any = parser.parse_args(argv)
    if asked.command == "export":
        with patience("writing requests"):
            steps = sample(list(read_transitions(asked.source)), asked.n, asked.seed)
            box = export(steps, asked.output, pack=asked.pack, model=asked.model, given=conditions(asked.conditions))
        say([f"{asked.output / REQUESTS}: {len(box.requests)} requests about {box.count} transitions"])
        return 0
    with patience("scoring replies"):
        card = score_box(asked.box)
    if asked.json:
        say([msgspec.json.encode(card).decode()])
    else:
        from worldsim.measuring.scoreboard import show

        show([card])
    return 0


if __name__ == "__main__":
    sys.exit(main())
