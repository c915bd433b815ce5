"""`Ask` over any chat model that langchain knows: validated replies, at most two repairs, within caps, every call told to a listener."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

from agent.models.budget import Budget
from agent.models.client import DEADLINE, Client, NoReplyError, Reply
from agent.models.dialects import BadReplyError, Dialect, Request, read, request
from agent.models.parallel import ask_many
from agent.models.store import Store
from worldsim.errors import ModelDown, Nonsense
from worldsim.events import Asked

T = TypeVar("T")

#: How often a bad reply is sent back with what was wrong.
REPAIRS = 2
#: How often a request is sent when nobody answers it.
TRIES = 4
#: Seconds before the second try, doubled before each that follows, with a random part.
BACKOFF = 0.5
#: First replies in a row that do not fit before another dialect is tried, where none has worked yet.
STRIKES = 2
#: Statuses that say: you asked in a way I do not know. llama_cpp.server says 500 to a JSON schema.
_NOT_UNDERSTOOD = frozenset({400, 415, 422, 500, 501})
#: Characters of a reply that are told, and those that are sent back.
_TOLD, _SENT_BACK = 20_000, 4_000


class Question(msgspec.Struct, frozen=True):
    """What is asked, of whom, and what for."""

    role: str
    prompt: str
    reply: type[Any]

    @property
    def prompt_hash(self) -> str:
        """Of the prompt alone: 16 hexadecimal digits."""
        return hashlib.sha256(self.prompt.encode()).hexdigest()[:16]


class ChatAsk:
    """A language model behind the `Ask` protocol. Safe to use from several threads."""

    def __init__(
        self,
        client: Client,
        listen: Callable[[Asked], None] | None = None,
        *,
        budget: Budget | None = None,
        store: Store | None = None,
        deadline: float = DEADLINE,
    ) -> None:
        """`listen` is told every call, one at a time; `deadline`: seconds that an answer may take, with its tries."""
        self.name = client.name
        self.client = client
        self.budget = budget or Budget()
        self.deadline = deadline
        self._store = store or Store()
        self._listen = listen or (lambda asked: None)
        self._telling = threading.Lock()
        remembered = self._store.dialect(client.endpoint, client.name)
        self.dialect: Dialect = next((d for d in client.dialects if d == remembered), client.dialects[0])
        self._proven, self._strikes = False, 0  # what was remembered is tried first, and may be true no longer

    def __call__(self, role: str, prompt: str, reply: type[T]) -> T:
        """Put `prompt` to the model; a reply that does not fit `reply` is sent back with the reason, at most twice.

        Raises Nonsense when there is no valid reply, BudgetSpent when the call might pass a cap, ModelDown (both are one) when nobody answers.
        """
        question = Question(role, prompt, reply)
        dialects = self.client.dialects
        dialect, refusal = self.dialect, None
        while True:
            try:
                return self._ask(question, dialect, reply)
            except NoReplyError as error:
                # The first dialect's refusal says most: the later ones are asked only because of it.
                refusal = refusal or error
                after = dialects.index(dialect) + 1
                if self._proven or error.status not in _NOT_UNDERSTOOD or after == len(dialects):
                    raise ModelDown(f"{self.name} ({role}): {refusal}") from None
                dialect = dialects[after]

    def many(self, role: str, prompts: Sequence[str], reply: type[T]) -> list[T | ModelDown]:
        """One answer a prompt, in their order, asked in parallel; where one has none, the reason stands in its place."""
        return ask_many(self, role, prompts, reply)

    def _ask(self, question: Question, dialect: Dialect, reply: type[T]) -> T:
        """One question in one dialect. Raises NoReplyError, ModelDown."""
        asking = request(dialect, question.prompt, reply)
        key = self._key(asking)
        known = self._known(key, question, dialect, reply)
        if known is not None:
            return known
        talk: list[tuple[str, str]] = []
        trouble = ""
        for attempt in range(1 + REPAIRS):
            said, event = self._send(question, dialect, asking, talk)
            try:
                if said.trouble:
                    raise BadReplyError(said.trouble)
                value = read(said.text, reply)
            except BadReplyError as error:
                trouble = str(error)
                self._tell(msgspec.structs.replace(event, error=trouble))
                talk += [("assistant", said.text[:_SENT_BACK] or "(nothing)"), ("user", _repair(trouble))]
                continue
            self._tell(event)
            self._worked(dialect, at_once=attempt == 0)
            self._store.keep_reply(
                key, model=self.name, endpoint=self.client.endpoint, role=question.role, prompt_hash=question.prompt_hash,
                prompt=question.prompt, raw=said.text,
            )  # fmt: skip
            return value
        self._worked(dialect, at_once=False)
        found = f"expected JSON that fits {reply.__name__}, found none in {1 + REPAIRS} replies"
        raise Nonsense(f"{self.name}: {found}; the last problem was: {trouble}")

    def _send(self, question: Question, dialect: Dialect, asking: Request, talk: list[tuple[str, str]]) -> tuple[Reply, Asked]:
        """One reply, whatever it is, after as many tries as it takes. Raises NoReplyError, BudgetSpent."""
        size = asking.size + sum(len(text.encode()) for _, text in talk)
        until = time.monotonic() + self.deadline
        for attempt in range(TRIES):
            ticket = self.budget.reserve(size)
            started = time.monotonic()
            blank = Asked(role=question.role, model=self.name, prompt_hash=question.prompt_hash, dialect=dialect)
            try:
                said = self.client.send(asking, talk, ticket.tokens_out, max(0.1, until - started))
            except NoReplyError as error:
                if error.status is None:
                    self.budget.lost(ticket)
                else:
                    self.budget.refused(ticket)
                self._tell(msgspec.structs.replace(blank, error=str(error), seconds=_since(started)))
                pause = error.wait if error.wait is not None else BACKOFF * 2**attempt * random.uniform(1, 1.5)
                last = attempt + 1 == TRIES or time.monotonic() + pause > until
                if last or (error.status is not None and 400 <= error.status < 500 and error.status not in (408, 409, 429)):
                    raise
                time.sleep(pause)
                continue
            except BaseException:
                self.budget.lost(ticket)
                raise
            cost = self.budget.settle(ticket, said.tokens_in, said.tokens_out)
            used = {"tokens_in": said.tokens_in, "tokens_out": said.tokens_out, "cost": cost}
            return said, msgspec.structs.replace(blank, raw=said.text[:_TOLD], seconds=_since(started), **used)
        raise AssertionError("the last try raises or returns")

    def _known(self, key: str, question: Question, dialect: Dialect, reply: type[T]) -> T | None:
        raw = self._store.reply(key)
        if raw is None:
            return None
        try:
            value = read(raw, reply)
        except BadReplyError:
            return None
        self._tell(
            Asked(
                role=question.role, model=self.name, prompt_hash=question.prompt_hash, dialect=dialect, raw=raw[:_TOLD], cached=True
            )
        )  # fmt: skip
        return value

    def _key(self, asking: Request) -> str:
        return hashlib.sha256(msgspec.json.encode([self.name, self.client.endpoint, asking])).hexdigest()

    def _worked(self, dialect: Dialect, at_once: bool) -> None:
        """Learn from the first reply to a question whether the endpoint understands `dialect`."""
        with self._telling:
            if at_once:
                if not self._proven:
                    self._store.keep_dialect(self.client.endpoint, self.name, dialect)
                self.dialect, self._proven, self._strikes = dialect, True, 0
            elif not self._proven and dialect == self.dialect:
                self._strikes += 1
                after = self.client.dialects.index(dialect) + 1
                if self._strikes >= STRIKES and after < len(self.client.dialects):
                    self.dialect, self._strikes = self.client.dialects[after], 0

    def _tell(self, asked: Asked) -> None:
        with self._telling:
            self._listen(asked)


def _repair(trouble: str) -> str:
    return f"That reply was not accepted: {trouble}. Answer again, with JSON that fits the schema."


def _since(started: float) -> float:
    return round(time.monotonic() - started, 4)
