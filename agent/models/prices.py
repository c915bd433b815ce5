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
    """The price of PROVIDER:NAME: LUCIDCRAFT_PRICE ("IN,OUT", US dollars per million tokens) if it is set, else the table's. None: unknown."""
    own = os.environ.get(OWN)
    if not own:
        return PRICES.get(model)
    try:
        tokens_in, tokens_out = (float(part) for part in own.split(","))
        if not (0 <= tokens_in < 1e6 and 0 <= tokens_out < 1e6):
            raise ValueError
    except ValueError:
        raise UsageError(f"{OWN}: expected IN,OUT in US dollars per million tokens, found {own!r}; for example 0.25,2") from None
    return Price(tokens_in, tokens_out)
