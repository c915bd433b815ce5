"""The nearest known blocks of some kinds, asked again and again of states that differ little: what was found in a section is kept."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from worldsim.blocks import UNKNOWN, Section
from worldsim.judging import state_ids
from worldsim.space import Pos
from worldsim.state import State

#: How far is looked, in blocks, and how many are told.
FAR, MOST = 32, 12
_KEPT = 20_000

Names = tuple[str, ...]


class _Inside(NamedTuple):
    section: Section  # held, so that its id stays its own
    cells: NDArray[np.int64]  # (n, 3): x, y, z within it


class _Table(NamedTuple):
    palette: tuple[str, ...]  # held, as above
    wanted: NDArray[np.bool_]


class _Asked(NamedTuple):
    state: State
    answers: dict[Names, list[Pos]]


_sections: dict[tuple[int, Names], _Inside] = {}
_tables: dict[tuple[int, Names], _Table] = {}
_last: list[_Asked] = []


def spot(state: State, names: Names) -> list[Pos]:
    """The known blocks with one of these names within FAR, nearest first (ties by position), MOST at most."""
    if not _last or _last[0].state is not state:
        _last[:] = [_Asked(state, {})]
    answers = _last[0].answers
    if names not in answers:
        answers[names] = _find(state, names) if names else []
    return answers[names]


def _find(state: State, names: Names) -> list[Pos]:
    here = state.body.pos.cell
    wanted = _wanted(state.blocks.palette, names)
    layers = state.blocks.layers()
    parts = []
    for key, section in layers.sections.items():
        x, y, z = key.x * 16 - here.x, key.y * 16 - here.y, key.z * 16 - here.z
        if -FAR - 15 <= x <= FAR and -FAR - 15 <= y <= FAR and -FAR - 15 <= z <= FAR:
            cells = _inside(section, names, wanted)
            if len(cells):
                parts.append(cells + np.array((x, y, z)))
    off = np.concatenate(parts) if parts else np.zeros((0, 3), dtype=np.int64)
    squared = (off * off).sum(axis=1)
    hidden = layers.overlay
    enough = MOST + len(hidden)  # so many may be hidden by what was altered since
    farthest = FAR * FAR if len(squared) <= enough else min(FAR * FAR, int(np.partition(squared, enough)[enough]))
    near = squared <= farthest
    off, squared = off[near], squared[near]
    order = np.lexsort((off[:, 2], off[:, 1], off[:, 0], squared))
    found = []
    for number in order.tolist():
        pos = here.offset(*off[number].tolist())
        if pos not in hidden:
            found.append((int(squared[number]), pos))
            if len(found) == MOST:
                break
    for pos, kind in hidden.items():
        if wanted[kind]:
            away = (pos.x - here.x) ** 2 + (pos.y - here.y) ** 2 + (pos.z - here.z) ** 2
            if away <= FAR * FAR:
                found.append((away, pos))
    return [pos for _, pos in sorted(found)[:MOST]]


def _inside(section: Section, names: Names, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    known = _sections.get((id(section), names))
    if known is None or known.section is not section:
        if len(_sections) >= _KEPT:
            _sections.clear()
        index = np.flatnonzero(wanted[section])
        known = _sections[id(section), names] = _Inside(section, np.stack((index & 15, index >> 8, index >> 4 & 15), axis=1))
    return known.cells


def _wanted(palette: tuple[str, ...], names: Names) -> NDArray[np.bool_]:
    """By state id. Kept by the palette's id: to hash it takes longer than all the rest."""
    known = _tables.get((id(palette), names))
    if known is None or known.palette is not palette:
        table = np.zeros(UNKNOWN + 1, dtype=np.bool_)
        table[state_ids(palette, names)] = True
        known = _tables[id(palette), names] = _Table(palette, table)
    return known.wanted
