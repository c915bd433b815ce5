"""Buildings from files: our JSON, lists of cells, Sponge schematics; and what is wrong with a file, in one line."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path
from typing import Any

import msgspec
import pytest

from curriculum.architecture.defects import defects
from curriculum.architecture.drawing import draw
from curriculum.architecture.drawn import DrawnPlan
from curriculum.architecture.parts import Design, of_wood
from curriculum.files import read_blueprint
from curriculum.schem import read_schem
from worldsim.errors import UsageError
from worldsim.space import Pos

HUT = {
    "name": "hut",
    "parts": [
        {"part": "walls", "x0": 0, "z0": 0, "x1": 4, "z1": 4, "y0": 0, "y1": 2, "block": "wood_planks"},
        {"part": "roof", "x0": 0, "z0": 0, "x1": 4, "z1": 4, "y": 3, "block": "wood_planks"},
        {"part": "door", "x": 2, "z": 4, "facing": "north", "block": "wood_door"},
    ],
}


def nbt(tag: int, value: Any) -> bytes:
    """What a writer of NBT writes; from its description, not from our reader."""
    match tag:
        case 2:
            return struct.pack(">h", value)
        case 3:
            return struct.pack(">i", value)
        case 7:
            return struct.pack(">i", len(value)) + bytes(value)
        case 8:
            return struct.pack(">H", len(value.encode())) + value.encode()
        case 9:
            kind, items = value
            return struct.pack(">bi", kind, len(items)) + b"".join(nbt(kind, item) for item in items)
        case 10:
            entries = b"".join(struct.pack(">b", kind) + nbt(8, name) + nbt(kind, item) for name, (kind, item) in value.items())
            return entries + b"\0"
    raise AssertionError(tag)


def schem(cells: dict[tuple[int, int, int], str], version: int = 2) -> bytes:
    w, h, d = (max(pos[axis] for pos in cells) + 1 for axis in range(3))
    palette = {name: number for number, name in enumerate(["minecraft:air", *dict.fromkeys(cells.values())])}
    grid = [palette[cells.get((x, y, z), "minecraft:air")] for y in range(h) for z in range(d) for x in range(w)]
    data = b"".join(bytes([n]) if n < 128 else bytes([n & 0x7F | 0x80, n >> 7]) for n in grid)
    told = (10, {name: (3, number) for name, number in palette.items()})
    size = {"Width": (2, w), "Height": (2, h), "Length": (2, d), "DataVersion": (3, 3337), "Offset": (9, (3, [0, 0, 0]))}
    if version == 2:
        body = {"Version": (3, 2), **size, "Palette": told, "BlockData": (7, data)}
        return gzip.compress(b"\x0a" + nbt(8, "Schematic") + nbt(10, body))
    body = {"Version": (3, version), **size, "Blocks": (10, {"Palette": told, "Data": (7, data)})}
    return gzip.compress(b"\x0a" + nbt(8, "") + nbt(10, {"Schematic": (10, body)}))


def schem_of(palette: dict[str, tuple[int, Any]]) -> bytes:
    """One cell, and any palette."""
    size = dict.fromkeys(("Width", "Height", "Length"), (2, 1))
    return gzip.compress(b"\x0a" + nbt(8, "S") + nbt(10, {"Version": (3, 2), **size, "Palette": (10, palette), "BlockData": (7, b"\0")}))


def cabin(floor: int = 1) -> dict[tuple[int, int, int], str]:
    """5 x 5, three high, on a floor of its own; the door in the south wall, as Minecraft tells its halves."""
    box = [(x, z) for x in range(5) for z in range(5)]
    cells = {(x, y, z): "minecraft:cobblestone" for y in range(floor) for x, z in box}
    cells |= {(x, y + floor, z): "minecraft:oak_planks" for y in range(3) for x, z in box if x in (0, 4) or z in (0, 4)}
    cells |= {(x, 3 + floor, z): "minecraft:oak_slab[type=bottom,waterlogged=false]" for x, z in box}
    cells[2, floor, 4] = "minecraft:oak_door[facing=north,half=lower,hinge=left,open=false,powered=false]"
    cells[2, floor + 1, 4] = "minecraft:oak_door[facing=north,half=upper,hinge=left,open=false,powered=false]"
    return cells


def save(tmp_path: Path, name: str, data: bytes) -> Path:
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def test_a_design_in_json_is_what_it_says(tmp_path: Path) -> None:
    request = read_blueprint(save(tmp_path, "h.json", msgspec.json.encode(HUT)))
    assert request.sentence == "build hut"
    assert request.design == msgspec.convert(HUT, Design)


@pytest.mark.parametrize("version", [2, 3])
def test_a_schematic_becomes_a_building_whose_door_is_at_the_ground(tmp_path: Path, version: int) -> None:
    design = read_blueprint(save(tmp_path, "cabin.schem", schem(cabin(), version))).design
    cells = draw(design)
    assert {pos.y for pos, filled in cells.items() if filled.block == "cobblestone"} == {-1}
    assert cells[Pos(2, 0, 4)].facing == "north"
    assert cells[Pos(2, 0, 4)].item == "oak_door"
    assert cells[Pos(2, 1, 4)].item is None, "the upper half comes with the lower"
    assert len(cells) == len(cabin())
    plan = DrawnPlan(design, "oak")
    assert plan.extent("south") == Pos(5, 4, 5)
    assert plan.at(Pos(0, 64, 0), "south").materials() == {"cobblestone": 25, "oak_planks": 46, "oak_slab": 25, "oak_door": 1}


def test_indices_of_two_bytes_are_read() -> None:
    cells = {(x, 0, x % 3): f"minecraft:wheat[age={x}]" for x in range(300)}
    assert {(placed.pos, placed.states["age"]) for placed in read_schem(schem(cells))} == {(Pos(x, 0, x % 3), str(x)) for x in range(300)}


def test_cells_in_a_list(tmp_path: Path) -> None:
    cells = [{"x": x + 7, "y": 0, "z": 3, "block": "cobblestone"} for x in range(4)]
    cells += [{"x": 7, "y": 1, "z": 3, "block": "oak_stairs", "facing": "east"}]
    design = read_blueprint(save(tmp_path, "wall.json", msgspec.json.encode(cells))).design
    drawn = draw(design)
    assert design.name == "wall"
    assert {pos for pos, filled in drawn.items() if filled.block == "cobblestone"} == {Pos(x, 0, 0) for x in range(4)}
    assert drawn[Pos(0, 1, 0)].facing == "east"
    assert defects(of_wood(design, "oak")) == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.json", b"{", "expected a design, a list of cells or a Sponge .schem, found: Input data was truncated"),
        ("a.json", b"\xff\xfe", "found"),
        ("a.json", b'{"name": "x", "parts": [], "colour": 1}', "unknown field `colour`"),
        ("a.json", b'{"name": "x", "parts": []}', "the drawing has no block"),
        ("a.json", b'[{"x": 0, "y": 0, "z": 0, "block": "cobblestone", "facing": "up"}]', "Invalid enum value 'up'"),
        ("a.json", b'[{"x": 0, "y": 0, "z": 0, "block": "oak_door"}]', "has no facing"),
        ("a.json", b'[{"x": 0, "y": 0, "z": 0, "block": "coblestone"}]', "did you mean cobblestone?"),
        ("a.json", b'[{"x": 0, "y": 0, "z": 0, "block": "bedrock"}]', "bedrock cannot be had"),
        ("a.json", b'[{"x": 0, "y": 0, "z": 0, "block": "dirt"}, {"x": 5, "y": 3, "z": 0, "block": "dirt"}]', "touches nothing that stands"),
        ("a.json", b'[{"x": 0, "y": 0, "z": 0, "block": "dirt"}, {"x": 99, "y": 0, "z": 0, "block": "dirt"}]', "more than 24 x 16 x 24"),
        ("a.schem", b"", "expected NBT"),
        ("a.schem", b"hello", "expected NBT"),
        ("a.schem", b"\x1f\x8bhello", "expected NBT"),
        ("a.schem", gzip.compress(b"\x0a" + nbt(8, "Schematic") + nbt(10, {"Version": (3, 1)})), "version 2 or 3, found version 1"),
        ("a.schem", gzip.compress(b"\x0a" + nbt(8, "S") + (b"\x0a" + nbt(8, "x")) * 60), "nested at most"),
        ("a.schem", gzip.compress(b"\x0a" + nbt(8, "S") + b"\x09" + nbt(8, "x") + struct.pack(">bi", 0, 2**31 - 1)), "list of tags"),
        ("a.schem", gzip.compress(b"\x0a" + nbt(8, "S") + b"\x07" + nbt(8, "x") + struct.pack(">i", -1)), "expected -1 bytes more"),
        ("a.schem", gzip.compress(b"\0" * 9_000_000), "at most 8000000 bytes when unpacked"),
        ("a.schem", schem(cabin(), 3)[:-30], "found one that is cut off"),
        ("a.schem", gzip.compress(b"\x0a" + nbt(8, "S") + nbt(10, {"Version": (3, 2)})[:-3]), "found one that ends in the middle"),
        ("a.schem", schem_of({"minecraft:stone": (9, (3, [0]))}), "expected blocks of Minecraft, found 'none'"),
        ("a.schem", schem({(0, 0, 0): "othermod:gear"}), "expected blocks of Minecraft, found 'othermod:gear'"),
        ("a.schem", schem({(0, 0, 0): "minecraft:bedrock"}), "bedrock cannot be had"),
    ],
)
def test_a_bad_file_is_one_line(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_blueprint(save(tmp_path, name, data))
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"--blueprint {tmp_path / name}: expected")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--blueprint .*gone\.schem: expected a design, .*, found: No such file"):
        read_blueprint(tmp_path / "gone.schem")


@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_no_cut_off_schematic_does_more_than_say_so(tmp_path: Path, cut: int) -> None:
    whole = gzip.decompress(schem(cabin()))
    with pytest.raises(UsageError):
        read_blueprint(save(tmp_path, "cut.schem", whole[: min(cut, len(whole) - 1)]))
