"""What is known of the world at one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from worldsim.space import EYES, Vec

if TYPE_CHECKING:
    from worldsim.blocks import Blocks


class Body(msgspec.Struct, frozen=True):
    """The player itself."""

    pos: Vec  #: of the feet
    vel: Vec  #: blocks per tick
    yaw: float = 0.0  #: radians, 0 = north, counter-clockwise (mineflayer's convention)
    pitch: float = 0.0  #: radians, up positive
    on_ground: bool = True
    in_liquid: bool = False
    health: float = 20.0  #: half hearts, 0-20
    food: int = 20  #: half shanks, 0-20
    saturation: float = 5.0  #: what is used up before food, 0-20; as far as one can reckon
    exhaustion: float = 0.0  #: reckoned from what was done; above 4 a point of saturation goes, or of food
    healing: int = 0  #: ticks since the body last healed, while it is hurt
    air: int = 300  #: ticks of breath left, 0-300
    held: str | None = None  #: item in the hand

    @property
    def eyes(self) -> Vec:
        return Vec(self.pos.x, self.pos.y + EYES, self.pos.z)


class Tool(msgspec.Struct, frozen=True):
    """One item that wears out."""

    name: str
    left: int  #: uses left


class Entity(msgspec.Struct, frozen=True):
    """Anything that moves. `kind` is 'item' for a dropped stack, then `item` and `count` tell which."""

    id: int
    kind: str
    pos: Vec
    item: str | None = None
    count: int = 1


class Job(msgspec.Struct, frozen=True):
    """What is known but not seen: a furnace that burns, what a chest holds."""

    kind: str
    pos: Vec
    done_at: int  #: tick
    note: str = ""
    items: dict[str, int] = {}  #: what a container holds, as far as it is known


class Leap(msgspec.Struct, frozen=True):
    """What the body did when keys were last held (`control`): by this it is judged whether it leapt or swam across, or walked around."""

    start: Vec  #: of the feet, at rest
    end: Vec  #: likewise
    lowest: float  #: y of the feet at their lowest
    wet: bool  #: whether the feet were in water on the way


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """A state without its blocks: what crosses the bridge, and enters the event log, in full."""

    tick: int
    body: Body
    inventory: dict[str, int] = {}  #: counts by item, no zeros
    tools: tuple[Tool, ...] = ()
    free_slots: int = 36  #: empty inventory slots, 0-36
    entities: tuple[Entity, ...] = ()
    time_of_day: int = 0  #: ticks, 0-23999, 0 = sunrise
    raining: bool = False
    biome: str = "plains"
    container: str | None = None  #: the window that is open
    latent: tuple[Job, ...] = ()
    leap: Leap | None = None  #: the last one, if there was any
    age: int = 0  #: how old this is, in ticks; 0 where time can be paused


class State(Observed, frozen=True, kw_only=True):
    """`Observed` plus the known blocks. Two states are equal when their contents are."""

    blocks: Blocks

    def observed(self) -> Observed:
        """The same without the blocks, for records."""
        return Observed(**{name: getattr(self, name) for name in Observed.__struct_fields__})

    def count(self, *items: str) -> int:
        """How many of these items are carried, in total."""
        return sum(self.inventory.get(item, 0) for item in items)


def state_of(observed: Observed, blocks: Blocks) -> State:
    """Join what was observed with the blocks known by then."""
    return State(**{name: getattr(observed, name) for name in Observed.__struct_fields__}, blocks=blocks)
