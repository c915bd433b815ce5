"""What the doctor looks at of a language model: package, key, endpoint, dialect, price. No key is sent or shown, and nothing is asked of it."""

from __future__ import annotations

import importlib.util
import json
import os
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import msgspec

from agent.findings import PATIENCE, Check, Finding
from agent.models.client import is_local, own_endpoint
from agent.models.prices import OWN, price_of
from agent.models.store import Store, default_file
from agent.roles import Player
from agent.settings import Settings
from worldsim.errors import ModelDown, UsageError
from worldsim.prompting import quoted

#: Where providers are asked, for those that we know.
_PROVIDERS = {"openai": "https://api.openai.com/v1", "anthropic": "https://api.anthropic.com/v1"}
#: Providers whose key has a name of its own; the others': PROVIDER_API_KEY.
_KEYS = {"google_genai": "GOOGLE_API_KEY", "azure_openai": "AZURE_OPENAI_API_KEY", "mistralai": "MISTRAL_API_KEY"}
#: Bytes of an answer that are read, and models of it that are named.
_BYTES, _NAMED = 200_000, 4


class _Probe(msgspec.Struct, frozen=True):
    """What a probe asks for."""

    ok: bool


def checks_of(who: Player, roles: list[str], settings: Settings, probe: bool) -> list[Check]:
    """What is to be looked at of one model, which plays these roles."""
    provider, _, name = who.model.partition(":")
    if provider == "cassette":
        return [lambda: _cassette(name)]
    if not name:
        return [lambda: Finding("FAIL", "model", f"{who.model!r} is not PROVIDER:NAME", "for example openai:gpt-5-mini")]
    own = own_endpoint(who.model, who.base_url)
    return [
        lambda: Finding("ok", "model", f"{who.model} plays {', '.join(roles)}"),
        lambda: _package(provider),
        lambda: _key(provider, own),
        lambda: _endpoint(provider, own, name),
        lambda: _dialect(who, own, provider, probe),
        lambda: _price(who, own, settings),
    ]


def _cassette(name: str) -> Finding:
    if Path(name).is_file():
        return Finding("ok", "cassette", f"{name} is there")
    return Finding("FAIL", "cassette", f"{name} is no file", "record one: docs/models.md")


def _package(provider: str) -> Finding:
    package = f"langchain_{provider.removeprefix('azure_')}"
    if importlib.util.find_spec(package) is None:
        return Finding("FAIL", "package", f"no {package}", f"pip install {package.replace('_', '-')}")
    return Finding("ok", "package", package)


def _key(provider: str, own: str | None) -> Finding:
    name = _KEYS.get(provider, f"{provider.upper()}_API_KEY")
    if os.environ.get(name):
        return Finding("ok", "key", f"{name} is set")
    if own is not None:
        return Finding("ok", "key", f"{name} is not set; most endpoints of one's own want none")
    return Finding("FAIL", "key", f"{name} is not set", "set it in the environment, or name your own endpoint with --base-url")


def _endpoint(provider: str, own: str | None, name: str) -> Finding:
    address = own or _PROVIDERS.get(provider)
    if address is None:
        return Finding("warn", "endpoint", f"where {provider} is asked is not known here", "the first call will tell")
    remedy = "start it, or mend --base-url" if own else "connect to the network"
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/models", timeout=PATIENCE) as answer:
            served = _served(answer.read(_BYTES))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 404:
            return Finding("warn", "endpoint", f"{address} answers, but has no /models", "should calls fail: the address mostly ends in /v1")
        return Finding("ok", "endpoint", f"{address} answers")
    except (OSError, ValueError) as error:
        return Finding("FAIL", "endpoint", f"{address} does not answer ({getattr(error, 'reason', error)})", remedy)
    if served and name not in served:
        named = ", ".join(quoted(model, 60) for model in served[:_NAMED])
        return Finding("warn", "endpoint", f"{address} answers, and serves {named}, not {name}", "mend the name, if it takes only its own")
    return Finding("ok", "endpoint", f"{address} answers")


def _served(answer: bytes) -> list[str]:
    """The models that an endpoint says it has; [] if it says nothing that can be read."""
    try:
        told: Any = json.loads(answer)
        return [str(model["id"]) for model in told["data"]]
    except (ValueError, LookupError, TypeError):
        return []


def _dialect(who: Player, own: str | None, provider: str, probe: bool) -> Finding:
    file = default_file()
    known = Store(file).dialect(own or provider, who.model) if file.is_file() else None
    if known:
        return Finding("ok", "dialect", f"{known}, as it was understood before")
    if not probe:
        return Finding("ok", "dialect", "not known yet; the first call finds out, or --probe does")
    from agent.models.factory import ask_of

    try:
        ask = ask_of(who.model, who.base_url, max_calls=8, cache=file)
        ask("probe", 'Answer {"ok": true}.', _Probe)
    except (ModelDown, UsageError) as error:
        return Finding("FAIL", "dialect", f"none was understood: {error}", "look at what the endpoint says")
    return Finding("ok", "dialect", f"{Store(file).dialect(own or provider, who.model)}, by a probe")


def _price(who: Player, own: str | None, settings: Settings) -> Finding:
    try:
        price = price_of(who.model)
    except UsageError as error:
        return Finding("FAIL", "price", str(error))
    if price is not None:
        return Finding("ok", "price", f"${price.tokens_in:g} in, ${price.tokens_out:g} out per million tokens")
    remedy = f"set {OWN}={who.model}=IN,OUT in US dollars per million tokens"
    if settings.max_cost is not None:
        return Finding("FAIL", "price", "unknown, and --max-cost needs it", remedy)
    if own is not None and is_local(own):
        return Finding("ok", "price", "unknown; the endpoint is on this machine")
    return Finding("warn", "price", "unknown: costs are told as 0", remedy)
