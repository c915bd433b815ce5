"""One request to a chat model, by langchain: its reply as it came, or why there is none. Retries, repairs and caps are `chat.py`'s."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec

from agent.models.dialects import DIALECTS, Dialect, Request
from worldsim.errors import UsageError
from worldsim.keys import public, redact

T = TypeVar("T")

#: Seconds that a request may take.
DEADLINE = 120.0
#: Providers whose langchain class hands `response_format` and `max_tokens` on to an OpenAI-compatible endpoint. The others are asked by tools.
_OPENAI_LIKE = frozenset({"openai", "azure_openai", "deepseek", "fireworks", "groq", "mistralai", "openrouter", "perplexity", "together", "xai"})
#: What the providers' packages raise beside what Python has, as far as they are loaded.
_RAISED = (
    "openai:OpenAIError", "httpx2:HTTPError", "httpx:HTTPError", "anthropic:AnthropicError", "groq:GroqError", "ollama:ResponseError",
    "google.genai.errors:APIError", "langchain_core.exceptions:LangChainException",
)  # fmt: skip


class Reply(msgspec.Struct, frozen=True):
    """What the model said: `text` is the JSON, if it kept to what was asked."""

    text: str
    tokens_in: int
    tokens_out: int
    trouble: str = ""  #: why `text` cannot be whole: cut off, refused


class NoReplyError(Exception):
    """The endpoint gave no reply. `status`: of HTTP, if it came to that; `wait`: seconds, if it said so."""

    def __init__(self, message: str, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(message)
        self.status, self.wait = status, wait


class Client:
    """A model of a provider, or of an endpoint of one's own."""

    def __init__(self, name: str, base_url: str | None = None) -> None:
        """`name` is PROVIDER:NAME, for example openai:gpt-5-mini.

        Raises UsageError when the provider is unknown, its package is missing or its key is not set.
        """
        self.name = name
        self.provider, colon, model = name.partition(":")
        if not colon or not self.provider or not model:
            raise UsageError(f"--model: expected PROVIDER:NAME, found {name!r}; for example openai:gpt-5-mini")
        own = own_endpoint(name, base_url)
        self.endpoint = own or self.provider
        self._chat = _connect(name, own)
        self._raised: tuple[type[BaseException], ...] = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, *_loaded())

    @property
    def dialects(self) -> tuple[Dialect, ...]:
        """Those that can be put to this provider, the strictest first."""
        return DIALECTS if self.provider in _OPENAI_LIKE else ("tools", "prompt")

    @property
    def local(self) -> bool:
        """Whether the endpoint is on this machine."""
        return is_local(self.endpoint)

    def send(self, request: Request, rest: Sequence[tuple[str, str]], tokens_out: int | None, deadline: float) -> Reply:
        """Put the request, and the talk that followed it, to the model; wait `deadline` seconds at most. Raises NoReplyError."""
        # Read timeouts do not end a request whose answer drips; and a thread of our own does not hold up the end of the process.
        future = in_thread(lambda: self._send(request, rest, tokens_out))
        try:
            return future.result(deadline)
        except TimeoutError:
            raise NoReplyError(f"expected a reply within {deadline:.0f} s, found none") from None

    def _send(self, request: Request, rest: Sequence[tuple[str, str]], tokens_out: int | None) -> Reply:
        options: dict[str, Any] = {}
        if request.response_format is not None:
            options["response_format"] = request.response_format
        if tokens_out is not None and self.provider in _OPENAI_LIKE | {"anthropic"}:
            options["max_tokens"] = tokens_out
        try:
            chat = self._chat
            if request.tool is not None:
                chat = chat.bind_tools([request.tool], tool_choice=request.tool["function"]["name"])
            return _reply(chat.invoke([("user", request.prompt), *rest], **options))
        except self._raised as error:
            completion = getattr(error, "completion", None)  # the reply was cut off: openai raises, and hands the rest over
            if completion is not None:
                usage = completion.usage
                text = redact(completion.choices[0].message.content or "")
                return Reply(text, usage.prompt_tokens if usage else 0, usage.completion_tokens if usage else 0, _CUT)
            raise _no_reply(error) from None


def own_endpoint(name: str, base_url: str | None) -> str | None:
    """Where PROVIDER:NAME is asked, if that is said: by `base_url`, else for openai by OPENAI_BASE_URL. None: the provider's own."""
    return base_url or (os.environ.get("OPENAI_BASE_URL") if name.partition(":")[0] == "openai" else None) or None


def is_local(endpoint: str) -> bool:
    """Is it on this machine?"""
    return urlsplit(endpoint).hostname in ("localhost", "127.0.0.1", "::1")


_CUT = "the reply was cut off: it must be shorter"


def _reply(answer: Any) -> Reply:
    usage = answer.usage_metadata or {}
    text, extra = str(answer.text), answer.additional_kwargs
    if answer.tool_calls:
        text = json.dumps(answer.tool_calls[0]["args"])  # langchain has read it already
    elif answer.invalid_tool_calls:
        text = str(answer.invalid_tool_calls[0]["args"] or "")
    trouble = ""
    if extra.get("refusal"):
        text, trouble = str(extra["refusal"]), f"the model refused: {str(extra['refusal'])[:200]}"
    elif answer.response_metadata.get("finish_reason") == "length":
        trouble = _CUT
    return Reply(redact(text), int(usage.get("input_tokens", 0)), int(usage.get("output_tokens", 0)), redact(trouble))


def _no_reply(error: BaseException) -> NoReplyError:
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        wait = float(headers.get("retry-after", ""))
    except ValueError:
        wait = None
    line = next(iter(str(error).splitlines()), "")
    return NoReplyError(redact(f"{type(error).__name__}: {line[:300]}"), status if isinstance(status, int) else None, wait)


def in_thread(work: Callable[[], T]) -> Future[T]:
    """Start `work` in a thread that ends with the process."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again, in whoever waits
            future.set_exception(error)

    threading.Thread(target=run, name="model", daemon=True).start()
    return future


def _loaded() -> list[type[BaseException]]:
    paths = [path.split(":") for path in _RAISED]
    return [getattr(sys.modules[module], name) for module, name in paths if module in sys.modules]


def _connect(name: str, base_url: str | None) -> Any:
    provider = name.partition(":")[0]
    options: dict[str, Any] = {"timeout": DEADLINE, "max_retries": 0}
    if base_url:
        options["base_url"] = public(base_url)
    if provider == "openai":
        options["use_responses_api"] = False  # its replies cannot be told apart by endpoint and dialect
        key = os.environ.get("OPENAI_API_KEY")
        if base_url:
            # An endpoint of one's own often wants no key; the client insists on one.
            options["api_key"] = key or "unused"
        elif not key:
            raise UsageError("--model: expected the key of openai in OPENAI_API_KEY, found none; set it, or name your own endpoint with --base-url")
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(name, **options)
    except (ImportError, ValueError) as error:
        raise UsageError(redact(f"--model {name}: {str(error).splitlines()[0]}")) from None
