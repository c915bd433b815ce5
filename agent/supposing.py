"""What the world models say of an action that might have been done in a recorded run, and whence they have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from agent.minds import imaginer
from agent.phrases import Asked, understand
from agent.runs.folder import Run
from agent.runs.rows import changed, ended
from worldsim.actions import Action, describe
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.learning.learned import Learned
from worldsim.mixing.hybrid import Hybrid
from worldsim.prediction import Branch, Prediction
from worldsim.space import Vec
from worldsim.state import State
from worldsim.transitions import Transition
from worldsim.world import WorldModel


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One world model's prediction."""

    who: str
    about: str  #: what it knows, in words
    prediction: Prediction


class WhatIf(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    run: str
    step: int
    state: State  #: in which they were asked: as it was recorded, with what is supposed
    actions: tuple[Action, ...]  #: the last one is what was asked for; before it a tool is taken in hand
    supposed: tuple[str, ...]
    answers: tuple[Answer, ...]
    done: Transition  #: what was really done in that step, and what came of it


def suppose(
    folder: Path, at: int, phrase: str | None, *, library: Path | None, model: str | None, base_url: str | None, imagine: Sequence[str]
) -> WhatIf:
    """Raises UsageError for a step that is not there or a phrase that means nothing; ModelDown where a model is asked."""
    run = Run(folder)
    if library is not None and not library.is_dir():
        raise UsageError(f"--library: expected the folder of a skill library, found {library}, which is none; name another")
    before, done = _steps(run, at)
    state = done.before
    asked = understand(phrase, state, facts()) if phrase is not None else Asked(actions=(done.action,), state=state)
    hybrid = imaginer("hybrid", laws=run.spec.settings.laws if run.spec.settings.imagine in ("rules", "hybrid") else "all", folder=library)
    assert isinstance(hybrid, Hybrid)
    if library is None:
        hybrid.study(before)
    about = {
        "rules": f"the laws that the run knew ({run.spec.settings.laws})",
        "statistics": f"the {len(before)} steps before, counted" if library is None else f"what {library} has counted",
        "learned": f"the laws in {library}",
    }
    models: list[tuple[str, str, WorldModel]] = [(name, about[name], source) for name, source in hybrid.sources.items()]
    right = "in the steps before" if library is None else "by that library's count"
    models.append(("hybrid", f"all of these, by who was right {right}", hybrid))
    models += [(path, "yours", imaginer(path)) for path in imagine]
    if model is not None:
        models.append((f"llm:{model}", "the situation, in words", imaginer("llm", model=model, base_url=base_url)))
    answers = tuple(Answer(who=who, about=what, prediction=world.predict(asked.state, asked.actions)[-1]) for who, what, world in models)
    for _, _, world in models:
        if isinstance(world, Learned):
            world.close()
    return WhatIf(run=run.name, step=at, state=asked.state, actions=asked.actions, supposed=asked.supposed, answers=answers, done=done)


def _steps(run: Run, at: int) -> tuple[list[Transition], Transition]:
    """The steps before, and that one."""
    before: list[Transition] = []
    for step in run.transitions():
        if step.step == at:
            return before, step
        before.append(step)
    expected = f"a step of {run.name}, 1 to {len(before)}" if before else f"a run with steps, as {run.name} has none"
    raise UsageError(f"--at: expected {expected}, found {at}; python -m agent.runs show {run.folder} tells more")


def told(answer: WhatIf) -> Iterator[str]:
    """In plain lines."""
    state = answer.done.before
    carried = ", ".join(f"{count} {item}" for item, count in sorted(state.inventory.items())) or "nothing"
    yield f"{answer.run}, before step {answer.step} (tick {state.tick}): at {state.body.pos.cell}, carrying {carried}"
    for text in answer.supposed:
        yield f"supposing that {text}"
    yield f"{' then '.join(map(describe, answer.actions))}:"
    for each in answer.answers:
        yield ""
        yield from _one(each, state.body.pos)
    if answer.actions == (answer.done.action,) and not answer.supposed:
        out = answer.done.outcome
        yield ""
        yield f"what happened: {ended(out.status, out.reason, changed(out.change))}; {out.ticks} ticks{f'; {out.note}' if out.note else ''}"


def _one(answer: Answer, here: Vec) -> Iterator[str]:
    p = answer.prediction
    yield f"{answer.who}: {answer.about}"
    if not p.covers:
        yield "  no word: it has never seen this, or has no law for it"
        return
    for n, branch in enumerate(sorted(p.branches, key=lambda branch: -branch.p)):
        yield f"  {branch.p:4.0%} {_way(branch, here)}{f'; {p.ticks.p10:.0f}-{p.ticks.p50:.0f}-{p.ticks.p90:.0f} ticks' if n == 0 else ''}"
    said: dict[str, list[str]] = {}
    for leaf in p.sources:
        said.setdefault(leaf.source, []).append(leaf.family)
    sources = "; ".join(f"{source} says {', '.join(families)}" for source, families in said.items())
    yield f"  why: {sources}; novelty {p.novelty:.2f}"
    for dispute in p.disputes:
        other = dispute.other.removesuffix("?")  # of a source that is not sure itself
        who = f"{dispute.believed} is believed ({dispute.said}); {other} says {dispute.instead}, and is right with {dispute.doubt:.0%}"
        yield f"  disputed: {dispute.family}: {who}"
    for risk in p.risks:
        yield f"  risk: {risk.what}, {risk.p:.0%}, {risk.cost:g} half hearts"


def _way(branch: Branch, here: Vec) -> str:
    words = ended(branch.status, branch.reason, changed(branch.change))
    if branch.end is not None and branch.end.distance(here) > 0.5:
        words += f", ending at {branch.end.cell}"
    return f"{words} ({branch.note})" if branch.note else words
