"""numba's compiler for kernels on rows. Without reference counts: two threads that count the same array's would wait for one another all the time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])
_njit = cast(Any, numba.njit)  # its types do not tell of _nrt


def kernel(function: F) -> F:
    """For what Python calls: kept on disk, and it lets other threads run. It cannot make arrays."""
    return cast(F, _njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function))


def inner(function: F) -> F:
    """For what kernels of the same file call: compiled as a part of them."""
    return cast(F, _njit(error_model="numpy", _nrt=False)(function))
