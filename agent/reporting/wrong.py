"""What went wrong: the prediction that broke a plan, what the agent did about it, and how that ended."""

from __future__ import annotations

import msgspec

from agent.reporting.account import Account, Attempt, Step
from agent.reporting.markup import Markup, tag
from agent.reporting.story import happened, surprise_of
from agent.reporting.words import expected, listed, plain, share, short
from worldsim.actions import describe, name_of
from worldsim.events import Dreamed


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A plan that was given up. `step`: the prediction that broke it; None where nothing was done, for no dream passed."""

    attempt: Attempt
    step: Step | None
    dream: Dreamed | None  #: the last refused one, where nothing was done
    after: Attempt | None  #: what was tried next


def breaches(account: Account) -> list[Breach]:
    """Every plan that was given up, in order."""
    found = []
    for number, attempt in enumerate(account.attempts):
        if attempt.replanned is None:
            continue
        after = account.attempts[number + 1] if number + 1 < len(account.attempts) else None
        refused = next((dream for dream in reversed(attempt.dreams) if not dream.chosen), None)
        found.append(Breach(attempt=attempt, step=culprit(attempt), dream=None if attempt.steps else refused, after=after))
    return found


def culprit(attempt: Attempt) -> Step | None:
    """The step that broke it: what the world did unforeseen, else the first of the last failures in a row, else the last surprise or failure."""
    why = attempt.replanned.why if attempt.replanned else ""
    for step in reversed(attempt.steps):
        if step.outcome and any(str(block.pos) in why for block in step.outcome.env.blocks):
            return step
    surprising = [step for step in attempt.steps if step.surprising]
    failures = [step for step in surprising if step.failed]
    if failures:
        first = failures[-1]
        for earlier in reversed(attempt.steps[: attempt.steps.index(first)]):
            if not earlier.failed or not earlier.surprising or name_of(earlier.action) != name_of(first.action):
                break
            first = earlier
        return first
    return next(iter(surprising[-1:] or [step for step in attempt.steps if step.failed][-1:]), None)


def banner(account: Account) -> Markup | None:
    """At a glance: which prediction was wrong, what was done about it, how it ended. None where no plan broke and the goal was reached."""
    found = breaches(account)
    if not found and (account.summary.reached or account.ended is None):
        return None
    reached = account.summary.reached
    title = "What went wrong, and was mended" if reached else "What went wrong"
    parts = [_chain(account, _telling(found))] if found else [_unbroken(account)]
    if len(found) > 1:
        rest = [tag("li", _line(breach)) for breach in found]
        parts.append(tag("details", tag("summary", f"All {len(found)} plans that were given up"), tag("ol", *rest)))
    return tag("section", tag("h2", title), *parts, class_=f"wrong {'mended' if reached else 'bad'}", id="wrong", aria_label=title)


def _telling(found: list[Breach]) -> Breach:
    """The first that an action broke, else the first."""
    return next((breach for breach in found if breach.step is not None and (breach.step.surprising or breach.step.failed)), found[0])


def _chain(account: Account, breach: Breach) -> Markup:
    return tag(
        "ol",
        tag("li", tag("h3", "The prediction that was wrong" if breach.step else "No dream passed"), *_first(breach)),
        tag("li", tag("h3", "What the agent did about it"), *(tag("p", line) for line in _then(breach))),
        tag("li", tag("h3", "How it ended"), tag("p", _end(account))),
        class_="chain",
    )


def _first(breach: Breach) -> list[Markup]:
    step = breach.step
    if step is None:
        dream = breach.dream
        name = dream.candidate.call or dream.candidate.name if dream else ""
        said = f"Of {name}, {share(dream.p_success)} of the dreams ended well: {dream.note or plain(dream.reason or 'no reason')}." if dream else ""
        return [tag("p", f"Task: {breach.attempt.task.name}."), tag("p", said or (breach.attempt.replanned.why if breach.attempt.replanned else ""))]
    link = tag("a", f"Step {step.number}", href=f"#step-{step.number}", data_step=step.number)
    env = f"; by itself the world changed {short(step.outcome.env)}" if step.outcome and step.outcome.env.blocks else ""
    blamed = _blamed(step)
    rows = [tag("dt", "expected"), tag("dd", expected(step.prediction)), tag("dt", "happened"), tag("dd", happened(step) + env)]
    if blamed:
        rows += [tag("dt", "wrong about"), tag("dd", blamed)]
    return [tag("p", link, ", ", tag("code", describe(step.action)), f", of the task {breach.attempt.task.name!r}"), tag("dl", *rows)]


def _blamed(step: Step) -> str:
    """'success and inventory (said by law), position (said by physics)'; '' where nothing is known to be wrong."""
    if step.comparison is None:
        return ""
    by: dict[str, list[str]] = {}
    for leaf in sorted(step.comparison.wrong, key=lambda leaf: leaf.family != "p_success"):
        by.setdefault(leaf.source, []).append("success" if leaf.family == "p_success" else leaf.family)
    parts = [f"{listed(families)} (said by {source})" for source, families in by.items()]
    return ", ".join([*parts, *([] if step.comparison.env_exact else ["what the world would do by itself"])])


def _then(breach: Breach) -> list[str]:
    said = []
    if breach.step is not None and (again := breach.step.redreamed):
        said.append(f"It dreamed the rest of the program again, from what had really happened: {share(again.p_success)}{_note(again.note)}.")
    if breach.attempt.replanned is not None:
        why = breach.attempt.replanned.why.partition("; of its last action")[0]  # the critic's plain words: that step is told already
        said.append(f"It gave the plan up: {why}.")
    if breach.after is not None:
        chosen, refused = breach.after.chosen, [dream for dream in breach.after.dreams if not dream.chosen]
        how = f", with {chosen.candidate.call or chosen.candidate.name}, dreamed to succeed in {share(chosen.p_success)}" if chosen else ""
        how = how or (f"; no dream of it passed ({refused[-1].note or 'no reason'})" if refused else "")
        said.append(f"Next it tried: {breach.after.task.name}{how}.")
    else:
        said.append("It tried nothing else.")
    return said


def _end(account: Account) -> str:
    if account.ended is None:
        return "The record breaks off: the run was killed, or still goes on."
    plans, reached = account.summary.replans, "The goal was reached" if account.ended.reached else "The goal was not reached"
    return f"{reached} after {plans} new plan{'s' * (plans != 1)}: {account.ended.why}."


def _unbroken(account: Account) -> Markup:
    """A run that ended badly though no plan was given up."""
    surprises = [step for step in account.steps if step.surprising]
    ended = account.ended
    lines = [f"{'Our machinery broke' if ended and ended.exit_code == 3 else 'The run ended'}: {ended.why if ended else ''}."]
    if surprises:
        lines.append(f"The last surprise before it: step {surprises[-1].number}, {describe(surprises[-1].action)}; {surprise_of(surprises[-1])}.")
    elif account.steps:
        lines.append("No prediction was wrong before that.")
    else:
        lines.append("Nothing was done before that.")
    return tag("div", *(tag("p", line) for line in lines))


def _line(breach: Breach) -> str:
    where = f"step {breach.step.number}, {describe(breach.step.action)}" if breach.step else "only dreamed"
    return f"{breach.attempt.task.name} ({where}): {breach.attempt.replanned.why if breach.attempt.replanned else ''}"


def _note(note: str) -> str:
    return f" ({note})" if note else ""
