"""Crafting grids: what vanilla makes of one, and how a recipe is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from worldsim.facts import Recipe, facts

Grid = tuple[str | None, ...]  #: 9 cells, row by row


def rows_of(grid: Sequence[str | None]) -> list[list[str | None]]:
    """The used part of a grid of 4 or 9 cells: without empty rows and columns around it."""
    side = 2 if len(grid) == 4 else 3
    used = [(i // side, i % side) for i, cell in enumerate(grid) if cell is not None]
    top, bottom = min(y for y, _ in used), max(y for y, _ in used)
    left, right = min(x for _, x in used), max(x for _, x in used)
    return [[grid[y * side + x] for x in range(left, right + 1)] for y in range(top, bottom + 1)]


def grid_of(rows: Sequence[Sequence[str | None]]) -> Grid:
    """Rows laid into the top left of a table's grid."""
    return tuple(rows[y][x] if y < len(rows) and x < len(rows[y]) else None for y in range(3) for x in range(3))


def example(recipe: Recipe) -> Grid:
    """A way to lay a recipe of vanilla out: the first choice of each cell."""
    return grid_of(rows_of([cell[0] if cell else None for cell in recipe.grid]))


def made_by(grid: Grid) -> set[str]:
    """All that vanilla makes of a grid."""
    rows = rows_of(grid)
    ways = rows, [list(reversed(row)) for row in rows]
    loose = sorted(cell for row in rows for cell in row if cell is not None)
    made = {recipe.result for recipe, shape in _shaped(len(rows), len(rows[0])) if any(_fits(way, shape) for way in ways)}
    return made | {recipe.result for recipe in _shapeless(len(loose)) if _assigned(loose, recipe.cells)}


def _fits(rows: Sequence[Sequence[str | None]], shape: Sequence[Sequence[tuple[str, ...] | None]]) -> bool:
    cells = ((cell, want) for row, wants in zip(rows, shape, strict=True) for cell, want in zip(row, wants, strict=True))
    return all(cell is None if want is None else cell in want for cell, want in cells)


def _assigned(items: Sequence[str], cells: Sequence[tuple[str, ...]]) -> bool:
    """Whether every item has a cell of its own that takes it."""
    if not items:
        return True
    return any(items[0] in cell and _assigned(items[1:], [*cells[:i], *cells[i + 1 :]]) for i, cell in enumerate(cells))


@cache
def _all() -> tuple[list[tuple[Recipe, list[list[tuple[str, ...] | None]]]], list[Recipe]]:
    shaped, shapeless = [], []
    for recipe in (recipe for recipes in facts().recipes.values() for recipe in recipes):
        if recipe.shapeless:
            shapeless.append(recipe)
        else:
            marks = rows_of([str(i) if cell else None for i, cell in enumerate(recipe.grid)])
            shaped.append((recipe, [[None if mark is None else recipe.grid[int(mark)] for mark in row] for row in marks]))
    return shaped, shapeless


def _shaped(height: int, width: int) -> Iterable[tuple[Recipe, list[list[tuple[str, ...] | None]]]]:
    return (entry for entry in _all()[0] if len(entry[1]) == height and len(entry[1][0]) == width)


def _shapeless(count: int) -> Iterable[Recipe]:
    return (recipe for recipe in _all()[1] if len(recipe.cells) == count)
