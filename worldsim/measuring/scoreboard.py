"""Scorecards as tables for people: several models side by side, then each one in detail."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from worldsim.measuring.calibration import plot
from worldsim.measuring.lawful import Lawful, Right
from worldsim.measuring.scorecard import Scorecard

#: Whose word a record is.
_SERVERS = {"embedded": "our own server", "vanilla": "a vanilla server", "foreign": "a foreign server"}
_Row = tuple[str, Callable[[Scorecard], str]]

#: Columns of text, at least: a log may be read on something wider.
_WIDTH, _LABELS, _COLUMN = 110, 34, 34
#: Steps at which the decay of a dream is shown.
_AT = (1, 2, 5, 10, 20)


def show(cards: Sequence[Scorecard], console: Console | None = None) -> None:
    """Print everything."""
    width = max(_WIDTH, _LABELS + _COLUMN * len(cards))
    console = console or Console(highlight=False, soft_wrap=True)
    console = console if console.width >= width else Console(highlight=False, width=width)
    _side_by_side(cards, console)
    for card in cards:
        _detail(card, console)


def _side_by_side(cards: Sequence[Scorecard], console: Console) -> None:
    rows: list[_Row] = [
        ("transitions", lambda c: f"{c.n}" + (f" ({c.unanswered} unanswered)" if c.unanswered else "")),
        ("of them not spoken about", lambda c: f"{c.silent}"),
        ("exact x coverage, changing, macro", lambda c: share(c.macro.headline)),
        ("  exact, changing, macro", lambda c: share(c.macro.exact_changing)),
        ("  coverage", lambda c: share(c.macro.coverage)),
        ("  exact, changing, pooled (95 %)", _pooled),
        ("law-covered changing, macro", lambda c: share(c.laws.macro)),
        ("  their share of what changes", lambda c: f"{right(c.laws.steps)} of {c.laws.steps.n}"),
        ("  changed atoms, law-covered", lambda c: f"{right(c.laws.atoms)} of {c.laws.atoms.n}"),
        *((f"  on {_SERVERS.get(server, server)}", _agreement(server)) for server in dict.fromkeys(name for c in cards for name in c.agreement)),
        ("exact, nothing changes", lambda c: share(c.macro.exact_static)),
        *((f"exact, {size} atoms", _size(size)) for size in ("1-2", "3-6", "7+")),
        ("delta F1 (macro)", lambda c: share(c.macro.f1)),
        ("atoms hallucinated", lambda c: share(c.macro.hallucinated)),
        ("atoms missed", lambda c: share(c.macro.missed)),
        ("environment exact", lambda c: share(c.macro.env_exact)),
        ("reason of a failure", lambda c: right(c.reasons)),
        ("ticks: MAE", lambda c: number(c.numbers.ticks_mae)),
        ("ticks: within p10-p90 (.80)", lambda c: share(c.numbers.ticks_in)),
        ("end: MAE, blocks", lambda c: number(c.numbers.end_mae)),
        ("keys held: farthest off, blocks", lambda c: number(c.numbers.motion_error)),
        ("sight: F1 blocks / kinds", lambda c: f"{share(c.sight.blocks_f1)} / {share(c.sight.kinds_f1)}"),
        ("sight: F1 entities", lambda c: share(c.sight.entities_f1)),
        ("Brier / skill", lambda c: f"{number(c.calibration.brier, 4)} / {number(c.calibration.skill, 3)}"),
        ("ECE / floor", lambda c: f"{number(c.calibration.ece, 3)} / {number(c.calibration.ece_floor, 3)}"),
        ("AUROC of p_success", lambda c: number(c.calibration.auroc, 3)),
        ("AUROC of novelty", lambda c: number(c.novelty_auroc, 3)),
        ("false success (95 % below)", _false),
        ("violations", lambda c: f"{sum(c.violations.values())}"),
        *([*((f"fid@{k} open / anchored", _fid(k)) for k in _AT), ("k50 open / anchored", _k50)] if any(c.rollouts for c in cards) else []),
        ("per 1,000: seconds", lambda c: number(c.cost.seconds)),
        ("per 1,000: tokens in / out", lambda c: f"{c.cost.tokens_in:.0f} / {c.cost.tokens_out:.0f}"),
        ("per 1,000: USD", lambda c: number(c.cost.dollars, 3)),
    ]
    table = Table("", *(card.model for card in cards), box=None, padding=(0, 2))
    for label, cell in rows:
        table.add_row(label, *(cell(card) for card in cards))
    console.print(table)


def _detail(card: Scorecard, console: Console) -> None:
    console.print(f"\n{card.model}", style="bold")
    kinds = Table("kind", "n", "changing", "exact (95 %)", "static", "F1", "Brier", "ticks in", box=None, padding=(0, 2))
    for kind, f in card.kinds.items():
        interval = f"{share(f.exact_changing)} ({f.exact_interval.low:.2f}-{f.exact_interval.high:.2f})" if f.changing else "-"
        kinds.add_row(kind, f"{f.n}", f"{f.changing}", interval, share(f.exact_static), share(f.f1), number(f.brier, 3), share(f.ticks_in))
    console.print(kinds)
    laws = ", ".join(f"{kind} {right(each)} of {each.n}" for kind, each in card.laws.kinds.items())
    console.print(f"law-covered changing steps: {laws or 'none'}")
    if card.families:
        console.print("by family: " + ", ".join(f"{family} {right(r)} of {r.n}" for family, r in card.families.items()))
    for who, leaves in card.sources.items():
        console.print(f"said by {who}: " + ", ".join(f"{leaf} {right(r)} of {r.n}" for leaf, r in leaves.items()))
    if any(card.violations.values()):
        console.print("violations: " + ", ".join(f"{kind} {n}" for kind, n in card.violations.items() if n))
    console.print(plot(card.calibration.bins), style="dim")


def _agreement(server: str) -> Callable[[Scorecard], str]:
    def cell(card: Scorecard) -> str:
        laws: Lawful | None = card.agreement.get(server)
        return "-" if laws is None else f"{share(laws.macro)} ({right(laws.exact)} of {laws.exact.n})"

    return cell


def _pooled(card: Scorecard) -> str:
    low, high = card.pooled.exact_interval
    return f"{share(card.pooled.exact_changing)} ({low:.3f}-{high:.3f})"


def _size(size: str) -> Callable[[Scorecard], str]:
    return lambda card: f"{share(card.sizes[size].exact_changing)} of {card.sizes[size].changing}"


def _fid(k: int) -> Callable[[Scorecard], str]:
    def cell(card: Scorecard) -> str:
        rolled = card.rollouts
        if rolled is None or len(rolled.open_loop.fid) < k:
            return "-"
        return f"{share(rolled.open_loop.fid[k - 1])} / {share(rolled.anchored.fid[k - 1])}"

    return cell


def _k50(card: Scorecard) -> str:
    if card.rollouts is None:
        return "-"
    ends = (card.rollouts.open_loop, card.rollouts.anchored)
    return " / ".join(f">{len(c.fid)}" if c.k50 is None else f"{c.k50:.1f}" for c in ends)


def _false(card: Scorecard) -> str:
    false = card.calibration.false_success
    return f"{share(false.share)} of {false.n} ({share(false.interval.high)})"


def right(found: Right) -> str:
    """A share that was right."""
    return share(found.share)


def share(value: float | None) -> str:
    """A share of 0-1, or a dash."""
    return "-" if value is None else f"{value:.3f}"


def number(value: float | None, digits: int = 2) -> str:
    """A number, or a dash."""
    return "-" if value is None else f"{value:.{digits}f}"
