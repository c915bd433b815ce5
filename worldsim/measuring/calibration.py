"""Whether p_success means what it says: Brier and its skill, calibration error with the floor that chance alone gives, ranking, false successes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import log
from random import Random

import msgspec

from worldsim.metrics import Interval, wilson

BINS = 10
#: Draws of the noise floor; its standard error is below 1 % of it.
_DRAWS = 200
#: No probability is further from 0 and 1 than this in the log loss.
_CLIP = 1e-6


class Forecast(msgspec.Struct, frozen=True):
    """One probability, and what came."""

    p: float  #: 0-1, predicted
    ok: bool
    group: str = ""  #: kind of action: the base rate that skill is measured against is its own


class Bin(msgspec.Struct, frozen=True):
    """Forecasts of about the same p."""

    low: float
    high: float
    n: int
    said: float  #: mean p
    was: float  #: share that came true


class FalseSuccess(msgspec.Struct, frozen=True):
    """Of the steps that were predicted to succeed (p >= 0.5), those that failed."""

    n: int
    failed: int
    share: float | None
    interval: Interval  #: Wilson, 95 %: `high` is what may safely be claimed


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """None where there was nothing to measure, or only one side of it."""

    n: int
    brier: float | None
    skill: float | None  #: 1 - brier / brier of the base rate of each kind: 1 perfect, 0 as good as the base rate, below 0 worse
    log_loss: float | None  #: nats
    ece: float | None  #: mean distance of said and was over the bins, by n
    ece_floor: float | None  #: what a perfect predictor with these p would show by chance
    auroc: float | None  #: chance that a success was given a higher p than a failure; equal ones count half
    false_success: FalseSuccess
    bins: tuple[Bin, ...]


def calibration(forecasts: Sequence[Forecast]) -> Calibration:
    """All of it, of some forecasts."""
    n = len(forecasts)
    score = _brier(forecasts)
    base = _brier(_base_rates(forecasts))
    return Calibration(
        n=n,
        brier=score,
        skill=None if score is None or not base else 1 - score / base,
        log_loss=-sum(log(_clipped(f.p if f.ok else 1 - f.p)) for f in forecasts) / n if n else None,
        ece=_ece([f.p for f in forecasts], [f.ok for f in forecasts]),
        ece_floor=ece_floor([f.p for f in forecasts]),
        auroc=auroc([f.p for f in forecasts], [f.ok for f in forecasts]),
        false_success=false_success(forecasts),
        bins=bins([f.p for f in forecasts], [f.ok for f in forecasts]),
    )


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """The area under the ROC curve, by ranks (Mann-Whitney); None unless there are both kinds."""
    order = sorted(range(len(scores)), key=lambda i: scores[i])
    ranks = [0.0] * len(scores)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + 1 + end) / 2
        start = end
    yes = sum(positive)
    no = len(scores) - yes
    if yes == 0 or no == 0:
        return None
    return (sum(rank for rank, good in zip(ranks, positive, strict=True) if good) - yes * (yes + 1) / 2) / (yes * no)


def bins(ps: Sequence[float], oks: Sequence[bool], number: int = BINS) -> tuple[Bin, ...]:
    """Equally wide bins of p; empty ones are left out."""
    groups: dict[int, list[int]] = defaultdict(list)
    for index, p in enumerate(ps):
        groups[min(int(p * number), number - 1)].append(index)
    return tuple(
        Bin(k / number, (k + 1) / number, len(g), sum(ps[i] for i in g) / len(g), sum(oks[i] for i in g) / len(g)) for k, g in sorted(groups.items())
    )


def ece_floor(ps: Sequence[float]) -> float | None:
    """The mean calibration error of somebody whose p are the truth, over seeded draws of what comes; compare with nothing below it."""
    if not ps:
        return None
    dice = Random(0)
    draws = [_ece(ps, [dice.random() < p for p in ps]) or 0.0 for _ in range(_DRAWS)]
    return sum(draws) / len(draws)


def false_success(forecasts: Sequence[Forecast]) -> FalseSuccess:
    """Predicted to succeed, and failed."""
    said = [f for f in forecasts if f.p >= 0.5]
    failed = sum(not f.ok for f in said)
    return FalseSuccess(len(said), failed, failed / len(said) if said else None, wilson(failed, len(said)))


def plot(found: Sequence[Bin], width: int = 40) -> str:
    """A reliability plot in text: a line each bin, `|` what was said, `#` up to what came true."""
    lines = ["   p said     n   came true"]
    for each in found:
        bar = ["#" if place < round(each.was * width) else "." for place in range(width + 1)]
        bar[round(each.said * width)] = "|"
        lines.append(f"  {each.low:.1f}-{each.high:.1f} {each.n:6}   {''.join(bar)} {each.was:.3f} (said {each.said:.3f})")
    return "\n".join(lines)


def _ece(ps: Sequence[float], oks: Sequence[bool]) -> float | None:
    if not ps:
        return None
    return sum(each.n * abs(each.said - each.was) for each in bins(ps, oks)) / len(ps)


def _brier(forecasts: Sequence[Forecast]) -> float | None:
    return sum((f.p - f.ok) ** 2 for f in forecasts) / len(forecasts) if forecasts else None


def _base_rates(forecasts: Sequence[Forecast]) -> list[Forecast]:
    """The same steps, forecast by the share of their kind that succeeded."""
    came: dict[str, list[bool]] = defaultdict(list)
    for forecast in forecasts:
        came[forecast.group].append(forecast.ok)
    return [Forecast(sum(came[f.group]) / len(came[f.group]), f.ok, f.group) for f in forecasts]


def _clipped(p: float) -> float:
    return min(1 - _CLIP, max(_CLIP, p))
