"""The skills that are shipped: Monty programs, one a file. They are data, not modules: they import `world`, which exists in the sandbox only."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def source(name: str) -> str | None:
    """The source of a shipped skill, or None."""
    return (_FOLDER / f"{name}.py").read_text() if name in names() else None


@cache
def names() -> tuple[str, ...]:
    """All shipped skills, by name."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.py") if path.stem != "__init__"))
