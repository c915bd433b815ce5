"""A building from a file: parts or cells in JSON, or a Sponge schematic; with the same checks as an architect's drawing.

- a design: `{"name": "hut", "parts": [...]}`, as curriculum/architecture/parts.py has it
- cells: `[{"x": 0, "y": 0, "z": 0, "block": "cobblestone"}, ...]`; y 0 is the first layer above the ground; `facing` for doors and stairs
- a .schem of version 2 or 3. Of a block's state only the facing of doors and stairs is kept. It stands on the ground; where its lowest door is on
  a higher layer, what is below that is sunk into the ground
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from curriculum.architecture.defects import defects
from curriculum.architecture.parts import Design, Door, Furniture, Part, Solid, Space, of_wood
from curriculum.request import BuildDesign
from curriculum.schem import NoSchematicError, Placed, read_schem
from worldsim.actions import Heading
from worldsim.errors import UsageError
from worldsim.files import read_bytes, read_text
from worldsim.space import Pos

#: Of which wood a building is checked whose file leaves that open.
_WOOD = "oak"
#: As deep as a door may lie above the lowest layer, for the layers below it to be sunk.
_DEEPEST = 4
#: What is put in when the building stands.
_FURNITURE = (
    "torch",
    "_bed",
    "_carpet",
    "chest",
    "barrel",
    "furnace",
    "smoker",
    "crafting_table",
    "lantern",
    "flower_pot",
    "ladder",
    "_pressure_plate",
)


class FileCell(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One cell in a list of them. `block` 'air': it must be free."""

    x: int
    y: int
    z: int
    block: str
    facing: Heading | None = None

    @property
    def pos(self) -> Pos:
        return Pos(self.x, self.y, self.z)


def read_blueprint(path: Path) -> BuildDesign:
    """The building in a file, which can be built as it is. Raises UsageError: one line, also for a building with defects."""
    expected, todo = "a design, a list of cells or a Sponge .schem", "name a .json or a .schem, of the building without its surroundings"
    try:
        if path.suffix.lower() == ".schem":
            design = _schematic(path.stem, read_bytes(path, expected, todo, flag="--blueprint"))
        else:
            design = _json(path.stem, read_text(path, expected, todo, flag="--blueprint"))
    except (msgspec.DecodeError, NoSchematicError) as error:
        hint = "see curriculum/files.py for what may be in it"
        raise UsageError(f"--blueprint {path}: expected {expected}, found: {error}; {hint}") from None
    wrong = defects(of_wood(design, _WOOD))
    if wrong:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise UsageError(f"--blueprint {path}: expected a building that can be built, found: {wrong[0].text}{more}; mend it")
    return BuildDesign(f"build {design.name}", design)


def design_of(name: str, cells: Sequence[FileCell]) -> Design:
    """Cells as a design, its lowest corner at x 0, z 0; the last of several in one place counts. Doors: by their lower half, with a facing.

    Raises NoSchematicError for a door without a facing.
    """
    if not cells:
        return Design(name=name, parts=(), rooms=False)
    low = Pos(min(cell.x for cell in cells), 0, min(cell.z for cell in cells))
    own = {cell.pos.offset(-low.x, 0, -low.z): cell for cell in cells}
    parts: list[Part] = []
    late: list[Part] = []
    doors: list[Part] = []
    plain: dict[Pos, str] = {}
    for pos, cell in own.items():
        if cell.block.endswith("_door"):
            if cell.facing is None:
                raise NoSchematicError(f"the door at {cell.pos} has no facing")
            doors.append(Door(x=pos.x, y=pos.y, z=pos.z, facing=cell.facing, block=cell.block))
        elif cell.facing is not None or cell.block.endswith(_FURNITURE):
            late.append(Furniture(x=pos.x, y=pos.y, z=pos.z, block=cell.block, facing=cell.facing))
        else:
            plain[pos] = cell.block
    for start, end, block in _rows(plain):
        box = {"x0": start.x, "y0": start.y, "z0": start.z, "x1": end.x, "y1": end.y, "z1": end.z}
        parts.append(Space(**box) if block == "air" else Solid(**box, block=block))
    return Design(name=name, parts=(*parts, *late, *doors), rooms=False)


def _rows(cells: dict[Pos, str]) -> Iterable[tuple[Pos, Pos, str]]:
    """Cells of one block side by side in x, as boxes; bottom up."""
    todo = sorted(cells, key=lambda pos: (pos.y, pos.z, pos.x))
    start: Pos | None = None
    for pos in todo:
        start = start or pos
        after = pos.offset(1, 0, 0)
        if cells.get(after) != cells[pos]:
            yield start, pos, cells[pos]
            start = None


def _json(name: str, text: str) -> Design:
    if text.lstrip().startswith("["):
        return design_of(name, msgspec.json.decode(text, type=list[FileCell]))
    return msgspec.json.decode(text, type=Design)


def _schematic(name: str, data: bytes) -> Design:
    placed = [block for block in read_schem(data) if block.states.get("half") != "upper" and block.states.get("part") != "head"]
    if not placed:
        raise NoSchematicError("a schematic without a block")
    ground = min(block.pos.y for block in placed)
    sill = min((block.pos.y for block in placed if block.block.endswith("_door")), default=ground)
    if sill - ground <= _DEEPEST:
        ground = sill
    return design_of(name, [_cell(block, ground) for block in placed])


def _cell(block: Placed, ground: int) -> FileCell:
    looks = block.block.endswith(("_door", "_stairs"))
    facing = msgspec.convert(block.states.get("facing"), Heading | None) if looks else None
    return FileCell(x=block.pos.x, y=block.pos.y - ground, z=block.pos.z, block=block.block, facing=facing)
