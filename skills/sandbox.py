"""The sandbox as programs see it: a session whose `world` is what `world.pyi` says. The pool of workers is `worldsim/sandbox.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pydantic_monty as monty

from skills.calls import FAIL
from worldsim import sandbox
from worldsim.actions import ACTIONS
from worldsim.sandbox import MAX_PROCESSES, Limits, close
from worldsim.views import VIEWS

__all__ = ["MAX_PROCESSES", "STUB", "Limits", "Snapshot", "checkout", "close", "feed"]

#: The typed face of the world, for the checker, for people and for models.
STUB = Path(__file__).parent / "world.pyi"

#: Where a program stops: at a call, a name it does not know, a future; or at its end.
Snapshot = monty.FunctionSnapshot | monty.NameLookupSnapshot | monty.FutureSnapshot | monty.MontyComplete


def checkout(limits: Limits, typed: bool = False) -> monty.MontySession:
    """A fresh session, entered; the caller closes it. `typed`: sources are type-checked when they are fed. Raises SandboxDead."""
    return sandbox.checkout(limits, _module(), typed)


def feed(session: monty.MontySession, source: str, printed: Callable[[str, str], None] | None = None) -> None:
    """Define what a source defines. It may import, but not act: only an entry acts. Raises MontyError for what is wrong with the source."""
    snapshot: Snapshot = session.feed_start(source, print_callback=printed or _unheard)
    while not isinstance(snapshot, monty.MontyComplete):
        if isinstance(snapshot, monty.FunctionSnapshot) and not snapshot.is_os_function:
            message = f"{snapshot.function_name} was called outside of a function: only the entry acts"
            snapshot = snapshot.resume({"exc_type": "RuntimeError", "message": message})
        else:
            snapshot = snapshot.resume_auto()


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
