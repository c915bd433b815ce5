"""What a builder needs of a building before it has a place: how large it is, which ways it may be turned, and what ground it needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from worldsim.actions import Heading
from worldsim.blueprint import Blueprint
from worldsim.space import Pos


class Plan(Protocol):
    """A building that can be put anywhere, with its way in on one of its `sides`. `extent`, `ground` and `at` are of the building turned so."""

    @property
    def sides(self) -> tuple[Heading, ...]:
        """Where the way in may be."""
        ...

    def extent(self, side: Heading) -> Pos:
        """Outside, in blocks: x, y with the roof, z."""
        ...

    def ground(self, side: Heading) -> list[Pos]:
        """The cells that must be solid for it to stand on, relative to its origin; the last one is below the doorstep."""
        ...

    def at(self, origin: Pos, side: Heading, fill: Sequence[Pos] = ()) -> Blueprint:
        """It with its lowest corner at `origin`. `fill`: holes of the ground below, relative to it, in an order in which they can be filled."""
        ...

    def side_of(self, blueprint: Blueprint) -> Heading:
        """How a blueprint of this plan is turned. Raises ValueError for one of another plan."""
        ...
