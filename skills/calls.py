"""From a suspended call to an action or a view, and from what the world says back to plain data."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, get_type_hints

import msgspec

from skills.program import Entry, Read, ViewCall
from worldsim.actions import ACTIONS, Action
from worldsim.change import Outcome
from worldsim.state import State
from worldsim.views import VIEWS

#: What a view's `pos` must be.
_CELL = Annotated[list[int], msgspec.Meta(min_length=3, max_length=3)]

#: Ends a program as failed. Not a view and not an action: nothing comes back from it.
FAIL = "fail"


class BadCall(Exception):
    """A program called something with the wrong arguments; it gets a TypeError with this text."""


class _Parameter(msgspec.Struct, frozen=True):
    """One parameter of a view, and what it accepts."""

    name: str
    type: Any


def call_of(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Action | ViewCall:
    """The action or view that a program asks for. Raises BadCall."""
    if name in ACTIONS:
        return _action(name, args, kwargs)
    if name in VIEWS:
        return _view(name, args, kwargs)
    raise BadCall(f"the world has no {name}")


def look(state: State, call: ViewCall) -> Read:
    """The answer of a view, from one state."""
    parameters = _parameters(call.view)
    values = []
    for index, value in enumerate(call.arguments):
        parameter = parameters[min(index, len(parameters) - 1)]
        values.append(msgspec.convert(value, parameter.type))
    return Read(call.view, call.arguments, msgspec.to_builtins(VIEWS[call.view](state, *values)))


def answer_of(entry: Entry) -> Any:
    """What the program gets back: the dict that `world.pyi` calls Result, or the view's data."""
    if isinstance(entry, Read):
        return entry.answer
    return {
        "ok": entry.ok,
        "reason": "interrupted" if entry.status == "interrupted" and entry.reason is None else entry.reason,
        "note": entry.note,
        "ticks": entry.ticks,
        "gained": {item: count for item, count in entry.change.inventory.items() if count > 0},
    }


def answers(entry: Entry, call: Action | ViewCall) -> bool:
    """Whether a journal's entry is the answer to this call."""
    if isinstance(entry, Outcome):
        return entry.action == call
    return ViewCall(entry.view, entry.arguments) == call


def _action(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Action:
    kind = ACTIONS[name]
    fields = kind.__struct_fields__
    if len(args) > len(fields) or any(key not in fields[len(args) :] for key in kwargs):
        raise BadCall(f"{name} takes {', '.join(fields)}, found {len(args)} arguments and {sorted(kwargs)}")
    data = {"op": name, **dict(zip(fields, args, strict=False)), **kwargs}
    try:
        action: Action = msgspec.convert(data, kind)  # type: ignore[assignment]  # every kind in ACTIONS is a member of Action
    except msgspec.ValidationError as error:
        raise BadCall(f"{name}: {error}") from None
    return action


def _view(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> ViewCall:
    function: Callable[..., Any] = VIEWS[name]
    try:
        bound = inspect.signature(function).bind(None, *args, **kwargs)
    except TypeError as error:
        raise BadCall(f"{name}: {error}") from None
    bound.apply_defaults()
    arguments = bound.args[1:]
    parameters = _parameters(name)
    for index, value in enumerate(arguments):
        parameter = parameters[min(index, len(parameters) - 1)]
        try:
            msgspec.convert(value, parameter.type)
        except msgspec.ValidationError as error:
            raise BadCall(f"{name}, argument {parameter.name}: {error}") from None
    return ViewCall(name, tuple(msgspec.to_builtins(value) for value in arguments))


@cache
def _parameters(name: str) -> tuple[_Parameter, ...]:
    function = VIEWS[name]
    hints = get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return tuple(_Parameter(p.name, _CELL if p.name == "pos" else hints[p.name]) for p in parameters)
