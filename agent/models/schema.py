"""JSON schemas that strict structured output accepts, made from msgspec reply structs."""

from __future__ import annotations

from typing import Any

import msgspec

# What strict mode refuses or ignores; msgspec checks the ranges when the reply is decoded.
_DROP = frozenset(
    "discriminator default title minimum maximum exclusiveMinimum exclusiveMaximum minItems maxItems minLength maxLength prefixItems".split()
)


def strict_schema(reply: type[Any]) -> dict[str, Any]:
    """The schema of a reply struct: root object inlined, every property required, nothing extra allowed.

    `reply` is a msgspec.Struct whose fields are scalars, lists and structs (no dict, no tuple).
    """
    schema = msgspec.json.schema(reply)
    definitions = schema.get("$defs", {})
    root = definitions.pop(schema["$ref"].rsplit("/", 1)[-1]) if "$ref" in schema else schema
    out: dict[str, Any] = _strict(root)
    if definitions:
        out["$defs"] = _strict_properties(definitions)
    return out


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(part) for part in node]
    if not isinstance(node, dict):
        return node
    out = {key: _strict_properties(value) if key == "properties" else _strict(value) for key, value in node.items() if key not in _DROP}
    if out.get("type") == "object" and "properties" in out:
        out["additionalProperties"] = False
        out["required"] = list(out["properties"])
    return out


def _strict_properties(properties: dict[str, Any]) -> dict[str, Any]:
    # Here the keys are names of fields: one may well be called "title" or "default".
    return {name: _strict(value) for name, value in properties.items()}
