"""One thing that is wrong with a drawing."""

from __future__ import annotations

from typing import Literal

import msgspec

from worldsim.space import Pos

Kind = Literal[
    "name",
    "block",
    "material",
    "size",
    "empty",
    "floating",
    "out_of_reach",
    "no_support",
    "joins",
    "cut",
    "turned",
    "open_room",
    "no_room",
    "no_way_in",
    "walled_in",
]


class Defect(msgspec.Struct, frozen=True):
    """One thing that is wrong. `text`: one line for the architect."""

    kind: Kind
    text: str
    cells: tuple[Pos, ...] = ()
    part: int | None = None
