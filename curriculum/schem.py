"""Sponge schematics (.schem), versions 2 and 3: the blocks in one. As much of NBT as that needs, bounded whatever the file holds.

Sources: Sponge Schematic Specification 2 and 3 (SpongePowered/Schematic-Specification); NBT (Minecraft Wiki, "NBT format").
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import msgspec

from worldsim.space import Pos

#: Bytes when unpacked, nesting, and cells that are read at most.
_BYTES, _DEPTH, _CELLS = 8_000_000, 24, 500_000
_NAME = re.compile(r"(?:minecraft:)?(?P<block>[a-z0-9_]+)(?:\[(?P<states>[a-z0-9_=,]*)\])?")
#: Tags of one number, by id: byte, short, int, long, float, double.
_NUMBERS = {
    1: struct.Struct(">b"),
    2: struct.Struct(">h"),
    3: struct.Struct(">i"),
    4: struct.Struct(">q"),
    5: struct.Struct(">f"),
    6: struct.Struct(">d"),
}
_BYTE_ARRAY, _STRING, _LIST, _COMPOUND = 7, 8, 9, 10
#: Bytes of an element of an array of ints, of longs.
_ARRAYS = {11: 4, 12: 8}


class NoSchematicError(Exception):
    """The file is no schematic that can be read; the text says what was expected and what was found."""


class Placed(msgspec.Struct, frozen=True):
    """A block of a schematic, with its state as the file tells it; never air."""

    pos: Pos
    block: str
    states: dict[str, str]


def read_schem(data: bytes) -> list[Placed]:
    """The blocks, in the file's own coordinates: x, z and y from 0. Raises NoSchematicError, whatever `data` holds."""
    try:
        root = _Reader(_unpacked(data)).root()
    except struct.error:
        raise NoSchematicError("expected NBT, found one that ends in the middle") from None
    except (UnicodeDecodeError, zlib.error) as error:
        raise NoSchematicError(f"expected NBT, found: {error}") from None
    body = root.get("Schematic", root)
    if not isinstance(body, dict) or body.get("Version") not in (2, 3):
        found = body.get("Version", "none") if isinstance(body, dict) else "none"
        raise NoSchematicError(f"expected a Sponge schematic of version 2 or 3, found version {found}")
    blocks = body if body["Version"] == 2 else body.get("Blocks")
    if not isinstance(blocks, dict):
        raise NoSchematicError("expected Blocks, found none")
    palette, cells = blocks.get("Palette"), blocks.get("BlockData" if body["Version"] == 2 else "Data")
    if not isinstance(palette, dict) or not isinstance(cells, bytes):
        raise NoSchematicError("expected a palette and the data of blocks, found none")
    size = Pos(*(_length(body, side) for side in ("Width", "Height", "Length")))
    if not 0 < size.x * size.y * size.z <= _CELLS:
        raise NoSchematicError(f"expected 1 to {_CELLS} cells, found {size.x} x {size.y} x {size.z}")
    return list(_placed(size, {number: name for name, number in palette.items() if isinstance(number, int)}, cells))


def _length(body: dict[str, Any], side: str) -> int:
    length = body.get(side)
    if not isinstance(length, int):
        raise NoSchematicError(f"expected {side}, found {length!r}")
    return length & 0xFFFF  # an unsigned short


def _placed(size: Pos, palette: dict[Any, str], cells: bytes) -> Iterator[Placed]:
    """The cells of a schematic: index x + z * width + y * width * length, each a varint into the palette."""
    numbers = _varints(cells)
    for index in range(size.x * size.y * size.z):
        number = next(numbers, None)
        if number is None:
            raise NoSchematicError(f"expected {size.x * size.y * size.z} cells, found {index}")
        found = _NAME.fullmatch(palette.get(number, ""))
        if found is None:
            raise NoSchematicError(f"expected blocks of Minecraft, found {palette.get(number, 'none')!r:.80}")
        if found["block"] not in ("air", "cave_air", "void_air", "structure_void"):
            rest, x = divmod(index, size.x)
            y, z = divmod(rest, size.z)
            states = dict(pair.split("=", 1) for pair in (found["states"] or "").split(",") if "=" in pair)
            yield Placed(Pos(x, y, z), found["block"], states)


def _varints(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            yield number
            number = shift = 0
        elif shift > 28:
            raise NoSchematicError("expected numbers of at most 5 bytes, found a longer one")


def _unpacked(data: bytes) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data[:_BYTES]
    unzip = zlib.decompressobj(wbits=31)
    plain = unzip.decompress(data, _BYTES)
    if unzip.unconsumed_tail:
        raise NoSchematicError(f"expected at most {_BYTES} bytes when unpacked, found more")
    if not unzip.eof:
        raise NoSchematicError("expected a whole gzip file, found one that is cut off")
    return plain


class _Reader:
    """Named binary tags, big-endian."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def root(self) -> dict[str, Any]:
        """The compound that is the file; its own name does not count."""
        if self._number(1) != _COMPOUND:
            raise NoSchematicError("expected NBT that begins with a compound, found something else")
        self._text()
        found = self._value(_COMPOUND, 0)
        assert isinstance(found, dict)
        return found

    def _value(self, tag: int, depth: int) -> Any:
        if depth > _DEPTH:
            raise NoSchematicError(f"expected tags nested at most {_DEPTH} deep, found deeper ones")
        if tag in _NUMBERS:
            return self._number(tag)
        if tag == _STRING:
            return self._text()
        if tag == _BYTE_ARRAY:
            return self._bytes(int(self._number(3)))
        if tag in _ARRAYS:
            return self._bytes(int(self._number(3)) * _ARRAYS[tag])
        if tag == _LIST:
            kind, count = int(self._number(1)), int(self._number(3))
            if kind == 0 and count > 0:
                raise NoSchematicError("expected a list of tags, found one of nothing")
            return [self._value(kind, depth + 1) for _ in range(count)]
        if tag == _COMPOUND:
            found = {}
            while kind := int(self._number(1)):
                name = self._text()
                found[name] = self._value(kind, depth + 1)
            return found
        raise NoSchematicError(f"expected a tag of NBT, found number {tag}")

    def _number(self, tag: int) -> int | float:
        (number,) = _NUMBERS[tag].unpack_from(self.data, self.at)
        self.at += _NUMBERS[tag].size
        return number if isinstance(number, int) else float(number)

    def _text(self) -> str:
        return self._bytes(int(self._number(2)) & 0xFFFF).decode()

    def _bytes(self, count: int) -> bytes:
        if not 0 <= count <= len(self.data) - self.at:
            raise NoSchematicError(f"expected {count} bytes more, found {len(self.data) - self.at}")
        self.at += count
        return self.data[self.at - count : self.at]
