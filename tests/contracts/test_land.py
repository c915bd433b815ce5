"""What becomes of the land: what is placed, what falls, what flows. The same in the real world and in the imagined one.

Each scene has its own plot of flat land, the feet at (0, 64, 0) in it. What is expected is vanilla's: Minecraft Wiki, Java Edition 1.19.4, the pages
of the blocks, "Falling Block", "Water", "Lava", "Placement".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.actions import Action, Dig, Mine, Place, Wait
from worldsim.apply import apply
from worldsim.compare import compare
from worldsim.facts import facts
from worldsim.models import Rules
from worldsim.space import Pos

Cell = tuple[int, int, int]
APART = 48
#: Ticks after which all has fallen, and flowed, by a block or two.
SOON = 40


class Scene(msgspec.Struct, frozen=True):
    """`end`: cells when all is at rest; `gained`: what the action itself adds to the inventory, None: it is refused."""

    name: str
    cells: dict[Cell, Any]
    given: dict[str, int]
    action: Action
    end: dict[Cell, str]
    gained: dict[str, int] | None = None
    refused: bool = False


def placing(item: str, at: Cell, cells: dict[Cell, Any], end: dict[Cell, str] | None, facing: str | None = None) -> Scene:
    """`end` None: it is refused, and nothing is used up."""
    name = f"{item} at {at}" + "".join(f", {what[0] if isinstance(what, tuple) else what}" for what in cells.values())
    action = Place(item, Pos(*at), facing)  # type: ignore[arg-type]
    return Scene(name, cells, {item: 2}, action, end or {}, {item: -1} if end is not None else {}, end is None)


def digging(name: str, kind: type[Dig] | type[Mine], at: Cell, cells: dict[Cell, Any], end: dict[Cell, str], gained: dict[str, int]) -> Scene:
    return Scene(f"{kind.__name__} {name}", cells, {"iron_pickaxe": 1}, kind(Pos(*at)), end, gained)


A, B, C = (2, 64, 0), (2, 65, 0), (2, 66, 0)
COLUMN = {A: "dirt", B: "sand", C: "sand"}
GRAVEL = {A: "sand", B: "sand", C: "sand"}
POND = {(2, 63, -1): "water", (2, 63, 0): "water", (2, 63, 1): "water"}
TOP_SLAB = ("oak_slab", {"type": "top"})
SCENES = [
    # torches want the middle of a top, plates its rim or its middle
    placing("torch", B, {A: "oak_fence"}, {B: "torch"}),
    placing("torch", B, {A: "cobblestone_wall"}, {B: "torch"}),
    placing("torch", B, {A: "oak_slab"}, None),
    placing("torch", B, {A: TOP_SLAB}, {B: "torch"}),
    placing("torch", B, {A: "oak_leaves"}, None),
    placing("stone_pressure_plate", B, {A: "oak_fence"}, {B: "stone_pressure_plate"}),
    placing("stone_pressure_plate", B, {A: "oak_slab"}, None),
    placing("lantern", B, {A: "cobblestone_wall"}, {B: "lantern"}),
    placing("lantern", A, {(2, 63, 0): "oak_leaves"}, None),
    placing("rail", B, {A: "oak_fence"}, None),
    placing("white_carpet", B, {A: "oak_leaves"}, {B: "white_carpet"}),
    # on a side they have another name
    placing("oak_sign", (2, 66, 1), {C: "stone"}, {(2, 66, 1): "oak_wall_sign"}),
    placing("white_banner", (2, 66, 1), {C: "stone"}, {(2, 66, 1): "white_wall_banner"}),
    placing("oak_sign", A, {}, {A: "oak_sign"}),
    # two cells
    placing("white_bed", (0, 64, 2), {}, {(0, 64, 2): "white_bed", (0, 64, 3): "white_bed"}),
    placing("white_bed", (1, 64, -2), {}, {(1, 64, -2): "white_bed", (2, 64, -2): "white_bed"}, "east"),
    placing("white_bed", A, {(3, 64, 0): "stone"}, None),
    placing("sunflower", A, {}, {A: "sunflower", B: "sunflower"}),
    placing("sunflower", A, {B: "stone"}, None),
    placing("large_fern", A, {}, {A: "large_fern", B: "large_fern"}),
    # soil
    placing("poppy", A, {(2, 63, 0): "muddy_mangrove_roots"}, {A: "poppy"}),
    placing("poppy", A, {(2, 63, 0): "sand"}, None),
    placing("dead_bush", A, {(2, 63, 0): "sand"}, {A: "dead_bush"}),
    placing("sugar_cane", A, {}, None),
    placing("sugar_cane", (1, 64, 0), {(2, 63, 0): "water"}, {(1, 64, 0): "sugar_cane"}),
    placing("cactus", A, {(2, 63, 0): "sand"}, {A: "cactus"}),
    placing("cactus", A, {(2, 63, 0): "sand", (3, 64, 0): "stone"}, None),
    placing("stone", A, {(2, 63, 0): "dirt_path"}, {A: "stone", (2, 63, 0): "dirt"}),
    placing("dirt", A, {A: "snow"}, {A: "dirt"}),
    placing("dirt", A, {A: ("snow", {"layers": 2})}, None),
    # what falls, and what hardens
    placing("sand", C, {(2, 65, 1): "stone", (2, 66, 1): "stone"}, {A: "sand", C: "air"}),
    placing("white_concrete_powder", (2, 63, 0), POND, {(2, 63, 0): "white_concrete"}),
    placing("dirt", (2, 63, 0), POND, {(2, 63, 0): "dirt"}),
    digging("under sand", Dig, A, COLUMN, {A: "sand", B: "sand", C: "air"}, {}),
    digging("under sand", Mine, A, COLUMN, {A: "sand", B: "sand", C: "air"}, {"dirt": 1}),
    digging("the foot of a column", Mine, A, GRAVEL, {A: "sand", B: "sand", C: "air"}, {"sand": 1}),
    digging("above a torch", Dig, C, {A: "torch", C: "dirt", (2, 67, 0): "sand"}, {A: "torch", B: "air", C: "air", (2, 67, 0): "air"}, {}),
    # what flows
    digging("beside water", Dig, (1, 63, 0), POND, {(1, 63, 0): "water"}, {}),
    digging("beside water", Mine, (1, 63, 0), POND, {(1, 63, 0): "water"}, {"dirt": 1}),
    digging("beside lava", Dig, (1, 63, 0), {(2, 63, 0): "lava"}, {(1, 63, 0): "lava"}, {}),
]


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    with EmbeddedServer(seed=3, scenario={"terrain": "flat", "spawn": [0, 64, 0]}) as running:
        yield running


@pytest.fixture(scope="module")
def real(server: EmbeddedServer) -> Iterator[MineflayerWorld]:
    with MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=0) as world:
        server.setup("gamerule", "doMobSpawning", "false")
        server.setup("gamerule", "randomTickSpeed", "0")
        yield world


@pytest.mark.parametrize(("number", "scene"), list(enumerate(SCENES)), ids=[scene.name for scene in SCENES])
def test_the_land(server: EmbeddedServer, real: MineflayerWorld, number: int, scene: Scene) -> None:
    """Real and imagined end alike, as vanilla would; and what was said of the action is what happened."""
    x0 = APART * (number + 1)
    server.setup("clear")
    for (x, y, z), what in scene.cells.items():
        server.setup("setblock", x0 + x, y, z, *(what if isinstance(what, tuple) else (what,)))
    for item, count in scene.given.items():
        server.setup("give", item, count)
    server.setup("tp", x0 + 0.5, 64, 0.5)
    real.act(Wait(20))
    before = real.observe()
    pos = scene.action.pos  # type: ignore[union-attr]
    action = msgspec.structs.replace(scene.action, pos=pos.offset(x0, 0, 0))
    said = Rules().predict(before, [action])[0]
    outcome = real.act(action)
    assert (outcome.reason in ("refused", "occupied")) == scene.refused, outcome
    assert outcome.change.inventory == (scene.gained or {})
    told = compare(said, before, outcome)
    assert told.met, (said.mode, outcome)
    real.act(Wait(SOON))
    dreamt = apply(before, action, said.mode, outcome.ticks, facts())
    cells = {cell: Pos(x0 + cell[0], cell[1], cell[2]) for cell in scene.end}
    assert {cell: real.observe().blocks.name(at) for cell, at in cells.items()} == scene.end
    assert {cell: dreamt.blocks.name(at) for cell, at in cells.items()} == scene.end


def test_what_grows_and_withers_is_nobody_s(server: EmbeddedServer, real: MineflayerWorld) -> None:
    """Leaves decay without their log, grass dies under a block ("Leaves", "Grass Block"): though in the footprint, the world did it."""
    x0 = -APART
    server.setup("clear")
    server.setup("setblock", x0 + 2, 64, 0, "oak_log")
    server.setup("setblock", x0 + 2, 65, 0, "oak_leaves", {"distance": 1, "persistent": False})
    server.setup("tp", x0 + 0.5, 64, 0.5)
    real.act(Wait(20))
    log = Pos(x0 + 2, 64, 0)
    server.setup("gamerule", "randomTickSpeed", "3000")
    mined = real.act(Mine(log))
    real.act(Wait(10))  # the leaves go
    placed = real.act(Place("oak_log", log.offset(0, 0, 2)))
    dug = real.act(Mine(log.offset(0, 0, 2)))
    server.setup("gamerule", "randomTickSpeed", "0")
    assert real.observe().blocks.name(log.offset(0, 1, 0)) == "air"
    below = [change.before for outcome in (placed, dug) for change in outcome.env.blocks if change.pos == log.offset(0, -1, 2)]
    assert below, "neither saw the grass die, nor grow again"
    for outcome, cell in ((mined, log), (placed, log.offset(0, 0, 2)), (dug, log.offset(0, 0, 2))):
        assert [change.pos for change in outcome.change.blocks] == [cell]
