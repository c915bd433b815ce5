"""What the rows of an ablation say: per group, shares with Wilson intervals and medians; against another mode, differences on the same seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import comb
from statistics import mean, median

import msgspec

from benchmarks.trial import Row
from worldsim.metrics import Interval, wilson

#: A run, and the one that it is held against, on the same seed.
Pair = tuple[Row, Row]
#: What every other mode is held against.
BASE = "off"


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Runs of one goal, error rate and mode. Medians: None where there is nothing to take them of."""

    goal: str
    rate: float
    imagine: str
    seeds: list[int]
    reached: int
    interval: Interval  #: of the share that reached the goal: Wilson, 95 %
    replans: float
    actions: float
    wasted: float | None  #: share of the real actions
    ticks: float | None  #: of those that reached the goal
    deaths: int  #: all together
    calls: float
    tokens: float
    llm_share: float
    dream_s: float
    wall_s: float
    roles: dict[str, list[float]]  #: means by role: calls, tokens in, tokens out


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """Differences on the same seeds, mode less `off`: how many are below and above 0, their median, and the sign test of that (two-sided, exact)."""

    pairs: int
    less: int
    more: int
    median: float | None
    p: float


class Against(msgspec.Struct, frozen=True, kw_only=True):
    """A mode against `off`. `gained`, `lost`: seeds on which only the one, or only the other, reached the goal."""

    goal: str  #: '': all goals and rates together, a seed counts once
    rate: float | None
    imagine: str
    pairs: int  #: seeds
    gained: int
    lost: int
    share: Interval  #: of the gained ones among both: Wilson, 95 %; 0-1 where there are none
    p: float  #: exact, two-sided: McNemar's test is the sign test of these
    replans: Sign
    wasted: Sign
    actions: Sign
    ticks: Sign  #: of seeds on which both reached the goal


def sign_test(less: int, more: int) -> float:
    """Two-sided p-value of so many differences below and above 0, ties left out: exact, by the binomial distribution with p = 1/2."""
    n = less + more
    return min(1.0, 2 * sum(comb(n, k) for k in range(min(less, more) + 1)) / float(2**n))


def groups(rows: Iterable[Row]) -> list[Group]:
    """The rows by goal, rate and mode, in the order in which these come up."""
    found: dict[tuple[str, float, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row.cell.goal, row.cell.rate, row.cell.imagine), []).append(row)
    return [_group(*key, same) for key, same in found.items()]


def _group(goal: str, rate: float, imagine: str, rows: Sequence[Row]) -> Group:
    reached = sum(row.reached for row in rows)
    roles = sorted({role for row in rows for role in row.uses})
    return Group(
        goal=goal,
        rate=rate,
        imagine=imagine,
        seeds=sorted(row.cell.seed for row in rows),
        reached=reached,
        interval=wilson(reached, len(rows)),
        replans=median(row.replans for row in rows),
        actions=median(row.actions for row in rows),
        wasted=_median(row.wasted_share for row in rows),
        ticks=_median(row.ticks if row.reached else None for row in rows),
        deaths=sum(row.deaths for row in rows),
        calls=median(row.calls for row in rows),
        tokens=median(row.tokens for row in rows),
        llm_share=median(row.llm_share for row in rows),
        dream_s=median(row.dream_s for row in rows),
        wall_s=median(row.wall_s for row in rows),
        roles={role: _mean_use(role, rows) for role in roles},
    )


def _mean_use(role: str, rows: Sequence[Row]) -> list[float]:
    used = [row.uses[role] for row in rows if role in row.uses]
    return [round(sum(each) / len(rows), 1) for each in zip(*((use.calls, use.tokens_in, use.tokens_out) for use in used), strict=True)]


def against(rows: Iterable[Row], base: str = BASE) -> list[Against]:
    """Every mode against `base`, on the seeds that both have: by goal and rate, and all of these together where there are several.

    Together a seed counts once, with the mean of its differences: runs on one seed have their world in common.
    """
    found: dict[tuple[str, float], dict[str, dict[int, Row]]] = {}
    for row in rows:
        found.setdefault((row.cell.goal, row.cell.rate), {}).setdefault(row.cell.imagine, {})[row.cell.seed] = row
    made, pooled, several = [], dict[str, dict[int, list[Pair]]](), Counter[str]()
    for (goal, rate), modes in found.items():
        for imagine, by_seed in modes.items():
            pairs = {seed: (row, modes[base][seed]) for seed, row in sorted(by_seed.items()) if seed in modes.get(base, {})}
            if imagine != base and pairs:
                made.append(_against(goal, rate, imagine, [[pair] for pair in pairs.values()]))
                several[imagine] += 1
                for seed, pair in pairs.items():
                    pooled.setdefault(imagine, {}).setdefault(seed, []).append(pair)
    return made + [_against("", None, imagine, [*seeds.values()]) for imagine, seeds in pooled.items() if several[imagine] > 1]


def _against(goal: str, rate: float | None, imagine: str, seeds: Sequence[Sequence[Pair]]) -> Against:
    reached = _sign(seeds, lambda row: row.reached)
    both = [[pair for pair in pairs if pair[0].reached and pair[1].reached] for pairs in seeds]
    return Against(
        goal=goal,
        rate=rate,
        imagine=imagine,
        pairs=len(seeds),
        gained=reached.more,
        lost=reached.less,
        share=wilson(reached.more, reached.more + reached.less),
        p=reached.p,
        replans=_sign(seeds, lambda row: row.replans),
        wasted=_sign(seeds, lambda row: row.wasted_share),
        actions=_sign(seeds, lambda row: row.actions),
        ticks=_sign(both, lambda row: row.ticks),
    )


def _sign(seeds: Iterable[Sequence[Pair]], of: Callable[[Row], float | None]) -> Sign:
    apart = []
    for pairs in seeds:
        told = [(of(one), of(other)) for one, other in pairs]
        differences = [a - b for a, b in told if a is not None and b is not None]
        if differences:
            apart.append(mean(differences))
    less, more = sum(d < 0 for d in apart), sum(d > 0 for d in apart)
    return Sign(pairs=len(apart), less=less, more=more, median=_median(apart), p=sign_test(less, more))


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(float(median(known)), 4) if known else None
