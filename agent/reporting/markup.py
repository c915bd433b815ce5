"""HTML and SVG from Python values: every string is escaped, unless it is markup already."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import msgspec

#: Elements without an end tag.
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})
#: What no page may hold: control characters other than white space, and halves of surrogate pairs.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Markup(str):
    """Text that is markup already: made by `tag`, or part of this package."""

    __slots__ = ()


#: What may stand in an element; None is left out.
Child = str | int | float | None


def text(value: Child) -> Markup:
    """A value as markup: escaped, control characters shown as a box."""
    if value is None:
        return Markup("")
    return value if isinstance(value, Markup) else Markup(html.escape(_UNFIT.sub("\ufffd", str(value))))


def tag(element: str, *children: Child, **attributes: str | int | float | bool | None) -> Markup:
    """An element. `class_`, `for_` lose their underscore, others become hyphens; True: an attribute without a value; False, None: none."""
    parts = []
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(f" {name}")
        elif value is not None and value is not False:
            parts.append(f' {name}="{html.escape(_UNFIT.sub(chr(0xFFFD), str(value)))}"')
    start = f"<{element}{''.join(parts)}>"
    if element in _VOID:
        return Markup(start)
    return Markup(f"{start}{''.join(text(child) for child in children)}</{element}>")


def join(children: list[Markup] | tuple[Markup, ...]) -> Markup:
    """Pieces of markup, one after the other."""
    return Markup("".join(children))


def data(value: Any) -> Markup:
    """A value as JSON that may stand in a <script type="application/json">: no character of it can end the element."""
    plain = json.dumps(msgspec.to_builtins(value), separators=(",", ":"), allow_nan=False)
    return Markup(plain.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
