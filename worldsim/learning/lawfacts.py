"""The facts that a learned law may ask for: tables of the game's data. They take the state as all views do, and do not look at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict

from worldsim.drops import drops as lots_of
from worldsim.drops import harvests as harvests_of
from worldsim.facts import REMAINS, facts
from worldsim.laws.parts import DOUBLE
from worldsim.laws.parts import stands_on_floor as stands_on_floor_of
from worldsim.laws.placing import block_of as block_of_item
from worldsim.state import State
from worldsim.tools import dig_ticks as dig_ticks_of
from worldsim.tools import wear as wear_of


class Recipe(TypedDict):
    """One crafting recipe."""

    item: str
    yields: int  # items a craft makes
    needs_table: bool
    shapeless: bool
    cells: list[list[str]]  # for every used cell of the grid, the items that will do in it
    grid: list[list[str] | None]  # all 4 or 9 cells, row by row


class Lot(TypedDict):
    """One thing that may fall from a block. The lots of a block sum to 1."""

    p: float
    items: dict[str, int]


def recipes(state: State, item: str) -> list[Recipe]:
    """All crafting recipes that yield `item`, in the order in which they are tried; [] if it is not crafted."""
    return [
        Recipe(
            item=recipe.result,
            yields=recipe.count,
            needs_table=recipe.needs_table,
            shapeless=recipe.shapeless,
            cells=[list(cell) for cell in recipe.cells],
            grid=[None if cell is None else list(cell) for cell in recipe.grid],
        )
        for recipe in facts().recipes_for(item)
    ]


def remains(state: State, item: str) -> str | None:
    """What is left of an ingredient that is used up: a bucket of milk_bucket; None: nothing."""
    return REMAINS.get(item)


def stack(state: State, item: str) -> int:
    """How many fit into one slot, 1-64."""
    return facts().item(item).stack


def uses(state: State, item: str) -> int:
    """How often a new one can be used; 0: it does not wear out."""
    return facts().item(item).uses


def block_of(state: State, item: str) -> str | None:
    """The block that an item becomes when it is placed on the ground; None if it becomes none."""
    return block_of_item(item, facts())


def item_of(state: State, block: str) -> str | None:
    """The item that is placed to get the block; None if there is none."""
    placed = [item for item in facts().items if block_of_item(item, facts()) == block]
    # Wheat has the name of a block, and is none: what is sown is wheat_seeds.
    return min(placed, key=lambda item: item == block, default=None)


def drops(state: State, block: str, tool: str | None) -> list[Lot]:
    """What may fall from `block` when it is broken with `tool` (None: the bare hand), likeliest first."""
    if block not in facts().blocks:
        return [Lot(p=1.0, items={})]
    return [Lot(p=lot.p, items=dict(lot.items)) for lot in lots_of(block, _known(tool), facts())]


def harvests(state: State, block: str, tool: str | None) -> bool:
    """Whether `tool` (None: the bare hand) makes the block drop what it can drop."""
    return block in facts().blocks and harvests_of(block, _known(tool), facts())


def dig_ticks(state: State, block: str, tool: str | None, submerged: bool = False, grounded: bool = True) -> int | None:
    """Ticks to break `block` with `tool` (None: the bare hand); 0: at once; None: never."""
    return dig_ticks_of(block, _known(tool), facts(), submerged, grounded) if block in facts().blocks else None


def wear(state: State, block: str, tool: str | None) -> int:
    """Uses that breaking `block` costs `tool`."""
    return wear_of(block, _known(tool), facts()) if block in facts().blocks else 0


def solid(state: State, block: str) -> bool:
    """Whether the block has a body that things rest on and bump into."""
    known = facts().blocks.get(block)
    return known is not None and known.solid


def replaceable(state: State, block: str) -> bool:
    """Whether a block may be placed into its cell: air, water, grass, thin snow."""
    known = facts().blocks.get(block)
    return known is not None and known.replaceable


def liquid(state: State, block: str) -> bool:
    """Whether it is water or lava."""
    known = facts().blocks.get(block)
    return known is not None and known.liquid


def stands_on_floor(state: State, block: str) -> bool:
    """Whether it falls when the block below it is gone: plants, torches, doors, snow."""
    return stands_on_floor_of(block, facts())


def is_double(state: State, block: str) -> bool:
    """Whether it is two cells high, and half of it cannot stand alone: doors, tall plants."""
    return block in DOUBLE or block.endswith("_door")


def _known(tool: str | None) -> str | None:
    """A tool that nobody knows digs like the bare hand."""
    return tool if tool in facts().items else None


#: All of them, in the order in which they are shown. They answer the same for ever.
ALL: tuple[Callable[..., Any], ...] = (
    *(recipes, remains, stack, uses, block_of, item_of, drops, harvests, dig_ticks, wear),
    *(solid, replaceable, liquid, stands_on_floor, is_double),
)
