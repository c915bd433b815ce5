"""The planted simulator: reads states and actions out of a prompt, and answers what happens, with the mistakes of its profile."""

from __future__ import annotations

import re

import msgspec

from agent.models.planted.corruption import Told, tell
from agent.models.planted.profile import Profile
from agent.models.planted.truth import Truth
from worldsim.actions import Action
from worldsim.language.llm import AlteredCell, Count, Step, Steps
from worldsim.state import Observed

# A prompt may hold several states, each followed by the actions that start from it.
_LINES = re.compile(r"^(State|Blocks near|Actions)[^:\n{\[]*(?:\([^)\n]*\))?: *([{\[].*)$", re.MULTILINE)

# "That cannot be: - step 2, mine(...): ...": it is told its mistake, and mends it.
_SENT_BACK = re.compile(r"^- step (\d+), ", re.MULTILINE)


def simulate(prompt: str, profile: Profile, truth: Truth) -> list[Told]:
    """What is told of every action in the prompt, in order; [] if there is none. Steps that were sent back as impossible are told right."""
    told: list[Told] = []
    state, near = None, dict[str, list[list[int]]]()
    for head, text in _LINES.findall(prompt):
        try:
            if head == "State":
                state, near = msgspec.json.decode(text, type=Observed), {}
            elif head == "Blocks near":
                near = msgspec.json.decode(text, type=dict[str, list[list[int]]])
            elif state is not None:
                actions = msgspec.json.decode(text, type=list[Action])
                told += [tell(answer, profile) for answer in truth.answers(state, near, actions)]
        except msgspec.MsgspecError:
            continue  # a line of something else that begins alike
    for number in {int(found) for found in _SENT_BACK.findall(prompt)}:
        if 1 <= number <= len(told):
            told[number - 1] = tell(told[number - 1].truth, Profile(seed=profile.seed))
    return told


def reply(told: list[Told]) -> Steps:
    """The reply, in the structs that the simulator's role asks for."""
    return Steps([_step(each) for each in told])


def _step(told: Told) -> Step:
    answer = told.answer
    here = answer.before.body.pos
    moved = answer.end.distance(here) > 0
    return Step(
        p_success=told.p_success,
        reason=answer.reason or "refused",
        note=answer.note,
        inventory=[Count(item, count) for item, count in sorted(answer.change.inventory.items())],
        tools=[Count(tool, uses) for tool, uses in sorted(answer.change.tools.items())],
        blocks=[AlteredCell(cell.pos.x, cell.pos.y, cell.pos.z, cell.after) for cell in answer.change.blocks],
        health=answer.change.health,
        food=answer.change.food,
        end=[answer.end.x, answer.end.y, answer.end.z] if moved else None,
        ticks_p10=answer.ticks.p10,
        ticks_p50=answer.ticks.p50,
        ticks_p90=answer.ticks.p90,
        risks=[],
        seen=[AlteredCell(sight.pos.x, sight.pos.y, sight.pos.z, sight.block) for sight in answer.seen],
    )
