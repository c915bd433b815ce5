"""What is asked of an environment: a goal, as a struct, a mapping or a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.goals import At, Explored, Goal, Has, Knows
from worldsim.plugins import load
from worldsim.space import Pos

#: Reads sentences; this package cannot import it.
READER = "curriculum.parse:parse"

_FORMS = "has:ITEM|ITEM:COUNT, knows:BLOCK|BLOCK:COUNT, at:X,Y,Z, explored:COLUMNS, or a sentence"


def goal_of(asked: Goal | Mapping[str, Any] | str, facts: Facts) -> Goal:
    """The goal that is meant: a struct, its fields with `kind`, 'has:oak_log:4' and the like, or a sentence. Raises UsageError."""
    if isinstance(asked, Goal):
        return asked
    if isinstance(asked, Mapping):
        try:
            goal: Goal = msgspec.convert(asked, Goal)
        except msgspec.ValidationError as error:
            raise UsageError(f"goal: expected the fields of a goal with its kind (see worldsim/goals.py), found {dict(asked)}: {error}") from None
        return goal
    if not isinstance(asked, str):
        raise UsageError(f"goal: expected {_FORMS}, found {type(asked).__name__}")
    kind, colon, rest = asked.partition(":")
    if not colon:
        return _read(asked)
    match kind:
        case "has":
            return Has(*_counted(rest, facts.items, "item", asked))
        case "knows":
            return Knows(*_counted(rest, facts.blocks, "block", asked))
        case "explored":
            return Explored(_whole(rest, asked))
        case "at":
            parts = rest.split(",")
            if len(parts) != 3:
                raise UsageError(f"goal: expected at:X,Y,Z, found {asked!r}; for example at:3,64,-8")
            return At(Pos(*(_whole(part, asked, -30_000_000) for part in parts)))
    raise UsageError(f"goal: expected {_FORMS}, found {asked!r}")


def _counted(text: str, legal: Mapping[str, object], what: str, asked: str) -> tuple[tuple[str, ...], int]:
    names, colon, count = text.partition(":")
    found = tuple(names.split("|"))
    wrong = next((name for name in found if name not in legal), None)
    if wrong is not None:
        raise UsageError(f"goal: expected {what}s of Minecraft by name, found {wrong!r} in {asked!r}; for example has:stone_pickaxe, knows:iron_ore")
    return found, _whole(count, asked) if colon else 1


def _whole(text: str, asked: str, least: int = 1) -> int:
    try:
        number = int(text)
    except ValueError:
        raise UsageError(f"goal: expected a whole number, found {text!r} in {asked!r}") from None
    if number < least:
        raise UsageError(f"goal: expected a number of at least {least}, found {number} in {asked!r}")
    return number


def _read(sentence: str) -> Goal:
    goal: object = getattr(load(READER, "goal")(sentence), "goal", None)
    if not isinstance(goal, Goal):
        raise UsageError(f"goal: expected one that can be judged without a place being chosen, found {sentence!r}; for example has:stone_pickaxe")
    return goal
