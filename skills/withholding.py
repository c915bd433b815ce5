"""Skills that are held back: goals for which nothing is composed or shipped, to see what a writer, and the dreams of what it writes, are worth."""

from __future__ import annotations

from typing import get_args

from worldsim.errors import UsageError
from worldsim.goals import All, Any, Goal, Not

#: The kinds of goals, as their JSON tells them.
KINDS: tuple[str, ...] = tuple(str(kind.__struct_config__.tag) for kind in get_args(Goal))


def withheld(text: str) -> frozenset[str]:
    """What `--skills TEXT` withholds: 'all' (are known): nothing; 'none': every kind of goal; '-has,-stands': those. Raises UsageError."""
    if text == "all":
        return frozenset()
    if text == "none":
        return frozenset(KINDS)
    names = text.split(",")
    wrong = next((name for name in names if name[:1] != "-" or name[1:] not in KINDS), None)
    if wrong is not None:
        raise UsageError(f"--skills: expected all | none | -KIND,... of {', '.join(KINDS)}, found {wrong!r}; for example --skills=-has,-stands")
    return frozenset(name[1:] for name in names)


def kinds(goal: Goal) -> frozenset[str]:
    """The kind of a goal, and of its parts."""
    match goal:
        case All(goals) | Any(goals):
            parts = goals
        case Not(inner):
            parts = (inner,)
        case _:
            parts = ()
    return frozenset({str(goal.__struct_config__.tag)}).union(*(kinds(part) for part in parts))
