"""The loop: propose, dream, choose, do, compare, judge, learn."""

from __future__ import annotations

import msgspec

from agent.choosing import Choice, choose
from agent.critic import Critic, Failure, Witness
from agent.doing import Actor, Deed, Keep, Tell, never
from agent.settings import Settings
from agent.writing import Failures, write
from curriculum.judge import judge
from curriculum.progress import Curriculum, GiveUp, Progress
from curriculum.request import Request
from curriculum.upkeep import Upkeep
from skills.library import Library
from skills.program import Program
from skills.store import Evidence
from skills.writing import Writer
from worldsim.events import Judged, Learned, Observation, Proposed, PutOff, Replanned
from worldsim.facts import Facts
from worldsim.goals import Task, Verdict
from worldsim.state import State
from worldsim.world import World, WorldModel


class Mind(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is exchangeable in the agent: what to do next, how, and what to expect of it."""

    curriculum: Curriculum
    library: Library
    model: WorldModel
    facts: Facts
    critic: Critic = Critic()
    writer: Writer | None = None  #: asked when nothing that is known will do; None: nobody is


class Pursuit(msgspec.Struct, frozen=True):
    """How the loop ended."""

    reached: bool
    why: str


def pursue(request: Request, world: World, mind: Mind, tell: Tell, keep: Keep, settings: Settings, run: str, steps: int = 0) -> Pursuit:
    """Pursue a goal until its own predicate holds, or nothing is left to try; `steps` were made before it. Raises only MachineryError."""
    witness = Witness(tell)
    actor = Actor(world, mind.model, witness.tell, mind.library.source, keep, settings.gate, settings.dreams, settings.seed)
    actor.step = steps
    progress, replans, evidence, failures = Progress(), 0, "it holds already", Failures()
    while True:
        # Look around, and ask what is next.
        state = world.observe()
        tell(Observation(tick=state.tick, observed=state.observed(), revision=state.blocks.revision, known_columns=state.blocks.count_columns()))
        task = mind.curriculum.propose(request, state, progress)
        if task is None:
            tell(Judged(tick=state.tick, task=None, verdict=Verdict(True, 1.0, evidence)))
            return Pursuit(True, evidence)
        if isinstance(task, GiveUp):
            return Pursuit(False, task.why)
        if replans > settings.max_replans:
            return Pursuit(False, f"gave up after {replans} new plan{'s' * (replans != 1)}; next would have been: {task.name}")
        ahead = mind.curriculum.plan(request, state)
        tell(Proposed(tick=state.tick, task=task, outlook=tuple(ahead.nodes), needs=tuple(ahead.edges)))

        # Dream what is known, then what is written, until a dream passes; none: say why, and plan anew with that reason.
        choice = _how(task, state, mind, tell, settings, failures)
        if choice.program is None:
            tell(Replanned(tick=state.tick, task=task.name, why=f"no dream of {task.name!r} passes: {choice.note}", reason=choice.reason))
            note = f"no dream passes: {choice.note}"
            words = _facts_first(note, mind.critic.explain(Failure(task=task.name, reason=choice.reason, note=note)))
            progress, replans = progress.refusing(task, words, tick=state.tick, cause=choice.reason), replans + (not task.upkeep)
            continue

        # Do it in the real world, with every action predicted and compared; then judge by what is there.
        alarm = mind.curriculum.alarm(task, progress) if isinstance(mind.curriculum, Upkeep) else never
        deed = actor.perform(choice.program, task.goal, alarm)
        after = world.observe()
        verdict = judge(task.goal, after)
        if deed.put_off and not verdict.done:
            tell(PutOff(tick=after.tick, task=task.name, why=deed.put_off))
            witness.take()
            failures.put_off(task, choice.program)
            progress = progress.begun(task, tick=after.tick)
            continue
        tell(Judged(tick=after.tick, task=task.name, verdict=verdict))
        last, called = witness.take(), choice.program.name
        if not verdict.done:  # in words, for people and for the next plan; what counts is the verdict
            failures.add(task, choice.program, deed, verdict.evidence)
            note = deed.note or verdict.evidence
            words = mind.critic.explain(Failure(task=task.name, program=called, reason=deed.reason, note=note, steps=last))
            deed = msgspec.structs.replace(deed, note=_facts_first(note, words))
        _learn(mind.library, choice.program, choice, task, verdict.done, deed, settings, run, tell, after)
        cause = None if verdict.done else deed.reason
        progress = progress.after(task, verdict.done, deed.note, tick=after.tick, cause=cause, died_at=deed.died_at)
        evidence = f"{task.name}: {verdict.evidence}"
        if verdict.done:
            failures.forget(task)
        else:
            replans += not task.upkeep
            tell(Replanned(tick=after.tick, task=task.name, why=f"{task.name!r} is not done: {deed.note or verdict.evidence}", reason=deed.reason))


def _facts_first(note: str, words: str) -> str:
    """A critic's words do not take the place of what code found: the next plan is made with both."""
    return words if note in words else f"{note}; in words: {words}"


def _how(task: Task, state: State, mind: Mind, tell: Tell, settings: Settings, failures: Failures) -> Choice:
    """What to do for a task: known programs come first, then the writer, then what is known and failed before."""

    def known(programs: list[Program]) -> Choice:
        return choose(
            programs, state, mind.model, tell, sources=mind.library.source, gate=settings.gate, rollouts=settings.dreams, seed=settings.seed
        )

    candidates = [*failures.begun(task), *mind.library.candidates(task, state, mind.facts)]
    if mind.writer is None or task.upkeep:
        return known(candidates)
    fresh, aside = failures.split(task, candidates)
    choice = known(fresh)
    if choice.program is None and failures.may_write(task):
        written = write(
            mind.writer, task, state, mind.model, tell,
            sources=mind.library.source, gate=settings.gate, rollouts=settings.dreams, seed=settings.seed,
            tried=failures.tried(task), before=choice.faults,
        )  # fmt: skip
        # What made the dreams of the known programs fail is still so when nothing better was written: a danger, of which the curriculum must hear.
        choice = written if written.program or written.reason else msgspec.structs.replace(written, reason=choice.reason)
    return known(aside) if choice.program is None and aside else choice


def _learn(
    library: Library, program: Program, choice: Choice, task: Task, done: bool, deed: Deed, settings: Settings, run: str, tell: Tell, state: State
) -> None:
    """Admit a program that did its task, or hold its failure against it: by evidence in the observed state, never by its own word."""
    if deed.actions == 0 or program.origin == "seed":
        return
    predicted = choice.dream.ticks.p50 if choice.dream else 0.0
    evidence = Evidence(run=run, ok=done, seed=settings.seed, world=settings.server, ticks_predicted=predicted, ticks=deed.ticks, note=deed.note)
    if done:
        card = library.admit(program, task, evidence)
        verb = "confirmed" if program.origin == "earned" else "added"
    elif program.origin == "earned" and deed.died_at is None:  # who kills the body is seldom what it was about
        card = library.demote(program.name, evidence)
        verb = "demoted" if card.status == "demoted" else "failed"
    else:
        return
    tell(Learned(tick=state.tick, skill=program.name, verb=verb, note=_tally(card.evidence) if card else "", source_hash=program.hash))


def _tally(evidence: tuple[Evidence, ...]) -> str:
    good = sum(run.ok for run in evidence)
    return f"{good} of {len(evidence)} runs good"
