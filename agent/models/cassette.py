"""Recorded answers of a model: a file that stands in for it, so that what was asked once can be repeated without a key.

An answer is found by what was asked (role, shape of the reply, state, actions), not by its words: a prompt that is worded anew gets the recorded
answer with a warning, `StaleCassette`; what was never recorded raises UsageError.
"""

from __future__ import annotations

import hashlib
import re
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from agent.models.dialects import BadReplyError, read
from agent.models.parallel import ask_many
from agent.models.schema import strict_schema
from worldsim.errors import ModelDown, UsageError
from worldsim.events import Asked
from worldsim.world import Ask

T = TypeVar("T")

#: What stays the same when a prompt is worded anew: its State and Actions, in JSON or as a list up to the next blank line.
_ASKED = re.compile(r"^(State|Actions): *(.+?)(?=\n[A-Z][^\n{\[]*: |\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)


class StaleCassette(UserWarning):
    """A recorded answer was given to a prompt that is worded otherwise than the one that it was recorded for."""


class Entry(msgspec.Struct, frozen=True):
    """One recorded answer, a line of the file."""

    role: str
    reply: str  #: name of the struct that it fits
    key: str  #: of role, schema, state and actions
    prompt_hash: str
    raw: str


class Cassette:
    """A recorded model behind the `Ask` protocol. With an `ask` it records: what is missing or stale is asked, and kept.

    Raises UsageError for a file that cannot be read.
    """

    def __init__(self, file: Path, ask: Ask | None = None, listen: Callable[[Asked], None] | None = None) -> None:
        self.file = file
        self._ask = ask
        self._listen = listen or (lambda asked: None)
        self._lock = threading.Lock()
        self._entries = _load(file, may_miss=ask is not None)

    def __call__(self, role: str, prompt: str, reply: type[T]) -> T:
        """The recorded answer. Raises UsageError if there is none."""
        key, prompt_hash = _key(role, prompt, reply), hashlib.sha256(prompt.encode()).hexdigest()[:16]
        known = [entry for entry in self._entries if entry.key == key]
        entry = next((entry for entry in known if entry.prompt_hash == prompt_hash), known[0] if known else None)
        stale = entry is not None and entry.prompt_hash != prompt_hash
        if self._ask is not None and (entry is None or stale):
            value = self._ask(role, prompt, reply)
            self._record(Entry(role, reply.__name__, key, prompt_hash, msgspec.json.encode(value).decode()))
            return value
        if entry is None:
            asked = " ".join(f"{label}: {text}" for label, text in _asked(prompt).items()) or prompt
            raise UsageError(
                f"{self.file}: expected a recorded answer for {role} ({reply.__name__}, key {key}), found none; record it anew. Asked: {asked[:200]}"
            )
        if stale:
            warnings.warn(f"{self.file}: the prompt of {role} (key {key}) is worded otherwise than when it was recorded", StaleCassette, stacklevel=2)
        try:
            value = read(entry.raw, reply)
        except BadReplyError as error:
            raise UsageError(f"{self.file}: expected a recorded {reply.__name__} (key {key}), found another: {error}; record it anew") from None
        with self._lock:
            self._listen(Asked(role=role, model=f"cassette:{self.file.name}", prompt_hash=prompt_hash, cached=True, raw=entry.raw))
        return value

    def many(self, role: str, prompts: Sequence[str], reply: type[T]) -> list[T | ModelDown]:
        """One answer a prompt, in their order; where the recorded model was down, the reason stands in its place."""
        return ask_many(self, role, prompts, reply)

    def _record(self, entry: Entry) -> None:
        with self._lock:
            self._entries.append(entry)
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.file.open("ab") as file:
                file.write(msgspec.json.encode(entry) + b"\n")


def _load(file: Path, may_miss: bool) -> list[Entry]:
    if may_miss and not file.exists():
        return []
    try:
        return [msgspec.json.decode(line, type=Entry) for line in file.read_bytes().splitlines()]
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"cassette {file}: expected recorded answers, found: {error}") from None


def _key(role: str, prompt: str, reply: type[Any]) -> str:
    asked: object = _asked(prompt) or " ".join(prompt.split())
    return hashlib.sha256(msgspec.json.encode([role, strict_schema(reply), asked], order="sorted")).hexdigest()[:16]


def _asked(prompt: str) -> dict[str, object]:
    """State and actions of a prompt; JSON is read, so that the order of its keys and its spaces do not count."""
    found: dict[str, object] = {}
    for label, text in _ASKED.findall(prompt):
        try:
            found[label] = msgspec.json.decode(text.partition("\n")[0])
        except msgspec.DecodeError:
            found[label] = " ".join(text.split())
    return found
