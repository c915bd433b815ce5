"""Caps on what models may use: a call that might pass one is not made."""

from __future__ import annotations

import threading

import msgspec

from agent.models.prices import Price
from worldsim.errors import BudgetSpent

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


class Budget:
    """What was used, and what may be. Safe to share between threads; a call waits for those under way when they may leave it room."""

    def __init__(
        self, price: Price | None = None, *, max_calls: int | None = None, max_tokens: int | None = None, max_cost: float | None = None
    ) -> None:
        """Caps that are None do not bind; a `max_cost` (US dollars) needs a `price`."""
        assert price is not None or max_cost is None
        self.price = price
        self.max_calls, self.max_tokens, self.max_cost = max_calls, max_tokens, max_cost
        self.calls, self.tokens, self.cost = 0, 0, 0.0
        self._open: list[Ticket] = []
        # Tokens a byte: none has more than one; what was seen is closer.
        self._density: float | None = None
        self._changed = threading.Condition()

    def reserve(self, size: int) -> Ticket:
        """Leave for a call whose request has `size` bytes. Raises BudgetSpent."""
        with self._changed:
            while True:
                ticket = self._ticket(size)
                full = ticket is not None and ticket.tokens_out in (None, LONGEST)
                if ticket is not None and (full or not self._open):
                    self._open.append(ticket)
                    return ticket
                if not self._open:
                    raise BudgetSpent(self._spent(size))
                self._changed.wait()

    def settle(self, ticket: Ticket, tokens_in: int, tokens_out: int) -> float:
        """The call was answered and used this much. Returns its cost in US dollars, 0 when the price is unknown."""
        with self._changed:
            if tokens_in:
                self._density = max(self._density or 0.0, max(0, tokens_in - _FRAME) / max(1, ticket.size))
            cost = self.price.of(tokens_in, tokens_out) if self.price else 0.0
            self._close(ticket, tokens_in + tokens_out, cost)
            return cost

    def lost(self, ticket: Ticket) -> None:
        """Nobody knows whether the call was served: it counts as if it had used all that it could."""
        with self._changed:
            tokens_out = ticket.tokens_out or 0
            self._close(ticket, ticket.tokens_in + tokens_out, self.price.of(ticket.tokens_in, tokens_out) if self.price else 0.0)

    def refused(self, ticket: Ticket) -> None:
        """The endpoint did not serve the call: it counts for nothing."""
        with self._changed:
            self._open.remove(ticket)
            self._changed.notify_all()

    def _close(self, ticket: Ticket, tokens: int, cost: float) -> None:
        self._open.remove(ticket)
        self.calls += 1
        self.tokens += tokens
        self.cost += cost
        self._changed.notify_all()

    def _ticket(self, size: int) -> Ticket | None:
        """The largest that fits beside what was used and what is under way."""
        if self.max_calls is not None and self.calls + len(self._open) >= self.max_calls:
            return None
        tokens_in = self._tokens_in(size)
        if self.max_tokens is None and self.max_cost is None:
            return Ticket(size, tokens_in, None)
        room = float(LONGEST)
        if self.max_tokens is not None:
            room = min(room, self.max_tokens - self.tokens - sum(t.tokens_in + (t.tokens_out or 0) for t in self._open) - tokens_in)
        if self.max_cost is not None and self.price is not None:
            left = self.max_cost - self.cost - sum(self.price.of(t.tokens_in, t.tokens_out or 0) for t in self._open)
            left -= self.price.of(tokens_in, 0)
            room = min(room, left / self.price.of(0, 1) if self.price.tokens_out else (room if left >= 0 else 0.0))
        return Ticket(size, tokens_in, int(room)) if room >= SHORTEST else None

    def _tokens_in(self, size: int) -> int:
        density = 1.0 if self._density is None else min(1.0, self._density * _MARGIN)
        return _FRAME + round(size * density)

    def _spent(self, size: int) -> str:
        if self.max_calls is not None and self.calls >= self.max_calls:
            return f"--max-calls {self.max_calls}: expected room for one more call, found {self.calls} made; raise the cap"
        used = f"found {self.tokens} tokens and ${self.cost:.4f} used"
        caps = [f"--max-tokens {self.max_tokens}"] if self.max_tokens is not None else []
        caps += [f"--max-cost {self.max_cost:g}"] if self.max_cost is not None else []
        need = f"expected room for a call of up to {self._tokens_in(size)} tokens and a reply of {SHORTEST}"
        return f"{' '.join(caps)}: {need}, {used}; raise the cap"
