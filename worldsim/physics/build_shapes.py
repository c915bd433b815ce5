"""Writes `worldsim/data/<version>.shapes.gz`, the extract of minecraft-data that `shapes.py` reads.

    python -m worldsim.physics.build_shapes NODE_MODULES/minecraft-data 1.19.4

minecraft-data (npm, PrismarineJS) has the MIT licence. The bytes depend on the input alone. Which block does what to a body is taken over from
prismarine-physics 1.11.1 (npm, MIT licence), `index.js`, and holds for Minecraft 1.15 to 1.20, where soul sand and honey work from below.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import TypeVar

import msgspec

from worldsim.errors import LucidcraftError, UsageError
from worldsim.physics import shapes as kinds

T = TypeVar("T")

_OUT = Path(__file__).parents[1] / "data"
_RELEASES = tuple(f"1.{number}" for number in range(15, 21))

_WATER = ("water", "seagrass", "tall_seagrass", "kelp", "kelp_plant", "bubble_column")
_KINDS = {
    "air": kinds.AIR,
    "lava": kinds.LAVA,
    "ladder": kinds.LADDER | kinds.CLIMB,
    "vine": kinds.CLIMB,
    "scaffolding": kinds.CLIMB,
    "cobweb": kinds.WEB,
    "soul_sand": kinds.SLOW,
    "honey_block": kinds.SLOW | kinds.HONEY,
    "slime_block": kinds.SLIME,
}
_SLIPPERY = {"slime_block": 0.8, "ice": 0.98, "packed_ice": 0.98, "frosted_ice": 0.98, "blue_ice": 0.989}
#: Those that can be climbed above a ladder, as prismarine-physics lists them: newer ones are missing there.
_TRAPDOORS = tuple(
    f"{kind}_trapdoor" for kind in "iron acacia birch jungle oak dark_oak spruce crimson warped mangrove cherry".split()
)  # fmt: skip
_FACINGS = ("north", "south", "west", "east")


class _Raw(msgspec.Struct, frozen=True, rename="camel"):
    pass


class _Property(_Raw, frozen=True):
    name: str
    type: str
    num_values: int = msgspec.field(name="num_values")
    values: tuple[str, ...] = ()


class _Block(_Raw, frozen=True):
    name: str
    min_state_id: int
    max_state_id: int
    bounding_box: str
    states: list[_Property]


class _Shapes(_Raw, frozen=True):
    blocks: dict[str, int | list[int]]
    shapes: dict[int, list[list[float]]]


def extract(package: Path, version: str) -> kinds.Extract:
    """The shapes of one version. `package`: the folder of minecraft-data. Raises UsageError if it is not there, or lacks the version."""
    root = package / "minecraft-data" / "data"
    if not (root / "dataPaths.json").exists():
        raise UsageError(f"expected the folder of the npm package minecraft-data, found {package}: give .../node_modules/minecraft-data")
    folders = _read(root / "dataPaths.json", dict[str, dict[str, dict[str, str]]])["pc"]
    if version not in folders or not version.startswith(_RELEASES):
        raise UsageError(f"expected a version of Minecraft 1.15 to 1.20 that minecraft-data knows, found {version!r}: see its dataPaths.json")
    blocks = sorted(_read(root / folders[version]["blocks"] / "blocks.json", list[_Block]), key=lambda block: block.min_state_id)
    raw = _read(root / folders[version]["blockCollisionShapes"] / "blockCollisionShapes.json", _Shapes)
    numbers: dict[tuple[tuple[int, ...], ...], int] = {}
    out = kinds.Extract(version, [], [], [], [], [], [])
    for block in blocks:
        which = raw.blocks[block.name]
        for index in range(block.max_state_id - block.min_state_id + 1):
            # as prismarine-block: a state that has no shape of its own has the first
            chosen = which if isinstance(which, int) else which[index] if index < len(which) else which[0]
            boxes = tuple(tuple(_units(edge) for edge in box) for box in raw.shapes[chosen])
            out.shape.append(numbers.setdefault(boxes, len(numbers)))
            properties = _properties(block, index)
            wet = block.name in _WATER or properties.get("waterlogged") == "true"
            out.kind.append(_kind(block, index, wet))
            out.depth.append(index if block.name == "water" and index < 8 else 0)
            climbable = block.name == "ladder" or (block.name in _TRAPDOORS and properties["open"] == "true")
            out.facing.append(1 + _FACINGS.index(properties["facing"]) if climbable else 0)
        if block.name in _SLIPPERY:
            out.slippery.append((block.min_state_id, block.max_state_id, _SLIPPERY[block.name]))
    out.boxes.extend([msgspec.convert(boxes, list[tuple[int, int, int, int, int, int]]) for boxes in numbers])
    return out


def _kind(block: _Block, index: int, wet: bool) -> int:
    kind = _KINDS.get(block.name, 0) | (kinds.BLOCK if block.bounding_box != "empty" else 0)
    if wet:
        kind |= kinds.WATER | (kinds.FALLING if index >= 8 else 0)
    if block.name == "bubble_column":
        kind |= kinds.BUBBLE_UP if index else kinds.BUBBLE_DOWN
    return kind


def _properties(block: _Block, index: int) -> dict[str, str]:
    found = {}
    for prop in reversed(block.states):
        index, digit = divmod(index, prop.num_values)
        found[prop.name] = ("true", "false")[digit] if prop.type == "bool" else prop.values[digit]
    return found


def _units(edge: float) -> int:
    units = edge * kinds.UNITS
    if units != int(units):
        raise UsageError(f"expected the edges of boxes in parts of 1/{kinds.UNITS} block, found {edge}: another unit is needed")
    return int(units)


def _read(path: Path, kind: type[T]) -> T:
    return msgspec.json.decode(path.read_bytes(), type=kind, strict=False)


def main(arguments: list[str]) -> None:
    """The command; see the top of this file."""
    if len(arguments) != 2:
        given = f"expected the folder of minecraft-data and a version, found {arguments}"
        raise UsageError(f"{given}: python -m worldsim.physics.build_shapes FOLDER 1.19.4")
    data = extract(Path(arguments[0]), arguments[1])
    _OUT.mkdir(exist_ok=True)
    target = _OUT / f"{data.version}.shapes.gz"
    target.write_bytes(gzip.compress(msgspec.json.encode(data), compresslevel=9, mtime=0))
    sys.stdout.write(f"{target.name}: {len(data.shape)} states, {len(data.boxes)} shapes, {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except LucidcraftError as error:
        sys.exit(str(error))
