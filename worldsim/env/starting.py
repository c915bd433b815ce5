"""Where a dream begins: a made-up land, a scenario in it, or a state that was really observed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from worldsim.arguments import checked
from worldsim.env.land import Land, land
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.state import State
from worldsim.transitions import FILE, read_transitions

Start = str | Mapping[str, Any] | State
SCRATCH = "scratch"


def begun(start: Start, number: int, facts: Facts) -> tuple[Land, bool]:
    """The start in the world of this number, and whether there is more of that world than is known. Raises UsageError.

    `start`: 'scratch', a scenario, a state, or PATH#EPISODE:STEP of a run or a recorded set: what was seen before that step. PATH alone: any of
    its states, by the number.
    """
    if isinstance(start, State):
        return Land(start.blocks, checked(start, facts)), False
    if isinstance(start, Mapping):
        return land(number, facts, start), True
    if not isinstance(start, str):
        raise UsageError(f"start: expected 'scratch', a scenario, PATH#EPISODE:STEP or a State, found {type(start).__name__}")
    if start == SCRATCH:
        return land(number, facts), True
    path, mark, which = start.partition("#")
    states = _states(path)
    if not mark:
        keys = sorted(states)
        state = states[keys[number % len(keys)]]
        return Land(state.blocks, state), False
    found = states.get(which)
    if found is None:
        some = next(iter(states))
        raise UsageError(f"start: expected EPISODE:STEP of {path}, found {which!r}; for example {path}#{some}")
    return Land(found.blocks, found), False


@lru_cache(maxsize=4)
def _states(path: str) -> dict[str, State]:
    """By 'EPISODE:STEP', what was seen before each step."""
    if not (Path(path) / FILE).exists() and not Path(path).is_file():
        raise UsageError(f"start: expected 'scratch' or a run or recorded set (PATH#EPISODE:STEP), found {path!r}; is there a {FILE} in it?")
    states = {f"{step.episode}:{step.step}": step.before for step in read_transitions(Path(path))}
    if not states:
        raise UsageError(f"start: expected transitions in {path}, found none")
    return states
