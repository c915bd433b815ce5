"""A scene and what goes wrong in it. One description serves two worlds: `state_of_scene` imagines it, `server_scenario` sets the real one up."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

import msgspec

from worldsim.actions import Action
from worldsim.blocks import UNKNOWN, Blocks, blocks_of
from worldsim.change import Reason
from worldsim.facts import Facts, facts
from worldsim.laws.parts import slots
from worldsim.space import Pos, Vec
from worldsim.state import Body, Entity, Job, State, Tool

#: The flat land: grass at this height, air above. What lies below was never seen (bridge/js/server/terrain/flat.js has the same).
GRASS = 63
#: How far the land is known around the middle, and how high the sky, in blocks.
_SPAN, _SKY = 24, 24

#: What costs health, or is about to.
Harm = Literal["fall", "drowning", "starving", "lava", "fire", "suffocation", "monsters"]


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """One cell that is set up. On the wire: `[[x, y, z], block, {property: value}]`."""

    pos: Pos
    block: str
    properties: dict[str, str] = {}


class Scene(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What differs from a healthy, empty-handed player in the middle of a flat land in the morning."""

    spawn: Pos = Pos(0, GRASS + 1, 0)  #: cell of the feet
    cells: tuple[Cell, ...] = ()
    unseen: tuple[Pos, ...] = ()  #: what nobody could see: the inside of a closed box
    inventory: dict[str, int] = {}
    held: str | None = None
    health: float = 20.0  #: half hearts, 0-20
    food: int = 20  #: half shanks, 0-20
    saturation: float = 5.0
    air: int = 300  #: ticks of breath left
    time_of_day: int = 1000  #: ticks, 0-23999
    entities: tuple[Entity, ...] = ()
    latent: tuple[Job, ...] = ()


class Fails(msgspec.Struct, frozen=True, tag="fails", tag_field="kind"):
    """The last action fails, and why."""

    reason: Reason


class Harms(msgspec.Struct, frozen=True, tag="harms", tag_field="kind"):
    """The last action costs health, or may well do so."""

    harm: Harm


Label = Fails | Harms


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One labelled failure: in this scene, these actions; the last one goes wrong as the label says."""

    kind: str
    seed: int
    number: int  #: of the scenarios of that seed
    scene: Scene
    actions: tuple[Action, ...]
    label: Label
    why: str  #: for people
    real: bool = False  #: the embedded server can set this scene up, and knows these actions

    @property
    def state(self) -> State:
        """The scene as a state."""
        return state_of_scene(self.scene)


def state_of_scene(scene: Scene) -> State:
    """What a player knows who stands in it. Raises UsageError for a block or property that does not exist."""
    known = facts()
    cells = {cell.pos: known.state_id(cell.block, **cell.properties) for cell in scene.cells} | dict.fromkeys(scene.unseen, UNKNOWN)
    feet = scene.spawn
    blocks = _land(known).with_cells(cells)
    wet = blocks.name(feet) in ("water", "lava")
    return State(
        tick=0,
        body=Body(
            pos=Vec(feet.x + 0.5, float(feet.y), feet.z + 0.5),
            vel=Vec(0.0, 0.0, 0.0),
            on_ground=not wet,
            in_liquid=wet,
            health=scene.health,
            food=scene.food,
            saturation=scene.saturation,
            air=scene.air,
            held=scene.held,
        ),
        inventory=scene.inventory,
        tools=tuple(Tool(item, known.uses(item)) for item, count in sorted(scene.inventory.items()) for _ in range(count) if known.uses(item)),
        free_slots=36 - slots(scene.inventory, known),
        entities=scene.entities,
        time_of_day=scene.time_of_day,
        latent=scene.latent,
        blocks=blocks,
    )


def server_scenario(scene: Scene) -> dict[str, Any]:
    """The same for the embedded server (bridge/js/server/plugins/scenario.js): land, cells, inventory, time and creatures; no body."""
    blocks = [[[*msgspec.to_builtins(cell.pos)], cell.block, *([cell.properties] if cell.properties else [])] for cell in scene.cells]
    creatures = [["summon", each.kind, each.pos.x, each.pos.y, each.pos.z, {"NoAI": True}] for each in scene.entities if each.kind != "item"]
    setup = [["gamerule", "doMobSpawning", False], ["time", scene.time_of_day], *creatures]
    return {"terrain": "flat", "spawn": msgspec.to_builtins(scene.spawn), "inventory": scene.inventory, "blocks": blocks, "setup": setup}


@cache
def _land(known: Facts) -> Blocks:
    span = range(-_SPAN, _SPAN + 1)
    grass = known.state_id("grass_block")
    return blocks_of(
        known.palette,
        {Pos(x, y, z): grass if y == GRASS else 0 for x in span for z in span for y in range(GRASS, GRASS + _SKY)},
    )
