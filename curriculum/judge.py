"""Whether a goal holds (`worldsim/judging.py`), and more of a building: how well it matches its blueprint, and whether it is closed."""

from __future__ import annotations

from collections import deque

from worldsim.blueprint import Blueprint
from worldsim.facts import facts
from worldsim.judging import AIR, count_known, disproved, judge, right, state_ids, wrong_cells
from worldsim.space import FACES, Pos
from worldsim.state import State

__all__ = ["blocks_way", "blueprint_f1", "count_known", "disproved", "enclosed", "interior", "judge", "right", "state_ids", "wrong_cells"]


def blueprint_f1(blueprint: Blueprint, state: State) -> float:
    """How well a building matches its blueprint, 0-1; 1 exactly when every cell is right.

    Harmonic mean of precision and recall over blocks. Right: a solid cell that holds its block. Missing: a solid cell that
    does not. Extra: a wrong block in a solid cell, or anything but known air in a cell that must be free.
    """
    correct = missing = extra = 0
    for cell in blueprint.cells:
        found = state.blocks.name(blueprint.at(cell))
        ok = right(cell, found)
        if cell.block == "air":
            extra += not ok
        elif ok:
            correct += 1
        else:
            missing += 1
            extra += found is not None and found not in AIR
    if missing == extra == 0:
        return 1.0
    return 2 * correct / (2 * correct + missing + extra)


def interior(blueprint: Blueprint) -> list[Pos]:
    """Where one lives: the air cells inside the outline, in the world."""
    size = blueprint.size
    return [
        blueprint.at(cell)
        for cell in blueprint.cells
        if cell.block == "air" and 0 < cell.pos.x < size.x - 1 and 0 <= cell.pos.y < size.y - 1 and 0 < cell.pos.z < size.z - 1
    ]


def enclosed(blueprint: Blueprint, state: State) -> bool:
    """Is there no way out of the interior but through a door? A flood through all that has no collision box, or is unknown, stays inside.

    Doors and fences count as closed, whatever their state. False without an interior.
    """
    start = interior(blueprint)
    low, size = blueprint.origin, blueprint.size
    seen, queue = set(start), deque(start)
    while queue:
        pos = queue.popleft()
        if not (low.x <= pos.x < low.x + size.x and low.y <= pos.y < low.y + size.y and low.z <= pos.z < low.z + size.z):
            return False
        for face in FACES:
            there = pos.offset(*face)
            if there not in seen and not blocks_way(state.blocks.name(there)):
                seen.add(there)
                queue.append(there)
    return bool(start)


def blocks_way(name: str | None) -> bool:
    """Has a block of this name a collision box? False for an unknown cell, and for a kind that the facts do not know."""
    fact = facts().blocks.get(name) if name else None
    return fact is not None and fact.solid
