"""What tokens cost: a small table of list prices, and one's own price beside it."""

from __future__ import annotations

import os

import msgspec

from worldsim.errors import UsageError

OWN = "LUCIDCRAFT_PRICE"


class Price(msgspec.Struct, frozen=True):
    """US dollars per million tokens."""

    tokens_in: float
    tokens_out: float

    def of(self, tokens_in: int, tokens_out: int) -> float:
        """US dollars for one call."""
        return (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / 1e6


#: List prices of the providers' own pages, late 2025, without discounts for cached input. They change: LUCIDCRAFT_PRICE goes before them.
PRICES = {
    "openai:gpt-5": Price(1.25, 10.0),
    "openai:gpt-5-mini": Price(0.25, 2.0),
    "openai:gpt-5-nano": Price(0.05, 0.4),
    "openai:gpt-4.1": Price(2.0, 8.0),
    "openai:gpt-4.1-mini": Price(0.4, 1.6),
    "openai:gpt-4.1-nano": Price(0.1, 0.4),
    "openai:gpt-4o": Price(2.5, 10.0),
    "openai:gpt-4o-mini": Price(0.15, 0.6),
    "anthropic:claude-sonnet-4-5": Price(3.0, 15.0),
    "anthropic:claude-haiku-4-5": Price(1.0, 5.0),
}


def price_of(model: str) -> Price | None:
    """The price of PROVIDER:NAME: what LUCIDCRAFT_PRICE says of it, else the table's. None: unknown. Raises UsageError.

    LUCIDCRAFT_PRICE is IN,OUT in US dollars per million tokens for every model, or MODEL=IN,OUT for some: `openai:local=0,0;openai:gpt-5=1.25,10`.
    """
    whole = os.environ.get(OWN, "")
    own = dict(_own(entry, whole) for entry in whole.split(";") if entry.strip())
    return own.get(model) or own.get("") or PRICES.get(model)


def _own(entry: str, whole: str) -> tuple[str, Price]:
    """One entry of LUCIDCRAFT_PRICE: the model, '' for every one, and its price."""
    model, _, numbers = entry.strip().rpartition("=")
    try:
        tokens_in, tokens_out = (float(part) for part in numbers.split(","))
        if not (0 <= tokens_in < 1e6 and 0 <= tokens_out < 1e6):
            raise ValueError
    except ValueError:
        example = "for example 0.25,2 or openai:local=0,0;openai:gpt-5=1.25,10"
        raise UsageError(f"{OWN}: expected IN,OUT in US dollars per million tokens, found {whole!r}; {example}") from None
    return model, Price(tokens_in, tokens_out)
