"""Which prediction broke a plan, and where that began."""

from __future__ import annotations

import msgspec

from agent.reporting.account import Account, Attempt, Step
from worldsim.actions import name_of
from worldsim.events import Dreamed
from worldsim.space import Pos

#: What is wrong as well whenever an action takes another course; alone it breaks no plan.
_BESIDES = frozenset({"position", "ticks"})


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A plan that was given up. `step`: the prediction that broke it; None where nothing was done, for no dream passed."""

    attempt: Attempt
    step: Step | None
    cell: Pos | None = None  #: what the world altered by itself, if the plan was given up for that
    alike: tuple[Step, ...] = ()  #: later steps in which the same was in the way
    dream: Dreamed | None = None  #: the last refused one, where nothing was done
    after: Attempt | None = None  #: what was tried next

    @property
    def kind(self) -> tuple[str, str]:
        """What was done, and what was wrong with it: plans of one kind broke alike."""
        if self.step is None or self.step.outcome is None:
            return "", ""
        held = self.step.comparison
        families = "" if held is None else " ".join(sorted({leaf.family for leaf in held.wrong} - _BESIDES))
        return name_of(self.step.action), self.step.outcome.reason or families


def breaches(account: Account) -> list[Breach]:
    """Every plan that was given up, in order."""
    found = []
    for number, attempt in enumerate(account.attempts):
        if attempt.replanned is None:
            continue
        after = account.attempts[number + 1] if number + 1 < len(account.attempts) else None
        refused = next((dream for dream in reversed(attempt.dreams) if not dream.chosen), None)
        step, cell = culprit(attempt)
        alike = () if step is None or cell is not None else _alike(attempt, step)
        found.append(Breach(attempt=attempt, step=step, cell=cell, alike=alike, dream=None if attempt.steps else refused, after=after))
    return found


def telling(account: Account, found: list[Breach]) -> Breach:
    """The one to be told first: where that began which broke the last plan that was acted out. Of plans of which no dream passed, the first.

    What was done after a plan was given up has mended it; so it is looked for after the last task that was done, if plans broke there.
    """
    done = [number for number, attempt in enumerate(account.attempts) if attempt.verdict is not None and attempt.verdict.done]
    end = account.attempts[done[-1] + 1 :] if done else account.attempts
    final = [breach for breach in found if any(breach.attempt is attempt for attempt in end)] or found
    acted = [breach for breach in final if breach.step is not None and (breach.step.surprising or breach.step.failed)]
    return next(breach for breach in found if breach.kind == acted[-1].kind) if acted else final[0]


def pointed(account: Account) -> Breach | None:
    """What the page shows first: the breach of a run that was not mended. None for all other runs."""
    found = breaches(account)
    return telling(account, found) if found and not account.summary.reached else None


def culprit(attempt: Attempt) -> tuple[Step | None, Pos | None]:
    """The step that broke it, and the cell, where the world had altered one unforeseen.

    Else the step in which most of what was wanting in the end had gone from what was carried, unforeseen. Else, of failures that were dreamed
    to succeed, those with the reason for which the plan was given up: the least expected of them, or the first at the same cell. Else the last
    prediction that was wrong.
    """
    why = attempt.replanned.why if attempt.replanned else ""
    for step in reversed(attempt.steps):
        cell = next((block.pos for block in step.outcome.env.blocks if str(block.pos) in why), None) if step.outcome else None
        if cell is not None:
            return step, cell
    named = why + (attempt.verdict.evidence if attempt.verdict else "")
    robbed = [step for step in attempt.steps if any(item in named for item in _lost(step))]
    if robbed:
        return max(robbed, key=lambda step: sum(_lost(step).values())), None
    unforeseen = [step for step in attempt.steps if _unforeseen(step)]
    if unforeseen:
        reason = attempt.replanned.reason if attempt.replanned else None
        fitting = [step for step in unforeseen if step.outcome and step.outcome.reason == reason] or unforeseen
        worst = max(fitting, key=lambda step: step.comparison.surprise if step.comparison else 0.0)
        at = _cell(worst)
        return next(step for step in unforeseen if step is worst or (at is not None and _cell(step) == at)), None
    surprising = [step for step in attempt.steps if step.surprising]
    grave = [step for step in surprising if step.comparison and {leaf.family for leaf in step.comparison.wrong} - _BESIDES]
    failed = [step for step in attempt.steps if step.failed]
    return next(iter(grave[-1:] or surprising[-1:] or failed[-1:]), None), None


def greatest_surprise(account: Account) -> Step | None:
    """The prediction of a run that was the farthest from what happened, by items and blocks; the last of equals. None if none was wrong."""
    surprising = [step for step in account.steps if step.surprising]
    return max(reversed(surprising), key=_off, default=None)


def _off(step: Step) -> int:
    """By how many items and blocks it was off."""
    held = step.comparison
    if step.outcome is None or held is None:
        return 0
    said, was = step.prediction.mode.change.inventory, step.outcome.change.inventory
    items = sum(abs(was.get(item, 0) - said.get(item, 0)) for item in {*said, *was})
    return items + sum(atom.family == "blocks" for atom in (*held.missed, *held.hallucinated))


def _lost(step: Step) -> dict[str, int]:
    """What was carried before it and not after it, beyond what was predicted; nothing where the body died."""
    if step.outcome is None or not step.surprising or step.outcome.reason == "died":
        return {}
    said = step.prediction.mode.change.inventory
    return {item: min(0, said.get(item, 0)) - n for item, n in step.outcome.change.inventory.items() if n < min(0, said.get(item, 0))}


def _unforeseen(step: Step) -> bool:
    """Whether it failed, and was dreamed to succeed."""
    return step.failed and step.surprising and step.prediction.mode.status == "done"


def _alike(attempt: Attempt, first: Step) -> tuple[Step, ...]:
    """Later steps that failed at the same cell, or for the same reason, and not as they were dreamed."""
    if first.outcome is None or not first.failed:
        return ()
    later = [step for step in attempt.steps if step.number > first.number and step.failed and step.surprising and step.outcome]
    at = _cell(first)
    return tuple(step for step in later if (at is not None and _cell(step) == at) or (step.outcome and step.outcome.reason == first.outcome.reason))


def _cell(step: Step) -> Pos | None:
    """What it was about, if that was a cell."""
    return getattr(step.action, "pos", None)
