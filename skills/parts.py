"""Which sources a program is made of: the skills it imports, and theirs, then itself."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from skills import seeds
from skills.program import Program, needs_of

#: The source of a skill by its name; None if there is none.
Sources = Callable[[str], str | None]


class Part(msgspec.Struct, frozen=True):
    """One source, as it is fed to the sandbox."""

    name: str
    source: str


class MissingSkill(Exception):
    """A program imports a skill that the library does not have."""


def parts_of(program: Program, sources: Sources = seeds.source) -> tuple[Part, ...]:
    """What has to be fed, in order, each skill once and before those that use it. Raises MissingSkill."""
    parts: dict[str, Part] = {}
    waiting: set[str] = set()

    def add(name: str) -> None:
        if name in parts or name in waiting:
            return
        source = sources(name)
        if source is None:
            raise MissingSkill(f"the library has no skill named {name!r}")
        waiting.add(name)
        for need in needs_of(source):
            add(need)
        parts[name] = Part(name, source)

    for need in program.needs:
        add(need)
    return (*parts.values(), Part(program.name, program.source))
