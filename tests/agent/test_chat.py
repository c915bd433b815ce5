from __future__ import annotations

from typing import Any

import msgspec
import pytest

from agent.models.chat import ChatAsk
from agent.models.client import Client
from agent.models.factory import ask_of
from agent.models.schema import strict_schema
from worldsim.errors import ModelDown, UsageError
from worldsim.events import Asked


class Part(msgspec.Struct):
    title: str
    count: int = 1


class Reply(msgspec.Struct):
    ok: bool
    parts: list[Part] = []


def test_a_strict_schema_requires_everything_and_forbids_the_rest() -> None:
    schema = strict_schema(Reply)
    assert schema["type"] == "object"
    assert schema["required"] == ["ok", "parts"]
    assert schema["additionalProperties"] is False
    part = schema["$defs"]["Part"]
    assert part["required"] == ["title", "count"], "a field called title is kept, and a default does not make it optional"
    assert "default" not in part["properties"]["count"]


def test_a_good_reply_is_decoded_and_told_to_the_listener(endpoint: Any) -> None:
    calls: list[Asked] = []
    endpoint.replies = ['{"ok": true, "parts": [{"title": "wall", "count": 3}]}']
    ask = ask_of("openai:fake", endpoint.url, listen=calls.append)
    assert ask("imagine", "what happens?", Reply) == Reply(ok=True, parts=[Part("wall", 3)])
    (call,) = calls
    assert (call.role, call.model, call.dialect, call.tokens_in, call.tokens_out) == ("imagine", "openai:fake", "json_schema", 11, 7)
    assert (call.raw, call.error, call.cached) == (endpoint.replies[0], "", False)
    assert call.prompt_hash == "d7ee04c3e468f7be", "sha256sum of the prompt, its beginning"
    assert endpoint.bodies[0]["response_format"]["json_schema"]["strict"] is True


def test_a_bad_reply_is_sent_back_with_path_expected_and_found(endpoint: Any) -> None:
    calls: list[Asked] = []
    endpoint.replies = ['{"ok": true, "parts": [{"title": "a", "count": "3"}]}', '{"ok": true, "parts": []}']
    assert ask_of("openai:fake", endpoint.url, listen=calls.append)("imagine", "what happens?", Reply) == Reply(ok=True)
    first, back = endpoint.bodies[1]["messages"][1:]
    assert (first["role"], first["content"]) == ("assistant", '{"ok": true, "parts": [{"title": "a", "count": "3"}]}')
    assert "at $.parts[0].count: expected int, found str" in back["content"]
    assert [bool(call.error) for call in calls] == [True, False]


def test_a_model_that_stays_wrong_is_down(endpoint: Any) -> None:
    endpoint.replies = ["no json here"]
    with pytest.raises(ModelDown, match="expected JSON that fits Reply, found none in 3 replies"):
        ask_of("openai:fake", endpoint.url)("imagine", "what happens?", Reply)
    assert len(endpoint.bodies) == 3


def test_many_are_asked_at_once_and_answered_in_order(endpoint: Any, say: Any) -> None:
    def answer(body: dict[str, Any]) -> Any:
        number = int(body["messages"][0]["content"])
        return (
            say("never", seconds=0.0)
            if number == 3
            else say(f'{{"ok": true, "parts": [{{"title": "t", "count": {number}}}]}}', seconds=0.3 - number / 50)
        )

    endpoint.answer = answer
    calls: list[Asked] = []
    answers = ask_of("openai:fake", endpoint.url, listen=calls.append).many("imagine", [str(number) for number in range(10)], Reply)
    assert isinstance(answers[3], ModelDown)
    assert [a.parts[0].count for a in answers if isinstance(a, Reply)] == [0, 1, 2, 4, 5, 6, 7, 8, 9]
    assert len(calls) == 12, "nine, and three for the one that never fits"


def test_many_of_none(endpoint: Any) -> None:
    assert ask_of("openai:fake", endpoint.url).many("imagine", [], Reply) == []


def test_a_broken_listener_is_not_swallowed(endpoint: Any) -> None:
    def listen(asked: Asked) -> None:
        raise ZeroDivisionError

    endpoint.replies = ['{"ok": true, "parts": []}']
    with pytest.raises(ZeroDivisionError):
        ask_of("openai:fake", endpoint.url, listen=listen).many("imagine", ["a", "b"], Reply)


@pytest.mark.parametrize("name", ["gpt", ":gpt", "openai:", ""])
def test_a_name_without_provider_is_bad_usage(name: str) -> None:
    with pytest.raises(UsageError, match="expected PROVIDER:NAME"):
        ask_of(name)


def test_no_key_and_no_endpoint_is_bad_usage() -> None:
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        ask_of("openai:gpt-5-mini")


def test_a_provider_whose_package_is_missing_is_named() -> None:
    with pytest.raises(UsageError, match="langchain-anthropic"):
        ask_of("anthropic:claude-haiku-4-5")


def test_the_endpoint_comes_from_the_environment_too(endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
    endpoint.replies = ['{"ok": true, "parts": []}']
    assert ChatAsk(Client("openai:fake"))("imagine", "?", Reply).ok
