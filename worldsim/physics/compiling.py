"""numba's compiler, with the types of what it compiles left as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])

#: Nothing here allocates: counting references to the arrays, at every call, would take most of the time.
_UNCOUNTED: dict[str, Any] = {"_nrt": False}
#: What only compiled code calls needs no door for Python; it would take a quarter of the time to compile.
_INNER: dict[str, Any] = {**_UNCOUNTED, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(function: F) -> F:
    """Compiled when it is first called from compiled code, and as a part of that. Exact: no operation is reordered."""
    return cast(F, numba.njit(**_INNER)(function))


def inlined(function: F) -> F:
    """The same, put in the place of every call: for what is short, or called from one place."""
    return cast(F, numba.njit(forceinline=True, **_INNER)(function))


def entry(function: F) -> F:
    """The same for what Python calls: kept on disk, and it lets other threads run."""
    return cast(F, numba.njit(cache=True, nogil=True, **_UNCOUNTED)(function))
