"""Settings from where people write them: the command line, and a file. The command line wins; whatever neither names keeps its default."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from agent.roles import player
from agent.settings import Settings
from worldsim.errors import UsageError
from worldsim.files import read_text
from worldsim.keys import secret


def read_settings(path: Path) -> dict[str, Any]:
    """What a TOML file says, by field of Settings. Raises UsageError for a file that is none, and for names that are no settings."""
    try:
        said = tomllib.loads(read_text(path, "settings in TOML", "see docs/settings.md", flag="--settings"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"--settings {path}: expected TOML, found: {error}; see docs/settings.md") from None
    for name in said:
        if name not in Settings.__struct_fields__:
            raise UsageError(f"--settings {path}: expected fields of Settings, found {name!r}; {_hint(name)}")
    if not isinstance(said.get("roles", {}), dict):
        raise UsageError(f"--settings {path}: expected roles to be a table, found {type(said['roles']).__name__}; begin it with a line [roles]")
    return said


def merged(file: Mapping[str, Any], line: Mapping[str, Any]) -> Settings:
    """The settings of a file under those of the command line; roles are merged one by one. Raises UsageError."""
    said = {**file, **line}
    if "roles" in file or "roles" in line:
        said["roles"] = {**file.get("roles", {}), **line.get("roles", {})}
    if "imagine" not in said:
        bare = _made({name: said[name] for name in ("model", "roles") if name in said})
        said["imagine"] = "rules" if player(bare, "imagine") is None and said.get("notes") is None else "hybrid"
    if said.get("listen") is not None:
        said.setdefault("warp", 1.0)  # somebody plays along
    return _made(said)


def _made(said: Mapping[str, Any]) -> Settings:
    try:
        return msgspec.convert(dict(said), Settings)
    except msgspec.ValidationError as error:
        text, _, place = str(error).partition(" - at `$.")
        raise UsageError(f"{place.rstrip('`') or 'settings'}: {text[:1].lower()}{text[1:]}; see docs/settings.md") from None


def _hint(name: str) -> str:
    if secret(name):
        return "keys come from the environment, never from a file"
    near = get_close_matches(name.replace("-", "_"), Settings.__struct_fields__, n=1)
    return f"did you mean {near[0]}?" if near else "they are in docs/settings.md"
