"""The pool of sandboxes: what a limit counts, and what it does not."""

from __future__ import annotations

import pydantic_monty as monty
import pytest

from worldsim import sandbox
from worldsim.learning.lawcode import LAW_VIEWS, stub
from worldsim.sandbox import Limits

#: Over a second of checking on any machine, and nothing to compute.
LONG = "".join(f"def f{i}(a: dict[str, int]) -> list[int]:\n    return [x + {i} for x in range(3) if a.get('k') or x]\n" for i in range(15_000))
SHORT = Limits(turn_s=0.001, total_s=0.001, memory=2_000_000_000)


def _module(stubs: str | None) -> monty.ExternalModule:
    return monty.ExternalModule(dict.fromkeys(LAW_VIEWS, print), stubs=stubs)


def test_the_type_checkers_own_time_is_not_the_programs() -> None:
    session = sandbox.checkout(SHORT, _module(stub()), typed=True)
    try:
        session.feed_run(LONG)
    finally:
        sandbox.close(session)


def test_a_program_that_is_not_checked_has_its_own_time_only() -> None:
    session = sandbox.checkout(SHORT, _module(None))
    try:
        with pytest.raises((monty.MontyError, TimeoutError)):
            session.feed_run("while True:\n    pass\n")
    finally:
        sandbox.close(session)
