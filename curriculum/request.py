"""What was asked for: a goal that can be judged as it stands, or a wish that becomes one when a place is chosen."""

from __future__ import annotations

import msgspec

from curriculum.architecture.parts import Design
from worldsim.goals import Goal
from worldsim.space import Pos


class BuildHouse(msgspec.Struct, frozen=True, tag="build_house", tag_field="request"):
    """A house somewhere. `wood` None: of what grows there. `size`: outside, x, y with the roof, z; the smallest by default."""

    sentence: str
    wood: str | None = None
    size: Pos = Pos(5, 4, 5)


class BuildDesign(msgspec.Struct, frozen=True, tag="build_design", tag_field="request"):
    """A building somewhere, as an architect drew it: checked, and free of defects. `near`: beside blocks of such kinds, where there is room."""

    sentence: str
    design: Design
    near: tuple[str, ...] = ()


class Reach(msgspec.Struct, frozen=True, tag="reach", tag_field="request"):
    """Make this goal hold."""

    sentence: str
    goal: Goal


class Wish(msgspec.Struct, frozen=True, tag="wish", tag_field="request"):
    """What rules cannot read: a model splits it into sub-goals."""

    sentence: str


Request = BuildHouse | BuildDesign | Reach | Wish
