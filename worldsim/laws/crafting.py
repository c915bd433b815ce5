"""craft: exact, by the merged recipes: what is used up, what it makes, and how often before something runs out."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from worldsim.actions import Craft
from worldsim.change import Change, Reason
from worldsim.facts import REMAINS, Facts, Recipe
from worldsim.laws.parts import SOURCES, STILL, slots
from worldsim.prediction import Branch, Prediction, Quantiles
from worldsim.space import Pos
from worldsim.state import State
from worldsim.walking.targets import reaches

T = TypeVar("T")

#: Cells of a crafting grid.
SMALL, LARGE = 4, 9
_SHORT = Quantiles(0, 2, 4)
#: One craft: clicks, and the server's answer. A table is faced and opened first.
_TICKS_EACH, _TICKS_OPEN = 2.0, 2.0


class Made(msgspec.Struct, frozen=True):
    """The inventory after so many crafts; `missing`: what was lacking for the next one, '' if nothing was."""

    times: int
    inventory: dict[str, int]
    missing: str = ""
    full: bool = False
    at_table: bool = False


def predict(state: State, action: Craft, facts: Facts) -> Prediction:
    """no_recipe, no_table, no_item or inventory_full, in that order; what was made before something ran out stays made."""

    def no(reason: Reason, note: str, change: Change | None = None, ticks: Quantiles = _SHORT) -> Prediction:
        branch = Branch(p=1.0, status="failed", reason=reason, note=note, change=change or Change())
        return Prediction(action=action, branches=(branch,), ticks=ticks, tolerance=STILL, sources=SOURCES)

    if action.grid is not None and len(action.grid) not in (SMALL, LARGE):
        return no("no_recipe", f"a grid has 4 or 9 cells, not {len(action.grid)}")
    ways = recipes_of(action, facts)
    if not ways:
        return no("no_recipe", f"nothing is known to make {action.item}")
    table = table_in_reach(state, facts) is not None
    possible = [way for way in ways if table or not way.needs_table]
    if not possible:
        return no("no_table", f"{action.item} needs a crafting table within 4.5 blocks of the eyes")
    if action.grid is not None and action.times > 0 and not any(fits(recipe, action.grid) for recipe in facts.recipes_for(action.item)):
        if choose(possible[0], state.inventory) is None:
            return no("no_item", f"needs {_missing(possible[0], state.inventory)}")
        return no("no_recipe", f"this grid does not make {action.item}", ticks=Quantiles(2, 24, 30))
    made = craft(possible, action.times, state, facts)
    change = Change(inventory=_difference(state.inventory, made.inventory))
    spent = made.times * _TICKS_EACH + (_TICKS_OPEN if made.at_table else 0.0)
    ticks = Quantiles(0.9 * spent, spent, 3 + 1.4 * spent)
    if made.full:
        return no("inventory_full", f"no room for {action.item}", change, ticks)
    if made.missing:
        return no("no_item", f"needs {made.missing}" + (f"; made {made.times} of {action.times}" if made.times else ""), change, ticks)
    return Prediction(action=action, branches=(Branch(p=1.0, change=change),), ticks=ticks, tolerance=STILL, sources=SOURCES)


def recipes_of(action: Craft, facts: Facts) -> tuple[Recipe, ...]:
    """The ways to make it, in the order in which they are tried: the recipes of the item, or the grid that was given."""
    if action.grid is None:
        return facts.recipes_for(action.item)
    grid = tuple(None if name is None else (name,) for name in action.grid)
    known = next((recipe for recipe in facts.recipes_for(action.item) if fits(recipe, action.grid)), None)
    return (Recipe(action.item, known.count if known else 1, grid, known.shapeless if known else False),)


def craft(ways: list[Recipe], times: int, state: State, facts: Facts) -> Made:
    """Craft up to `times` times, each time by the first way for which all is carried."""
    inventory = dict(state.inventory)
    at_table = False
    for made in range(max(0, times)):
        chosen = next(((way, cells) for way in ways if (cells := choose(way, inventory)) is not None), None)
        if chosen is None:
            return Made(made, inventory, _missing(ways[0], inventory), False, at_table)
        way, cells = chosen
        after = dict(inventory)
        for item in cells:
            _add(after, item, -1)
            if item in REMAINS:
                _add(after, REMAINS[item], 1)
        # The result is taken while the ingredients' slots may still be filled.
        _add(after, way.result, way.count)
        if slots(after, facts) - slots(state.inventory, facts) > state.free_slots:
            return Made(made, inventory, "", True, at_table)
        inventory = after
        at_table = at_table or way.needs_table
    return Made(max(0, times), inventory, "", False, at_table)


def choose(recipe: Recipe, inventory: dict[str, int]) -> list[str] | None:
    """The items that go into the used cells, in grid order: for each the most plentiful choice that is left, ties by name; None if one is lacking."""
    left = dict(inventory)
    chosen = []
    for cell in recipe.cells:
        item = min((name for name in cell if left.get(name, 0) > 0), key=lambda name: (-inventory.get(name, 0), name), default=None)
        if item is None:
            return None
        left[item] -= 1
        chosen.append(item)
    return chosen


def fits(recipe: Recipe, grid: tuple[str | None, ...]) -> bool:
    """Whether a filled grid is this recipe: anywhere in the grid, mirrored too; a shapeless one in any order."""
    if recipe.shapeless:
        rest = [name for name in grid if name is not None]
        for cell in sorted(recipe.cells, key=len):
            match = next((name for name in rest if name in cell), None)
            if match is None:
                return False
            rest.remove(match)
        return not rest
    pattern, filled = _trimmed(recipe.grid), _trimmed(grid)
    if len(pattern) != len(filled) or len(pattern[0]) != len(filled[0]):
        return False

    def same(rows: list[list[tuple[str, ...] | None]]) -> bool:
        return all(
            (want is None) == (name is None) and (want is None or name in want)
            for row, names in zip(rows, filled, strict=True)
            for want, name in zip(row, names, strict=True)
        )

    return same(pattern) or same([row[::-1] for row in pattern])


def table_in_reach(state: State, facts: Facts) -> Pos | None:
    """A known crafting table whose centre is at most 4.5 blocks from the eyes."""
    return next((pos for pos in state.blocks.find(("crafting_table",), state.body.pos.cell, 8, 8) if reaches(state.body.eyes, pos)), None)


def _missing(recipe: Recipe, inventory: dict[str, int]) -> str:
    """What a recipe lacks, for people: '4 oak_planks, has 2'."""
    kinds: dict[tuple[str, ...], int] = {}
    for cell in recipe.cells:
        kinds[cell] = kinds.get(cell, 0) + 1
    lacking = []
    for choices, count in kinds.items():
        have = sum(inventory.get(name, 0) for name in choices)
        if have < count:
            what = choices[0] if len(choices) == 1 else f"of {', '.join(choices[:3])}{' ...' if len(choices) > 3 else ''}"
            lacking.append(f"{count} {what}, has {have}")
    return "; ".join(lacking) or "more of its ingredients"


def _trimmed(grid: tuple[T | None, ...]) -> list[list[T | None]]:
    side = 2 if len(grid) == SMALL else 3
    rows = [list(grid[y * side : y * side + side]) for y in range(side)]
    used_rows = [y for y, row in enumerate(rows) if any(cell is not None for cell in row)]
    used = [x for x in range(side) if any(row[x] is not None for row in rows)]
    if not used:
        return [[None]]
    return [row[used[0] : used[-1] + 1] for row in rows[used_rows[0] : used_rows[-1] + 1]]


def _difference(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {item: change for item in {**before, **after} if (change := after.get(item, 0) - before.get(item, 0))}


def _add(inventory: dict[str, int], item: str, count: int) -> None:
    left = inventory.get(item, 0) + count
    if left:
        inventory[item] = left
    else:
        inventory.pop(item, None)


RULES = {Craft: predict}
