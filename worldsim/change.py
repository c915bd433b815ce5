"""What an action did, or is expected to do: always a difference, never a second state."""

from __future__ import annotations

from typing import Literal

import msgspec

from worldsim.actions import Action
from worldsim.space import Pos, Vec

#: Why an action failed. A closed list: programs, laws, the bridge and the reports all speak it.
Reason = Literal[
    "no_path",  # no way on foot over what is known
    "no_item",  # an item that is needed is not carried
    "no_tool",  # the block yields nothing to what is held
    "no_table",  # the recipe needs a crafting table within reach
    "no_recipe",  # nothing is crafted like that
    "no_support",  # nothing to place against, or the block would not hold
    "occupied",  # the cell is not free
    "body_in_way",  # the actor or an entity stands in the cell
    "out_of_reach",
    "unknown_block",  # the cell was never seen
    "nothing_there",  # no block to dig, no item to pick up
    "unbreakable",
    "inventory_full",
    "item_lost",  # it was dug, but what fell could not be picked up
    "not_found",  # explore: no target came in sight
    "refused",  # the server said no
    "timeout",
    "died",
    "bad_argument",  # nobody can do that: an unknown name, a count below 1, a place that is none
    "no_furnace",  # none within reach
    "no_fuel",
    "no_chest",
    "no_bed",
    "no_target",  # no such creature within reach
    "not_hungry",
    "not_night",
    "not_ripe",
    "monsters_near",
]

Status = Literal["done", "failed", "interrupted"]


class BlockChange(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One altered cell, by block names ('air' for none). On the wire: `[[x, y, z], before, after]`."""

    pos: Pos
    before: str
    after: str


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """A block that came in sight. Discovery, not change."""

    pos: Pos
    block: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A difference between two states; whatever is not named stayed as it was."""

    inventory: dict[str, int] = {}  #: items gained (+) and lost (-), no zeros
    tools: dict[str, int] = {}  #: uses left, gained or lost, summed by tool; a new or broken tool counts in inventory only
    blocks: tuple[BlockChange, ...] = ()  #: sorted by position
    health: float = 0.0  #: half hearts
    food: int = 0
    saturation: float = 0.0  #: imagined only, never scored: what is used up before food
    container: str | None = None

    @property
    def empty(self) -> bool:
        return self == Change()


class Motion(msgspec.Struct, frozen=True, array_like=True):
    """The body at the end of one tick. On the wire: `[[x, y, z], [vx, vy, vz], on_ground]`."""

    pos: Vec  #: of the feet
    vel: Vec  #: blocks per tick
    on_ground: bool


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an action did. A failure in the world is data: `status` and `reason`, with the partial change."""

    action: Action
    status: Status
    reason: Reason | None = None
    note: str = ""  #: for people
    change: Change = Change()  #: what the actor caused, within the action's footprint
    env: Change = Change()  #: what the world did meanwhile
    end: Vec  #: of the feet, at rest
    ticks: int  #: how long it took
    discovered: int = 0  #: cells that became known
    motion: tuple[Motion, ...] = ()  #: of `control`: tick by tick, until the body is at rest

    @property
    def ok(self) -> bool:
        return self.status == "done"
