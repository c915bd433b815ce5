"""The sandbox: a pool of Monty worker processes, in which programs run without files, network, imports or a clock of their own.

One pool per process, made when first needed and closed at exit. What is not covered: a bug in the interpreter itself;
it runs in a process of its own, which holds no key and no socket.
"""

from __future__ import annotations

import atexit
import datetime
import os
import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import msgspec
import pydantic_monty as monty

from skills.calls import FAIL
from worldsim.actions import ACTIONS
from worldsim.errors import SandboxDead
from worldsim.views import VIEWS

#: The typed face of the world, for the checker, for people and for models.
STUB = Path(__file__).parent / "world.pyi"
#: A run holds one session, a dream another, a check a third; more are for programs that dream in threads.
_MAX_PROCESSES = 8
#: Same clock and same dice for every run of a program, or it could not be brought back to where it was.
_POLICY: monty.OSPolicy = {"datetime": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), "sleep": "zero", "random_start": {"seed": 7}}

#: Where a program stops: at a call, a name it does not know, a future; or at its end.
Snapshot = monty.FunctionSnapshot | monty.NameLookupSnapshot | monty.FutureSnapshot | monty.MontyComplete


class Limits(msgspec.Struct, frozen=True):
    """How much a program may use before it is stopped."""

    calls: int = 2000  #: actions and views
    turn_s: float = 2.0  #: seconds of computing between two calls
    total_s: float = 30.0  #: seconds of computing in total
    memory: int = 64_000_000  #: bytes
    printed: int = 20_000  #: characters that are kept of what it prints


def checkout(limits: Limits, typed: bool = False) -> monty.MontySession:
    """A fresh session, entered; the caller closes it. `typed`: sources are type-checked when they are fed. Raises SandboxDead."""
    session = _pool(os.getpid()).checkout(
        limits={
            "max_suspensions": limits.calls + 1000,  # imports and unknown names count as well; calls are counted by us
            "max_turn_duration_secs": limits.turn_s,
            "max_feed_duration_secs": limits.total_s,
            "max_memory": limits.memory,
        },
        type_check=typed,
        type_check_format="concise",
        os_policy=_POLICY,
        external_modules={"world": _module()},
    )
    try:
        with _deaf():
            session.__enter__()
    except (monty.MontyError, TimeoutError, OSError) as error:
        raise SandboxDead(f"expected a worker of the program sandbox, found {error}: is the package pydantic-monty-runtime installed?") from error
    return session


def feed(session: monty.MontySession, source: str, printed: Callable[[str, str], None] | None = None) -> None:
    """Define what a source defines. It may import, but not act: only an entry acts. Raises MontyError for what is wrong with the source."""
    snapshot: Snapshot = session.feed_start(source, print_callback=printed or _unheard)
    while not isinstance(snapshot, monty.MontyComplete):
        if isinstance(snapshot, monty.FunctionSnapshot) and not snapshot.is_os_function:
            message = f"{snapshot.function_name} was called outside of a function: only the entry acts"
            snapshot = snapshot.resume({"exc_type": "RuntimeError", "message": message})
        else:
            snapshot = snapshot.resume_auto()


def close(session: monty.MontySession) -> None:
    """Give the worker back."""
    session.__exit__(None, None, None)


@cache
def _pool(pid: int) -> monty.Monty:
    # Keyed by the process: a forked child must not talk to its parent's workers.
    pool = monty.Monty(max_processes=_MAX_PROCESSES, checkout_timeout=60.0, request_timeout=120.0)
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


@cache
def _module() -> monty.ExternalModule:
    stub = STUB.read_text()
    functions = dict.fromkeys((*ACTIONS, *VIEWS, FAIL), _never_called)
    types = re.findall(r"^class (\w+)\(|^([A-Z]\w+) = ", stub, re.MULTILINE)
    # Programs import the types for their annotations; at run time they mean nothing.
    return monty.ExternalModule({**functions, **{left or right: dict for left, right in types}}, stubs=stub)


def _unheard(stream: str, text: str) -> None:
    pass


def _never_called(*args: object, **kwargs: object) -> None:
    raise AssertionError("calls are answered by the runtime")
