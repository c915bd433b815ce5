"""Keys stay with us: out of child processes, records and messages."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from worldsim.errors import UsageError

#: Names of environment variables that hold a secret. npm's own are left to npm: it needs them to reach a private registry.
_NAMES = re.compile(r"(?!npm)(\w*_)?(API_?KEY|ACCESS_?KEY|SECRET|TOKEN|PASSWORD|CREDENTIAL)S?(_\w+)?$", re.IGNORECASE)
#: Shorter values are no keys, and would be found everywhere.
_SHORTEST = 8
#: What keys of model providers look like, whole or masked: their error messages quote them.
_SHAPES = re.compile(r"\b(?:sk|gsk|xai|lsv2|hf)[-_][\w*.-]{8,}|\bAIza[\w-]{20,}|(?<=Bearer )[\w*.-]{8,}")
REDACTED = "[key]"


def child_env(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment (ours by default) without anything that looks like a secret: for processes that have no need of it."""
    return {name: value for name, value in (environment or os.environ).items() if not _NAMES.match(name)}


def secret(name: str) -> bool:
    """Is this the name of an environment variable, or of a setting, that holds a secret?"""
    return _NAMES.match(name) is not None


def redact(text: str) -> str:
    """`text` with every secret of our environment, and whatever has the shape of a key, replaced by `[key]`."""
    for name, value in os.environ.items():
        if len(value) >= _SHORTEST and value in text and _NAMES.match(name):
            text = text.replace(value, REDACTED)
    return _SHAPES.sub(REDACTED, text)


def public(address: str) -> str:
    """`address` (of an endpoint), which may be recorded. Raises UsageError if it is none, or if there is a password in it."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, good = urlsplit(""), False
    if "@" in parts.netloc:
        raise UsageError("--base-url: expected an address without a password, found one; put the key into OPENAI_API_KEY")
    if redact(address) != address:
        raise UsageError("--base-url: expected an address without a key, found one; put it into OPENAI_API_KEY")
    if not good:
        found = "something else" if "@" in address else repr(address)  # what stands before an @ may be a password
        raise UsageError(f"--base-url: expected http://HOST:PORT/... or https://..., found {found}; for example http://127.0.0.1:8080/v1")
    return address
