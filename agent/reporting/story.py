"""The story of a run in plain sentences: task by task, the dream beside the deed. Made from the typed changes."""

from __future__ import annotations

from collections import Counter

from agent.reporting.account import Account, Attempt, Step
from agent.reporting.markup import Markup, join, tag
from agent.reporting.words import (
    Happening,
    amounts,
    brief,
    called,
    duration,
    ending,
    expected,
    gained,
    in_words,
    listed,
    plain,
    share,
    short,
    stopped,
    times,
    told,
)
from worldsim.actions import describe
from worldsim.events import Designed, Dreamed

#: Surprises that are told one by one in a task; the table has all of them.
_TOLD = 4


def story(account: Account) -> Markup:
    """One entry per task, in order; what a model split or drew comes before them."""
    parts = [*_before(account), *(_attempt(number, attempt) for number, attempt in enumerate(account.attempts, start=1))]
    if not account.attempts:
        parts.append(tag("li", tag("p", "No task was proposed."), class_="task"))
    return join([tag("p", outline(account), class_="outline"), tag("ol", *parts, class_="story")])


def outline(account: Account) -> str:
    """The whole run in a few sentences."""
    figures, done = account.summary, sum(attempt.verdict is not None and attempt.verdict.done for attempt in account.attempts)
    asked = f"It was asked to {account.goal}" if account.goal[:1].islower() else f"It was asked: {account.goal}"
    begun = len(account.attempts)
    ended = "the record breaks off here" if account.ended is None else "the goal was reached" if account.ended.reached else "the goal was not reached"
    return (
        f"{asked}. It began {begun} task{'s' * (begun != 1)} and finished {done}; it dreamed {times(figures.dreams)} and acted "
        f"{times(figures.actions)}, for {duration(figures.ticks)} of game time. Of its actions, {figures.met} went as dreamed and "
        f"{figures.surprises} did not; it made {figures.replans} new plan{'s' * (figures.replans != 1)}, and {ended}."
    )


def dreamed_of(step: Step) -> Happening:
    """A step as it was predicted to go."""
    mode = step.prediction.mode
    return Happening(step.action, mode.status, mode.reason, mode.change, mode.env, step.prediction.ticks.p50)


def deed_of(step: Step) -> Happening | None:
    """A step as it went; None where the record ends before."""
    outcome = step.outcome
    return None if outcome is None else Happening(outcome.action, outcome.status, outcome.reason, outcome.change, outcome.env, outcome.ticks)


def happened(step: Step) -> str:
    """What came of a step, in one line."""
    outcome, held = step.outcome, step.comparison
    if outcome is None:
        return "the record ends before it was done"
    said = f"{ending(outcome.status, outcome.reason, outcome.note)}: {short(outcome.change)}"
    if held is not None and held.end_error is not None and held.end_error > step.prediction.tolerance:
        said += f"; it stood {held.end_error:.1f} blocks from where it was expected"
    return said


def surprise_of(step: Step) -> str:
    """What was expected and what happened, in one sentence."""
    env = f"; meanwhile, by itself: {short(step.outcome.env)}" if step.outcome and step.outcome.env.blocks else ""
    return f"expected {expected(step.prediction)}. What happened: {happened(step)}{env}"


def _before(account: Account) -> list[Markup]:
    parts = []
    for split in account.decomposed:
        verdict = f"Code found wrong with it: {listed(split.problems)}." if split.problems else "Code found nothing wrong with it."
        parts.append(
            tag("li", tag("p", f"A model split {split.wish!r} into {listed(split.sub_goals, 12) or 'nothing'}. {verdict}"), class_="task aside")
        )
    for drawn in account.designed:
        parts.append(tag("li", tag("p", _drawn(drawn)), class_="task aside"))
    return parts


def _drawn(drawn: Designed) -> str:
    flaws = f"Code found wrong with it: {listed(drawn.defects)}." if drawn.defects else "Code found nothing wrong with it."
    return f"An architect drew {drawn.name or 'nothing'} in {drawn.parts} parts for {drawn.brief!r}. {flaws}"


def _attempt(number: int, attempt: Attempt) -> Markup:
    mark, word = _state(attempt)
    return tag(
        "li",
        tag("h3", tag("span", f"{mark} {word}", class_=f"pill {word.replace(' ', '-')}"), f" {attempt.task.name}"),
        tag("p", _why(attempt, number), class_="why"),
        tag("div", _dream(attempt), _deed(attempt), class_="pair"),
        class_="task",
    )


def _state(attempt: Attempt) -> tuple[str, str]:
    if attempt.verdict is not None and attempt.verdict.done:
        return "✓", "done"
    if attempt.replanned is not None:
        return "↻", "given up"
    if attempt.put_off is not None:
        return "⏸", "put off"
    return ("✗", "not done") if attempt.verdict is not None else ("…", "open")


def _why(attempt: Attempt, number: int) -> str:
    start = "It began with this" if number == 1 else "This was next"
    return f"{start}: {brief(attempt.task.why)}." if attempt.task.why else f"{start}."


def _dream(attempt: Attempt) -> Markup:
    """What was dreamed of whole programs, and, action by action, of what was then done."""
    said = [*(_programs(dream) for dream in attempt.dreams)]
    said += [
        f"A model {'wrote' if asked.role == 'write' else 'mended'} {times(len(asked.drafts))}: "
        + (listed(f"{draft.name} ({'taken' if draft.chosen else draft.problems[0] if draft.problems else 'not the best'})" for draft in asked.drafts))
        if asked.drafts
        else f"A model was asked for a program, in vain: {asked.note}."
        for asked in attempt.written
    ]
    if attempt.steps:
        dreamed = [dreamed_of(step) for step in attempt.steps]
        done = listed(told(dreamed, real=False), 8)
        ticks = duration(sum(each.ticks for each in dreamed))
        said.append(f"Action by action, just before each: it would {done}, in {ticks}. {_balance(gained(dreamed), 'It would then carry')}".strip())
    return tag("section", tag("h4", "The dream"), *(tag("p", line) for line in said or ["Nothing was dreamed."]), class_="dream")


def _programs(dream: Dreamed) -> str:
    name = called(dream.candidate)
    if not dream.rollouts:
        return f"The {dream.candidate.origin} program {name} was {'taken undreamed' if dream.chosen else 'refused'}: {dream.note or 'no reason'}."
    good = round(dream.p_success * dream.rollouts)
    ends = (
        "its one dream ended well" if dream.rollouts == good == 1
        else "its one dream failed" if dream.rollouts == 1
        else f"{good} of {dream.rollouts} dreams ended well"
    )  # fmt: skip
    text = f"The {dream.candidate.origin} program {name}: {ends}, in about {dream.actions:.0f} actions and {duration(dream.ticks.p50)}."
    if dream.note:
        text += f" Where it failed: {dream.note}."
    return text if dream.chosen else f"{text} It was refused."


def _deed(attempt: Attempt) -> Markup:
    deeds = [deed for step in attempt.steps if (deed := deed_of(step)) is not None]
    parts: list[Markup] = []
    if deeds:
        did = listed(told(deeds, real=True), 8)
        parts.append(tag("p", f"It {did}, in {duration(sum(deed.ticks for deed in deeds))}. {_balance(gained(deeds), 'It then carried')}".strip()))
        env = Counter((block.before, block.after) for each in deeds for block in each.env.blocks)
        if env:
            changes = listed(f"{count} × {plain(a)} → {plain(b)}" for (a, b), count in env.most_common())
            parts.append(tag("p", f"Meanwhile the world changed by itself: {changes}."))
    else:
        parts.append(tag("p", "Nothing was done."))
    surprising = [step for step in attempt.steps if step.surprising]
    if deeds:
        met = sum(step.comparison is not None and step.comparison.met for step in attempt.steps)
        parts.append(tag("p", f"{met} of {len(deeds)} actions went as dreamed."))
    if surprising:
        shown = [tag("li", _step_link(step), f", {describe(step.action)}: {surprise_of(step)}.") for step in surprising[:_TOLD]]
        if len(surprising) > _TOLD:
            shown.append(tag("li", f"and {len(surprising) - _TOLD} more: see the steps"))
        parts.append(tag("ul", *shown, class_="surprises"))
    if again := [step.redreamed for step in attempt.steps if step.redreamed]:
        often = "" if len(again) == 1 else f" {times(len(again))}; the last time"
        note = f" ({again[-1].note})" if again[-1].note else ""
        parts.append(tag("p", f"After a surprise it dreamed the rest again{often}: {share(again[-1].p_success)}{note}."))
    if attempt.verdict is not None:
        parts.append(tag("p", f"Verdict: {attempt.verdict.evidence}.", class_="verdict"))
    if attempt.replanned is not None:
        parts.append(tag("p", f"It gave this plan up: {stopped(brief(attempt.replanned.why))}"))
        if said := in_words(attempt.replanned.why):
            parts.append(tag("p", f"In the words of a model: {stopped(said)}"))
    if attempt.put_off is not None:
        parts.append(tag("p", f"It put this off: {attempt.put_off.why}."))
    parts += [tag("p", f"Skill {one.skill}: {one.verb}{f' ({one.note})' if one.note else ''}.") for one in attempt.learned]
    return tag("section", tag("h4", "The deed"), join(parts), class_="deed")


def _step_link(step: Step) -> Markup:
    return tag("a", f"step {step.number}", href=f"#step-{step.number}", data_step=step.number)


def _balance(counts: Counter[str], start: str) -> str:
    more, less = {i: n for i, n in counts.items() if n > 0}, {i: -n for i, n in counts.items() if n < 0}
    parts = ([f"{amounts(more)} more"] if more else []) + ([f"{amounts(less)} less"] if less else [])
    return f"{start} {' and '.join(parts)}." if parts else ""
