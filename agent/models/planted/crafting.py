"""The planted author's law of crafting."""

from __future__ import annotations

from agent.models.planted.knowledge import Bug, Known

_CRAFTING = '''\
"""Crafting: each craft uses up one item for every used cell of the first recipe that can be made, and makes what the recipe yields."""

from typing import Any

from world import find, free_slots, in_reach, inventory, recipes, remains, stack


def slots(carried: dict[str, int]) -> int:
    return sum([-(-count // stack(item)) for item, count in carried.items()])


def chosen(cells: list[list[str]], carried: dict[str, int]) -> list[str] | None:
    """For each cell the most plentiful choice that is left, ties by name."""
    left = dict(carried)
    items: list[str] = []
    for cell in cells:
        best = ""
        for name in sorted(cell):
            if left.get(name, 0) > 0 and (best == "" or carried.get(name, 0) > carried.get(best, 0)):
                best = name
        if best == "":
            return None
        left[best] -= 1
        items.append(best)
    return items


def trimmed(grid: list[Any]) -> list[list[Any]]:
    side = 2 if len(grid) == 4 else 3
    rows = [grid[y * side : y * side + side] for y in range(side)]
    used_rows = [y for y in range(side) if any([cell is not None for cell in rows[y]])]
    used = [x for x in range(side) if any([row[x] is not None for row in rows])]
    if not used:
        return [[None]]
    return [row[used[0] : used[-1] + 1] for row in rows[used_rows[0] : used_rows[-1] + 1]]


def fits(recipe: Any, grid: list[Any]) -> bool:
    if recipe["shapeless"]:
        rest = [name for name in grid if name is not None]
        cells: list[list[str]] = recipe["cells"]
        for cell in sorted(cells, key=lambda names: len(names)):
            same = [name for name in rest if name in cell]
            if not same:
                return False
            rest.remove(same[0])
        return not rest
    filled = trimmed(grid)
    pattern = trimmed(recipe["grid"])
    if len(pattern) != len(filled) or len(pattern[0]) != len(filled[0]):
        return False
    for rows in (pattern, [list(reversed(row)) for row in pattern]):
        good = True
        for want_row, name_row in zip(rows, filled):
            for want, name in zip(want_row, name_row):
                if (want is None) != (name is None) or (want is not None and name not in want):
                    good = False
        if good:
            return True
    return False


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "craft":
        return None
    item = action["item"]
    grid = action["grid"]
    ways: list[Any] = list(recipes(item))
    fitting = True
    if grid is not None:
        if len(grid) != 4 and len(grid) != 9:
            return {"ok": False, "reason": "no_recipe", "note": "a grid has 4 or 9 cells"}
        same = [way for way in ways if fits(way, grid)]
        fitting = len(same) > 0
        cells = [[name] for name in grid if name is not None]
        yields = same[0]["yields"] if same else 1
        ways = [{"cells": cells, "yields": yields, "needs_table": len(grid) == 9}]
    if not ways:
        return {"ok": False, "reason": "no_recipe", "note": "nothing is known to make it"}
    table = any([in_reach(pos) for pos in find(["crafting_table"], 8, 8)])
    ways = [way for way in ways if table or not way["needs_table"]]
    if not ways:
        return {"ok": False, "reason": "no_table", "note": "it needs a crafting table within reach"}
    carried = dict(inventory())
    if not fitting and action["times"] > 0:
        if chosen(ways[0]["cells"], carried) is None:
            return {"ok": False, "reason": "no_item", "note": "not all of it is carried"}
        return {"ok": False, "reason": "no_recipe", "note": "this grid does not make it", "ticks": [2, 24, 30]}
    before = dict(carried)
    made = 0
    opened = 0
    reason = ""
    while made < action["times"] and reason == "":
        done = False
        for way in ways:
            items = chosen(way["cells"], carried)
            if items is None or done:
                continue
            done = True
            after = dict(carried)
            for name in items:
                after[name] -= 1
                rest = remains(name)
                if rest is not None:
                    after[rest] = after.get(rest, 0) + 1
            after[item] = after.get(item, 0) + way["yields"]
            if slots(after) - slots(before) > free_slots():
                reason = "inventory_full"
            else:
                carried = after
                made += 1
                opened = 2 if way["needs_table"] else opened
        if not done:
            reason = "no_item"
    change = {name: carried.get(name, 0) - before.get(name, 0) for name in sorted({**before, **carried})}
    change = {name: count for name, count in change.items() if count != 0}
    spent = made * 2 + opened
    ticks = [0.9 * spent, spent, 3 + 1.4 * spent]
    # In water the body drifts a little meanwhile.
    answer: dict[str, Any] = {"ok": True, "inventory": change, "tolerance": 0.5, "ticks": ticks}
    if reason != "":
        answer = {**answer, "ok": False, "reason": reason, "note": f"made {made} of {action['times']}"}
    return answer
'''

LAWS = (
    Known(
        name="crafting",
        says="A craft takes one item for every used cell of the recipe and gives what the recipe yields; a 3x3 recipe needs a table within reach.",
        source=_CRAFTING,
        bugs=(
            Bug("wrong count", 'after.get(item, 0) + way["yields"]', "after.get(item, 0) + 1"),
            Bug("forgotten table", "way for way in ways if table or not way", "way for way in ways if True or not way"),
            Bug("wrong reason", '"reason": "no_table"', '"reason": "no_item"'),
            Bug("nothing used up", "after[name] -= 1", "after[name] -= 0"),
            Bug("once only", 'made < action["times"]', "made < 1"),
            Bug("ignores reach", 'any([in_reach(pos) for pos in find(["crafting_table"], 8, 8)])', 'len(find(["crafting_table"], 8, 64)) > 0'),
        ),
    ),
)
