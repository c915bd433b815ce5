"""What a world model says before an action is done."""

from __future__ import annotations

from typing import Literal

import msgspec

from worldsim.actions import Action
from worldsim.change import Change, Motion, Reason, Seen, Status
from worldsim.space import Vec

Source = Literal["law", "physics", "learned", "statistics", "llm", "oracle"]

#: The families of atoms that are scored (DESIGN, rule 4). A prediction names those it speaks about.
Family = Literal["inventory", "durability", "blocks", "health", "food", "position", "container"]
FAMILIES: tuple[Family, ...] = ("inventory", "durability", "blocks", "health", "food", "position", "container")


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """One way it may go, with its probability. The branches of a prediction sum to 1."""

    p: float  #: 0-1
    status: Status = "done"
    reason: Reason | None = None
    note: str = ""  #: for people: "needs 4 oak_planks, has 2"
    change: Change = Change()
    env: Change = Change()
    exhaustion: float = 0.0  #: how much more tired the body is then, by what it did; never scored
    end: Vec | None = None  #: of the feet; None: stays where it is
    vel: Vec | None = None  #: at its end, blocks per tick; None: at rest, as every action should end
    motion: tuple[Motion, ...] = ()  #: of `control`: tick by tick, until the body is at rest
    reveals: tuple[Seen, ...] = ()  #: sightings, mostly hypothetical, for dreams; scored as observation alone, apart from all else


class Quantiles(msgspec.Struct, frozen=True, array_like=True):
    """A number that is not certain."""

    p10: float
    p50: float
    p90: float


class Risk(msgspec.Struct, frozen=True):
    """Something that may go wrong beside the purpose; `cost` in half hearts."""

    what: str
    p: float
    cost: float


class Leaf(msgspec.Struct, frozen=True):
    """Who said a part of the prediction."""

    family: Family | Literal["ticks", "p_success", "risks"]
    source: Source


class Dispute(msgspec.Struct, frozen=True):
    """Two sources said different things of one leaf. Logged with the prediction: the audit of beliefs."""

    family: Family | Literal["p_success"]
    believed: str  #: name of the source whose word stands: rules, learned, statistics, llm:...
    said: str  #: by it, for people
    other: str  #: name of the one that contradicts
    instead: str
    doubt: float  #: 0-0.5: how likely the other is right, by what both were right about before


class Prediction(msgspec.Struct, frozen=True, kw_only=True):
    """All that is expected of one action, as a mixture of branches.

    `scored` is False where it hangs on a hypothetical site; `tolerance` (blocks) is how far the end may be off and still count as met.
    """

    action: Action
    branches: tuple[Branch, ...]
    ticks: Quantiles = Quantiles(0, 0, 0)
    tolerance: float = 0.5
    covers: tuple[Family, ...] = FAMILIES
    sources: tuple[Leaf, ...] = ()
    risks: tuple[Risk, ...] = ()
    disputes: tuple[Dispute, ...] = ()  #: where several sources were heard, and did not agree
    novelty: float = 0.0  #: 0-1
    scored: bool = True

    @property
    def p_success(self) -> float:
        return min(1.0, sum(b.p for b in self.branches if b.status == "done"))

    @property
    def mode(self) -> Branch:
        """The likeliest branch of the likelier side: what is scored."""
        done = self.p_success >= 0.5
        return max((b for b in self.branches if (b.status == "done") == done), key=lambda b: b.p)


def certain(action: Action, change: Change, end: Vec | None = None, **rest: object) -> Prediction:
    """A prediction with one branch, which succeeds."""
    return msgspec.structs.replace(Prediction(action=action, branches=(Branch(p=1.0, change=change, end=end),)), **rest)


def fails(action: Action, reason: Reason, note: str = "", **rest: object) -> Prediction:
    """A prediction with one branch, which fails for a typed reason and changes nothing."""
    branch = Branch(p=1.0, status="failed", reason=reason, note=note)
    return msgspec.structs.replace(Prediction(action=action, branches=(branch,)), **rest)
