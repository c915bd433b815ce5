"""Whether a goal holds, by what was observed and nothing else. What is unknown proves nothing: neither that a goal holds, nor that it does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from worldsim.blocks import Blocks
from worldsim.blueprint import Blueprint, Cell, as_good_as
from worldsim.danger import is_day, menaces, sheltered
from worldsim.goals import All, Any, At, Built, Clear, Crossed, Day, Explored, Fed, Goal, Has, Healthy, Knows, Not, Out, Safe, Stands, Verdict
from worldsim.motor.evidence import crossed, out
from worldsim.space import Pos, Vec
from worldsim.state import State

#: Names of an empty cell (a palette may tell the kinds of air apart).
AIR = frozenset({"air", "cave_air", "void_air"})
#: How many wrong cells the evidence names.
_NAMED = 3


def judge(goal: Goal, state: State) -> Verdict:
    """Does `goal` hold in `state`, how much of it (0-1), and by what evidence, in one line for people."""
    match goal:
        case Has(items, count):
            return _counted(state.count(*items), count, f"{_names(items)} carried")
        case Built(blueprint):
            return _built(blueprint, state)
        case At(pos, near):
            away = state.body.pos.distance(_feet_in(pos))
            arrived = away <= near or state.body.pos.cell == pos
            return Verdict(arrived, 1.0 if arrived else min(0.99, max(near, 1.0) / away), f"{away:.1f} blocks from {pos}")
        case Knows(blocks, count):
            return _counted(count_known(state.blocks, blocks), count, f"{_names(blocks)} known")
        case Stands(blocks, count, near, within):
            found = state.blocks.find(blocks, near, count, within)
            return _counted(len(found), count, f"{_names(blocks)} within {within} blocks of {near}")
        case Explored(columns):
            return _counted(state.blocks.count_columns(), columns, "columns known")
        case Crossed():
            return crossed(goal, state)
        case Out():
            return out(state)
        case Clear(cells):
            return _counted(sum(state.blocks.name(cell) in AIR for cell in cells), len(cells), "cells free")
        case Fed(food):
            return _counted(state.body.food, food, "half shanks of food")
        case Healthy(health):
            now = state.body.health
            return Verdict(now >= health, min(1.0, now / health) if health > 0 else 1.0, f"{now:g} of {health:g} half hearts")
        case Safe(within):
            return _safe(within, state)
        case Day():
            return Verdict(is_day(state), float(is_day(state)), f"it is {state.time_of_day} of the day")
        case All(goals):
            return _all(goals, state)
        case Any(goals):
            return _any(goals, state)
        case Not(inner):
            refuted = disproved(inner, state)
            return Verdict(refuted, float(refuted), f"{'not' if refuted else 'cannot say that not'}: {judge(inner, state).evidence}")


def disproved(goal: Goal, state: State) -> bool:
    """Is it certain that `goal` does not hold? Both this and `judge(...).done` are False where cells are unknown."""
    match goal:
        case Clear(cells):
            return any(state.blocks.name(cell) not in (*AIR, None) for cell in cells)
        case Built(blueprint):
            return any(state.blocks.name(blueprint.at(cell)) is not None for cell in wrong_cells(blueprint, state))
        case All(goals):
            return any(disproved(part, state) for part in goals)
        case Any(goals):
            return all(disproved(part, state) for part in goals)
        case Not(inner):
            return judge(inner, state).done
        case _:
            return not judge(goal, state).done


def right(cell: Cell, found: str | None) -> bool:
    """Does a block of this name (None: unknown) satisfy the cell?"""
    return found in AIR if cell.block == "air" else found in as_good_as(cell.block)


def wrong_cells(blueprint: Blueprint, state: State) -> list[Cell]:
    """The cells that do not hold what they should, or are unknown, in building order."""
    return [cell for cell in blueprint.cells if not right(cell, state.blocks.name(blueprint.at(cell)))]


def count_known(blocks: Blocks, names: Iterable[str]) -> int:
    """How many known cells hold one of these blocks."""
    ids = state_ids(blocks.palette, names)
    return sum(int(np.isin(section, ids).sum()) for _, section in blocks.sections()) if ids.size else 0


def state_ids(palette: tuple[str, ...], names: Iterable[str]) -> NDArray[np.uint16]:
    """The state ids of these blocks, in any order."""
    by_name = _by_name(palette)
    return np.array([state for name in set(names) for state in by_name.get(name, ())], dtype=np.uint16)


@lru_cache(maxsize=4)
def _by_name(palette: tuple[str, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for state, name in enumerate(palette):
        found.setdefault(name, []).append(state)
    return found


def _feet_in(pos: Pos) -> Vec:
    return Vec(pos.x + 0.5, pos.y, pos.z + 0.5)


def _counted(have: int, want: int, what: str) -> Verdict:
    return Verdict(have >= want, min(1.0, have / want) if want > 0 else 1.0, f"{have} of {want} {what}")


def _safe(within: float, state: State) -> Verdict:
    near = menaces(state, within)
    if not near:
        return Verdict(True, 1.0, f"nothing that attacks is seen within {within:g} blocks")
    if sheltered(state):
        return Verdict(True, 1.0, "the body is closed in")
    return Verdict(False, 0.0, f"{', '.join(dict.fromkeys(creature.kind for creature in near))} within {within:g} blocks")


def _built(blueprint: Blueprint, state: State) -> Verdict:
    wrong, total = wrong_cells(blueprint, state), len(blueprint.cells)
    evidence = f"{total - len(wrong)} of {total} cells right"
    if wrong:
        evidence += "; wrong: " + ", ".join(_complaint(blueprint.at(cell), cell, state) for cell in wrong[:_NAMED])
        evidence += f" and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
    return Verdict(bool(total) and not wrong, 1 - len(wrong) / total if total else 0.0, evidence)


def _complaint(pos: Pos, cell: Cell, state: State) -> str:
    found = state.blocks.name(pos)
    return f"{pos} is unknown, not {cell.block}" if found is None else f"{pos} holds {found}, not {cell.block}"


def _all(goals: Sequence[Goal], state: State) -> Verdict:
    verdicts = [judge(goal, state) for goal in goals]
    done = [verdict for verdict in verdicts if verdict.done]
    missing = [verdict.evidence for verdict in verdicts if not verdict.done]
    if not goals:
        return Verdict(True, 1.0, "nothing is asked")
    evidence = f"{len(done)} of {len(goals)} hold" + (f"; not yet: {'; '.join(missing)}" if missing else "")
    return Verdict(not missing, sum(verdict.progress for verdict in verdicts) / len(goals), evidence)


def _any(goals: Sequence[Goal], state: State) -> Verdict:
    verdicts = [judge(goal, state) for goal in goals]
    if not goals:
        return Verdict(False, 0.0, "none of nothing holds")
    best = max(verdicts, key=lambda verdict: (verdict.done, verdict.progress))
    return Verdict(best.done, best.progress, f"nearest of {len(goals)}: {best.evidence}" if not best.done else best.evidence)


def _names(names: Sequence[str]) -> str:
    return " or ".join(names) if len(names) <= _NAMED else f"{names[0]} or {len(names) - 1} like it"
