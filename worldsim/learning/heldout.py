"""Learning and scoring on different seeds: which recorded steps are learned from, and how well a model does on those that are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from random import Random

import msgspec

from worldsim.compare import compare
from worldsim.errors import UsageError
from worldsim.laws import law_of
from worldsim.metrics import Interval, wilson
from worldsim.transitions import Transition
from worldsim.world import WorldModel

_SEED = re.compile(r"\bseed (-?\d+)|-s(\d+)$")


class Split(msgspec.Struct, frozen=True):
    """`training`: by family of laws, at most as many as were asked for in all. `held_out`: every step of the other seeds."""

    training: dict[str, list[Transition]]
    held_out: list[Transition]
    seeds: tuple[str, ...]  #: that are learned from
    other_seeds: tuple[str, ...]


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """How a model does on one family. Shares are 0-1; None where there was nothing."""

    n: int
    spoke: int  #: steps of which it said something
    right: int  #: of these, exact: status, reason, every altered atom, the place within its tolerance
    changing: int  #: steps on which something was altered
    changing_spoke: int
    changing_right: int

    @property
    def coverage(self) -> float | None:
        return self.spoke / self.n if self.n else None

    @property
    def exact(self) -> float | None:
        return self.right / self.spoke if self.spoke else None

    @property
    def headline(self) -> float | None:
        """Exact x coverage, of all steps."""
        return self.right / self.n if self.n else None

    @property
    def headline_changing(self) -> float | None:
        """Exact x coverage, of the steps that altered something."""
        return self.changing_right / self.changing if self.changing else None

    @property
    def interval(self) -> Interval:
        """Of the headline: Wilson, 95 %."""
        return wilson(self.right, self.n)


def seed_of(episode: str) -> str:
    """The seed in an episode's name, "seed 3 bare" or "...-s3"; the name itself if there is none."""
    found = _SEED.search(episode)
    return episode if found is None else str(found[1] or found[2])


def split(steps: Iterable[Transition], families: Sequence[str], most: int, seed: int = 0) -> Split:
    """Half of the seeds, rounded up, are learned from: of each family an equal share of `most` steps, drawn at random. Raises UsageError.

    Interrupted steps are in neither: nothing that is known beforehand tells of them.
    """
    usable = [step for step in steps if step.outcome.status != "interrupted" and law_of(step.action) in families]
    seeds = sorted({seed_of(step.episode) for step in usable}, key=lambda name: (len(name), name))
    if len(seeds) < 2:
        raise UsageError(
            f"expected steps of {', '.join(families)} on at least 2 seeds, found {len(seeds)}: record more with python -m worldsim.record"
        )
    learned, dice = seeds[: (len(seeds) + 1) // 2], Random(seed)
    training: dict[str, list[Transition]] = {}
    left = most
    by_size = {family: [step for step in usable if law_of(step.action) == family and seed_of(step.episode) in learned] for family in families}
    # The smallest first: what it does not need is for the others.
    for number, family in enumerate(sorted(by_size, key=lambda name: len(by_size[name]))):
        group = by_size[family]
        share = min(len(group), left // (len(by_size) - number))
        kept = sorted(dice.sample(range(len(group)), share))
        training[family] = [group[index] for index in kept]
        left -= share
    held_out = [step for step in usable if seed_of(step.episode) not in learned]
    return Split({family: training[family] for family in families}, held_out, tuple(learned), tuple(seeds[len(learned) :]))


def scored(model: WorldModel, steps: Iterable[Transition]) -> Mapping[str, Share]:
    """How a model does on each family, step by step, each from the real state before it."""
    marks: dict[str, list[tuple[bool, bool, bool]]] = {}
    for step in steps:
        prediction = model.predict(step.before, [step.action])[0]
        found = compare(prediction, step.before, step.outcome)
        spoke = bool(prediction.covers) and prediction.scored
        marks.setdefault(law_of(step.action), []).append((spoke, spoke and found.exact, found.changing))
    return {family: _share(group) for family, group in sorted(marks.items())}


def _share(marks: Sequence[tuple[bool, bool, bool]]) -> Share:
    return Share(
        n=len(marks),
        spoke=sum(spoke for spoke, _, _ in marks),
        right=sum(right for _, right, _ in marks),
        changing=sum(changing for _, _, changing in marks),
        changing_spoke=sum(spoke and changing for spoke, _, changing in marks),
        changing_right=sum(right and changing for _, right, changing in marks),
    )
