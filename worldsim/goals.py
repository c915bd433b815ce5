"""Goals are predicates over a State: an LLM may answer in them, only code judges them.

Whether a goal holds is decided in `worldsim/judging.py`, of the real world and in dreams.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from worldsim.blueprint import Blueprint
from worldsim.space import Pos


class _Goal(msgspec.Struct, frozen=True, tag_field="kind"):
    pass


class Has(_Goal, frozen=True, tag="has"):
    """At least `count` in total of any of `items` are carried."""

    items: tuple[str, ...]
    count: int = 1


class Built(_Goal, frozen=True, tag="built"):
    """Every cell of the blueprint holds what it says."""

    blueprint: Blueprint


class At(_Goal, frozen=True, tag="at"):
    """The feet are within `near` blocks of the cell."""

    pos: Pos
    near: float = 1.0


class Knows(_Goal, frozen=True, tag="knows"):
    """At least `count` blocks of any of `blocks` are known."""

    blocks: tuple[str, ...]
    count: int = 1


class Stands(_Goal, frozen=True, tag="stands"):
    """At least `count` blocks of any of `blocks` are known within `within` blocks of the cell `near`."""

    blocks: tuple[str, ...]
    count: int
    near: Pos
    within: int = 24


class Explored(_Goal, frozen=True, tag="explored"):
    """At least `columns` columns of the world (1 x 1, any height) are known."""

    columns: int


class Crossed(_Goal, frozen=True, tag="crossed"):
    """The body stands on firm ground beyond a gap or a water that it crossed when keys were last held, and into the gap it did not fall.

    `width`: of the gap or water, in blocks; None: any. `near` and `far`: the cells of the feet on both sides; None: anywhere.
    """

    over: Literal["gap", "water"]
    width: int | None = None
    near: Pos | None = None
    far: Pos | None = None


class Out(_Goal, frozen=True, tag="out"):
    """The body stands on firm ground: in no liquid, and in no pit that it could not walk out of without a jump."""


class Clear(_Goal, frozen=True, tag="clear"):
    """Every one of the cells is known to be free."""

    cells: tuple[Pos, ...]


class Fed(_Goal, frozen=True, tag="fed"):
    """Food is at `food` half shanks (0-20) or more."""

    food: int = 18


class Healthy(_Goal, frozen=True, tag="healthy"):
    """Health is at `health` half hearts (0-20) or more."""

    health: float = 14.0


class Safe(_Goal, frozen=True, tag="safe"):
    """No creature that attacks sees the body from within `within` blocks; or the body is closed in."""

    within: float = 8.0


class Day(_Goal, frozen=True, tag="day"):
    """It is day: monsters burn, and no new ones come where the sun shines."""


class All(_Goal, frozen=True, tag="all"):
    """Every one of them holds."""

    goals: tuple[Goal, ...]


class Any(_Goal, frozen=True, tag="any"):
    """At least one of them holds."""

    goals: tuple[Goal, ...]


class Not(_Goal, frozen=True, tag="not"):
    """It does not hold."""

    goal: Goal


Goal = Has | Built | At | Knows | Stands | Explored | Crossed | Out | Clear | Fed | Healthy | Safe | Day | All | Any | Not


class Verdict(msgspec.Struct, frozen=True):
    """Whether a goal holds, how much of it does (0-1), and by what evidence."""

    done: bool
    progress: float
    evidence: str


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """The next thing to do, and why it is next."""

    name: str  #: for people: "gather 24 oak_log"
    goal: Goal
    why: str
    wood: str = "oak"  #: the species that names in the task are made of; skills are general over it
    upkeep: bool = False  #: it keeps the body alive, and is no step towards what was asked for
