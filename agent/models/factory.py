"""One way to a model for every command: `ask_of("openai:gpt-5-mini")` is an `Ask`. Imports nothing heavy until it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from worldsim.errors import UsageError
from worldsim.events import Asked

if TYPE_CHECKING:
    from agent.models.budget import Purse
    from agent.models.cassette import Cassette
    from agent.models.chat import ChatAsk


def ask_of(
    model: str,
    base_url: str | None = None,
    *,
    listen: Callable[[Asked], None] | None = None,
    max_calls: int | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    cache: str | Path | None = None,
    purse: Purse | None = None,
) -> ChatAsk | Cassette:
    """The model `PROVIDER:NAME`, behind the `Ask` protocol and with `many`; `cassette:FILE` replays a recorded one. Raises UsageError.

    base_url: an OpenAI-compatible endpoint; default: OPENAI_BASE_URL, then the provider's own.
    listen: is told every call, one at a time, also when `many` asks in parallel.
    max_calls, max_tokens, max_cost (US dollars): BudgetSpent is raised before the call that would pass them; None: no cap.
    purse: instead of these caps, one that other models share.
    cache: an SQLite file for accepted replies and for the dialect that the endpoint understands; "off": none. None: one in the user's cache
    folder, without the replies of endpoints on this machine: those cost nothing, and another model may answer there tomorrow.
    """
    from agent.models.budget import Budget, Purse

    purse = purse or Purse(max_calls=max_calls, max_tokens=max_tokens, max_cost=max_cost)
    if model.startswith("cassette:"):
        from agent.models.cassette import Cassette

        return Cassette(Path(model.removeprefix("cassette:")), listen=listen)
    from agent.models.chat import ChatAsk
    from agent.models.client import Client
    from agent.models.prices import OWN, price_of
    from agent.models.store import Store, default_file

    price = price_of(model)
    if purse.max_cost is not None and price is None:
        raise UsageError(f"--max-cost: expected a model whose price is known, found {model}; set {OWN}=IN,OUT in US dollars per million tokens")
    client = Client(model, base_url)
    if cache == "off":
        store = Store()
    elif cache is not None:
        store = Store(Path(cache))
    else:
        store = Store(default_file(), keep_replies=not client.local)
    return ChatAsk(client, listen, budget=Budget(price, purse=purse), store=store)
