"""What a program can do in a world: the same verbs in the imagined and in the real one.

Each docstring is what a language model reads, and what `skills/world.pyi` shows to a program.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from worldsim.space import Pos

Heading = Literal["north", "east", "south", "west"]
#: What a player holds down. 'sneak' keeps from falling off edges, 'sprint' needs 'forward'.
Key = Literal["forward", "back", "left", "right", "jump", "sprint", "sneak"]

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


class Press(msgspec.Struct, frozen=True, array_like=True):
    """Keys held down together for so many ticks (1 or more). On the wire: `[[keys], ticks, yaw]`."""

    keys: tuple[Key, ...]
    ticks: int
    yaw: float | None = None  #: where the body looks meanwhile, radians, 0 = north, counter-clockwise; None: as before

    def __repr__(self) -> str:
        """Short, for people: `forward+jump x 3 at 1.57`."""
        return f"{'+'.join(self.keys) or 'no key'} x {self.ticks}{'' if self.yaw is None else f' at {self.yaw:.2f}'}"


class Control(_Action, frozen=True, tag="control"):
    """Hold keys like a player, press after press, then let go and come to rest. For jumps and swims that no walk would do."""

    presses: tuple[Press, ...]


class Smelt(_Action, frozen=True, tag="smelt"):
    """Smelt `count` of `item` in a furnace within reach, with `fuel` (default: the least that does), and take out what comes of it."""

    item: str
    count: int = 1
    fuel: str | None = None


class Eat(_Action, frozen=True, tag="eat"):
    """Eat one `item`."""

    item: str


class Attack(_Action, frozen=True, tag="attack"):
    """Fight the nearest creature of the kind `target` within 16 blocks, until it is dead or gone."""

    target: str


class Sleep(_Action, frozen=True, tag="sleep"):
    """Sleep in a bed within 3 blocks until the morning."""


class Deposit(_Action, frozen=True, tag="deposit"):
    """Put `count` of `item` into the chest at `pos`."""

    item: str
    count: int
    pos: Pos


class Withdraw(_Action, frozen=True, tag="withdraw"):
    """Take `count` of `item` out of the chest at `pos`."""

    item: str
    count: int
    pos: Pos


class Till(_Action, frozen=True, tag="till"):
    """Make farmland of the dirt or grass block at `pos`, with a hoe."""

    pos: Pos


class Plant(_Action, frozen=True, tag="plant"):
    """Plant seeds, or a sapling, `item`, into the free cell `pos`."""

    item: str
    pos: Pos


class Harvest(_Action, frozen=True, tag="harvest"):
    """Break the ripe crop at `pos`, and pick up what falls."""

    pos: Pos


Action = (
    MoveTo | Explore | Mine | Dig | Collect | Place | Craft | Equip | Wait | Control
    | Smelt | Eat | Attack | Sleep | Deposit | Withdraw | Till | Plant | Harvest
)  # fmt: skip

#: The verbs that both worlds do, by name, in the order in which they are taught.
ACTIONS: dict[str, type[_Action]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (
        MoveTo, Explore, Mine, Dig, Collect, Place, Craft, Equip, Wait, Control, Smelt, Eat, Attack, Sleep, Deposit, Withdraw, Till, Plant, Harvest
    )
}  # fmt: skip


def name_of(action: Action) -> str:
    """The verb: 'mine', 'place' ..."""
    return str(type(action).__struct_config__.tag)


@cache
def _fields(kind: type[_Action]) -> tuple[tuple[str, object], ...]:
    """Names and defaults."""
    return tuple((field.name, field.default) for field in msgspec.structs.fields(kind))


def describe(action: Action) -> str:
    """The call as a person would write it: `place('oak_planks', (3, 64, 2))`; defaults are left out."""
    parts = []
    for name, default in _fields(type(action)):
        value = getattr(action, name)
        if value == default:
            continue
        parts.append(str(value) if isinstance(value, Pos) else repr(list(value) if isinstance(value, tuple) else value))
    return f"{name_of(action)}({', '.join(parts)})"
