"""A local endpoint that speaks the OpenAI protocol: a fake model behind a real HTTP server, reached by the real client."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Say:
    """One answer that is out of the ordinary."""

    text: str | None = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None  # of the whole answer, instead of a chat completion
    drop: bool = False  # hang up without an answer
    cut_at: int | None = None  # hang up after so many bytes of the body
    seconds: float = 0.0  # before it answers
    drip: float = 0.0  # seconds before each byte
    finish: str = "stop"
    refusal: str | None = None
    usage: tuple[int, int] = (11, 7)


class FakeOpenAI(ThreadingHTTPServer):
    """Answers chat completions with what was put into `replies`, in order; the last one is repeated. Keeps what it was asked in `bodies`.

    `answer`: decides instead of `replies`, from the body of the request. `refuses`: dialects that get `refusal_status`.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: list[str | Say] = []
        self.answer: Callable[[dict[str, Any]], str | Say] | None = None
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.refuses: set[str] = set()
        self.refusal_status = 400
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # clients hang up in some tests

    def next(self, body: dict[str, Any], key: str) -> Say:
        with self.lock:
            self.bodies.append(body)
            self.keys.append(key)
            if dialect(body) in self.refuses:
                error = json.dumps({"error": {"message": f"{dialect(body)} is not supported", "type": "invalid_request_error"}})
                return Say(status=self.refusal_status, body=error.encode())
            if self.answer is None:
                said = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
                return Say(said) if isinstance(said, str) else said
        said = self.answer(body)
        return Say(said) if isinstance(said, str) else said


def dialect(body: dict[str, Any]) -> str:
    if body.get("tools"):
        return "tools"
    return str(body.get("response_format", {}).get("type", "prompt"))


class _Handler(BaseHTTPRequestHandler):
    server: FakeOpenAI

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        say = self.server.next(body, self.headers.get("authorization", ""))
        time.sleep(say.seconds)
        if say.drop:
            return
        answer = say.body if say.body is not None else json.dumps(_completion(body, say)).encode()
        self.send_response(say.status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        for name, value in say.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if say.drip:
            for byte in answer:
                time.sleep(say.drip)
                self.wfile.write(bytes([byte]))
        self.wfile.write(answer[: say.cut_at])

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _completion(body: dict[str, Any], say: Say) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": say.text, "refusal": say.refusal}
    if body.get("tools"):
        call = {"id": "c", "type": "function", "function": {"name": body["tools"][0]["function"]["name"], "arguments": say.text}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    sent, said = say.usage
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [{"index": 0, "finish_reason": say.finish, "message": message}],
        "usage": {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said},
    }


@pytest.fixture
def endpoint() -> Iterator[FakeOpenAI]:
    server = FakeOpenAI()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def say() -> type[Say]:
    return Say


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Second tries do not wait."""
    import agent.models.chat

    monkeypatch.setattr(agent.models.chat, "BACKOFF", 0.0)
