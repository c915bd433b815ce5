"""The known blocks: immutable, shared between states, equal by content. Unknown is not air."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.errors import MachineryError
from worldsim.space import Pos

#: The state id of a cell that was never seen.
UNKNOWN = 0xFFFF
_SIDE = 16
#: An overlay larger than this is folded into the sections.
_FOLD_AT = 512

Section = NDArray[np.uint16]  # 4096 state ids, index (y * 16 + z) * 16 + x, read-only


class SectionKey(NamedTuple):
    """Which 16 x 16 x 16 section: the position divided by 16, rounded down."""

    x: int
    y: int
    z: int


class Layers(NamedTuple):
    """What blocks are made of: a cell of the overlay hides the one in its section."""

    sections: Mapping[SectionKey, Section]
    overlay: Mapping[Pos, int]


class SectionsUpdate(msgspec.Struct, frozen=True):
    """How blocks cross the bridge: the sections that changed since `revision - 1`. Each is [x, y, z, base64 of deflated little-endian uint16]."""

    revision: int
    sections: list[tuple[int, int, int, str]] = []


class Blocks:
    """State ids of the known cells, in sections, with an overlay of imagined changes.

    `palette[state_id]` is the block's name; it belongs to the version, and is the same object in all blocks of a run.
    """

    __slots__ = ("_overlay", "_sections", "palette", "revision")

    def __init__(
        self,
        palette: tuple[str, ...],
        sections: Mapping[SectionKey, Section] | None = None,
        overlay: Mapping[Pos, int] | None = None,
        revision: int = 0,
    ) -> None:
        self.palette = palette
        self._sections: Mapping[SectionKey, Section] = {} if sections is None else sections  # shared, never altered
        self._overlay: dict[Pos, int] = dict(overlay or {})
        self.revision = revision

    def state(self, pos: Pos) -> int:
        """The state id of a cell, or UNKNOWN."""
        over = self._overlay.get(pos)
        if over is not None:
            return over
        section = self._sections.get(SectionKey(pos.x >> 4, pos.y >> 4, pos.z >> 4))
        if section is None:
            return UNKNOWN
        return int(section[((pos.y & 15) * _SIDE + (pos.z & 15)) * _SIDE + (pos.x & 15)])

    def name(self, pos: Pos) -> str | None:
        """The block's name, 'air' for a free cell, None where nothing is known."""
        state = self.state(pos)
        return None if state == UNKNOWN else self.palette[state]

    def with_cells(self, cells: Mapping[Pos, int]) -> Blocks:
        """A copy in which these cells hold these state ids. Cheap: sections are shared."""
        overlay = {**self._overlay, **cells}
        if len(overlay) <= _FOLD_AT:
            return Blocks(self.palette, self._sections, overlay, self.revision)
        return Blocks(self.palette, _folded(self._sections, overlay), None, self.revision)

    def updated(self, update: SectionsUpdate) -> Blocks:
        """The blocks after an update from the bridge. Raises MachineryError when an update was lost."""
        if update.revision == self.revision:
            return self
        if update.revision != self.revision + 1:
            raise MachineryError(f"expected block revision {self.revision + 1}, found {update.revision}: an update from the bridge was lost")
        sections = dict(_folded(self._sections, self._overlay))
        for x, y, z, data in update.sections:
            section = np.frombuffer(zlib.decompress(base64.b64decode(data), -15), dtype="<u2")
            if section.shape != (_SIDE**3,):
                raise MachineryError(f"expected a section of 4096 cells, found {section.shape}")
            sections[SectionKey(x, y, z)] = section
        return Blocks(self.palette, sections, None, update.revision)

    def sections(self) -> Iterator[tuple[SectionKey, Section]]:
        """All sections with a known cell, overlay folded in."""
        yield from _folded(self._sections, self._overlay).items()

    def layers(self) -> Layers:
        """The sections as they are, and the overlay that lies over them: for readers that cannot afford to fold. Neither may be changed."""
        return Layers(self._sections, self._overlay)

    def find(self, names: Iterable[str], near: Pos, limit: int = 64, radius: int = 64) -> list[Pos]:
        """Known blocks with one of these names, nearest first (Euclidean; ties by position), at most `limit`, within `radius` blocks."""
        wanted = _wanted(self.palette, frozenset(names))
        here = np.array([near.x, near.y, near.z])
        found: list[tuple[int, Pos]] = []
        for pos, state in self._overlay.items():
            if state in wanted.ids:
                _keep(found, pos, near, radius)
        for away, key in _nearest_sections(self._sections, near, radius):
            found.sort()
            if len(found) >= limit and away > found[limit - 1][0]:
                break
            section = self._sections[key]
            if wanted.ids.isdisjoint(states_in(section)):
                continue
            index = np.flatnonzero(wanted.table[section])
            cells = np.stack((key.x * _SIDE + (index & 15), key.y * _SIDE + (index >> 8), key.z * _SIDE + (index >> 4 & 15)), axis=1)
            squared = ((cells - here) ** 2).sum(axis=1)
            order = np.lexsort((cells[:, 2], cells[:, 1], cells[:, 0], squared))
            kept = 0
            for number in order.tolist():
                if kept >= limit or squared[number] > radius * radius:
                    break
                pos = Pos(*cells[number].tolist())
                if pos not in self._overlay:
                    found.append((int(squared[number]), pos))
                    kept += 1
        found.sort()
        return [pos for _, pos in found[:limit]]

    def count_columns(self) -> int:
        """How many 1 x 1 columns hold a known cell."""
        seen: dict[tuple[int, int], NDArray[np.bool_]] = {}
        for key, section in self.sections():
            known = (section.reshape(_SIDE, -1) != UNKNOWN).any(axis=0)
            column = (key.x, key.z)
            seen[column] = known | seen[column] if column in seen else known
        return int(sum(int(known.sum()) for known in seen.values()))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Blocks):
            return NotImplemented
        mine, theirs = dict(self.sections()), dict(other.sections())
        return _known_keys(mine) == _known_keys(theirs) and all(
            mine[key] is theirs[key] or np.array_equal(mine[key], theirs[key]) for key in _known_keys(mine)
        )

    def __hash__(self) -> int:
        return hash(frozenset(_known_keys(dict(self.sections()))))

    def __repr__(self) -> str:
        return f"Blocks({len(self._sections)} sections, {len(self._overlay)} overlaid, revision {self.revision})"


def states_in(section: Section) -> frozenset[int]:
    """Which state ids a section holds, looked up once per section: sections are read-only and shared between states."""
    known = _contents.get(id(section))
    if known is None or known.section is not section:
        if len(_contents) >= _CONTENTS_KEPT:
            _contents.clear()
        known = _contents[id(section)] = _Contents(section, frozenset(np.unique(section).tolist()))
    return known.states


def empty_section() -> Section:
    """A writable section in which nothing is known."""
    return np.full(_SIDE**3, UNKNOWN, dtype=np.uint16)


def blocks_of(palette: tuple[str, ...], cells: Mapping[Pos, int]) -> Blocks:
    """Blocks that know exactly these cells; for scenarios and tests."""
    return Blocks(palette, _folded({}, cells))


def _folded(sections: Mapping[SectionKey, Section], overlay: Mapping[Pos, int]) -> Mapping[SectionKey, Section]:
    if not overlay:
        return sections
    out = dict(sections)
    fresh: set[SectionKey] = set()
    for pos, state in overlay.items():
        key = SectionKey(pos.x >> 4, pos.y >> 4, pos.z >> 4)
        if key not in fresh:
            out[key] = out[key].copy() if key in out else empty_section()
            fresh.add(key)
        out[key][((pos.y & 15) * _SIDE + (pos.z & 15)) * _SIDE + (pos.x & 15)] = state
    return out


class _Contents(NamedTuple):
    section: Section  # held, so that its id stays its own
    states: frozenset[int]


_contents: dict[int, _Contents] = {}
_CONTENTS_KEPT = 4096


class _Wanted(NamedTuple):
    ids: frozenset[int]
    table: NDArray[np.bool_]  # by state id


class _Index(NamedTuple):
    palette: tuple[str, ...]  # held, as above; hashing it at every look-up would take 0.2 ms
    states: dict[str, list[int]]
    wanted: dict[frozenset[str], _Wanted]


_indices: dict[int, _Index] = {}


def _wanted(palette: tuple[str, ...], names: frozenset[str]) -> _Wanted:
    index = _indices.get(id(palette))
    if index is None:
        states: dict[str, list[int]] = {}
        for state, name in enumerate(palette):
            states.setdefault(name, []).append(state)
        index = _indices[id(palette)] = _Index(palette, states, {})
    found = index.wanted.get(names)
    if found is None:
        ids = [state for name in names for state in index.states.get(name, ())]
        table = np.zeros(UNKNOWN + 1, dtype=np.bool_)
        table[ids] = True
        found = index.wanted[names] = _Wanted(frozenset(ids), table)
    return found


def _known_keys(sections: Mapping[SectionKey, Section]) -> set[SectionKey]:
    return {key for key, section in sections.items() if bool((section != UNKNOWN).any())}


class _Lows(NamedTuple):
    sections: Mapping[SectionKey, Section]  # held, as above
    keys: list[SectionKey]
    lows: NDArray[np.int64]  # (n, 3): the lowest cell of each
    nearest: dict[tuple[Pos, int], list[tuple[int, SectionKey]]]  # what was asked before: a body looks around from the same cell again and again


_lows: dict[int, _Lows] = {}
_LOWS_KEPT, _NEAREST_KEPT = 16, 256


def _nearest_sections(sections: Mapping[SectionKey, Section], near: Pos, radius: int) -> list[tuple[int, SectionKey]]:
    """Sections within `radius` of a cell, nearest first, with the squared distance to their nearest cell."""
    known = _lows.get(id(sections))
    if known is None or known.sections is not sections:
        if len(_lows) >= _LOWS_KEPT:
            del _lows[next(iter(_lows))]
        keys = sorted(sections)
        known = _lows[id(sections)] = _Lows(sections, keys, np.array(keys, dtype=np.int64).reshape(-1, 3) * _SIDE, {})
    asked = known.nearest.get((near, radius))
    if asked is not None:
        return asked
    at = np.array([near.x, near.y, near.z])
    squared = (np.maximum(0, np.maximum(known.lows - at, at - known.lows - (_SIDE - 1))) ** 2).sum(axis=1)
    order = np.argsort(squared, kind="stable")
    if len(known.nearest) >= _NEAREST_KEPT:
        known.nearest.clear()
    found = known.nearest[near, radius] = [(int(squared[i]), known.keys[i]) for i in order.tolist() if squared[i] <= radius * radius]
    return found


def _keep(found: list[tuple[int, Pos]], pos: Pos, near: Pos, radius: int) -> None:
    squared = (pos.x - near.x) ** 2 + (pos.y - near.y) ** 2 + (pos.z - near.z) ** 2
    if squared <= radius * radius:
        found.append((squared, pos))
