"""The server's rules as they lie on disk, an overlay over them, and what a change of one is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from worldsim.errors import UsageError
from worldsim.files import read_text

#: The package's own, not the installed copy beside node_modules: reading rules needs no npm.
FOLDER = Path(__file__).resolve().parents[1] / "js" / "server" / "rules"

Rules = Mapping[str, Any]


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One altered rule. `shows`: the client action that tells the difference, as tests/bridge/js/altered.js plays it."""

    kind: str
    path: tuple[str, ...]  #: file of rules, then keys
    old: Any  #: None: vanilla says nothing there
    new: Any  #: None: the rule is taken away
    says: str  #: one sentence, for people and for readers of rules
    shows: dict[str, Any]
    about: str = ""  #: what it is about: one world has at most one change about a thing


class Overlay(msgspec.Struct, frozen=True):
    """What `--world-rules` names: the rules to lay over, and the checksum of the file. What else the file holds is not read."""

    rules: dict[str, Any]
    sha: str


@cache
def vanilla() -> Rules:
    """All rules by file, unaltered. Shared: not to be changed."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))}


def found(rules: Rules, *path: str) -> Any:
    """What stands at a path, or None."""
    here: Any = rules
    for key in path:
        if not isinstance(here, Mapping) or key not in here:
            return None
        here = here[key]
    return here


def overlay_of(changes: list[Change]) -> dict[str, Any]:
    """The overlay that makes these changes."""
    out: dict[str, Any] = {}
    for change in changes:
        here = out
        for key in change.path[:-1]:
            here = here.setdefault(key, {})
        here[change.path[-1]] = change.new
    return out


def merged(base: Any, over: Any) -> Any:
    """As bridge/js/server/rules.js does it: objects key by key, lists and values replaced, null takes a key away."""
    if not isinstance(base, Mapping) or not isinstance(over, Mapping):
        return over
    out = dict(base)
    for key, value in over.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = merged(base.get(key), value)
    return out


def read_overlay(path: str | Path) -> Overlay:
    """Read a file for `--world-rules`: {"rules": {file: partial data}, ...} as `bridge.alter` writes it, or the rules alone. Raises UsageError."""
    text = read_text(Path(path), "rules in JSON", "python -m bridge.alter writes such a file", flag="--world-rules")
    try:
        data = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise UsageError(f"--world-rules: expected JSON in {path}, found: {error}") from None
    rules = data.get("rules", data) if isinstance(data, dict) else data
    if not isinstance(rules, dict) or not all(isinstance(part, dict) for part in rules.values()):
        form = '{"rules": {file: {...}}}'
        raise UsageError(f"--world-rules: expected {form} in {path}, found something else; python -m bridge.alter writes such a file")
    unknown = sorted(set(rules) - set(vanilla()))
    if unknown:
        raise UsageError(f"--world-rules: expected rules of {', '.join(vanilla())}, found {unknown[0]}")
    return Overlay(rules, hashlib.sha256(text.encode()).hexdigest())
