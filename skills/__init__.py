"""Skills: typed programs over the world's actions, the sandbox that runs them, and the library that keeps what was proven.

What is named here is all that others use. It is loaded when it is first touched: importing `skills` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from skills.program import Entry, Program, Read, ViewCall

if TYPE_CHECKING:
    from skills.calls import look
    from skills.checker import Problem, check
    from skills.library import Library
    from skills.runtime import Execution, drive, replay, rest, run, start
    from skills.sandbox import Limits
    from skills.store import Card, Evidence

__all__ = [
    "Card",
    "Entry",
    "Evidence",
    "Execution",
    "Library",
    "Limits",
    "Problem",
    "Program",
    "Read",
    "ViewCall",
    "check",
    "drive",
    "look",
    "replay",
    "rest",
    "run",
    "start",
]

_HOMES = {
    "skills.calls": ("look",),
    "skills.checker": ("Problem", "check"),
    "skills.library": ("Library",),
    "skills.runtime": ("Execution", "drive", "replay", "rest", "run", "start"),
    "skills.sandbox": ("Limits",),
    "skills.store": ("Card", "Evidence"),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'skills' has no attribute {name!r}")
