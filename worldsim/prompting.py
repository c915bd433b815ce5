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
    flat = _CONTROL.sub(" ", text).replace("<<", "< <").strip()
    return json.dumps(flat if len(flat) <= most else flat[: most - 3] + "...", ensure_ascii=True)


def _told(kept: str | list[str], whole: str | Sequence[str]) -> str:
    if isinstance(kept, str):
        return kept
    cut = len(whole) - len(kept)
    lines = [*kept, f"({cut} more left out)"] if cut else kept
    return "\n".join(lines) if lines else "none"
