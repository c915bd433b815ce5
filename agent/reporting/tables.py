"""Figures of a run as tables: the tiles at the top, what it cost, its spec, and two runs side by side."""

from __future__ import annotations

from agent.reporting.account import Account
from agent.reporting.blame import pointed
from agent.reporting.markup import Markup, join, tag
from agent.reporting.story import happened
from agent.reporting.words import duration, phrase, share

#: By exit code.
_ENDS = {0: "reached", 1: "not reached", 2: "bad usage", 3: "broken", 130: "stopped"}


def end_of(account: Account) -> str:
    """In one or two words."""
    return "unfinished" if account.ended is None else _ENDS.get(account.ended.exit_code, "ended")


def tiles(account: Account) -> Markup:
    """The few figures that matter, large."""
    figures = account.summary
    pairs = [
        ("actions", f"{figures.actions}", f"{duration(figures.ticks)} of game time"),
        ("as dreamed", f"{figures.met} of {figures.met + figures.surprises}", f"{figures.surprises} surprises"),
        ("changes exact", share(figures.exact_changing), "to the last block and item"),
        ("new plans", f"{figures.replans}", f"{figures.dreams} dreams, {figures.rejected_dreams} refused"),
    ]
    if figures.blueprint_f1 is not None:
        pairs.append(("house", share(figures.blueprint_f1), "as drawn (F1 of its cells)"))
    if figures.motion_error is not None:
        pairs.append(("motion", f"{figures.motion_error:.3f}", f"blocks off at most, {figures.motion_ticks} ticks"))
    pairs.append(
        ("wall time", f"{figures.wall_s:.0f} s" if figures.wall_s else "-", f"{figures.act_s:.0f} s acting, {figures.dream_s:.0f} s dreaming")
    )
    if figures.llm_calls:
        pairs.append(("model", f"{figures.llm_calls} calls", f"{figures.tokens} tokens"))
    return tag("dl", *(tag("div", tag("dt", name), tag("dd", value), tag("dd", more, class_="more")) for name, value, more in pairs), class_="tiles")


def costs(account: Account) -> Markup:
    """Calls, tokens, dollars and seconds of every role; and where the time went."""
    figures = account.summary
    redreams = sum(event.seconds for event in account.redreams)
    time = tag(
        "p",
        f"Of {figures.wall_s:.1f} s of wall time, {figures.act_s:.1f} s went into {figures.actions} actions and {figures.dream_s:.1f} s into "
        f"{figures.dreams} dreams (of these {redreams:.1f} s into dreaming the rest again).",
    )
    if not account.asked:
        return join([time, tag("p", "No language model was asked.")])
    rows = []
    for role, model in dict.fromkeys((event.role, event.model) for event in account.asked):
        calls = [event for event in account.asked if (event.role, event.model) == (role, model)]
        paid = [event for event in calls if not event.cached]
        unpriced = any(event.tokens_in and not event.cost for event in paid)
        cells = (role, model, len(paid), len(calls) - len(paid), sum(bool(event.error) for event in calls), sum(event.tokens_in for event in paid),
                 sum(event.tokens_out for event in paid), "unknown" if unpriced else f"${sum(event.cost for event in paid):.4f}",
                 f"{sum(event.seconds for event in calls):.1f} s")  # fmt: skip
        rows.append(tag("tr", *(tag("td", cell) for cell in cells)))
    heads = ("role", "model", "calls", "from cache", "not accepted", "tokens in", "tokens out", "cost", "time")
    table = tag("table", tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))), tag("tbody", *rows), class_="figures")
    return join([time, tag("div", table, class_="scroll", tabindex="0", role="group", aria_label="Costs by role, scrolls sideways")])


def spec_of(account: Account) -> Markup:
    """All that it takes to repeat the run, as it was written; cheats are told first."""
    ledger = ", ".join(account.spec.cheats) or "empty: nothing was set up beforehand"
    notes = [tag("p", f"{note}.", class_="hint") for note in account.notes]
    text = tag("pre", account.written.decode(errors="replace"), tabindex="0", aria_label="spec.json")
    return join([tag("p", tag("strong", "Cheat ledger: "), ledger), *notes, text])


def side_by_side(account: Account, other: Account) -> Markup:
    """Two runs, figure by figure."""
    rows = []
    for name, mine, theirs, better in _figures(account, other):
        values = [tag("td", mine, class_="better" if better == 1 else None), tag("td", theirs, class_="better" if better == -1 else None)]
        rows.append(tag("tr", tag("th", name, scope="row"), *values))
    heads = [tag("th", "", scope="col"), tag("th", account.name, scope="col"), tag("th", other.name, scope="col")]
    table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="figures versus")
    return tag("div", table, class_="scroll", tabindex="0", role="group", aria_label="Two runs, scrolls sideways")


def _figures(account: Account, other: Account) -> list[tuple[str, str, str, int]]:
    """Name, both values, and which is better: 1 the first, -1 the second, 0 neither."""
    a, b = account.summary, other.summary
    rows = [
        ("goal", account.goal, other.goal, 0),
        ("end", end_of(account), end_of(other), _better(float(a.reached), float(b.reached), 1)),
        ("what broke it", _broke(account), _broke(other), 0),
        ("seed", str(a.seed), str(b.seed), 0),
        ("imagination", a.imagine, b.imagine, 0),
        ("actions", str(a.actions), str(b.actions), 0),
        ("game time", duration(a.ticks), duration(b.ticks), _better(a.ticks, b.ticks, -1) if a.reached and b.reached else 0),
        ("wall time", f"{a.wall_s:.1f} s", f"{b.wall_s:.1f} s", 0),
        ("surprises", str(a.surprises), str(b.surprises), _better(a.surprises, b.surprises, -1)),
        ("new plans", str(a.replans), str(b.replans), _better(a.replans, b.replans, -1)),
    ]
    for name, mine, theirs, sign in (
        ("changes exact", a.exact_changing, b.exact_changing, 1),
        ("coverage", a.coverage, b.coverage, 1),
        ("house as drawn", a.blueprint_f1, b.blueprint_f1, 1),
        ("Brier score", a.brier, b.brier, -1),
    ):
        better = 0 if mine is None or theirs is None else _better(mine, theirs, sign)
        said = [("-" if value is None else f"{value:.3f}") for value in (mine, theirs)]
        rows.append((name, said[0], said[1], better))
    rows.append(("model calls", str(a.llm_calls), str(b.llm_calls), 0))
    rows.append(("tokens", str(a.tokens), str(b.tokens), 0))
    return rows


def _broke(account: Account) -> str:
    """The step that broke a run, in a line; '-' where none did."""
    breach = pointed(account)
    step = None if breach is None else breach.step
    return "-" if step is None else f"step {step.number}, {phrase(step.action, step.prediction.mode.change)}: {happened(step)}"


def _better(mine: float, theirs: float, sign: int) -> int:
    return 0 if mine == theirs else sign if mine > theirs else -sign
