"""Caps on what models may use, each or together: a call that might pass one is not made."""

from __future__ import annotations

import threading

import msgspec

from agent.models.prices import Price
from worldsim.errors import BudgetSpent, UsageError

#: Longest reply that is paid for while a cap on tokens or cost is set; it goes with the request, so the endpoint keeps to it.
LONGEST = 8192
#: With room for fewer tokens than this, a reply is hardly worth its question.
SHORTEST = 256
#: Tokens that a request has beside its text, at most (own estimate).
_FRAME = 64
#: A request has at most this many times the tokens a byte that requests had so far.
_MARGIN = 1.25


class Ticket(msgspec.Struct, frozen=True):
    """Leave to make one call: what it can use at most. `size`: bytes of the request. `tokens_out` None: no cap hangs on it."""

    size: int
    tokens_in: int
    tokens_out: int | None
    price: Price | None = None

    @property
    def tokens(self) -> int:
        """That it may use."""
        return self.tokens_in + (self.tokens_out or 0)

    @property
    def cost(self) -> float:
        """US dollars that it may cost; 0 when the price is unknown."""
        return self.price.of(self.tokens_in, self.tokens_out or 0) if self.price else 0.0


class Purse:
    """What several models have used together, and what they may: calls, tokens (sent and received), US dollars. Caps that are None do not bind.

    Raises UsageError for caps of 0 or below.
    """

    def __init__(self, *, max_calls: int | None = None, max_tokens: int | None = None, max_cost: float | None = None) -> None:
        for flag, cap in (("--max-calls", max_calls), ("--max-tokens", max_tokens), ("--max-cost", max_cost)):
            if cap is not None and not cap > 0:
                raise UsageError(f"{flag}: expected a number above 0, found {cap}; leave it out for no cap")
        self.max_calls, self.max_tokens, self.max_cost = max_calls, max_tokens, max_cost
        self.calls, self.tokens, self.cost = 0, 0, 0.0
        self.open: list[Ticket] = []  #: calls under way
        self.changed = threading.Condition()


class Budget:
    """What one model may take from a purse. Safe to share between threads; a call waits for those under way when they may leave it room."""

    def __init__(
        self,
        price: Price | None = None,
        *,
        purse: Purse | None = None,
        max_calls: int | None = None,
        max_tokens: int | None = None,
        max_cost: float | None = None,
    ) -> None:
        """Without a `purse` it has one of its own, with these caps. A cap on cost (US dollars) needs a `price`."""
        self.purse = purse or Purse(max_calls=max_calls, max_tokens=max_tokens, max_cost=max_cost)
        assert price is not None or self.purse.max_cost is None
        self.price = price
        # Tokens a byte: none has more than one; what was seen is closer.
        self._density: float | None = None

    @property
    def calls(self) -> int:
        """Out of the purse, by all models."""
        return self.purse.calls

    @property
    def tokens(self) -> int:
        """Out of the purse, by all models."""
        return self.purse.tokens

    @property
    def cost(self) -> float:
        """Out of the purse, by all models; US dollars."""
        return self.purse.cost

    def reserve(self, size: int) -> Ticket:
        """Leave for a call whose request has `size` bytes. Raises BudgetSpent."""
        with self.purse.changed:
            while True:
                ticket = self._ticket(size)
                full = ticket is not None and ticket.tokens_out in (None, LONGEST)
                if ticket is not None and (full or not self.purse.open):
                    self.purse.open.append(ticket)
                    return ticket
                if not self.purse.open:
                    raise BudgetSpent(self._spent(size))
                self.purse.changed.wait()

    def settle(self, ticket: Ticket, tokens_in: int, tokens_out: int) -> float:
        """The call was answered and used this much. Returns its cost in US dollars, 0 when the price is unknown."""
        with self.purse.changed:
            if tokens_in:
                self._density = max(self._density or 0.0, max(0, tokens_in - _FRAME) / max(1, ticket.size))
            cost = self.price.of(tokens_in, tokens_out) if self.price else 0.0
            self._close(ticket, tokens_in + tokens_out, cost)
            return cost

    def lost(self, ticket: Ticket) -> None:
        """Nobody knows whether the call was served: it counts as if it had used all that it could."""
        with self.purse.changed:
            self._close(ticket, ticket.tokens, ticket.cost)

    def refused(self, ticket: Ticket) -> None:
        """The endpoint did not serve the call: it counts for nothing."""
        with self.purse.changed:
            self.purse.open.remove(ticket)
            self.purse.changed.notify_all()

    def _close(self, ticket: Ticket, tokens: int, cost: float) -> None:
        self.purse.open.remove(ticket)
        self.purse.calls += 1
        self.purse.tokens += tokens
        self.purse.cost += cost
        self.purse.changed.notify_all()

    def _ticket(self, size: int) -> Ticket | None:
        """The largest that fits beside what was used and what is under way."""
        purse = self.purse
        if purse.max_calls is not None and purse.calls + len(purse.open) >= purse.max_calls:
            return None
        tokens_in = self._tokens_in(size)
        if purse.max_tokens is None and purse.max_cost is None:
            return Ticket(size, tokens_in, None, self.price)
        room = float(LONGEST)
        if purse.max_tokens is not None:
            room = min(room, purse.max_tokens - purse.tokens - sum(ticket.tokens for ticket in purse.open) - tokens_in)
        if purse.max_cost is not None and self.price is not None:
            left = purse.max_cost - purse.cost - sum(ticket.cost for ticket in purse.open) - self.price.of(tokens_in, 0)
            room = min(room, left / self.price.of(0, 1) if self.price.tokens_out else (room if left >= 0 else 0.0))
        return Ticket(size, tokens_in, int(room), self.price) if room >= SHORTEST else None

    def _tokens_in(self, size: int) -> int:
        density = 1.0 if self._density is None else min(1.0, self._density * _MARGIN)
        return _FRAME + round(size * density)

    def _spent(self, size: int) -> str:
        purse = self.purse
        if purse.max_calls is not None and purse.calls >= purse.max_calls:
            return f"--max-calls {purse.max_calls}: expected room for one more call, found {purse.calls} made; raise the cap"
        used = f"found {purse.tokens} tokens and ${purse.cost:.4f} used"
        caps = [f"--max-tokens {purse.max_tokens}"] if purse.max_tokens is not None else []
        caps += [f"--max-cost {purse.max_cost:g}"] if purse.max_cost is not None else []
        need = f"expected room for a call of up to {self._tokens_in(size)} tokens and a reply of {SHORTEST}"
        return f"{' '.join(caps)}: {need}, {used}; raise the cap"
