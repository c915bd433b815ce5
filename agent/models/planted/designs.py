"""What a competent planted architect draws: twenty buildings in parts, each written down by hand, by the words of their briefs."""

from __future__ import annotations

from collections.abc import Callable

from curriculum.architecture.parts import Design, Door, Floor, Furniture, Part, Roof, Solid, Space, Stairs, Walls, Window

P, SLAB, FENCE, DOOR, STEP, LOG, STONE = "wood_planks", "wood_slab", "wood_fence", "wood_door", "wood_stairs", "wood_log", "cobblestone"


def _house(name: str, w: int, d: int, *more: Part, walls: str = P, height: int = 3, shape: str = "flat") -> Design:
    """A room of w x d with a door in the middle of its south side, and a window in each of the others."""
    roof = Roof(x0=0, z0=0, x1=w - 1, z1=d - 1, y=height, shape=shape, ridge="x" if w >= d else "z", block=P)  # type: ignore[arg-type]
    return Design(
        name=name,
        parts=(
            Walls(x0=0, z0=0, x1=w - 1, z1=d - 1, y1=height - 1, block=walls),
            roof,
            Door(x=w // 2, z=d - 1, facing="north", block=DOOR),
            Window(x=0, y=1, z=d // 2, block=FENCE),
            Window(x=w - 1, y=1, z=d // 2, block=FENCE),
            Window(x=w // 2, y=1, z=0, block=FENCE),
            *more,
        ),
    )


def _two_storeys(name: str, w: int, d: int, *more: Part) -> Design:
    """Two rooms above each other, with a flight of stairs along the west wall."""
    return Design(
        name=name,
        parts=(
            Walls(x0=0, z0=0, x1=w - 1, z1=d - 1, y1=6, block=P),
            Floor(x0=1, z0=1, x1=w - 2, z1=d - 2, y=3, block=P),
            Stairs(x=1, z=1, heading="south", steps=4, block=STEP),
            Roof(x0=0, z0=0, x1=w - 1, z1=d - 1, y=7, block=P),
            Door(x=w // 2, z=d - 1, facing="north", block=DOOR),
            Window(x=w - 1, y=1, z=d // 2, block=FENCE),
            Window(x=w - 1, y=5, z=d // 2, block=FENCE),
            *more,
        ),
    )


def _porch(w: int, d: int, depth: int) -> tuple[Part, ...]:
    """Posts and a roof before the south side."""
    z = d + depth - 1
    return (
        Solid(x0=0, y0=0, z0=z, x1=0, y1=2, z1=z, block=FENCE),
        Solid(x0=w - 1, y0=0, z0=z, x1=w - 1, y1=2, z1=z, block=FENCE),
        Floor(x0=0, z0=d, x1=w - 1, z1=z, y=3, block=P),
    )


def _tower(name: str, floors: int, wall: str, *more: Part) -> Design:
    """Rooms of 5 x 5 above each other, the flights turning from side to side; a roof on top."""
    parts: list[Part] = [Walls(x0=0, z0=0, x1=6, z1=6, y1=4 * floors + 1, block=wall)]
    for floor in range(1, floors):
        parts.append(Floor(x0=1, z0=1, x1=5, z1=5, y=4 * floor - 1, block=P))
    for floor in range(1, floors):
        east = floor % 2 == 1
        parts.append(Stairs(x=1 if east else 5, y=4 * (floor - 1), z=1 if east else 5, heading="south" if east else "north", steps=4, block=STEP))
    parts += [Roof(x0=0, z0=0, x1=6, z1=6, y=4 * floors - 1, block=P), Door(x=3, z=6, facing="north", block=DOOR), *more]
    parts[0] = Walls(x0=0, z0=0, x1=6, z1=6, y1=4 * floors - 2, block=wall)
    return Design(name=name, parts=tuple(parts))


#: Words of a brief, all of which must be in it, and what is drawn then. The first that fits is taken, so that the special ones come first.
DESIGNS: tuple[tuple[tuple[str, ...], Callable[[], Design]], ...] = (
    (("two-storey", "porch"), lambda: _two_storeys("two-storey house with a porch", 7, 7, *_porch(7, 7, 3))),
    (("two-storey",), lambda: _two_storeys("two-storey house", 7, 8)),
    (("porch",), lambda: _house("cabin with a porch", 7, 5, *_porch(7, 5, 2))),
    (("tower",), lambda: _tower("tower", 3, P)),
    (("lookout",), lambda: _lookout()),
    (("bridge",), lambda: _bridge()),
    (("barn",), lambda: _house("barn", 9, 7, Door(x=3, z=6, facing="north", block=DOOR), height=4)),
    (("l-shaped",), lambda: _l_shaped()),
    (("well",), lambda: _well()),
    (("stairs",), lambda: _stairs()),
    (("pyramid",), lambda: _pyramid()),
    (("hut", "stone"), lambda: _house("stone hut", 5, 5, walls=STONE)),
    (("hut",), lambda: _house("hut", 5, 5, shape="gable")),
    (("workshop",), lambda: _house("workshop", 7, 6, Furniture(x=1, y=0, z=1, block="crafting_table"), Furniture(x=2, y=0, z=1, block="chest"))),
    (("pen",), lambda: _pen()),
    (("wall",), lambda: Design(name="wall", rooms=False, parts=(Solid(x0=0, y0=0, z0=0, x1=9, y1=2, z1=0, block=STONE),))),
    (("gate",), lambda: _gate()),
    (("pavilion",), lambda: _pavilion()),
    (("longhouse",), lambda: _house("longhouse", 11, 5, Furniture(x=1, y=0, z=1, block="crafting_table"), shape="gable")),
    (("platform",), lambda: _platform()),
    (("house",), lambda: _house("house", 6, 6)),
)


def design_for(brief: str) -> Design | None:
    """What the planted architect draws for a brief; None if it knows no such building."""
    words = brief.lower()
    return next((draw() for wanted, draw in DESIGNS if all(word in words for word in wanted)), None)


def _lookout() -> Design:
    """A deck on four posts, with a flight of stairs to it and a rail around."""
    return Design(
        name="lookout",
        rooms=False,
        parts=(
            *(Solid(x0=x, y0=0, z0=z, x1=x, y1=3, z1=z, block=LOG) for x in (0, 4) for z in (0, 4)),
            Floor(x0=0, z0=0, x1=4, z1=4, y=4, block=P),
            Stairs(x=2, z=9, heading="north", steps=5, block=P),
            *(Solid(x0=2, y0=0, z0=9 - n, x1=2, y1=n - 1, z1=9 - n, block=P) for n in range(1, 5)),
            Walls(x0=0, z0=0, x1=4, z1=4, y0=5, y1=5, block=FENCE),
            Space(x0=2, y0=5, z0=4, x1=2, y1=6, z1=4),
        ),
    )


def _bridge() -> Design:
    return Design(
        name="bridge",
        rooms=False,
        parts=(
            Floor(x0=0, z0=0, x1=10, z1=2, y=0, block=P),
            Solid(x0=0, y0=1, z0=0, x1=10, y1=1, z1=0, block=FENCE),
            Solid(x0=0, y0=1, z0=2, x1=10, y1=1, z1=2, block=FENCE),
        ),
    )


def _l_shaped() -> Design:
    """Two wings with a wall between them that has a gap."""
    return Design(
        name="L-shaped house",
        parts=(
            Walls(x0=0, z0=0, x1=8, z1=4, y1=2, block=P),
            Walls(x0=0, z0=4, x1=4, z1=8, y1=2, block=P),
            Space(x0=2, y0=0, z0=4, x1=2, y1=1, z1=4),
            Roof(x0=0, z0=0, x1=8, z1=4, y=3, block=P),
            Roof(x0=0, z0=5, x1=4, z1=8, y=3, block=P),
            Door(x=2, z=8, facing="north", block=DOOR),
            Window(x=8, y=1, z=2, block=FENCE),
        ),
    )


def _well() -> Design:
    return Design(
        name="well",
        rooms=False,
        parts=(
            Walls(x0=0, z0=0, x1=2, z1=2, y0=0, y1=0, block=STONE),
            Space(x0=1, y0=-2, z0=1, x1=1, y1=0, z1=1),
            Solid(x0=0, y0=1, z0=0, x1=0, y1=2, z1=0, block=FENCE),
            Solid(x0=2, y0=1, z0=2, x1=2, y1=2, z1=2, block=FENCE),
            Floor(x0=0, z0=0, x1=2, z1=2, y=3, block=SLAB),
        ),
    )


def _stairs() -> Design:
    return Design(
        name="stairs",
        rooms=False,
        parts=(*(Solid(x0=0, y0=0, z0=n, x1=1, y1=n, z1=n, block=STONE) for n in range(5)),),
    )


def _pyramid() -> Design:
    return Design(name="pyramid", rooms=False, parts=(*(Solid(x0=n, y0=n, z0=n, x1=8 - n, y1=n, z1=8 - n, block="dirt") for n in range(5)),))


def _pen() -> Design:
    return Design(
        name="pen",
        rooms=False,
        parts=(
            Walls(x0=0, z0=0, x1=6, z1=6, y1=0, block=FENCE),
            Solid(x0=3, y0=0, z0=6, x1=3, y1=0, z1=6, block="wood_fence_gate"),
        ),
    )


def _gate() -> Design:
    return Design(
        name="gate",
        rooms=False,
        parts=(
            Solid(x0=0, y0=0, z0=0, x1=0, y1=3, z1=0, block=LOG),
            Solid(x0=4, y0=0, z0=0, x1=4, y1=3, z1=0, block=LOG),
            Solid(x0=0, y0=4, z0=0, x1=4, y1=4, z1=0, block=P),
        ),
    )


def _pavilion() -> Design:
    return Design(
        name="pavilion",
        rooms=False,
        parts=(
            *(Solid(x0=x, y0=0, z0=z, x1=x, y1=2, z1=z, block=LOG) for x in (0, 5) for z in (0, 5)),
            Roof(x0=0, z0=0, x1=5, z1=5, y=3, block=P),
        ),
    )


def _platform() -> Design:
    return Design(
        name="platform",
        rooms=False,
        parts=(
            Floor(x0=0, z0=0, x1=6, z1=6, y=0, block=P),
            Furniture(x=3, y=1, z=3, block="crafting_table"),
        ),
    )
