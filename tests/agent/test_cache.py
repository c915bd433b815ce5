from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from agent.models.client import Client
from agent.models.factory import ask_of
from worldsim.events import Asked


class Reply(msgspec.Struct):
    ok: bool


class Wider(msgspec.Struct):
    ok: bool
    why: str = ""


GOOD = '{"ok": true}'


def test_what_was_answered_once_costs_nothing_again(endpoint: Any, tmp_path: Path) -> None:
    calls: list[Asked] = []
    endpoint.replies = [GOOD]
    for _ in range(2):
        ask = ask_of("openai:gpt-5-mini", endpoint.url, cache=tmp_path / "m.sqlite", listen=calls.append)
        assert ask("imagine", "what happens?", Reply).ok
    assert len(endpoint.bodies) == 1
    first, second = calls
    assert (first.cached, first.tokens_in, first.tokens_out) == (False, 11, 7)
    assert first.cost == (11 * 0.25 + 7 * 2.0) / 1e6
    assert (second.cached, second.tokens_in, second.tokens_out, second.cost, second.raw) == (True, 0, 0, 0.0, GOOD)
    assert first.prompt_hash == second.prompt_hash


def test_another_model_prompt_or_shape_is_another_question(endpoint: Any, tmp_path: Path) -> None:
    endpoint.replies = [GOOD]
    for model, prompt, reply in [("a", "x", Reply), ("b", "x", Reply), ("a", "y", Reply), ("a", "x", Wider), ("a", "x", Reply)]:
        ask_of(f"openai:{model}", endpoint.url, cache=tmp_path / "m.sqlite")("imagine", prompt, reply)
    assert len(endpoint.bodies) == 4


def test_only_what_was_accepted_is_kept(endpoint: Any, tmp_path: Path) -> None:
    endpoint.replies = ["what?", GOOD]
    calls: list[Asked] = []
    ask = ask_of("openai:fake", endpoint.url, cache=tmp_path / "m.sqlite", listen=calls.append)
    assert ask("imagine", "what happens?", Reply).ok
    assert ask("imagine", "what happens?", Reply).ok
    assert [(call.cached, bool(call.error)) for call in calls] == [(False, True), (False, False), (True, False)]


def test_an_endpoint_of_this_machine_is_asked_again_by_default(endpoint: Any) -> None:
    endpoint.replies = [GOOD, '{"ok": false}']
    assert [ask_of("openai:fake", endpoint.url)("imagine", "what happens?", Reply).ok for _ in range(2)] == [True, False]


def test_a_known_answer_needs_no_leave(endpoint: Any, tmp_path: Path) -> None:
    endpoint.replies = [GOOD]
    ask = ask_of("openai:fake", endpoint.url, cache=tmp_path / "m.sqlite", max_calls=1)
    assert ask("imagine", "what happens?", Reply).ok
    assert ask("imagine", "what happens?", Reply).ok


def test_which_endpoints_are_of_this_machine() -> None:
    assert Client("openai:m", "http://localhost:8080/v1").local
    assert Client("openai:m", "http://[::1]:8080/v1").local
    assert not Client("openai:m", "https://models.example/v1").local
