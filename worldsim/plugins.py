"""Things that this package cannot import, by name: a server, a language model, a user's own class. `package.module:name`."""

from __future__ import annotations

import importlib
from typing import Any

from worldsim.errors import UsageError


def load(path: str, flag: str) -> Any:
    """The class or function that `package.module:name` names. Raises UsageError, which speaks of `flag`."""
    module, colon, name = path.partition(":")
    if not colon or not module or not name:
        raise UsageError(f"{flag}: expected package.module:name, found {path!r}")
    if module.startswith("."):
        raise UsageError(f"{flag}: expected package.module:name, found the relative {path!r}; name it in full")
    try:
        loaded = importlib.import_module(module)
    except ImportError as error:
        raise UsageError(f"{flag} {path}: expected a module that can be imported, found: {error}; is it on PYTHONPATH?") from None
    except SyntaxError as error:
        raise UsageError(f"{flag} {path}: expected a module of Python, found: {error}; mend it") from None
    found = getattr(loaded, name, None)
    if not callable(found):
        raise UsageError(f"{flag} {path}: expected a class or a function {name!r} in {module}, found {'none' if found is None else found!r:.80}")
    return found
