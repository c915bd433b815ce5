"""Replies by their schema: what a planted author or reader has to say, put into the fields that are asked for."""

from __future__ import annotations

from typing import Any

import msgspec


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One law, as it is handed over."""

    name: str
    family: str
    source: str
    summary: str
    rule: str = ""  #: the sentence that it comes from


#: Which of a law's parts goes into a field of that name; any other text field gets the summary.
_PARTS = {
    **dict.fromkeys(("name", "title", "id"), "name"),
    **dict.fromkeys(("source", "program", "code", "law"), "source"),
    "family": "family",
    **dict.fromkeys(("rule", "quote", "sentence", "note"), "rule"),
}


def filled(schema: dict[str, Any] | None, laws: list[Written]) -> Any:
    """A reply that fits the schema, with these laws in its list of objects. Without a schema: `{"laws": [...]}`, every part of them told."""
    if schema is None:
        return {"laws": [msgspec.to_builtins(law) for law in laws]}
    return _value(schema, schema.get("$defs", {}), laws, None, "")


def _value(schema: dict[str, Any], known: dict[str, Any], laws: list[Written], law: Written | None, name: str) -> Any:
    if "$ref" in schema:
        return _value(known[schema["$ref"].rsplit("/", 1)[-1]], known, laws, law, name)
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return _value(schema[choice][0], known, laws, law, name)
    if "const" in schema or "enum" in schema:
        values = schema.get("enum") or [schema["const"]]
        return law.family if law is not None and law.family in values else values[0]
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {key: _value(value, known, laws, law, key) for key, value in schema.get("properties", {}).items()}
    if kind == "array":
        item = schema.get("items", {})
        item = known[item["$ref"].rsplit("/", 1)[-1]] if "$ref" in item else item
        if law is None and item.get("type") == "object":
            return [_value(item, known, [], each, name) for each in laws]
        return []
    if kind == "string":
        return getattr(law, _PARTS.get(name, "summary")) if law is not None else "planted"
    return {"integer": 0, "number": 0.0, "boolean": True}.get(str(kind))
