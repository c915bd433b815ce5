"""Functions as a stub file shows them: what programs and laws, their checker and the models that write them read of the world."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from textwrap import indent, wrap
from types import ModuleType
from typing import Any, is_typeddict

import msgspec

#: Vocabulary types as programs see them: JSON data.
_PLAIN = ((r"\btuple\[([^\[\]]+), \.\.\.\]", r"list[\1]"), (r"\bPos\b", "list[int]"), (r"\bVec\b", "list[float]"))


def declaration(name: str, parameters: list[str], returns: str, doc: str) -> str:
    """One function of a stub, with its docstring wrapped at 130 characters."""
    text = "\n".join(wrap(" ".join(doc.split()), 130))
    return f"def {name}({', '.join(parameters)}) -> {returns}:\n{indent(f'{chr(34) * 3}{text}{chr(34) * 3}', '    ')}\n"


def view(name: str, function: Callable[..., Any]) -> str:
    """A view as it is called: without its first parameter, the state."""
    signature = inspect.signature(function)
    parameters = []
    for parameter in list(signature.parameters.values())[1:]:
        star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
        given = "" if parameter.default is parameter.empty else default(parameter.default)
        parameters.append(f"{star}{parameter.name}: {plain(parameter.annotation)}{given}")
    return declaration(name, parameters, plain(signature.return_annotation), function.__doc__ or "")


def records(module: ModuleType) -> list[str]:
    """The dicts that the views of a module return, as they are written there."""
    return [inspect.getsource(kind) for kind in vars(module).values() if is_typeddict(kind) and kind.__module__ == module.__name__]


def plain(annotation: str) -> str:
    """An annotation in JSON's types: Pos is list[int]."""
    for pattern, replacement in _PLAIN:
        annotation = re.sub(pattern, replacement, annotation)
    return annotation


def default(value: object) -> str:
    """The default of a parameter, as it is written."""
    return f" = {msgspec.json.encode(value).decode()}" if isinstance(value, str | tuple) else f" = {value!r}"
