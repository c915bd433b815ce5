"""Transitions as chats: the simulator's question, and the answer that really came, or was imagined. One JSON object a line.

The form is the one that trainers read ("conversational" in TRL, messages of role and content in Hugging Face's chat templates): a reader takes
`messages`, and may ignore the rest.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from worldsim.change import Outcome
from worldsim.compare import MOVED
from worldsim.facts import Facts
from worldsim.language.llm import prompt_of
from worldsim.language.replies import AlteredCell, Count, RejectedError, Step, Steps, prediction_of
from worldsim.state import State
from worldsim.transitions import Transition


class Message(msgspec.Struct, frozen=True):
    """One turn."""

    role: Literal["user", "assistant"]
    content: str


class Chat(msgspec.Struct, frozen=True, kw_only=True):
    """One question and its answer. All fields are always there: a table's columns."""

    messages: tuple[Message, ...]
    source: Literal["real", "imagined"]
    model: str  #: who imagined it, '' if it is real
    key: str  #: of the transition
    world: str  #: split by this: transitions of one world resemble one another


def chat_of(step: Transition, known: Facts) -> Chat | str:
    """The chat of a transition, or why there is none: the answer's form cannot say everything."""
    answer = step_of(step.before, step.outcome)
    if isinstance(answer, str):
        return answer
    try:
        prediction_of(step.action, answer, step.before, known)
    except RejectedError:
        return "names what was never seen, or does not exist"
    question = prompt_of(step.before, [step.action], known)
    return Chat(
        messages=(Message("user", question), Message("assistant", msgspec.json.encode(Steps([answer])).decode())),
        source=step.origin.source,
        model=step.origin.model,
        key=step.key,
        world=step.world,
    )


def step_of(before: State, outcome: Outcome) -> Step | str:
    """What happened, as a simulator should have said it; or why it cannot be said."""
    if outcome.status == "interrupted":
        return "interrupted"
    moved = outcome.end.distance(before.body.pos) > 0
    if not outcome.ok and (not outcome.change.empty or outcome.end.distance(before.body.pos) > MOVED):
        return "failed, and altered something all the same"  # in a reply, changes are those of a success
    if outcome.change.container is not None:
        return "opened a container"
    change = outcome.change
    ticks = float(outcome.ticks)
    return Step(
        p_success=1.0 if outcome.ok else 0.0,
        reason=outcome.reason,
        note=outcome.note,
        inventory=[Count(item, count) for item, count in sorted(change.inventory.items())],
        tools=[Count(tool, uses) for tool, uses in sorted(change.tools.items())],
        blocks=[AlteredCell(cell.pos.x, cell.pos.y, cell.pos.z, cell.after) for cell in change.blocks],
        health=change.health,
        food=change.food,
        end=[outcome.end.x, outcome.end.y, outcome.end.z] if moved and outcome.ok else None,
        ticks_p10=ticks,
        ticks_p50=ticks,
        ticks_p90=ticks,
        risks=[],
    )
