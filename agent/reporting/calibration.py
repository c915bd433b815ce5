"""Is 80 % right 8 times of 10? What was said to succeed against what did, as a plot in SVG."""

from __future__ import annotations

import msgspec

from agent.reporting.account import Account
from agent.reporting.markup import Markup, join, tag
from agent.reporting.words import part, share
from worldsim.metrics import report, wilson

#: Bins of p_success, 0-1; and the drawing, in units.
_BINS, _SIDE, _LEFT, _TOP = 10, 300, 52, 40


class Bin(msgspec.Struct, frozen=True):
    """Predictions of about the same probability."""

    n: int
    said: float  #: mean p_success
    came: float  #: share that succeeded
    low: float  #: Wilson interval, 95 %
    high: float


def bins(account: Account) -> list[Bin]:
    """Ten bins of equal width, the empty ones left out. Unscored predictions are left out."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for step in account.steps:
        if step.comparison is not None and step.comparison.scored:
            p = step.comparison.p_success
            groups.setdefault(min(_BINS - 1, int(p * _BINS + 1e-9)), []).append((p, step.comparison.ok))
    found = []
    for _, pairs in sorted(groups.items()):
        hits = sum(ok for _, ok in pairs)
        interval = wilson(hits, len(pairs))
        found.append(Bin(len(pairs), sum(p for p, _ in pairs) / len(pairs), hits / len(pairs), interval.low, interval.high))
    return found


def calibration(account: Account, other: Account | None = None) -> Markup:
    """The plot, its table for those who cannot see it, and what was wrong, by family and source."""
    found = bins(account)
    if not found:
        return tag("p", "No prediction of this run can be scored.")
    marks = _marks(found, "this", _TOP - 10)
    if other is not None:
        marks = join([_marks(bins(other), "that", _TOP - 26), marks])
    key = None if other is None else tag("p", f"Filled: {account.name}. Open: {other.name}.", class_="hint")
    said = "; ".join(f"{b.n} predictions said {share(b.said)}, {share(b.came)} came true" for b in found)
    plot = tag(
        "svg",
        tag("title", f"Calibration: {said}"),
        _axes(),
        marks,
        viewBox=f"0 0 {_SIDE + _LEFT + 20} {_SIDE + _TOP + 44}",
        role="img",
        class_="plot",
    )
    heads = ("said", "came true", "95 % interval", "predictions")
    rows = [tag("tr", *(tag("td", cell) for cell in (share(b.said), share(b.came), f"{share(b.low)} to {share(b.high)}", b.n))) for b in found]
    table = tag("table", tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))), tag("tbody", *rows), class_="figures")
    return tag("div", tag("figure", plot, key), tag("div", table, _sentence(account), _wrong(account)), class_="split")


def _axes() -> Markup:
    end, bottom = _LEFT + _SIDE, _TOP + _SIDE
    parts = [
        tag("rect", x=_LEFT, y=_TOP, width=_SIDE, height=_SIDE, class_="frame"),
        tag("line", x1=_LEFT, y1=bottom, x2=end, y2=_TOP, class_="ideal"),
        tag("text", "predicted to succeed", x=_LEFT + _SIDE / 2, y=bottom + 38, text_anchor="middle"),
        tag("text", "did succeed", transform=f"translate(13 {_TOP + _SIDE / 2}) rotate(-90)", text_anchor="middle"),
    ]
    for tick in (0, 25, 50, 75, 100):
        x, y = _LEFT + _SIDE * tick / 100, bottom - _SIDE * tick / 100
        parts += [
            tag("line", x1=x, y1=bottom, x2=x, y2=bottom + 4, class_="tick"),
            tag("text", f"{tick}%", x=x, y=bottom + 18, text_anchor="middle"),
            tag("line", x1=_LEFT - 4, y1=y, x2=_LEFT, y2=y, class_="tick"),
            tag("text", f"{tick}", x=_LEFT - 8, y=y + 4, text_anchor="end"),
        ]
    return join(parts)


def _marks(found: list[Bin], whose: str, above: float) -> Markup:
    """Points as large as their number of predictions, which stands above them; with their intervals."""
    most = max(b.n for b in found) if found else 1
    parts = [tag("text", "n =", x=_LEFT - 8, y=above, text_anchor="end")]
    for b in found:
        x, y = _LEFT + _SIDE * b.said, _TOP + _SIDE * (1 - b.came)
        parts += [
            tag(
                "line", x1=f"{x:.1f}", y1=f"{_TOP + _SIDE * (1 - b.high):.1f}", x2=f"{x:.1f}", y2=f"{_TOP + _SIDE * (1 - b.low):.1f}", class_="range"
            ),
            tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{4 + 6 * (b.n / most) ** 0.5:.1f}"),
            tag("text", b.n, x=f"{x:.1f}", y=above, text_anchor="middle", class_="count"),
        ]
    return tag("g", *parts, class_=f"marks {whose}")


def _sentence(account: Account) -> Markup:
    figures = report([step.comparison for step in account.steps if step.comparison is not None]).macro
    brier = "-" if figures.brier is None else f"{figures.brier:.3f}"
    return tag(
        "p",
        f"Brier score {brier} (0 is perfect, 0.25 is a coin; each kind of action weighs the same). "
        f"Durations within their 10-90 % range: {share(figures.ticks_in)} (80% is right). "
        f"{figures.n} of {len(account.steps)} predictions are scored.",
        class_="hint",
    )


def _wrong(account: Account) -> Markup:
    counts: dict[tuple[str, str], int] = {}
    for step in account.steps:
        for leaf in step.comparison.wrong if step.comparison else ():
            counts[leaf.family, leaf.source] = counts.get((leaf.family, leaf.source), 0) + 1
    if not counts:
        return tag("p", "No part of any prediction was wrong.")
    rows = [
        tag("tr", tag("td", part(family)), tag("td", source), tag("td", count))
        for (family, source), count in sorted(counts.items(), key=lambda pair: -pair[1])
    ]
    heads = [tag("th", head, scope="col") for head in ("wrong about", "said by", "steps")]
    return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="figures")
