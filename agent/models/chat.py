"""`Ask` over any chat model that langchain knows: one structured call, at most two repairs, every call told to a listener."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from agent.models.schema import strict_schema
from worldsim.errors import ModelDown, UsageError

T = TypeVar("T")

#: How often a bad reply is sent back with what was wrong.
REPAIRS = 2
#: Seconds that one call may take.
DEADLINE = 120.0


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a model, as it is told to the record. Holds no key."""

    role: str
    model: str
    prompt: str
    raw: str
    problem: str | None  #: why the reply was not accepted
    tokens_in: int
    tokens_out: int
    seconds: float


class ChatAsk:
    """A language model behind the `Ask` protocol."""

    def __init__(self, name: str, base_url: str | None = None, listen: Callable[[Call], None] | None = None) -> None:
        """`name` is PROVIDER:NAME, for example openai:gpt-5-mini. Raises UsageError when the provider is unknown or its key is missing."""
        self.name = name
        self._listen = listen or (lambda call: None)
        self._model = _connect(name, base_url)

    def __call__(self, role: str, prompt: str, reply: type[T]) -> T:
        """Put `prompt` to the model; a reply that does not fit `reply` is sent back with the reason, at most twice. Raises ModelDown."""
        schema = {"type": "json_schema", "json_schema": {"name": reply.__name__, "strict": True, "schema": strict_schema(reply)}}
        messages: list[tuple[str, str]] = [("user", prompt)]
        problem = ""
        for _ in range(1 + REPAIRS):
            raw = self._invoke(role, messages, schema)
            try:
                value = msgspec.json.decode(raw.text, type=reply)
            except (msgspec.ValidationError, msgspec.DecodeError) as error:
                problem = str(error)
                self._tell(role, prompt, raw, problem)
                messages += [
                    ("assistant", raw.text),
                    ("user", f"That reply was not accepted: {problem}. Answer again, with JSON that fits the schema."),
                ]
                continue
            self._tell(role, prompt, raw, None)
            return value
        raise ModelDown(
            f"{self.name}: expected JSON that fits {reply.__name__}, found none in {1 + REPAIRS} replies; the last problem was: {problem}"
        )

    def _invoke(self, role: str, messages: list[tuple[str, str]], schema: dict[str, Any]) -> _Raw:
        import httpx2
        import openai

        started = time.perf_counter()
        try:
            answer = self._model.invoke(messages, response_format=schema)
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            raise ModelDown(f"{self.name} ({role}): {type(error).__name__}: {str(error).splitlines()[0]}") from None
        usage = answer.usage_metadata or {}
        return _Raw(
            text=str(answer.text),
            tokens_in=int(usage.get("input_tokens", 0)),
            tokens_out=int(usage.get("output_tokens", 0)),
            seconds=time.perf_counter() - started,
        )

    def _tell(self, role: str, prompt: str, raw: _Raw, problem: str | None) -> None:
        self._listen(
            Call(
                role=role, model=self.name, prompt=prompt, raw=raw.text, problem=problem,
                tokens_in=raw.tokens_in, tokens_out=raw.tokens_out, seconds=raw.seconds,
            )
        )  # fmt: skip


class _Raw(msgspec.Struct, frozen=True):
    text: str
    tokens_in: int
    tokens_out: int
    seconds: float


def _connect(name: str, base_url: str | None) -> Any:
    provider, colon, model = name.partition(":")
    if not colon or not provider or not model:
        raise UsageError(f"--model: expected PROVIDER:NAME, found {name!r}; for example openai:gpt-5-mini")
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"timeout": DEADLINE, "max_retries": 3}
    base_url = base_url or os.environ.get("OPENAI_BASE_URL")
    if base_url:
        # An endpoint of one's own often wants no key; the client insists on one.
        options |= {"base_url": base_url, "api_key": os.environ.get("OPENAI_API_KEY", "unused")}
    elif provider == "openai" and not os.environ.get("OPENAI_API_KEY"):
        raise UsageError("--model: expected the key of openai in OPENAI_API_KEY, found none; set it, or name your own endpoint with --base-url")
    try:
        return init_chat_model(name, **options)
    except (ImportError, ValueError) as error:
        raise UsageError(f"--model {name}: {str(error).splitlines()[0]}") from None
