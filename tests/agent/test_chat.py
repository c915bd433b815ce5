from __future__ import annotations

from typing import Any

import msgspec
import pytest

from agent.models.chat import Call, ChatAsk
from agent.models.schema import strict_schema
from worldsim.errors import ModelDown, UsageError


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
    calls: list[Call] = []
    endpoint.replies = ['{"ok": true, "parts": [{"title": "wall", "count": 3}]}']
    ask = ChatAsk("openai:fake", endpoint.url, calls.append)
    assert ask("imagine", "what happens?", Reply) == Reply(ok=True, parts=[Part("wall", 3)])
    assert [(c.role, c.tokens_in, c.tokens_out, c.problem) for c in calls] == [("imagine", 11, 7, None)]
    assert endpoint.bodies[0]["response_format"]["json_schema"]["strict"] is True


def test_a_bad_reply_is_sent_back_with_the_reason(endpoint: Any) -> None:
    calls: list[Call] = []
    endpoint.replies = ['{"ok": "yes", "parts": []}', '{"ok": true, "parts": []}']
    ask = ChatAsk("openai:fake", endpoint.url, calls.append)
    assert ask("imagine", "what happens?", Reply) == Reply(ok=True)
    assert "$.ok" in endpoint.bodies[1]["messages"][-1]["content"]
    assert calls[0].problem is not None
    assert calls[1].problem is None


def test_a_model_that_stays_wrong_is_down(endpoint: Any) -> None:
    endpoint.replies = ["no json here"]
    with pytest.raises(ModelDown, match="expected JSON that fits Reply, found none in 3 replies"):
        ChatAsk("openai:fake", endpoint.url)("imagine", "what happens?", Reply)
    assert len(endpoint.bodies) == 3


def test_a_name_without_provider_is_bad_usage() -> None:
    with pytest.raises(UsageError, match="expected PROVIDER:NAME"):
        ChatAsk("gpt")


def test_no_key_and_no_endpoint_is_bad_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        ChatAsk("openai:gpt-5-mini")
