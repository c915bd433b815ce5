"""The tables of an ablation, for people, and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

from agent.roles import ROLES
from benchmarks.paired import BASE, Against, Group, Sign


def show(groups: Sequence[Group], against: Sequence[Against], title: str) -> None:
    """Levels of all groups, what each mode changed on the same seeds, and what the roles took."""
    console = Console(width=180)
    console.print(_levels(groups, title))
    if against:
        console.print(_differences(against))
    if any(one.roles for one in groups):
        console.print(_roles(groups))


def _levels(groups: Sequence[Group], title: str) -> Table:
    table = Table(title=f"runs ({title}); medians, but for shares", title_justify="left", box=MARKDOWN)
    for name in (
        "goal",
        "rate",
        "mode",
        "runs",
        "reached",
        "95 %",
        "replans",
        "actions",
        "wasted",
        "ticks",
        "deaths",
        "calls",
        "tokens",
        "llm",
        "dream s",
        "wall s",
    ):
        table.add_column(name, justify="left" if name in ("goal", "mode") else "right")
    for one in groups:
        table.add_row(
            one.goal, f"{one.rate:g}", one.imagine, str(len(one.seeds)), str(one.reached), f"{one.interval.low:.2f}-{one.interval.high:.2f}",
            f"{one.replans:g}", f"{one.actions:g}", _share(one.wasted), _whole(one.ticks), str(one.deaths), f"{one.calls:g}", f"{one.tokens:.0f}",
            f"{one.llm_share:.0%}", f"{one.dream_s:.1f}", f"{one.wall_s:.0f}",
        )  # fmt: skip
    return table


def _roles(groups: Sequence[Group]) -> Table:
    table = Table(title="what each role took: means of a run; calls: tokens in + out", title_justify="left", box=MARKDOWN)
    roles = [role for role in ROLES if any(role in one.roles for one in groups)]
    for name in ("goal", "rate", "mode", *roles):
        table.add_column(name, justify="left" if name in ("goal", "mode") else "right")
    for one in groups:
        used = [one.roles.get(role) for role in roles]
        told = ["-" if each is None else f"{each[0]:g}: {each[1]:.0f} + {each[2]:.0f}" for each in used]
        table.add_row(one.goal, f"{one.rate:g}", one.imagine, *told)
    return table


def _differences(against: Sequence[Against]) -> Table:
    title = f"less {BASE}, on the same seeds: median difference (seeds below 0 : above 0; p of the sign test)"
    table = Table(title=title, title_justify="left", box=MARKDOWN)
    for name in ("goal", "rate", "mode", "pairs", "reached +/-", "share of +, 95 %", "p", "replans", "wasted", "actions", "ticks"):
        table.add_column(name, justify="left" if name in ("goal", "mode") else "right")
    for one in against:
        rate = "all" if one.rate is None else f"{one.rate:g}"
        table.add_row(
            one.goal or "all together", rate, one.imagine, str(one.pairs), f"+{one.gained} -{one.lost}", f"{one.share.low:.2f}-{one.share.high:.2f}",
            f"{one.p:.2g}", _sign(one.replans), _sign(one.wasted, percent=True), _sign(one.actions), _sign(one.ticks),
        )  # fmt: skip
    return table


def _sign(sign: Sign, percent: bool = False) -> str:
    if sign.median is None:
        return "-"
    return f"{sign.median:+.1%}" * percent + f"{sign.median:+g}" * (not percent) + f" ({sign.less}:{sign.more}; {sign.p:.2g})"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"


def _whole(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"
