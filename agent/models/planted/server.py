"""A planted model behind a real HTTP server: the OpenAI protocol on loopback, in every dialect that a structured reply can be asked in."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal

import msgspec

from agent.models.planted.architect import draw
from agent.models.planted.author import write
from agent.models.planted.critic import explain
from agent.models.planted.malformed import malformed
from agent.models.planted.profile import Profile
from agent.models.planted.proposer import next_goal, propose
from agent.models.planted.reader import read
from agent.models.planted.shape import filled
from agent.models.planted.simulator import reply, simulate
from agent.models.planted.truth import Truth
from agent.models.planted.writer import skills_for
from worldsim.errors import UsageError
from worldsim.transitions import Transition

#: What it is asked for; a probe is anything else.
Part = Literal["simulator", "author", "reader", "writer", "critic", "architect", "proposer", "probe"]
#: Where neither schema nor tool can be sent along, the prompt tells the schema, on a line of its own.
_TOLD_SCHEMA = re.compile(r'^(\{"(?:\$defs|properties|type|additionalProperties|required)".*\})$', re.MULTILINE)
#: About so many characters are a token of English text and JSON.
_TOKEN = 4


class PlantedModel:
    """A model whose every mistake is known beforehand. `with PlantedModel(profile, transitions) as model:` serves at `model.url` until the end.

    `asked`: how many requests each part of it has answered. Entering raises UsageError if the port is taken.
    """

    def __init__(self, profile: Profile | None = None, transitions: Iterable[Transition] = (), port: int = 0) -> None:
        self.profile = profile or Profile()
        self.truth = Truth(transitions)
        self.asked: dict[Part, int] = {"simulator": 0, "author": 0, "reader": 0, "writer": 0, "critic": 0, "architect": 0, "proposer": 0, "probe": 0}
        self.url = ""  #: what goes into --base-url, while it serves
        self._port = port
        self._lock = threading.Lock()

    def __enter__(self) -> PlantedModel:
        try:
            self._server = _Server(self, self._port)
        except (OSError, OverflowError) as error:
            raise UsageError(f"--port {self._port}: expected a free port of this machine, found: {error}; name another") from None
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def complete(self, body: dict[str, Any]) -> dict[str, Any]:
        """The chat completion that answers a request's body: a pure function of body, profile and set. Also for batches of requests in a file."""
        text = self._answer(body)
        forced = body.get("tools") and body.get("tool_choice") not in (None, "none")
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if forced:
            call = {"id": "call_1", "type": "function", "function": {"name": body["tools"][0]["function"]["name"], "arguments": text}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
        told, said = len(json.dumps(body.get("messages", []))) // _TOKEN, len(text) // _TOKEN
        return {
            "id": "chatcmpl-planted",
            "object": "chat.completion",
            "created": 0,
            "model": body.get("model", "planted"),
            "choices": [{"index": 0, "finish_reason": "tool_calls" if forced else "stop", "message": message}],
            "usage": {"prompt_tokens": told, "completion_tokens": said, "total_tokens": told + said},
        }

    def _answer(self, body: dict[str, Any]) -> str:
        messages = body.get("messages", [])
        prompt = "\n".join(_text(message.get("content")) for message in messages if message.get("role") != "assistant")
        again = sum(message.get("role") == "assistant" for message in messages)
        schema = _schema(body, prompt)
        part, key, text = self._played(prompt, schema)
        with self._lock:
            self.asked[part] += 1
        return text if part == "probe" else malformed(text, self.profile, key, again)

    def _played(self, prompt: str, schema: dict[str, Any] | None) -> tuple[Part, str, str]:
        """Which part it plays, what its answer is about, and the answer."""
        words = explain(prompt, self.profile)
        if words is not None:
            return "critic", prompt, json.dumps({"words": words})
        design = draw(prompt, self.profile)
        if design is not None:
            return "architect", prompt, msgspec.json.encode(design).decode()
        plan = propose(prompt, self.profile) or next_goal(prompt, self.profile)
        if plan is not None:
            return "proposer", prompt, msgspec.json.encode(plan).decode()
        skills = skills_for(prompt, self.profile)
        if skills is not None:
            return "writer", prompt, json.dumps({"drafts": skills})
        told = simulate(prompt, self.profile, self.truth)
        if told:
            return "simulator", told[0].truth.key, msgspec.json.encode(reply(told)).decode()
        laws = write(prompt, self.profile)
        if laws is not None:
            return "author", prompt, json.dumps(filled(schema, laws))
        laws = read(prompt, self.profile)
        if laws is not None:
            return "reader", prompt, json.dumps(filled(schema, laws))
        text = "I only play a simulator, an author of laws and a reader of rules."
        return "probe", "", json.dumps(filled(schema, [])) if schema else text


def _schema(body: dict[str, Any], prompt: str) -> dict[str, Any] | None:
    """What the reply must fit, in whichever dialect it is asked; None if nothing is said of it."""
    asked = body.get("response_format") or {}
    found: Any = None
    if asked.get("type") == "json_schema":
        found = asked["json_schema"].get("schema")
    elif body.get("tools"):
        found = body["tools"][0]["function"].get("parameters")
    elif told := _TOLD_SCHEMA.search(prompt):
        found = json.loads(told[1])
    return found if isinstance(found, dict) else None


def _text(content: Any) -> str:
    """The text of a message: a string, or parts."""
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content or "")


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, model: PlantedModel, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.model = model


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # A kept connection must not hold its thread for ever.
    timeout = 30

    def do_GET(self) -> None:
        self._send(200, {"object": "list", "data": [{"id": "planted", "object": "model", "created": 0, "owned_by": "lucidcraft"}]})

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"] or 0))
        if not self.path.endswith("/chat/completions"):
            return self._send(404, {"error": {"message": f"expected /v1/chat/completions, found {self.path}", "type": "invalid_request_error"}})
        try:
            body = json.loads(raw)
        except ValueError as error:
            return self._send(400, {"error": {"message": f"expected JSON, found: {error}", "type": "invalid_request_error"}})
        if not isinstance(body, dict) or not isinstance(body.get("messages"), list) or not body["messages"]:
            return self._send(400, {"error": {"message": "expected messages, found none", "type": "invalid_request_error"}})
        return self._send(200, self.server.model.complete(body))

    def _send(self, status: int, answer: dict[str, Any]) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass
