"""The witness: reads a house back through a second client, and judges it with code of its own.

Nothing here uses the judge, the laws or the bot of the project: what is asked is whether the house is really there.
"""

from __future__ import annotations

import json
import subprocess
from collections import deque
from pathlib import Path

import msgspec

from bridge.node import node_binary
from worldsim.blueprint import Blueprint, as_good_as
from worldsim.errors import MachineryError
from worldsim.space import Pos

Cells = dict[Pos, str]
_AIR = frozenset(("air", "cave_air", "void_air"))
#: What may stand in a free cell and still counts as free: plants without a collision box (Minecraft Wiki, "Replaceable").
_FREE = _AIR
_DOORS = frozenset(f"{wood}_door" for wood in ("oak", "birch", "spruce", "jungle", "acacia", "dark_oak", "mangrove", "cherry"))


class Seen(msgspec.Struct, frozen=True):
    """One block, as the second client sees it."""

    name: str
    facing: str | None = None  #: of doors, stairs, chests ...; None: it has no front


class Testimony(msgspec.Struct, frozen=True, kw_only=True):
    """What the witness found. All shares are 0-1."""

    f1: float  #: over all cells of the blueprint, air cells too
    wrong: list[str]  #: cells that are not as the blueprint says
    placed: float  #: share of the solid cells that the pristine terrain did not have
    enclosed: bool  #: no way out of the interior for the air, a door counts as closed
    size: Pos  #: outside, recomputed from what stands there
    big_enough: bool  #: at least 5 x 5 x 4 outside

    @property
    def good(self) -> bool:
        return self.f1 == 1.0 and self.placed >= 0.9 and self.enclosed and self.big_enough


def read_box(host: str, port: int, low: Pos, high: Pos) -> Cells:
    """All block names from `low` to `high` inclusive, read by a Mineflayer client that joins as 'witness'. Raises MachineryError."""
    return {pos: seen.name for pos, seen in read_blocks(host, port, low, high).items()}


def read_blocks(host: str, port: int, low: Pos, high: Pos) -> dict[Pos, Seen]:
    """The same, with the way that each block faces."""
    here = Path(__file__).parent
    options = {
        "modules": str(here.parent / "bridge" / "js"),
        "host": host,
        "port": port,
        "low": [low.x, low.y, low.z],
        "high": [high.x, high.y, high.z],
    }
    run = subprocess.run(
        [str(node_binary()), str(here / "js" / "witness.js"), json.dumps(options)], capture_output=True, text=True, timeout=150, check=False
    )
    try:
        said = json.loads(run.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        raise MachineryError(f"the witness: expected a line of JSON, found {run.stdout[-200:]!r} {run.stderr[-300:]!r}") from None
    if "error" in said:
        raise MachineryError(f"the witness: {said['error']}")
    return {Pos(x, y, z): Seen(name, facing) for x, y, z, name, facing in said["cells"]}


def around(blueprint: Blueprint) -> tuple[Pos, Pos]:
    """The lowest and the highest cell of a box with a margin of 2 around the blueprint."""
    cells = [blueprint.at(cell) for cell in blueprint.cells]
    low = Pos(min(c.x for c in cells) - 2, min(c.y for c in cells) - 2, min(c.z for c in cells) - 2)
    high = Pos(max(c.x for c in cells) + 2, max(c.y for c in cells) + 2, max(c.z for c in cells) + 2)
    return low, high


def hear(blueprint: Blueprint, found: Cells, pristine: Cells) -> Testimony:
    """Compare what stands there with the blueprint and with the untouched terrain of the same seed."""
    want = {blueprint.at(cell): cell.block for cell in blueprint.cells}
    solid = {pos for pos, block in want.items() if block not in _AIR}
    right_solid = sum(_right(want[pos], found[pos]) for pos in solid)
    right_air = sum(found[pos] in _FREE for pos in want.keys() - solid)
    # Each wrong cell is a miss of what was wanted; a cell that holds something else is an invention too.
    wrong = [f"{pos}: expected {want[pos]}, found {found[pos]}" for pos in sorted(want) if not _right(want[pos], found[pos])]
    hits = right_solid + right_air
    f1 = 2 * hits / (2 * hits + 2 * len(wrong))
    size = _size(solid, found)
    return Testimony(
        f1=f1,
        wrong=wrong,
        placed=sum(pristine[pos] != found[pos] for pos in solid) / len(solid),
        enclosed=_enclosed(want, found),
        size=size,
        big_enough=size.x >= 5 and size.z >= 5 and size.y >= 4,
    )


def _right(want: str, found: str) -> bool:
    return found in _FREE if want in _AIR else found in as_good_as(want)


def _size(solid: set[Pos], found: Cells) -> Pos:
    """Extent of the house proper: the cells of the blueprint that really hold a block above the lowest door."""
    floor = min((pos.y for pos in solid if found[pos] in _DOORS), default=min(pos.y for pos in solid))
    standing = [pos for pos in solid if pos.y >= floor and found[pos] not in _AIR]
    if not standing:
        return Pos(0, 0, 0)
    return Pos(
        max(p.x for p in standing) - min(p.x for p in standing) + 1,
        max(p.y for p in standing) - min(p.y for p in standing) + 1,
        max(p.z for p in standing) - min(p.z for p in standing) + 1,
    )


def _enclosed(want: Cells, found: Cells) -> bool:
    """Flood the air from the cell in the middle of the house: it must not reach the edge of the box that was read."""
    xs, ys, zs = ([p.x for p in found], [p.y for p in found], [p.z for p in found])
    doors = [pos for pos in want if want[pos] in _DOORS]
    walls = [pos for pos, block in want.items() if block not in _AIR and pos.y >= min(d.y for d in doors)] if doors else []
    if not walls:
        return False
    middle = Pos(
        (min(p.x for p in walls) + max(p.x for p in walls)) // 2, min(d.y for d in doors), (min(p.z for p in walls) + max(p.z for p in walls)) // 2
    )
    if found[middle] not in _AIR:
        return False
    seen, todo = {middle}, deque([middle])
    while todo:
        at = todo.popleft()
        if at.x in (min(xs), max(xs)) or at.y in (min(ys), max(ys)) or at.z in (min(zs), max(zs)):
            return False
        for dx, dy, dz in ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)):
            step = Pos(at.x + dx, at.y + dy, at.z + dz)
            if step not in seen and found[step] in _AIR:
                seen.add(step)
                todo.append(step)
    return True
