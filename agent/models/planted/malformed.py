"""Replies that do not fit: cut off, prose, wrong types, fields left out, at the profile's rate."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from agent.models.planted.profile import Profile


def is_malformed(key: str, profile: Profile, again: int = 0) -> bool:
    """Whether the reply about `key` is malformed when it is asked again for the `again`-th time (0: asked first): a pure function."""
    if profile.dice("format", key) >= profile.format_error:
        return False
    return again == 0 or profile.dice("stubborn", key) < profile.stubborn


def malformed(text: str, profile: Profile, key: str, again: int) -> str:
    """The reply about `key` (the first transition, or the prompt), or what is sent instead of it."""
    if not is_malformed(key, profile, again):
        return text
    ways = list(_WAYS.values())
    return ways[int(profile.dice("how", key) * len(ways))](text)


def _wrong_type(text: str) -> str:
    def bent(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bent(part) for key, part in value.items()}
        if isinstance(value, list):
            return [bent(part) for part in value] if value else "none"
        return value if isinstance(value, str) else "certainly" if value is not None else []

    value = json.loads(text)
    # A reply without a single number or list would still fit.
    return json.dumps(dict.fromkeys(value, 0) if bent(value) == value else bent(value))


def _without(text: str) -> str:
    value = json.loads(text)
    value.pop(next(iter(value)))
    return json.dumps(value)


_WAYS: dict[str, Callable[[str], str]] = {
    "cut off": lambda text: text[: len(text) // 2],
    "prose": lambda text: "Sure! Here is what will happen, I think: it depends.",
    "wrong type": _wrong_type,
    "left out": _without,
}
