"""Dreaming a play: the same play, several times, in worlds that a model imagines; each world is a seeded sample of what may happen."""

from __future__ import annotations

from math import sqrt
from time import perf_counter

import msgspec

from worldsim.actions import Action, Craft
from worldsim.change import Outcome, Reason
from worldsim.imagined import ImaginedWorld
from worldsim.metrics import wilson
from worldsim.prediction import Prediction, Quantiles, Risk
from worldsim.state import State
from worldsim.world import Play, PlayResult, WorldModel

#: A rollout that acts more often than this has failed.
MOST_CALLS = 2000
#: If the rollout that was sampled is as likely as this, all others would be like it, and are left out.
_AS_GOOD_AS_CERTAIN = 0.95


class Rollout(msgspec.Struct, frozen=True):
    """One dream of the play, step by step."""

    predictions: tuple[Prediction, ...]
    outcomes: tuple[Outcome, ...]
    result: PlayResult


class Dream(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be expected of a play. Means and quantiles are over its rollouts."""

    p_success: float  #: share of rollouts whose play said that it reached its end
    low: float  #: Wilson interval of it, 95 %
    high: float
    p_death: float = 0.0  #: share of rollouts in which the body dies
    rollouts: int  #: how many were dreamed: k, or 1 where chance plays no part
    actions: float  #: mean per rollout
    ticks: Quantiles  #: of a whole rollout; of those that ended well, if any did
    failing_step: int | None = None  #: of the first rollout that failed: its last action that failed, from 0; None: no action failed
    reason: Reason | None = None  #: why that action failed
    note: str = ""  #: why that rollout failed, for people; '' if none did
    risks: tuple[Risk, ...] = ()  #: of all steps of the first rollout, the dearest first
    materials: dict[str, float] = {}  #: items used up, crafting aside, mean
    gathered: dict[str, float] = {}  #: items that came in, crafting aside, mean
    novelty: float = 0.0  #: of the step that is newest, 0-1
    horizon: int | None = None  #: the first step that hangs on a hypothetical site, from 0, in any rollout
    llm_leaves: int = 0  #: predictions of the first rollout of which a language model said a part
    seconds: float = 0.0  #: of wall time
    runs: tuple[Rollout, ...] = ()


class _TooLongError(Exception):
    pass


class _DiedError(Exception):
    pass


class _Limited(ImaginedWorld):
    def act(self, action: Action) -> Outcome:
        if len(self.outcomes) >= MOST_CALLS:
            raise _TooLongError
        outcome = super().act(action)
        if outcome.reason == "died":
            raise _DiedError(outcome.note)
        return outcome


def dream(play: Play, state: State, model: WorldModel, k: int = 8, seed: int = 0) -> Dream:
    """Dream `play` from `state`, `k` times. The same arguments give the same dream. Raises only what the model or the play raises."""
    started = perf_counter()
    runs: list[Rollout] = []
    for number in range(max(1, k)):
        world = _Limited(model, state, seed=seed * 1_000_003 + number)
        runs.append(_rollout(play, world))
        if number == 0 and world.likelihood >= _AS_GOOD_AS_CERTAIN:
            break
    first = runs[0]
    good = [run for run in runs if run.result.ok]
    failed = next((run for run in runs if not run.result.ok), None)
    # A certain rollout stands for the k that were not needed.
    weight = max(1, k) if len(runs) == 1 else 1
    interval = wilson(weight * len(good), weight * len(runs))
    failing = None if failed is None else max((i for i, outcome in enumerate(failed.outcomes) if not outcome.ok), default=None)
    broken = None if failed is None or failing is None else failed.outcomes[failing]
    horizons = [i for run in runs for i, prediction in enumerate(run.predictions) if not prediction.scored]
    return Dream(
        p_success=len(good) / len(runs),
        p_death=sum(bool(run.outcomes) and run.outcomes[-1].reason == "died" for run in runs) / len(runs),
        low=interval.low,
        high=interval.high,
        rollouts=len(runs),
        actions=sum(len(run.outcomes) for run in runs) / len(runs),
        ticks=_ticks(good or runs),
        failing_step=failing,
        reason=broken.reason if broken else None,
        note="" if failed is None else failed.result.note or (broken.note if broken else "") or "it gave up",
        risks=tuple(sorted((risk for p in first.predictions for risk in p.risks), key=lambda risk: -risk.p * risk.cost)),
        materials=_mean_items(runs, -1),
        gathered=_mean_items(runs, 1),
        novelty=max((prediction.novelty for run in runs for prediction in run.predictions), default=0.0),
        horizon=min(horizons, default=None),
        llm_leaves=sum(any(leaf.source == "llm" for leaf in prediction.sources) for prediction in first.predictions),
        seconds=perf_counter() - started,
        runs=tuple(runs),
    )


def _rollout(play: Play, world: ImaginedWorld) -> Rollout:
    try:
        result = play(world)
    except _TooLongError:
        result = PlayResult(ok=False, note=f"stopped after {MOST_CALLS} actions", calls=MOST_CALLS)
    except _DiedError as death:
        result = PlayResult(ok=False, note=f"the body dies: {death}", calls=len(world.outcomes))  # nobody goes on with what he was about
    return Rollout(tuple(world.predictions), tuple(world.outcomes), result)


def _ticks(runs: list[Rollout]) -> Quantiles:
    """Of several runs: their quantiles. Of a single one: the sum of its steps, as if they were independent."""
    if len(runs) > 1:
        totals = sorted(sum(outcome.ticks for outcome in run.outcomes) for run in runs)
        return Quantiles(*(_at(totals, share) for share in (0.1, 0.5, 0.9)))
    steps = [prediction.ticks for prediction in runs[0].predictions]
    middle = sum(q.p50 for q in steps)
    shorter, longer = sqrt(sum((q.p50 - q.p10) ** 2 for q in steps)), sqrt(sum((q.p90 - q.p50) ** 2 for q in steps))
    return Quantiles(round(middle - shorter, 1), round(middle, 1), round(middle + longer, 1))


def _at(values: list[int], share: float) -> float:
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return round(values[low] + (place - low) * (values[high] - values[low]), 1)


def _mean_items(runs: list[Rollout], sign: int) -> dict[str, float]:
    """Items lost (-1) or gained (+1) by anything but crafting, mean per run."""
    total: dict[str, float] = {}
    for run in runs:
        for outcome in run.outcomes:
            if not isinstance(outcome.action, Craft):
                for item, count in outcome.change.inventory.items():
                    if count * sign > 0:
                        total[item] = total.get(item, 0.0) + abs(count)
    return {item: round(count / len(runs), 3) for item, count in sorted(total.items())}
