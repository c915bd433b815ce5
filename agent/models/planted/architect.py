"""The planted architect: it draws what `designs.py` holds, with faults that it takes out as their defects are sent back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Literal, get_args

import msgspec

from agent.models.planted.designs import design_for
from agent.models.planted.profile import Profile
from curriculum.architecture.parts import Design, Door, Furniture, Part, Solid, Space, Stairs, Walls, Window

#: Its faults; each is made only of a design where it can be made.
Fault = Literal[
    "hanging_block",  # a block in the air beside the building, that touches nothing
    "open_wall",  # a cell of a room's wall is left out
    "no_door",  # all doors are left out
    "unreachable_roof",  # the stairs are left out, and what is high is out of reach
    "unknown_block",  # a part is of a block that Minecraft does not know
    "unobtainable_material",  # a part is of a block that nobody can get
]
FAULTS: tuple[Fault, ...] = get_args(Fault)

#: How the defects of each fault are told.
_TOLD: dict[Fault, tuple[str, ...]] = {
    "hanging_block": ("touches nothing that stands",),
    "open_wall": ("is open to the outside",),
    "no_door": ("no door leads into a room", "cannot be walked to", "the builder cannot get out"),
    "unreachable_roof": ("out of a builder's reach", "cannot be walked to", "nobody can walk to it"),
    "unknown_block": ("is no block of Minecraft",),
    "unobtainable_material": ("cannot be had",),
}
_BRIEF = re.compile(r'^What was asked for[^:]*: (".*")$', re.MULTILINE)
_LAST = re.compile(r"^Your last design: (\{.*\})$", re.MULTILINE)
_DEFECTS = re.compile(r"^Its defects:\n((?:- .*\n?)+)", re.MULTILINE)
#: What it cannot draw, it takes for a hut.
_ELSE = "hut"
#: What it takes for a material that nobody can get.
UNOBTAINABLE = ("bedrock", "spawner", "end_portal_frame")


def draw(prompt: str, profile: Profile) -> Design | None:
    """What it draws for this prompt; None if it is no prompt of the architect's."""
    brief = _BRIEF.search(prompt)
    if brief is None or "\nRole: architect\n" not in f"\n{prompt}":
        return None
    words = str(json.loads(brief[1]))
    right = design_for(words) or design_for(_ELSE)
    assert right is not None
    faults = faults_of(words, profile)
    last, told = _LAST.search(prompt), _DEFECTS.search(prompt)
    if last is not None and told is not None:
        faults = _left(right, faults, msgspec.json.decode(last[1], type=Design), told[1]) if profile.fixes else faults
    return faulty(right, faults)


def faults_of(brief: str, profile: Profile) -> tuple[Fault, ...]:
    """The faults that it makes of a brief at first, as the profile's dice fall; of those that can be made of the design."""
    right = design_for(brief) or design_for(_ELSE)
    assert right is not None
    return tuple(fault for fault in FAULTS if profile.dice("fault", fault, brief) < getattr(profile, fault) and possible(right, fault))


def possible(design: Design, fault: Fault) -> bool:
    """Can this fault be made of the design?"""
    return faulty(design, (fault,)) != design


def faulty(design: Design, faults: Iterable[Fault]) -> Design:
    """The design with these faults."""
    for fault in faults:
        design = _MAKE[fault](design)
    return design


def _left(right: Design, faults: tuple[Fault, ...], last: Design, told: str) -> tuple[Fault, ...]:
    """The faults of its last drawing, without those that it is told of; without any, if it is told of something else."""
    tries = (kept for count in range(len(faults), -1, -1) for kept in combinations(faults, count))
    made = next((kept for kept in tries if faulty(right, kept) == last), faults)
    left = tuple(fault for fault in made if not any(words in told for words in _TOLD[fault]))
    return left if len(left) < len(made) else ()


def _hanging_block(design: Design) -> Design:
    x, y, z = _far(design)
    return _with(design, (*design.parts, Solid(x0=x + 2, y0=y, z0=z, x1=x + 2, y1=y, z1=z, block="wood_planks")))


def _open_wall(design: Design) -> Design:
    walls = next((part for part in design.parts if isinstance(part, Walls)), None)
    if walls is None or not design.rooms:
        return design
    z = walls.z0 + 1 if walls.z0 + 1 != (walls.z0 + walls.z1) // 2 else walls.z0 + 2  # not where the window is
    return _with(design, (*design.parts, Space(x0=walls.x1, y0=1, z0=z, x1=walls.x1, y1=1, z1=z)))


def _no_door(design: Design) -> Design:
    return _with(design, tuple(part for part in design.parts if not isinstance(part, Door)))


def _unreachable_roof(design: Design) -> Design:
    """Stairs, and what they stand on outside the building."""
    stairs = [part for part in design.parts if isinstance(part, Stairs)]
    if not stairs:
        return design

    def below(part: Part) -> bool:
        steps = {(one.x + n * dx, one.z + n * dz) for one in stairs for dx, dz in [_WAY[one.heading]] for n in range(one.steps)}
        return isinstance(part, Solid) and part.x0 == part.x1 and part.z0 == part.z1 and (part.x0, part.z0) in steps

    return _with(design, tuple(part for part in design.parts if not isinstance(part, Stairs) and not below(part)))


def _unknown_block(design: Design) -> Design:
    return _of_block(design, 0, lambda block: f"polished_{block.removeprefix('wood_')}_bricks")


def _unobtainable(design: Design) -> Design:
    return _of_block(design, 1, lambda block: UNOBTAINABLE[len(design.parts) % len(UNOBTAINABLE)])


def _of_block(design: Design, which: int, changed: Callable[[str], str]) -> Design:
    """One of the parts that are solid is made of another block: the first, or the one after."""
    solids = [number for number, part in enumerate(design.parts) if not isinstance(part, Space | Door | Stairs | Furniture | Window)]
    number = solids[min(which, len(solids) - 1)]
    part = design.parts[number]
    if isinstance(part, Space):
        return design
    return _with(design, (*design.parts[:number], msgspec.structs.replace(part, block=changed(part.block)), *design.parts[number + 1 :]))


def _far(design: Design) -> tuple[int, int, int]:
    """The farthest x, the height of a head, and the first z of what is drawn as boxes."""
    boxes = [part for part in design.parts if not isinstance(part, Door | Window | Furniture | Stairs | Space)]
    return max(max(part.x0, part.x1) for part in boxes), 2, min(min(part.z0, part.z1) for part in boxes)


def _with(design: Design, parts: tuple[Part, ...]) -> Design:
    return msgspec.structs.replace(design, parts=parts)


_WAY = {"north": (0, -1), "east": (1, 0), "south": (0, 1), "west": (-1, 0)}
_MAKE: dict[Fault, Callable[[Design], Design]] = {
    "hanging_block": _hanging_block,
    "open_wall": _open_wall,
    "no_door": _no_door,
    "unreachable_roof": _unreachable_roof,
    "unknown_block": _unknown_block,
    "unobtainable_material": _unobtainable,
}
