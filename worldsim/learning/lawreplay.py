"""Judging laws by the log: every recorded step on which a law speaks must have gone as it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import msgspec

from worldsim.compare import compare
from worldsim.facts import Facts
from worldsim.learning.lawbook import Broken, LawBook
from worldsim.learning.lawstore import MOST_WRONG
from worldsim.learning.learned import agrees, predicted
from worldsim.prediction import Prediction
from worldsim.transitions import Transition

#: So many standard deviations below what a law claims of its likeliest way are no bad luck (p < 0.002).
_UNLUCKY = 3.0


class Miss(msgspec.Struct, frozen=True):
    """A step on which a law was wrong. `said`: its prediction, or why it has none."""

    step: int  #: index into the log
    said: Prediction | str


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """A law held against a log. Steps are indices into it."""

    right: frozenset[int]  #: it went in one of the ways that the law names
    exact: frozenset[int]  #: it went in the likeliest of them
    misses: tuple[Miss, ...]
    chance: bool  #: the law names alternatives somewhere
    claimed: float  #: how many of the steps on which it names alternatives should have gone in the likeliest way, by its own word
    spread: float  #: the standard deviation of that number
    hits: int  #: how many of them did
    steady: bool = True  #: asked again, in another order, it said the same

    @property
    def spoke(self) -> int:
        """Steps on which it said something."""
        return len(self.right) + len(self.misses)

    @property
    def problem(self) -> str:
        """Why the law is rejected; '' if it stands."""
        if not self.steady:
            return "it does not say the same when it is asked again in another order"
        if not self.spoke:
            return "it is silent on every example"
        if len(self.misses) > (MOST_WRONG * self.spoke if self.chance else 0):
            return f"it contradicts {len(self.misses)} of the {self.spoke} steps that it speaks about"
        if self.hits < self.claimed - _UNLUCKY * self.spread - 1:
            return f"what it calls likeliest happened {self.hits} times, by its own word it should be {self.claimed:.0f}"
        return ""


def replay(sources: Mapping[str, str], log: Sequence[Transition], known: Facts) -> dict[str, Replay]:
    """Hold laws (without `problems`) against a log, each for itself. Raises SandboxDead."""
    names = list(sources)
    with LawBook(sources) as book:
        answers = [book.ask(step.before, step.action, names) for step in log]
        again = [book.ask(step.before, step.action, names) for step in reversed(log)]
    again.reverse()
    found = {}
    for column, name in enumerate(names):
        said = [predicted(row[column], step.before, step.action, known) for row, step in zip(answers, log, strict=True)]
        steady = all(first[column] == second[column] for first, second in zip(answers, again, strict=True))
        found[name] = msgspec.structs.replace(_judged(said, log), steady=steady)
    return found


def _judged(said: Sequence[Prediction | Broken | None], log: Sequence[Transition]) -> Replay:
    right, exact, misses = set[int](), set[int](), []
    claimed = variance = 0.0
    hits, chance = 0, False
    for index, (prediction, step) in enumerate(zip(said, log, strict=True)):
        if prediction is None:
            continue
        if isinstance(prediction, Broken):
            misses.append(Miss(index, prediction.text))
            continue
        as_said = compare(prediction, step.before, step.outcome).exact
        if as_said:
            exact.add(index)
        if agrees(prediction, step.before, step.outcome):
            right.add(index)
        else:
            misses.append(Miss(index, prediction))
        if len(prediction.branches) > 1:
            p = prediction.mode.p
            chance, claimed, variance, hits = True, claimed + p, variance + p * (1 - p), hits + as_said
    return Replay(
        right=frozenset(right), exact=frozenset(exact), misses=tuple(misses), chance=chance, claimed=claimed, spread=sqrt(variance), hits=hits
    )


def cover(replays: Mapping[str, Replay], sizes: Mapping[str, int]) -> list[str]:
    """The fewest laws that together are right wherever any of them is: greedily the one that adds most, the shorter of two equals."""
    left = set(replays)
    chosen: list[str] = []
    covered: set[int] = set()
    while left:
        best = max(sorted(left), key=lambda name: (len(replays[name].right - covered), len(replays[name].exact - covered), -sizes[name]))
        if not replays[best].right - covered:
            break
        chosen.append(best)
        covered |= replays[best].right
        left.remove(best)
    return chosen
