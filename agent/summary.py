"""The figures of a run, folded from its events; so a run that was killed can be summed up too."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from worldsim.change import Outcome
from worldsim.compare import Comparison
from worldsim.events import Acted, Asked, Compared, Dreamed, Ended, Event, Learned, Predicted, Redreamed, Replanned, Wrote
from worldsim.metrics import report
from worldsim.prediction import Prediction


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What `summary.json` holds. Shares are 0-1, None where nothing was there to measure.

    exact_changing, coverage and brier are macro averages: each kind of action weighs the same (worldsim/metrics.py); hypothetical sites are left out.
    """

    goal: str
    reached: bool
    why: str  #: how it ended, in words
    exit_code: int
    seed: int
    warp: float
    imagine: str
    actions: int  #: real actions
    predicted: int  #: those with a prediction written before
    met: int  #: those that went as predicted
    surprises: int  #: those that did not
    exact_changing: float | None  #: of the actions that changed something: share whose every altered atom was predicted, and nothing else
    coverage: float | None  #: share of the scored families the predictions spoke about
    brier: float | None  #: mean squared error of p_success
    llm_share: float  #: share of the predictions' leaves that a language model said
    replans: int
    dreams: int
    rejected_dreams: int
    cheats: int  #: entries of the cheat ledger
    llm_calls: int
    tokens: int
    cost: float | None  #: USD; None: the price of that model is not known
    wall_s: float
    dream_s: float
    act_s: float
    ticks: int  #: game time that the actions took, 1/20 s
    blueprint_f1: float | None  #: of the house, as the agent sees it; None: nothing was built
    motion_error: float | None = None  #: of all ticks in which keys were held: the farthest that the body was from where it was predicted, in blocks
    motion_ticks: int = 0  #: how many these were, until it was at rest again
    written: int = 0  #: programs that a model handed in, mended ones included
    written_refused: int = 0  #: those that code or their dream refused: none of them acted
    skills_reused: list[str]
    skills_added: list[str]


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What the events do not hold."""

    goal: str
    seed: int
    warp: float
    imagine: str
    cheats: int
    wall_s: float
    blueprint_f1: float | None


def summarise(events: Iterable[Event], frame: Frame) -> Summary:
    """Fold the events of a run into its figures."""
    predictions: list[Prediction] = []
    outcomes: list[Outcome] = []
    comparisons: list[Comparison] = []
    reused: list[str] = []
    added: list[str] = []
    ended = Ended(reached=False, why="it did not end in order", exit_code=3)
    replans = dreams = rejected = calls = tokens = unpriced = written = refused = 0
    cost = 0.0
    dream_s = act_s = 0.0
    for event in events:
        match event:
            case Predicted(prediction=prediction):
                predictions.append(prediction)
            case Acted(outcome=outcome, seconds=seconds):
                outcomes.append(outcome)
                act_s += seconds
            case Compared(comparison=comparison):
                comparisons.append(comparison)
            case Dreamed(seconds=seconds, chosen=chosen, candidate=candidate):
                dreams += 1
                rejected += not chosen
                dream_s += seconds
                if chosen and candidate.origin == "earned":
                    reused.append(candidate.name)
            case Redreamed(seconds=seconds):
                dreams += 1
                dream_s += seconds
            case Replanned():
                replans += 1
            case Learned(skill=skill, verb="added"):
                added.append(skill)
            case Wrote(drafts=drafts):
                written += len(drafts)
                refused += sum(bool(draft.problems) for draft in drafts)
            case Asked(cached=False):
                calls += 1
                tokens += event.tokens_in + event.tokens_out
                cost += event.cost
                unpriced += event.tokens_in > 0 and not event.cost
            case Ended():
                ended = event
            case _:
                pass
    figures = report(comparisons).macro
    leaves = [leaf.source for p in predictions for leaf in p.sources]
    return Summary(
        goal=frame.goal,
        reached=ended.reached,
        why=ended.why,
        exit_code=ended.exit_code,
        seed=frame.seed,
        warp=frame.warp,
        imagine=frame.imagine,
        actions=len(outcomes),
        predicted=len(predictions),
        met=sum(c.met for c in comparisons),
        surprises=sum(not c.met for c in comparisons),
        exact_changing=_rounded(figures.exact_changing),
        coverage=_rounded(figures.coverage),
        brier=_rounded(figures.brier),
        llm_share=round(leaves.count("llm") / len(leaves), 4) if leaves else 0.0,
        replans=replans,
        dreams=dreams,
        rejected_dreams=rejected,
        cheats=frame.cheats,
        llm_calls=calls,
        tokens=tokens,
        cost=None if unpriced else round(cost, 6),
        wall_s=round(frame.wall_s, 2),
        dream_s=round(dream_s, 2),
        act_s=round(act_s, 2),
        ticks=sum(o.ticks for o in outcomes),
        blueprint_f1=frame.blueprint_f1,
        motion_error=max((c.motion_error for c in comparisons if c.motion_error is not None), default=None),
        motion_ticks=sum(len(o.motion) for o in outcomes),
        written=written,
        written_refused=refused,
        skills_reused=sorted(set(reused)),
        skills_added=added,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
