"""Blocks are equal by content, and what was never seen is not air."""

from __future__ import annotations

import base64
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worldsim.blocks import UNKNOWN, Blocks, SectionsUpdate, blocks_of
from worldsim.errors import MachineryError
from worldsim.space import Pos, Vec

PALETTE = ("air", "stone", "dirt", "oak_log")
cells = st.dictionaries(
    st.builds(Pos, st.integers(-40, 40), st.integers(-64, 100), st.integers(-40, 40)), st.integers(0, len(PALETTE) - 1), max_size=40
)


@given(cells)
def test_how_it_was_made_does_not_matter(known: dict[Pos, int]) -> None:
    whole = blocks_of(PALETTE, known)
    piece_by_piece = Blocks(PALETTE)
    for pos, state in known.items():
        piece_by_piece = piece_by_piece.with_cells({pos: state})
    assert whole == piece_by_piece
    assert hash(whole) == hash(piece_by_piece)
    assert whole.find(PALETTE[1:], Pos(0, 64, 0), 100, 200) == piece_by_piece.find(PALETTE[1:], Pos(0, 64, 0), 100, 200)


@given(cells, st.builds(Pos, st.integers(-40, 40), st.integers(-64, 100), st.integers(-40, 40)))
def test_unknown_is_not_air(known: dict[Pos, int], pos: Pos) -> None:
    blocks = blocks_of(PALETTE, known)
    assert blocks.name(pos) == (PALETTE[known[pos]] if pos in known else None)
    if pos not in known:
        assert blocks != blocks.with_cells({pos: 0})


@given(cells, cells)
def test_a_copy_leaves_the_original_alone(known: dict[Pos, int], changes: dict[Pos, int]) -> None:
    blocks = blocks_of(PALETTE, known)
    changed = blocks.with_cells(changes)
    assert blocks == blocks_of(PALETTE, known)
    assert changed == blocks_of(PALETTE, {**known, **changes})


@given(cells, st.integers(1, 5), st.integers(5, 60))
def test_find_is_nearest_first(known: dict[Pos, int], limit: int, radius: int) -> None:
    here = Pos(3, 60, -2)
    away = {pos: (pos.x - 3) ** 2 + (pos.y - 60) ** 2 + (pos.z + 2) ** 2 for pos, state in known.items() if PALETTE[state] in ("dirt", "oak_log")}
    expected = sorted((pos for pos in away if away[pos] <= radius**2), key=lambda pos: (away[pos], pos))[:limit]
    assert blocks_of(PALETTE, known).find(("dirt", "oak_log"), here, limit, radius) == expected


def test_find_sees_the_overlay_and_not_what_it_hides() -> None:
    blocks = blocks_of(PALETTE, {Pos(1, 0, 0): 3, Pos(5, 0, 0): 3}).with_cells({Pos(1, 0, 0): 0, Pos(9, 0, 0): 3})
    assert blocks.find(("oak_log",), Pos(0, 0, 0)) == [Pos(5, 0, 0), Pos(9, 0, 0)]


def test_a_large_overlay_is_folded() -> None:
    many = {Pos(x, 0, z): 1 for x in range(30) for z in range(30)}
    assert Blocks(PALETTE).with_cells(many) == blocks_of(PALETTE, many)


def section(state: int) -> str:
    data = np.full(4096, UNKNOWN, dtype="<u2")
    data[0] = state
    packer = zlib.compressobj(wbits=-15)
    return base64.b64encode(packer.compress(data.tobytes()) + packer.flush()).decode()


def test_updates_come_in_order() -> None:
    blocks = Blocks(PALETTE).updated(SectionsUpdate(1, [(0, 4, 0, section(2))]))
    assert (blocks.name(Pos(0, 64, 0)), blocks.name(Pos(1, 64, 0)), blocks.revision) == ("dirt", None, 1)
    assert blocks.updated(SectionsUpdate(1)) is blocks
    with pytest.raises(MachineryError, match="expected block revision 2, found 4"):
        blocks.updated(SectionsUpdate(4, [(0, 4, 0, section(1))]))


def test_columns_are_counted_once() -> None:
    assert blocks_of(PALETTE, {Pos(0, 0, 0): 1, Pos(0, 90, 0): 0, Pos(17, 5, -3): 2}).count_columns() == 2


def test_a_place_is_its_three_numbers() -> None:
    x, y, z = Pos(1, -2, 3)
    assert (x, y, z) == (1, -2, 3)
    assert Pos(*Vec(1.5, -1.5, 3.0).cell) == Pos(1, -2, 3)
    assert [*Vec(1.5, -1.5, 3.0)] == [1.5, -1.5, 3.0]
