"""Foresight is compulsory: every program is dreamed as a whole before its first real action, and only one that passes the gate is acted out."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

from agent.doing import Tell
from skills.checker import check
from skills.drafts import Fault
from skills.parts import Sources
from skills.program import Program
from skills.runtime import run
from worldsim.actions import describe
from worldsim.change import Reason
from worldsim.dream import Dream, dream
from worldsim.events import Candidate, Dreamed
from worldsim.state import State
from worldsim.world import Play, PlayResult, World, WorldModel

#: A program in whose dreams the body dies more often is not acted out, however well the others end: what a death costs is carried, and time.
DEADLY = 0.1


class Choice(msgspec.Struct, frozen=True):
    """The program that will be acted out, or why there is none."""

    program: Program | None
    dream: Dream | None = None
    reason: Reason | None = None
    note: str = ""
    faults: tuple[Fault, ...] = ()  #: of all that were refused


def choose(
    programs: Iterable[Program], state: State, model: WorldModel, tell: Tell, *, sources: Sources, gate: float, rollouts: int, seed: int
) -> Choice:
    """Dream the candidates in their order, and take the first that passes the gate; its dream and those of the rejected ones are told.

    With no rollouts (`--imagine off`, for ablation) the first one is taken unseen. The order is the skill library's: earned before composed
    before shipped. Dreaming on for a better one would cost time and change little.
    """
    refused = Choice(None, note="no program is known for this task")
    for program in programs:
        if problems := check(program, sources):
            tell(told(program, None, False, f"does not type-check: {problems[0]}"))
            fault = Fault(where="check", text=str(problems[0]))
            refused = Choice(None, note=f"{program.name}: {problems[0]}", faults=(*refused.faults, fault))
            continue
        if rollouts == 0:
            tell(told(program, None, True, "foresight is off", state.tick))
            return Choice(program)
        dreamed = dream(_play(program, sources), state, model, k=rollouts, seed=seed)
        good = passes(dreamed, gate)
        tell(told(program, dreamed, good, dreamed.note, state.tick))
        if good:
            return Choice(program, dreamed)
        refused = Choice(None, dreamed, reason_of(dreamed), dreamed.note or "the dream fails", (*refused.faults, *faults_of(dreamed)))
    return refused


def passes(dreamed: Dream, gate: float) -> bool:
    """Whether it may be done: likely enough to succeed, and hardly ever deadly."""
    return dreamed.p_success >= gate and dreamed.p_death <= DEADLY


def reason_of(dreamed: Dream) -> Reason | None:
    """Why it may not be done: a death counts for more than what the other dreams fail for."""
    return "died" if dreamed.p_death > DEADLY else dreamed.reason


def faults_of(dreamed: Dream) -> tuple[Fault, ...]:
    """Why a dream fails, for whoever mends the program: the first action that failed, the last one, and how it ended. () if it does not fail."""
    failed = next((run for run in dreamed.runs if not run.result.ok), None)
    if failed is None:
        return ()
    steps = [number for number, outcome in enumerate(failed.outcomes) if not outcome.ok]
    faults = []
    for number in dict.fromkeys((*steps[:1], *steps[-1:])):
        outcome = failed.outcomes[number]
        faults.append(Fault(where="dream", text=outcome.note, step=number + 1, action=describe(outcome.action), reason=outcome.reason))
    if not any(fault.text and fault.text in dreamed.note for fault in faults):
        faults.append(Fault(where="dream", text=dreamed.note))
    return tuple(faults)


def _play(program: Program, sources: Sources) -> Play:
    def play(world: World) -> PlayResult:
        return run(program, world, sources=sources)

    return play


def told(program: Program, dreamed: Dream | None, chosen: bool, note: str, tick: int = 0) -> Dreamed:
    """The event: what was dreamed of a program, and whether it is taken."""
    candidate = Candidate(name=program.name, origin=program.origin, source_hash=program.hash, call=program.call)
    if dreamed is None:
        return Dreamed(tick=tick, candidate=candidate, chosen=chosen, p_success=0.0, note=note)
    return Dreamed(
        tick=tick,
        candidate=candidate,
        chosen=chosen,
        p_success=dreamed.p_success,
        low=dreamed.low,
        high=dreamed.high,
        rollouts=dreamed.rollouts,
        actions=dreamed.actions,
        ticks=dreamed.ticks,
        failing_step=dreamed.failing_step,
        reason=dreamed.reason,
        note=note,
        risks=dreamed.risks,
        materials={item: math.ceil(count) for item, count in dreamed.materials.items()},
        novelty=dreamed.novelty,
        horizon=dreamed.horizon,
        llm_leaves=dreamed.llm_leaves,
        seconds=round(dreamed.seconds, 4),
    )
