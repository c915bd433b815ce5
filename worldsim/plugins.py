"""Things that this package cannot import, by name: a server, a language model, a user's own class. `package.module:name`."""

from __future__ import annotations

import importlib
from typing import Any

from worldsim.errors import UsageError


def load(path: str, flag: str) -> Any:
    """What `package.module:name` names. Raises UsageError, which speaks of `flag`."""
    module, colon, name = path.partition(":")
    if not colon or not module or not name:
        raise UsageError(f"{flag}: expected package.module:name, found {path!r}")
    try:
        return getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        raise UsageError(f"{flag} {path}: expected a module that can be imported, found: {error}; is it on PYTHONPATH?") from None
    except AttributeError:
        raise UsageError(f"{flag} {path}: expected {name!r} in {module}, found none") from None
