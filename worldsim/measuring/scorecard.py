"""Everything that is measured of a world model on recorded transitions, in one struct."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from worldsim.actions import name_of
from worldsim.compare import Comparison, compare
from worldsim.errors import BudgetSpent, ModelDown
from worldsim.events import Asked
from worldsim.facts import Facts
from worldsim.measuring.calibration import Calibration, Forecast, auroc, calibration
from worldsim.measuring.lawful import Lawful, Right, lawful
from worldsim.measuring.quantities import Numbers, Sight, numbers, sight
from worldsim.measuring.rollout import Rollouts
from worldsim.measuring.violations import count_kinds, violations
from worldsim.metrics import Figures, Report, by_size, figures, report
from worldsim.models import nothing
from worldsim.prediction import FAMILIES, Prediction
from worldsim.transitions import Transition
from worldsim.world import WorldModel

#: So many steps are asked about at once, where a model can be asked in parallel.
_BATCH = 32


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """Per 1,000 predictions, but `calls`, `cached` and `repaired`, which are counts."""

    calls: int = 0
    cached: int = 0  #: calls whose answer was known
    repaired: int = 0  #: replies that were not accepted at first
    seconds: float = 0.0  #: of wall time
    tokens_in: float = 0.0
    tokens_out: float = 0.0
    dollars: float = 0.0


class Predicted(msgspec.Struct, frozen=True):
    """What a model said of some transitions, in their order; shorter than asked where its budget ended."""

    predictions: list[Prediction]
    unanswered: int  #: the model was down: they count as predictions of nothing
    cost: Cost
    spent: str = ""  #: why it ended early


class Scorecard(msgspec.Struct, frozen=True, kw_only=True):
    """Shares are 0-1; None where there was nothing to measure."""

    model: str
    n: int  #: transitions
    unanswered: int
    silent: int  #: predictions that cover nothing: unanswered, rejected, or nothing known
    macro: Figures  #: every kind of action weighs the same
    pooled: Figures  #: every step weighs the same
    kinds: dict[str, Figures]
    sizes: dict[str, Figures]  #: by how many atoms were altered
    families: dict[str, Right]  #: by family of atoms, over steps on which it was altered or said to be: all its atoms right
    sources: dict[str, dict[str, Right]]  #: by who said it, then by leaf, over steps as in `families`; p_success and ticks over all
    laws: Lawful  #: where laws and physics alone speak
    agreement: dict[str, Lawful]  #: the same by server: embedded (our own), vanilla, foreign
    reasons: Right  #: of the failures that were foreseen as failures: for the right reason
    numbers: Numbers
    sight: Sight
    calibration: Calibration
    novelty_auroc: float | None  #: whether a high novelty tells that a step will not be met
    violations: dict[str, int]  #: predictions that cannot be, by what is wrong with them
    rollouts: Rollouts | None
    cost: Cost


def predict(model: WorldModel, steps: Sequence[Transition], calls: Sequence[Asked], say: Callable[[int], None] = lambda done: None) -> Predicted:
    """Ask a model about each step alone. `calls` is the list that its listener fills; `say` hears how many are done."""
    began, first = time.perf_counter(), len(calls)
    predictions: list[Prediction] = []
    unanswered, spent = 0, ""
    each = getattr(model, "predict_each", None)
    for start in range(0, len(steps), _BATCH):
        part = steps[start : start + _BATCH]
        said = each([(step.before, step.action) for step in part]) if each else [_one(model, step) for step in part]
        for step, answer in zip(part, said, strict=True):
            if isinstance(answer, BudgetSpent):
                spent = str(answer)
                break
            unanswered += isinstance(answer, ModelDown)
            predictions.append(nothing(step.action) if isinstance(answer, ModelDown) else answer)
        say(len(predictions))
        if spent:
            break
    return Predicted(predictions, unanswered, _cost(calls[first:], len(predictions), time.perf_counter() - began), spent)


def _one(model: WorldModel, step: Transition) -> Prediction | ModelDown:
    try:
        return model.predict(step.before, [step.action])[0]
    except ModelDown as error:
        return error


def gathered(parts: Sequence[Predicted]) -> Predicted:
    """Several of them, one after the other."""
    n = sum(len(part.predictions) for part in parts)

    def mean(name: str) -> float:
        return sum(getattr(part.cost, name) * len(part.predictions) for part in parts) / n if n else 0.0

    cost = Cost(
        calls=sum(part.cost.calls for part in parts),
        cached=sum(part.cost.cached for part in parts),
        repaired=sum(part.cost.repaired for part in parts),
        seconds=mean("seconds"),
        tokens_in=mean("tokens_in"),
        tokens_out=mean("tokens_out"),
        dollars=mean("dollars"),
    )
    spent = next((part.spent for part in parts if part.spent), "")
    return Predicted([each for part in parts for each in part.predictions], sum(part.unanswered for part in parts), cost, spent)


def score(
    name: str, steps: Sequence[Transition], said: Predicted, known: Facts, rolled: Rollouts | None = None, servers: Sequence[str] = ()
) -> Scorecard:
    """Hold what was said of these steps against what happened. `servers`: on which each happened."""
    predictions = said.predictions
    comparisons = [compare(p, step.before, step.outcome) for step, p in zip(steps, predictions, strict=True)]
    scored: Report = report(comparisons)
    forecasts = [Forecast(c.p_success, c.ok, name_of(c.action)) for c in comparisons]
    foreseen = [(step.outcome, p.mode) for step, p in zip(steps, predictions, strict=True) if step.outcome.reason and p.mode.status != "done"]
    return Scorecard(
        model=name,
        n=len(steps),
        unanswered=said.unanswered,
        silent=sum(not p.covers for p in predictions),
        macro=scored.macro,
        pooled=figures(comparisons),
        kinds=scored.kinds,
        sizes=by_size(comparisons),
        families=families(comparisons),
        sources=sources(comparisons, predictions),
        laws=lawful(comparisons, predictions),
        agreement={
            server: lawful([comparisons[i] for i in places], [predictions[i] for i in places])
            for server in dict.fromkeys(servers)
            if (places := [i for i, each in enumerate(servers) if each == server])
        },
        reasons=Right(len(foreseen), sum(outcome.reason == mode.reason for outcome, mode in foreseen)),
        numbers=numbers(steps, predictions),
        sight=sight(steps, predictions, known),
        calibration=calibration(forecasts),
        novelty_auroc=auroc([c.novelty for c in comparisons], [not c.met for c in comparisons]),
        violations={
            str(k): n
            for k, n in count_kinds(v for step, p in zip(steps, predictions, strict=True) for v in violations(p, step.before, known)).items()
        },
        rollouts=rolled,
        cost=said.cost,
    )


def families(comparisons: Iterable[Comparison]) -> dict[str, Right]:
    """Of each family that was altered, or said to be: on how many steps, and how often every atom of it was right."""
    n, right = dict.fromkeys(FAMILIES, 0), dict.fromkeys(FAMILIES, 0)
    for comparison in comparisons:
        wrong = {atom.family for atom in (*comparison.missed, *comparison.hallucinated)}
        for family in {atom.family for atom in comparison.hits} | wrong:
            n[family] += 1
            right[family] += family not in wrong
    return {family: Right(n[family], right[family]) for family in FAMILIES if n[family]}


def sources(comparisons: Sequence[Comparison], predictions: Sequence[Prediction]) -> dict[str, dict[str, Right]]:
    """How often each source was right about each leaf that it said; a family counts where it was altered, or said to be."""
    n: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for comparison, prediction in zip(comparisons, predictions, strict=True):
        active = {atom.family for atom in (*comparison.hits, *comparison.missed, *comparison.hallucinated)}
        for leaf in prediction.sources:
            if leaf.family in active or leaf.family in ("ticks", "p_success"):
                n[leaf.source][leaf.family].append(leaf not in comparison.wrong)
    return {who: {leaf: Right(len(marks), sum(marks)) for leaf, marks in sorted(leaves.items())} for who, leaves in sorted(n.items())}


def _cost(calls: Sequence[Asked], n: int, seconds: float) -> Cost:
    per = 1000 / n if n else 0.0
    return Cost(
        calls=len(calls),
        cached=sum(call.cached for call in calls),
        repaired=sum(bool(call.error) for call in calls),
        seconds=seconds * per,
        tokens_in=sum(call.tokens_in for call in calls) * per,
        tokens_out=sum(call.tokens_out for call in calls) * per,
        dollars=sum(call.cost for call in calls) * per,
    )
