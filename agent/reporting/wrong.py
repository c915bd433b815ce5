"""What went wrong: the prediction that broke a plan, what the agent did about it, and how that ended."""

from __future__ import annotations

from agent.reporting.account import Account, Attempt, Step
from agent.reporting.blame import Breach, breaches, greatest_surprise, telling
from agent.reporting.markup import Markup, tag
from agent.reporting.story import happened, surprise_of
from agent.reporting.words import brief, called, expected, listed, part, phrase, plain, share, short, stopped, times

#: Steps that are named one by one.
_NAMED = 6
#: How the loop begins its reason where a rest that was dreamed again broke the plan (agent/doing.py).
_AGAIN = "the rest, dreamed again, fails"


def banner(account: Account) -> Markup | None:
    """At a glance: which prediction was wrong, what was done about it, how it ended. None where the goal was reached and no plan broke."""
    found = breaches(account)
    reached, killed = account.summary.reached, account.ended is None
    if not found and reached:
        return None
    title = "What went wrong, and was mended" if reached else "Where it breaks off" if killed and not found else "What went wrong"
    parts = [_chain(account, found)] if found else [_unbroken(account)]
    if len(found) > 1:
        rest = [tag("li", _line(breach)) for breach in found]
        parts.append(tag("details", tag("summary", f"All {len(found)} plans that were given up"), tag("ol", *rest)))
    return tag("section", tag("h2", title), *parts, class_=f"wrong {'mended' if reached or killed else 'bad'}", id="wrong", aria_label=title)


def _chain(account: Account, found: list[Breach]) -> Markup:
    breach = telling(account, found)
    others = sum(each.kind == breach.kind for each in found) - 1 if breach.step else 0
    did = _then(breach)
    if undone := sum(each.step is None for each in found if each is not breach):
        did.append(tag("p", f"For {undone} more task{'s' * (undone != 1)} no program passed, so nothing was done."))
    if others:
        did.append(tag("p", f"Later the same broke {others} more plan{'s' * (others != 1)}."))
    return tag(
        "ol",
        tag(
            "li",
            tag("h3", _head(account) if breach.step else "No dream passed" if breach.dream else "No program was found"),
            *_first(breach, blind=_blind(account)),
        ),
        tag("li", tag("h3", "What the agent did about it"), *did),
        tag("li", tag("h3", "How it ended"), *(tag("p", line) for line in _end(account))),
        class_="chain",
    )


def _blind(account: Account) -> bool:
    """Whether nobody predicted anything."""
    return account.summary.imagine == "off"


def _head(account: Account) -> str:
    return "The step that failed" if _blind(account) else "The prediction that was wrong"


def _first(breach: Breach, *, blind: bool) -> list[Markup]:
    step, dream = breach.step, breach.dream
    if step is None:
        said = _given_up(breach)
        if dream is not None:
            said = (
                f"of {called(dream.candidate)}, {share(dream.p_success)} of the dreams ended well: {dream.note or plain(dream.reason or 'no reason')}"
            )
        rows = [tag("dt", "task"), tag("dd", breach.attempt.task.name), tag("dt", "why not"), tag("dd", said)]
        return [tag("dl", *rows)]
    said = "nothing: imagination is off" if blind else expected(step.prediction)
    rows = [tag("dt", "expected"), tag("dd", said), tag("dt", "happened"), tag("dd", _happened(breach, step))]
    if not blind and (blamed := _blamed(breach, step)):
        rows += [tag("dt", "wrong about"), tag("dd", blamed)]
    what = phrase(step.action, step.prediction.mode.change)
    head = tag("p", _link(step, f"Step {step.number}", breach), ": ", tag("strong", what), class_="what")
    return [head, tag("dl", *rows), tag("p", f"It was part of: {breach.attempt.task.name}.", class_="hint")]


def _happened(breach: Breach, step: Step) -> str:
    """What came of it; what the world did by itself only where the plan was given up for that."""
    if breach.cell is None or step.outcome is None:
        return happened(step)
    return f"{happened(step)}; by itself the world changed {short(step.outcome.env)}"


def _blamed(breach: Breach, step: Step) -> str:
    """'success and inventory (said by law)'; '' where nothing is known to be wrong. What follows from a failure is left out."""
    if step.comparison is None:
        return ""
    wrong = sorted(step.comparison.wrong, key=lambda leaf: leaf.family != "p_success")
    chief = [leaf for leaf in wrong if leaf.family not in ("position", "ticks")]
    by: dict[str, list[str]] = {}
    for leaf in chief or wrong:
        by.setdefault(leaf.source, []).append(part(leaf.family))
    parts = [f"{listed(families)} (said by {source})" for source, families in by.items()]
    return ", ".join([*parts, *(["what the world would do by itself"] if breach.cell is not None else [])])


def _then(breach: Breach) -> list[Markup]:
    """A paragraph for everything that was done about it."""
    step, attempt, said = breach.step, breach.attempt, []
    if step is not None and (again := step.redreamed):
        on = "; so it went on" if attempt.steps[-1] is not step else ""
        said.append(
            tag("p", f"It dreamed the rest of the program again, from what had really happened: {share(again.p_success)}{_note(again.note)}{on}.")
        )
    if breach.alike:
        named = [_link(each, f"{each.number}", breach) for each in breach.alike[:_NAMED]]
        commas = [part for one in named for part in (", ", one)][1:]
        more = f" and {len(breach.alike) - _NAMED} more" if len(breach.alike) > _NAMED else ""
        said.append(tag("p", f"The same was in its way {times(len(breach.alike))} more, at step{'s' * (len(named) > 1)} ", *commas, f"{more}."))
    if step is None and attempt.written:
        said.append(tag("p", _written(attempt, "It")))
    if step is None:
        said.append(tag("p", "It did nothing, and made another plan."))
    elif attempt.replanned is not None:
        said.append(tag("p", f"It gave the plan up: {stopped(_given_up(breach))}"))
    said += [tag("p", _next(breach.after))] if breach.after is not None else [tag("p", "It tried nothing else.")]
    return said


def _given_up(breach: Breach) -> str:
    """Why, in what was seen, and in the program's own words where they say more."""
    attempt = breach.attempt
    if attempt.replanned is None:
        return ""
    why = brief(attempt.replanned.why)
    seen = attempt.verdict.evidence if attempt.verdict is not None else ""
    said = why.removeprefix(f"{attempt.task.name!r} is not done: ").removeprefix(f"no dream of {attempt.task.name!r} passes: ")
    if said.startswith(_AGAIN):
        told = breach.step is not None and breach.step.redreamed is not None and breach.step is attempt.steps[-1]
        said = "the rest failed when it was dreamed again" + ("" if told else _note(said.removeprefix(_AGAIN).removeprefix(": ")))
    return said if not seen or seen in said else f"{said}. What was seen then: {seen}"


def _next(after: Attempt) -> str:
    """What was tried next, and how that was found."""
    chosen, refused = after.chosen, [dream for dream in after.dreams if not dream.chosen]
    how = f", with {called(chosen.candidate)}, dreamed to succeed in {share(chosen.p_success)}" if chosen and chosen.rollouts else ""
    how = how or (f", with {called(chosen.candidate)}, undreamed" if chosen else "")
    how = how or (f"; no dream of it passed ({refused[-1].note or 'no reason'})" if refused else "")
    return f"Next it tried: {after.task.name}{how}.{_written(after, ' For that it')}"


def _written(attempt: Attempt, who: str) -> str:
    """What came of asking a model for programs; '' where none was asked."""
    if not attempt.written:
        return ""
    drafts = [draft for asked in attempt.written for draft in asked.drafts]
    taken = next((f", and took {draft.name}" for draft in reversed(drafts) if draft.chosen), ", and took none")
    return f"{who} asked a model for a program {times(len(attempt.written))}, got {len(drafts) or 'none'}{taken if drafts else ''}."


def _end(account: Account) -> list[str]:
    """How it ended, and how far it had come."""
    done, begun = sum(attempt.verdict is not None and attempt.verdict.done for attempt in account.attempts), len(account.attempts)
    far = f"Of {begun} tasks that it began, {done} {'was' if done == 1 else 'were'} done."
    died = sum(step.outcome is not None and step.outcome.reason == "died" for step in account.steps)
    if account.ended is None:
        said = "The record breaks off: the run was killed, or still goes on."
    elif account.ended.reached:
        plans = account.summary.replans
        said = f"The goal was reached after {plans} new plan{'s' * (plans != 1)}: {stopped(account.ended.why)}"
    else:
        said = f"The goal was not reached: {stopped(account.ended.why)}"
    return [said, *([f"The body died {times(died)}."] if died else []), far]


def _unbroken(account: Account) -> Markup:
    """A run that ended badly, or broke off, though no plan was given up."""
    most, ended = greatest_surprise(account), account.ended
    if ended is None:
        parts = [tag("p", f"It was busy with this: {account.attempts[-1].task.name}." if account.attempts else "No task was begun.")]
    else:
        parts = [tag("p", f"{'Our machinery broke' if ended.exit_code == 3 else 'The run ended'}: {stopped(ended.why)}")]
        unheard = [asked for asked in account.asked if asked.error]
        if unheard and len(unheard) == len(account.asked):
            parts.append(
                tag("p", f"A model was asked {times(len(unheard))}, and no reply could be used; python -m agent.doctor says what is missing.")
            )
    if most is not None:
        what = phrase(most.action, most.prediction.mode.change)
        parts.append(tag("p", "The greatest surprise before that: ", _link(most, f"step {most.number}"), f", {what}; {surprise_of(most)}."))
    elif account.steps:
        parts.append(tag("p", "No prediction was wrong before that."))
    else:
        parts.append(tag("p", "Nothing was done before that."))
    return tag("div", *parts)


def _link(step: Step, text: str, breach: Breach | None = None) -> Markup:
    """Leads to a step in the picture; to the cell that broke the plan, if that is known."""
    cell = None if breach is None or breach.cell is None else f"{breach.cell.x},{breach.cell.y},{breach.cell.z}"
    return tag("a", text, href=f"#step-{step.number}", data_step=step.number, data_cell=cell)


def _line(breach: Breach) -> str:
    where = f"step {breach.step.number}, {phrase(breach.step.action, breach.step.prediction.mode.change)}" if breach.step else "only dreamed"
    return f"{breach.attempt.task.name} ({where}): {_given_up(breach)}"


def _note(note: str) -> str:
    return f" ({note})" if note else ""
