"""The sandbox: a pool of Monty worker processes, in which programs and laws run without files, network, imports or a clock of their own.

One pool per process, made when first needed and closed at exit. What is not covered: a bug in the interpreter itself;
it runs in a process of its own, which holds no key and no socket.
"""

from __future__ import annotations

import atexit
import datetime
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import msgspec
import pydantic_monty as monty

from worldsim.errors import SandboxDead

#: A run holds one session, a dream another, a check a third, the learned laws a fourth; more are for programs that dream in threads.
MAX_PROCESSES = 8
#: Seconds the type checker and the module's own lines may take together: the checker's time counts as the program's, half a second and more of it.
CHECK_S = 30.0
#: Same clock and same dice for every run of a program, or it could not be brought back to where it was.
_POLICY: monty.OSPolicy = {"datetime": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), "sleep": "zero", "random_start": {"seed": 7}}


class Limits(msgspec.Struct, frozen=True):
    """How much a program may use before it is stopped."""

    calls: int = 2000  #: actions and views
    turn_s: float = 2.0  #: seconds of computing between two calls
    total_s: float = 30.0  #: seconds of computing in total
    memory: int = 64_000_000  #: bytes
    printed: int = 20_000  #: characters that are kept of what it prints


def checkout(limits: Limits, module: monty.ExternalModule, typed: bool = False) -> monty.MontySession:
    """A fresh session, entered; the caller closes it. `module`: what programs import as `world`. `typed`: sources are type-checked when they are fed.

    Raises SandboxDead.
    """
    session = _pool(os.getpid()).checkout(
        limits={
            "max_suspensions": limits.calls + 1000,  # imports and unknown names count as well; calls are counted by us
            "max_turn_duration_secs": max(limits.turn_s, CHECK_S) if typed else limits.turn_s,
            "max_feed_duration_secs": max(limits.total_s, CHECK_S) if typed else limits.total_s,
            "max_memory": limits.memory,
        },
        type_check=typed,
        type_check_format="concise",
        os_policy=_POLICY,
        external_modules={"world": module},
    )
    try:
        with _deaf():
            session.__enter__()
    except (monty.MontyError, TimeoutError, OSError) as error:
        raise SandboxDead(f"expected a worker of the program sandbox, found {error}: is the package pydantic-monty-runtime installed?") from error
    return session


def prepare(count: int) -> None:
    """Have so many workers: for threads that will need them, and cannot start any that do not hear Ctrl-C. Raises SandboxDead."""
    sessions = []
    try:
        for _ in range(count):
            sessions.append(checkout(Limits(), monty.ExternalModule({})))
    finally:
        for session in sessions:
            close(session)


def close(session: monty.MontySession) -> None:
    """Give the worker back."""
    session.__exit__(None, None, None)


@cache
def _pool(pid: int) -> monty.Monty:
    # Keyed by the process: a forked child must not talk to its parent's workers.
    pool = monty.Monty(max_processes=MAX_PROCESSES, checkout_timeout=60.0, request_timeout=120.0)
    try:
        with _deaf():
            pool.__enter__()
    except (monty.MontyError, OSError) as error:
        raise SandboxDead(f"expected the program sandbox to start, found {error}: is the package pydantic-monty-runtime installed?") from error
    atexit.register(pool.__exit__, None, None, None)
    return pool


@contextmanager
def _deaf() -> Iterator[None]:
    """Workers that start in here do not hear Ctrl-C, which reaches the whole process group: they have to outlive the clean end of a run."""
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
