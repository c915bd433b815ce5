"""What an architect draws: a building as a few parts in a small schema. A model may answer in it; code turns it into cells and checks them.

Coordinates are cells relative to the building's corner: x east, z south, y up; y 0 is the first layer above the ground, -1 the ground itself.
A later part takes the cells of an earlier one: walls first, then the openings in them. Boxes include both corners.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from worldsim.actions import Heading


class _Part(msgspec.Struct, frozen=True, kw_only=True, tag_field="part", forbid_unknown_fields=True):
    pass


class Floor(_Part, frozen=True, kw_only=True, tag="floor"):
    """One level layer."""

    x0: int
    z0: int
    x1: int
    z1: int
    y: int = -1
    block: str


class Walls(_Part, frozen=True, kw_only=True, tag="walls"):
    """The outline of a rectangle, from y0 to y1: four walls."""

    x0: int
    z0: int
    x1: int
    z1: int
    y0: int = 0
    y1: int
    block: str


class Solid(_Part, frozen=True, kw_only=True, tag="solid"):
    """A full box: a pillar, a single wall, a deck, a fence line."""

    x0: int
    y0: int
    z0: int
    x1: int
    y1: int
    z1: int
    block: str


class Space(_Part, frozen=True, kw_only=True, tag="space"):
    """A box that must be free: a gap in a wall, the hole above stairs, the shaft of a well (y below 0 is dug)."""

    x0: int
    y0: int
    z0: int
    x1: int
    y1: int
    z1: int


class Roof(_Part, frozen=True, kw_only=True, tag="roof"):
    """Over a rectangle that it covers: flat; gable, rising towards a ridge along `ridge`, with its end walls closed; or pyramid."""

    x0: int
    z0: int
    x1: int
    z1: int
    y: int
    shape: Literal["flat", "gable", "pyramid"] = "flat"
    ridge: Literal["x", "z"] = "x"
    block: str


class Door(_Part, frozen=True, kw_only=True, tag="door"):
    """A door of two cells, the lower one at y. `facing`: where one looks who goes in."""

    x: int
    y: int = 0
    z: int
    facing: Heading
    block: str


class Window(_Part, frozen=True, kw_only=True, tag="window"):
    """One cell of a wall that light comes through: a fence or glass."""

    x: int
    y: int
    z: int
    block: str


class Stairs(_Part, frozen=True, kw_only=True, tag="stairs"):
    """A straight flight up: the first step at (x, y, z), each next one further along `heading` and one higher. Above each, three cells are free."""

    x: int
    y: int = 0
    z: int
    heading: Heading
    steps: int
    block: str


class Furniture(_Part, frozen=True, kw_only=True, tag="furniture"):
    """One block that is put in when the building stands: a crafting table, a chest, a torch."""

    x: int
    y: int
    z: int
    block: str
    facing: Heading | None = None


Part = Floor | Walls | Solid | Space | Roof | Door | Window | Stairs | Furniture


class Design(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A building. `rooms`: whether it has rooms that must be closed but for doors (a house: yes; a bridge: no)."""

    name: str
    parts: tuple[Part, ...]
    rooms: bool = True


#: In the name of a block: the wood that is at hand. `wood_planks` becomes oak_planks where oaks grow.
ANY_WOOD = "wood_"


def of_wood(design: Design, wood: str) -> Design:
    """The design, of `wood` where it leaves that open."""
    return msgspec.structs.replace(design, parts=tuple(_of_wood(part, wood) for part in design.parts))


def _of_wood(part: Part, wood: str) -> Part:
    if isinstance(part, Space) or not part.block.startswith(ANY_WOOD):
        return part
    return msgspec.structs.replace(part, block=f"{wood}_{part.block.removeprefix(ANY_WOOD)}")
