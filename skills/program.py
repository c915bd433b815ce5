"""What a program is, and what is kept of a run of it."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Literal

import msgspec

from skills.conditions import Condition
from worldsim.change import Outcome

#: Where a program comes from: shipped with us, put together from the recipe graph, proven in an earlier run, or written by a model or a person.
Origin = Literal["seed", "composed", "earned", "written"]

#: How a program says that it builds on a skill: `from library import gather, build`, or the same in parentheses over several lines.
_IMPORT = re.compile(r"^from library import (?:\(([^)]*)\)|([^\n#(]+)).*$", re.MULTILINE)


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """A typed Python program over the world's actions: `entry(**args) -> bool`, True when it reached its end."""

    name: str
    source: str
    entry: str  #: the function that is called
    args: dict[str, Any] = {}  #: JSON data: the particulars (counts, cells, wood), so that the same source serves elsewhere
    origin: Origin = "written"
    version: int = 1
    precondition: tuple[Condition, ...] = ()  #: when it can be used, all of it; of a program that was written
    postcondition: tuple[Condition, ...] = ()  #: what holds after it

    @property
    def needs(self) -> tuple[str, ...]:
        """Names of the skills it imports from the library, in order; their sources are fed first."""
        return needs_of(self.source)

    @property
    def hash(self) -> str:
        """Tells this source from all others."""
        return hash_of(self.source)

    @property
    def call(self) -> str:
        """The call for people: `gather(blocks=['oak_log'], want=24)`; long lists are cut."""
        return f"{self.entry}({', '.join(f'{key}={_short(value)}' for key, value in self.args.items())})"


class ViewCall(msgspec.Struct, frozen=True):
    """A question that a program asks about the world: a view of `worldsim/views.py` and its arguments (JSON data)."""

    view: str
    arguments: tuple[Any, ...] = ()


class Read(msgspec.Struct, frozen=True):
    """A question and its answer."""

    view: str
    arguments: tuple[Any, ...] = ()
    answer: Any = None


#: What a journal holds: everything that entered a program from outside, in order. From it a run is brought back to where it was.
Entry = Outcome | Read


def needs_of(source: str) -> tuple[str, ...]:
    """The skills that a source imports from the library, in order, each once."""
    lists = (inside or plain for inside, plain in _IMPORT.findall(source))
    return tuple(dict.fromkeys(name for text in lists for name in re.findall(r"\w+", re.sub(r"#.*", "", text))))


def without_imports(source: str) -> str:
    """The source as the sandbox gets it: imports from the library are blank, because those skills were fed before it. Lines keep their numbers."""
    return _IMPORT.sub(lambda found: "\n" * found.group().count("\n"), source)


def hash_of(source: str) -> str:
    """16 hex digits of the SHA-256 of a source."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def _short(value: object) -> str:
    if isinstance(value, list) and len(value) > 6:
        return f"[{len(value)} of them]"
    return repr(value)
