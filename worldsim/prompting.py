"""Prompts as files: a version, a text with named places, and a budget that is kept by cutting, and saying what was cut.

    version: 2
    You decide what a Minecraft agent does next.
    Goal: <<goal>>
    Carried: <<inventory>>

`prompt("curriculum", "propose")` reads curriculum/prompts/propose.md; `filled(...)` puts in the parts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

_PLACE = re.compile(r"<<(\w+)>>")
#: Characters of text from the world that a prompt holds at most, each time.
QUOTED = 200
#: Whatever a terminal, or a reader, could take for the end of a line or a command.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


class Prompt(msgspec.Struct, frozen=True):
    """The text of a role's prompt. The version is raised whenever it changes: records tell which one was asked."""

    name: str
    version: int
    text: str

    @property
    def places(self) -> tuple[str, ...]:
        """The names of its parts, in order."""
        return tuple(dict.fromkeys(_PLACE.findall(self.text)))


@cache
def prompt(package: str, name: str) -> Prompt:
    """The prompt in the file `prompts/NAME.md` of one of our packages. Raises ValueError for a file without its version, FileNotFoundError."""
    first, _, text = files(package).joinpath("prompts", f"{name}.md").read_text(encoding="utf-8").partition("\n")
    found = re.fullmatch(r"version: (\d+)", first.strip())
    if found is None:
        raise ValueError(f"{package}/prompts/{name}.md: expected 'version: N' on the first line, found {first!r}")
    return Prompt(f"{name}.{found[1]}", int(found[1]), text)


def filled(asked: Prompt, budget: int, parts: Mapping[str, str | Sequence[str]]) -> str:
    """The prompt with its parts, in at most `budget` characters.

    A part is a text, which is never cut, or lines, the most important first: of the longest list lines are left out from the end until all fits,
    and what was left out is said in its place. Raises KeyError for a part that is missing, ValueError if the texts alone do not fit.
    """
    kept = {name: part if isinstance(part, str) else list(part) for name, part in parts.items()}
    while True:
        text = _PLACE.sub(lambda place: _told(kept[place[1]], parts[place[1]]), asked.text)
        if len(text) <= budget:
            return text
        lists = [lines for lines in kept.values() if isinstance(lines, list) and lines]
        if not lists:
            raise ValueError(f"{asked.name}: expected texts of at most {budget} characters in all, found {len(text)}")
        longest = max(lists, key=lambda lines: sum(map(len, lines)))
        over = len(text) - budget
        while longest and over > 0:
            over -= len(longest.pop()) + 1


def quoted(text: str, most: int = QUOTED) -> str:
    """Text that came from the world (chat, signs, names of items) as one line of JSON: data for a prompt, never part of what it says."""
    return json.dumps(flat(text, most), ensure_ascii=True)


def flat(text: str, most: int = QUOTED) -> str:
    """Text on one line, without control characters, no longer than `most`: for lines of code's own words, in which those of others are quoted."""
    plain = _CONTROL.sub(" ", text).replace("<<", "< <").strip()
    return plain if len(plain) <= most else plain[: most - 3] + "..."


def acted(call: str, most: int = QUOTED) -> str:
    """A call as code writes it, `craft('stick')`: texts in it are quoted already, so it stands as it is; quoted as a whole where it must be cut."""
    return flat(call, most) if len(call) <= most else quoted(call, most)


def data(value: Any, most: int = QUOTED) -> str:
    """Anything that msgspec knows as one line of JSON, with each text in it, keys too, flat and no longer than `most`."""
    return msgspec.json.encode(flattened(msgspec.to_builtins(value), most), order="sorted").decode()


def flattened(value: Any, most: int = QUOTED) -> Any:
    """JSON data with each text in it, keys too, flat and no longer than `most`."""
    match value:
        case str():
            return flat(value, most)
        case dict():
            return {flattened(key, most): flattened(part, most) for key, part in value.items()}
        case list() | tuple():
            return [flattened(part, most) for part in value]
    return value


def barred(source: str, most: int) -> str:
    """A program that others wrote, for a prompt: a bar before each of its lines, so that none of them can be taken for a line of the prompt."""
    lines = [_CONTROL.sub(" ", line.expandtabs(4)) for line in source[:most].splitlines()]
    left = [f"({len(source) - most} characters more left out)"] if len(source) > most else []
    return "\n".join([*(f"| {line}".rstrip() for line in lines), *left])


def _told(kept: str | list[str], whole: str | Sequence[str]) -> str:
    if isinstance(kept, str):
        return kept
    cut = len(whole) - len(kept)
    lines = [*kept, f"({cut} more left out)"] if cut else kept
    return "\n".join(lines) if lines else "none"
