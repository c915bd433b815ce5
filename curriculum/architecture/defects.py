"""What is wrong with a drawing, exactly: for the architect, in words that name the part, the cell and the remedy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import msgspec

from curriculum.architecture.closing import closing, decks
from curriculum.architecture.defect import Defect
from curriculum.architecture.drawing import STEP, Drawing, bounds, draw, shut
from curriculum.architecture.erecting import Erected, erect
from curriculum.architecture.holding import holding
from curriculum.architecture.parts import Design
from curriculum.techtree import hindrance, obtainable
from worldsim.facts import facts
from worldsim.situation import called
from worldsim.space import Pos
from worldsim.walking.targets import ARM

__all__ = ["LARGEST", "MOST_PARTS", "Defect", "defects"]

#: Widest, highest and deepest building, in blocks.
LARGEST = Pos(24, 16, 24)
#: Parts of a drawing, and stacks of materials that a builder carries at once (36 slots, some of them for tools).
MOST_PARTS, _STACKS = 80, 30
#: A building's name: a few words, for people and for the names of skills.
_NAME = re.compile(r"\w[\w' -]{0,59}")
#: Lowest cell that may be dug.
_DEEPEST = -4
#: Cells that a defect names.
_NAMED = 3
_ACROSS = ((1, 0), (-1, 0), (0, 1), (0, -1))


def defects(design: Design) -> list[Defect]:
    """All that is wrong with a design; [] if it can be built as it is."""
    if not _NAME.fullmatch(design.name):
        return [Defect("name", f"the name {design.name[:60]!r} will not do: expected 1 to 60 letters, digits and spaces")]
    if len(design.parts) > MOST_PARTS:
        return [Defect("size", f"it has {len(design.parts)} parts, more than {MOST_PARTS}: use fewer, larger ones")]
    try:
        cells = draw(design)
    except ValueError as error:
        return [Defect("size", str(error))]
    if not any(filled.item for filled in cells.values()):
        return [Defect("empty", "the drawing has no block: draw at least one part that places some")]
    found = [*_blocks(cells), *_sizes(cells)]
    if found:
        return found  # the rest would speak of blocks that do not exist
    erected = erect(cells)
    closed = closing(design, cells, erected.walked) if design.rooms else ()
    if design.rooms and not any(filled.block.endswith("_door") for filled in cells.values()):
        # Who cannot go in does not reach what is high inside either: that would only hide what is wrong.
        erected = msgspec.structs.replace(erected, beyond=(), trapped=False)
    return [*holding(cells), *_doors(cells), *_erecting(cells, erected), *closed, *decks(design, cells, erected.walked)]


def _blocks(cells: Drawing) -> Iterable[Defect]:
    """Names that are no blocks, and materials that cannot be had."""
    known = facts().blocks
    for name, where in _by_block(cells).items():
        part = cells[where[0]].part
        if name not in known:
            near = get_close_matches(name, known, n=1)
            yield Defect(
                "block",
                f"part {part}: {called(name)} is no block of Minecraft {facts().version}" + (f"; did you mean {near[0]}?" if near else ""),
                part=part,
            )
        elif not obtainable(name):
            yield Defect("material", f"part {part}: {name} cannot be had: {hindrance(name)}; use another block", part=part)


def _sizes(cells: Drawing) -> Iterable[Defect]:
    low, high = bounds(cells)
    size = Pos(high.x - low.x + 1, high.y + 1, high.z - low.z + 1)
    if size.x > LARGEST.x or size.y > LARGEST.y or size.z > LARGEST.z:
        yield Defect("size", f"it is {size.x} x {size.y} x {size.z} (x, y, z), more than {LARGEST.x} x {LARGEST.y} x {LARGEST.z}: draw it smaller")
    if low.y < _DEEPEST:
        yield Defect("size", f"it goes down to y {low.y}: dig no deeper than {_DEEPEST}")
    count = Counter(filled.item for filled in cells.values() if filled.item)
    stacks = sum(-(-number // facts().stack(item)) for item, number in count.items() if item in facts().items)
    if stacks > _STACKS:
        most, number = count.most_common(1)[0]
        yield Defect("size", f"it takes {stacks} stacks, {number} {most} among them, and a builder carries {_STACKS}: draw it smaller, or hollow")


def _doors(cells: Drawing) -> Iterable[Defect]:
    """Doors have both their halves, and are not turned along their wall."""
    for pos, filled in cells.items():
        if not filled.block.endswith("_door"):
            continue
        other = cells.get(pos.offset(0, 1 if filled.item else -1, 0))
        if other is None or other.part != filled.part or other.block != filled.block or (other.item is None) == (filled.item is None):
            by = f"part {other.part}" if other is not None else "nothing"
            yield Defect("cut", f"part {filled.part}: the door at {pos} has lost its other half to {by}: a door takes two cells", (pos,), filled.part)
        elif filled.item and filled.facing:
            dx, dz = STEP[filled.facing]
            along = shut(cells.get(pos.offset(dx, 0, dz))) and shut(cells.get(pos.offset(-dx, 0, -dz)))
            if along and not (shut(cells.get(pos.offset(dz, 0, dx))) or shut(cells.get(pos.offset(-dz, 0, -dx)))):
                turned = "east or west" if filled.facing in ("north", "south") else "north or south"
                text = f"part {filled.part}: the door at {pos} faces along its wall: turn it, facing {turned}"
                yield Defect("turned", text, (pos,), filled.part)


def _erecting(cells: Drawing, erected: Erected) -> Iterable[Defect]:
    for part, where in _by_part(cells, erected.floating).items():
        yield Defect(
            "floating", f"part {part}: {_blocks_at(cells, where)} touches nothing that stands: join it to the ground or to the building", where, part
        )
    for part, where in _by_part(cells, erected.beyond).items():
        text = f"part {part}: {_blocks_at(cells, where)} is out of a builder's reach ({ARM:.1f} blocks from the eyes of somebody who can walk there)"
        yield Defect("out_of_reach", f"{text}: add stairs or a floor to stand on, or draw it lower", where, part)
    if erected.trapped:
        yield Defect("walled_in", "the builder cannot get out when all stands: add a door, or a way of steps of one block")


def _by_block(cells: Drawing) -> dict[str, list[Pos]]:
    found: dict[str, list[Pos]] = {}
    for pos, filled in cells.items():
        if filled.block != "air":
            found.setdefault(filled.block, []).append(pos)
    return found


def _by_part(cells: Drawing, where: Iterable[Pos]) -> dict[int, tuple[Pos, ...]]:
    found: dict[int, tuple[Pos, ...]] = {}
    for pos in where:
        found[cells[pos].part] = (*found.get(cells[pos].part, ()), pos)
    return found


def _blocks_at(cells: Drawing, where: Sequence[Pos]) -> str:
    named = ", ".join(str(pos) for pos in where[:_NAMED])
    more = f" and {len(where) - _NAMED} more" if len(where) > _NAMED else ""
    return f"{cells[where[0]].block} at {named}{more}"
