"""The ways to ask an endpoint for a reply of a given shape, and to get its JSON back out of what it says."""

from __future__ import annotations

import re
from typing import Any, Literal, TypeVar

import msgspec

from agent.models.schema import strict_schema

T = TypeVar("T")
Dialect = Literal["json_schema", "json_object", "tools", "prompt"]
#: The strictest first.
DIALECTS: tuple[Dialect, ...] = ("json_schema", "json_object", "tools", "prompt")

#: Characters of a reply that are looked at; 15 transitions are about 8,000.
LONGEST_REPLY = 200_000
#: Fields that `msgspec` names in its messages: what was expected, what was found, and where.
_MESSAGE = re.compile(r"Expected `(.+?)`, got `(.+?)`(?: - at `(.+)`)?$")
_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)


class BadReplyError(Exception):
    """The reply does not fit; the message says where, what was expected and what was found."""


class Request(msgspec.Struct, frozen=True):
    """How a question goes out: its text, and what goes with it."""

    prompt: str
    response_format: dict[str, Any] | None = None
    tool: dict[str, Any] | None = None  #: the only one, and it must be called

    @property
    def size(self) -> int:
        """Bytes, all together."""
        return len(self.prompt.encode()) + sum(len(msgspec.json.encode(part)) for part in (self.response_format, self.tool) if part)


def request(dialect: Dialect, prompt: str, reply: type[Any]) -> Request:
    """`prompt`, asking for a `reply` struct in `dialect`."""
    schema = strict_schema(reply)
    match dialect:
        case "json_schema":
            return Request(prompt, {"type": "json_schema", "json_schema": {"name": reply.__name__, "strict": True, "schema": schema}})
        case "json_object":
            return Request(_with_schema(prompt, schema), {"type": "json_object"})
        case "tools":
            function = {"name": reply.__name__, "description": "Give the answer.", "parameters": schema, "strict": True}
            return Request(prompt, tool={"type": "function", "function": function})
        case "prompt":
            return Request(_with_schema(prompt, schema))


def _with_schema(prompt: str, schema: dict[str, Any]) -> str:
    text = msgspec.json.encode(schema).decode()
    return f"{prompt}\n\nAnswer with one JSON object and nothing else. It must fit this JSON schema:\n{text}"


def read(raw: str, reply: type[T]) -> T:
    """The reply in `raw`, validated in full. Raises BadReplyError, whatever `raw` holds."""
    if not raw.strip():
        raise BadReplyError("expected a JSON object, found an empty reply")
    if len(raw) > LONGEST_REPLY:
        raise BadReplyError(f"expected at most {LONGEST_REPLY} characters, found {len(raw)}")
    try:
        return msgspec.json.decode(_json(raw).encode("utf-8", "replace"), type=reply)
    except RecursionError:
        raise BadReplyError("expected the nesting of the schema, found a far deeper one") from None
    except (msgspec.DecodeError, ValueError) as error:
        found = _MESSAGE.match(str(error))
        raise BadReplyError(f"at {found[3] or '$'}: expected {found[1]}, found {found[2]}" if found else str(error)) from None


def _json(raw: str) -> str:
    """The JSON object in a reply that may have words, or fences, around it."""
    text = raw.strip()
    if not text.startswith("{"):
        text = text.rpartition("</think>")[2]
        fenced = _FENCED.search(text)
        text = fenced[1] if fenced else text
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else raw
