"""What a meter must find when it measures a planted model: computed from the profile and the truth alone, by no code of the meters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from agent.models.planted.corruption import Told, possible, tell
from agent.models.planted.malformed import is_malformed
from agent.models.planted.profile import KINDS, Kind, Profile
from agent.models.planted.truth import Truth
from worldsim.actions import name_of
from worldsim.transitions import Transition

#: A body that ends farther from where it was has moved, in blocks: the definition of the scored atoms (DESIGN, rule 4).
_MOVED = 0.5


class Planted(msgspec.Struct, frozen=True):
    """One kind of mistake: of `possible` transitions `made` have it."""

    possible: int
    made: int


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One transition, as the model tells it."""

    key: str  #: of the transition in its set
    verb: str
    mistake: Kind | None
    changing: bool  #: it altered something, the body's place included
    exact: bool  #: status, reason and every altered atom are told as they were
    rejected: bool  #: it names what does not exist, and is not believed
    p_success: float  #: 0-1; 0.5 where there is no prediction
    ok: bool
    ticks_in: bool  #: the real duration lies within the told quantiles
    malformed: bool  #: the first reply is
    lost: bool  #: every reply is: there is no prediction


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """Shares are 0-1, None where there is nothing to share. What is rejected or lost counts as a prediction of nothing."""

    steps: tuple[Judged, ...]
    planted: dict[Kind, Planted]
    n: int
    exact_changing: float | None
    exact_static: float | None
    exact_by_verb: dict[str, float]  #: of the changing ones
    false_success: float | None  #: of those told to succeed, the share that failed
    brier: float | None
    auroc: float | None  #: of p_success against what happened
    ticks_in: float | None
    rejected: int
    malformed: int
    lost: int


def expected(profile: Profile, transitions: Iterable[Transition]) -> Expected:
    """The true values for a model that is asked of each transition once, with nothing but its state and action."""
    transitions = list(transitions)
    truth = Truth(transitions)
    steps, planted = [], {kind: Planted(0, 0) for kind in KINDS}
    for transition in transitions:
        told = tell(truth.answer(transition.before, transition.action), profile)
        for kind in possible(told.truth):
            planted[kind] = Planted(planted[kind].possible + 1, planted[kind].made + (told.mistake == kind))
        steps.append(_judged(told, transition, profile))
    changing = [step for step in steps if step.changing]
    hopeful = [step for step in steps if step.p_success >= 0.5]
    return Expected(
        steps=tuple(steps),
        planted=planted,
        n=len(steps),
        exact_changing=_share([step.exact for step in changing]),
        exact_static=_share([step.exact for step in steps if not step.changing]),
        exact_by_verb={
            verb: sum(step.exact for step in changing if step.verb == verb) / count
            for verb, count in sorted(Counter(step.verb for step in changing).items())
        },
        false_success=_share([not step.ok for step in hopeful]),
        brier=sum((step.p_success - step.ok) ** 2 for step in steps) / len(steps) if steps else None,
        auroc=auroc([step.p_success for step in steps if step.ok], [step.p_success for step in steps if not step.ok]),
        ticks_in=_share([step.ticks_in for step in steps]),
        rejected=sum(step.rejected for step in steps),
        malformed=sum(step.malformed for step in steps),
        lost=sum(step.lost for step in steps),
    )


def auroc(successes: list[float], failures: list[float]) -> float | None:
    """How often a success was given more than a failure, ties counting half: by counting all pairs. None without both."""
    if not successes or not failures:
        return None
    ups, downs = Counter(successes), Counter(failures)
    won = sum(m * n * (1.0 if up > down else 0.5 if up == down else 0.0) for up, m in ups.items() for down, n in downs.items())
    return won / (len(successes) * len(failures))


def _judged(told: Told, transition: Transition, profile: Profile) -> Judged:
    out, before = transition.outcome, transition.before
    change = out.change
    moved = out.end.distance(before.body.pos) > _MOVED
    altered = any((change.inventory, change.tools, change.health, change.food, change.container is not None))
    altered = altered or any(cell.before != cell.after for cell in change.blocks)
    # A cell that nobody saw cannot be told of, and a container cannot be told at all.
    rejected = told.mistake == "unknown_name" or any(before.blocks.name(cell.pos) is None for cell in told.answer.change.blocks)
    # What a failure altered cannot be told: a reply's change is that of the success.
    sayable = change.container is None and (out.status == "done" or (out.status == "failed" and not altered and not moved))
    same = told.truth.status == out.status and told.truth.change == change
    stubborn = is_malformed(told.truth.key, profile) and is_malformed(told.truth.key, profile, again=1)
    silent = rejected or stubborn
    ticks = told.answer.ticks
    return Judged(
        key=transition.key,
        verb=name_of(transition.action),
        mistake=told.mistake,
        changing=altered or moved,
        # Who says nothing is right where nothing happens.
        exact=out.ok and not altered and not moved if silent else told.mistake is None and sayable and same,
        rejected=rejected and not stubborn,
        p_success=0.5 if silent else told.p_success,
        ok=out.ok,
        ticks_in=out.ticks == 0 if silent else ticks.p10 <= out.ticks <= ticks.p90,
        malformed=is_malformed(told.truth.key, profile),
        lost=stubborn,
    )


def _share(flags: list[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None
