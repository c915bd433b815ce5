"""A small flat land, fully known: grass at y = 63, dirt below, air above; the body stands in its middle with its feet at y = 64."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import settings

from worldsim.blocks import Blocks, blocks_of
from worldsim.facts import Facts, facts
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, State, Tool

# A shared machine is slow at times; that is no failure.
settings.register_profile("lucidcraft", deadline=None)
settings.load_profile("lucidcraft")

Cells = Mapping[tuple[int, int, int], str | None]
Land = Callable[..., State]


@pytest.fixture(scope="session")
def known() -> Facts:
    return facts()


@pytest.fixture(scope="session")
def rules(known: Facts) -> Rules:
    return Rules(known)


@pytest.fixture(scope="session")
def flat(known: Facts) -> Blocks:
    span = range(-20, 21)
    ground = {Pos(x, y, z): known.state_id("dirt") for x in span for z in span for y in range(60, 63)}
    ground |= {Pos(x, 63, z): known.state_id("grass_block") for x in span for z in span}
    return blocks_of(known.palette, ground | {Pos(x, y, z): 0 for x in span for z in span for y in range(64, 80)})


@pytest.fixture(scope="session")
def land(known: Facts, flat: Blocks) -> Land:
    """The flat land with some cells changed (None: unknown) and a body in it."""

    def make(cells: Cells | None = None, at: tuple[float, float, float] = (0.5, 64.0, 0.5), held: str | None = None, **rest: Any) -> State:
        changes = {Pos(*pos): 0xFFFF if name is None else known.state_id(name) for pos, name in (cells or {}).items()}
        blocks = flat.with_cells(changes)
        tools = tuple(Tool(item, known.uses(item)) for item in rest.get("inventory", {}) if known.item(item).uses)
        return State(**{"tick": 0, "tools": tools, **rest}, body=Body(Vec(*at), Vec(0, 0, 0), held=held), blocks=blocks)

    return make
