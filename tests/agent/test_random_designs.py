"""Random drawings: each has defects that are named, or it can be put up by the builder's program in an imagined world."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curriculum.architecture.defects import defects
from curriculum.architecture.drawn import DrawnPlan
from curriculum.architecture.parts import Design, Door, Floor, Furniture, Part, Roof, Solid, Space, Stairs, Walls, Window, of_wood
from curriculum.judge import judge
from skills.compose import compose
from skills.runtime import run
from worldsim.actions import Heading
from worldsim.blocks import Blocks, blocks_of
from worldsim.facts import facts
from worldsim.goals import Built, Task
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, state_of

P, FENCE, STEP = "wood_planks", "wood_fence", "wood_stairs"
#: Half the side of the meadow, its ground, and how far up air is known.
SIDE, GROUND, TOP = 18, 63, 80
PLACED = st.sampled_from(
    (
        *(P, "cobblestone", "dirt", FENCE, "wood_slab", STEP, "torch", "ladder", "sand", "crafting_table", "chest", "poppy", "cactus", "bedrock"),
        *("wood_trapdoor", "wood_pressure_plate", "wood_button", "wood_sign", "sunflower", "lever", "snow", "wood_fence_gate", "cobblestone_wall"),
    )
)


@cache
def meadow() -> Blocks:
    """Grass at y 63, air above."""
    names = {Pos(x, y, z): "air" for x in range(-SIDE, SIDE) for y in range(GROUND + 1, TOP) for z in range(-SIDE, SIDE)}
    names |= {Pos(x, y, z): "dirt" for x in range(-SIDE, SIDE) for y in range(GROUND - 6, GROUND) for z in range(-SIDE, SIDE)}
    names |= {Pos(x, GROUND, z): "grass_block" for x in range(-SIDE, SIDE) for z in range(-SIDE, SIDE)}
    known = facts()
    return blocks_of(known.palette, {pos: known.state_id(name) for pos, name in names.items()})


def sides(w: int, d: int) -> st.SearchStrategy[tuple[int, int, Heading]]:
    """A place in one of the four walls, no corner, and the way in there."""
    x, z = st.integers(1, w - 2), st.integers(1, d - 2)
    return st.one_of(
        x.map(lambda at: (at, 0, "south")), x.map(lambda at: (at, d - 1, "north")),
        z.map(lambda at: (0, at, "east")), z.map(lambda at: (w - 1, at, "west")),
    )  # fmt: skip


@st.composite
def houses(pick: st.DrawFn) -> tuple[Part, ...]:
    """One or two storeys, with what houses have."""
    w, d, tall = pick(st.integers(3, 7)), pick(st.integers(3, 7)), pick(st.integers(2, 4))
    two = w >= 4 and d >= 6 and pick(st.booleans())
    top = 7 if two else tall
    x, z, facing = pick(sides(w, d))
    parts: list[Part] = [Walls(x0=0, z0=0, x1=w - 1, z1=d - 1, y1=top - 1, block=pick(st.sampled_from([P, "cobblestone", "dirt"])))]
    if two:
        parts += [
            Floor(x0=1, z0=1, x1=w - 2, z1=d - 2, y=3, block=P),
            Stairs(x=1, z=1, heading="south", steps=4, block=pick(st.sampled_from([STEP, P]))),
        ]
    shape = pick(st.sampled_from(["flat", "gable", "pyramid"]))
    over = pick(st.integers(0, 1)) if shape != "gable" else 0
    ridge, block = pick(st.sampled_from(["x", "z"])), pick(st.sampled_from([P, "wood_slab"]))
    parts.append(Roof(x0=-over, z0=-over, x1=w - 1 + over, z1=d - 1 + over, y=top, shape=shape, ridge=ridge, block=block))  # type: ignore[arg-type]
    parts.append(Door(x=x, z=z, facing=facing, block="wood_door"))
    for _ in range(pick(st.integers(0, 2))):
        wx, wz, _ = pick(sides(w, d))
        parts.append(Window(x=wx, y=1, z=wz, block=FENCE))
    return tuple(parts)


@st.composite
def strays(pick: st.DrawFn) -> Part:
    """Any part anywhere near."""
    x, y, z = pick(st.integers(-2, 8)), pick(st.integers(-2, 6)), pick(st.integers(-2, 8))
    far = {"x1": x + pick(st.integers(0, 4)), "y1": y + pick(st.integers(0, 3)), "z1": z + pick(st.integers(0, 4))}
    box = {"x0": x, "y0": y, "z0": z, **far}
    heading: Heading = pick(st.sampled_from(("north", "east", "south", "west")))
    possible: list[Part] = [
        Solid(**box, block=pick(PLACED)),
        Space(**box),
        Furniture(x=x, y=y, z=z, block=pick(PLACED)),
        Stairs(x=x, y=max(0, y), z=z, heading=heading, steps=pick(st.integers(1, 5)), block=STEP),
        Door(x=x, y=y, z=z, facing=heading, block="wood_door"),
        Walls(x0=x, z0=z, x1=far["x1"], z1=far["z1"], y0=y, y1=far["y1"], block=pick(PLACED)),
        Floor(x0=x, z0=z, x1=far["x1"], z1=far["z1"], y=y, block=pick(PLACED)),
    ]
    return pick(st.sampled_from(possible))


@st.composite
def designs(pick: st.DrawFn) -> Design:
    """A house, or none, with a few parts more."""
    house = pick(st.one_of(houses(), st.just(())))
    parts = (*house, *pick(st.lists(strays(), min_size=0 if house else 1, max_size=3)))
    return Design(name="thing", parts=parts, rooms=bool(house) and pick(st.booleans()))


def put_up(design: Design) -> tuple[bool, str]:
    """Whether the builder's program, in an imagined world, makes it stand; and why not."""
    plan = DrawnPlan(design, "oak")
    side = plan.sides[0]
    size = plan.extent(side)
    blueprint = plan.at(Pos(-(size.x // 2), GROUND + 1, -(size.z // 2)), side)
    feet = Vec(-SIDE + 2.5, GROUND + 1.0, -SIDE + 2.5)
    stock = dict(Counter(blueprint.materials()))
    state = state_of(Observed(tick=0, body=Body(pos=feet, vel=Vec(0, 0, 0)), inventory=stock), meadow())
    world = ImaginedWorld(Rules(), state, seed=1)
    goal = Built(blueprint)
    [program, *_] = compose(Task(name="build it", goal=goal, why="test", wood="oak"), state, facts())
    result = run(program, world)
    verdict = judge(goal, world.observe())
    return verdict.done, f"{result.note}; {verdict.evidence}"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(designs())
def test_a_drawing_has_defects_that_are_named_or_it_can_be_put_up(design: Design) -> None:
    wrong = defects(of_wood(design, "oak"))
    for defect in wrong:
        assert re.fullmatch(r"\S.{15,}", defect.text), defect
        assert defect.part is None or f"part {defect.part}: " in defect.text
    if not wrong:
        stands, why = put_up(design)
        assert stands, why
