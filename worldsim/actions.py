"""What a program can do in a world: the same verbs in the imagined and in the real one.

Each docstring is what a language model reads, and what `skills/world.pyi` shows to a program.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from worldsim.space import Pos

Heading = Literal["north", "east", "south", "west"]

#: No action but smelt, sleep and wait lasts longer, in ticks of 1/20 s.
LONGEST_ACTION = 1200


class _Action(msgspec.Struct, frozen=True, tag_field="op"):
    pass


class MoveTo(_Action, frozen=True, tag="move_to"):
    """Walk until the feet are within `near` blocks of the cell `pos` (0: in that very cell). Digs and builds nothing."""

    pos: Pos
    near: float = 0.0


class Explore(_Action, frozen=True, tag="explore"):
    """Walk up to 64 blocks in `heading`, and stop as soon as a block of one of the kinds in `targets` comes in sight that was not known before."""

    targets: tuple[str, ...] = ()
    heading: Heading = "north"


class Mine(_Action, frozen=True, tag="mine"):
    """Get one block: walk within reach, equip the best tool at hand, dig, and pick up what falls."""

    pos: Pos


class Dig(_Action, frozen=True, tag="dig"):
    """Dig the block at `pos` from where you stand, with what you hold, for `ticks` (default: as long as it needs). Picks nothing up on purpose."""

    pos: Pos
    ticks: int | None = None


class Collect(_Action, frozen=True, tag="collect"):
    """Walk to the items that lie within 12 blocks and pick them up: those called `item`, or all."""

    item: str | None = None


class Place(_Action, frozen=True, tag="place"):
    """Put one `item` from the inventory into the free cell `pos`, walking within reach and out of the cell first.

    `facing`: where the front of a door or stairs looks.
    """

    item: str
    pos: Pos
    facing: Heading | None = None


class Craft(_Action, frozen=True, tag="craft"):
    """Craft `item` `times` times, in the inventory, or at a crafting table within reach.

    `grid`: 4 or 9 names or None, row by row; default: the known recipe.
    """

    item: str
    times: int = 1
    grid: tuple[str | None, ...] | None = None


class Equip(_Action, frozen=True, tag="equip"):
    """Hold `item` in the hand."""

    item: str


class Wait(_Action, frozen=True, tag="wait"):
    """Stand still for `ticks` (20 a second)."""

    ticks: int


Action = MoveTo | Explore | Mine | Dig | Collect | Place | Craft | Equip | Wait

#: All verbs by name, in the order in which they are taught.
ACTIONS: dict[str, type[_Action]] = {
    str(kind.__struct_config__.tag): kind for kind in (MoveTo, Explore, Mine, Dig, Collect, Place, Craft, Equip, Wait)
}


def name_of(action: Action) -> str:
    """The verb: 'mine', 'place' ..."""
    return str(type(action).__struct_config__.tag)


def describe(action: Action) -> str:
    """The call as a person would write it: `place('oak_planks', (3, 64, 2))`; defaults are left out."""
    parts = []
    for field in msgspec.structs.fields(action):
        value = getattr(action, field.name)
        if value == field.default:
            continue
        parts.append(str(value) if isinstance(value, Pos) else repr(list(value) if isinstance(value, tuple) else value))
    return f"{name_of(action)}({', '.join(parts)})"
