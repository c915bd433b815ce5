from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.models.dialects import BadReplyError, read
from agent.models.factory import ask_of
from agent.models.store import Store
from worldsim.errors import ModelDown, UsageError
from worldsim.events import Asked


class Reply(msgspec.Struct):
    ok: bool
    count: int = 0


GOOD = '{"ok": true, "count": 3}'
ALL = ["json_schema", "json_object", "tools", "prompt"]


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("status", [400, 422])
def test_the_first_dialect_that_is_not_refused_is_used(endpoint: Any, number: int, status: int) -> None:
    calls: list[Asked] = []
    endpoint.replies, endpoint.refuses, endpoint.refusal_status = [GOOD], set(ALL[:number]), status
    ask = ask_of("openai:fake", endpoint.url, listen=calls.append)
    assert ask("imagine", "what happens?", Reply) == Reply(True, 3)
    assert [call.dialect for call in calls] == ALL[: number + 1]
    assert [bool(call.error) for call in calls] == [True] * number + [False]
    ask("imagine", "and then?", Reply)
    assert calls[-1].dialect == ALL[number]
    assert len(calls) == number + 2, "what is refused is asked for once"


@pytest.mark.usefixtures("at_once")
def test_an_endpoint_that_breaks_over_a_schema_is_asked_without(endpoint: Any) -> None:
    endpoint.replies, endpoint.refuses, endpoint.refusal_status = [GOOD], {"json_schema"}, 500
    assert ask_of("openai:fake", endpoint.url)("imagine", "what happens?", Reply) == Reply(True, 3)


def test_what_an_endpoint_understands_is_remembered_in_the_file(endpoint: Any, tmp_path: Path) -> None:
    endpoint.replies, endpoint.refuses = [GOOD], {"json_schema", "json_object"}
    ask_of("openai:fake", endpoint.url, cache=tmp_path / "m.sqlite")("imagine", "what happens?", Reply)
    calls: list[Asked] = []
    again = ask_of("openai:fake", endpoint.url, cache=tmp_path / "m.sqlite", listen=calls.append)
    again("imagine", "and then?", Reply)
    assert [call.dialect for call in calls] == ["tools"]
    endpoint.refuses = {"tools"}  # another server stands there now
    ask_of("openai:fake", endpoint.url, cache=tmp_path / "m.sqlite", listen=calls.append)("imagine", "and now?", Reply)
    assert [call.dialect for call in calls] == ["tools", "tools", "prompt"]
    assert Store(tmp_path / "m.sqlite").dialect(endpoint.url, "openai:fake") == "prompt"


def test_an_endpoint_that_ignores_the_schema_is_given_it_in_words(endpoint: Any) -> None:
    def answer(body: dict[str, Any]) -> str:
        return GOOD if "JSON schema" in body["messages"][0]["content"] else "It goes well, I think."

    endpoint.answer = answer
    calls: list[Asked] = []
    ask = ask_of("openai:fake", endpoint.url, listen=calls.append)
    for question in "ab":
        with pytest.raises(ModelDown, match="found none in 3 replies"):
            ask("imagine", question, Reply)
    assert ask("imagine", "c", Reply) == Reply(True, 3)
    assert [call.dialect for call in calls] == ["json_schema"] * 6 + ["json_object"]
    asked = endpoint.bodies[-1]["messages"][0]["content"]
    assert json.loads(asked.splitlines()[-1])["required"] == ["ok", "count"]


def test_one_bad_reply_is_no_reason_to_ask_otherwise(endpoint: Any) -> None:
    endpoint.replies = ["Well...", GOOD, "Well...", GOOD]
    calls: list[Asked] = []
    ask = ask_of("openai:fake", endpoint.url, listen=calls.append)
    ask("imagine", "a", Reply)
    ask("imagine", "b", Reply)
    assert {call.dialect for call in calls} == {"json_schema"}


def test_a_tool_is_forced_and_strict(endpoint: Any) -> None:
    endpoint.replies, endpoint.refuses = [GOOD], {"json_schema", "json_object"}
    ask_of("openai:fake", endpoint.url)("imagine", "what happens?", Reply)
    body = endpoint.bodies[-1]
    assert body["tool_choice"] == {"type": "function", "function": {"name": "Reply"}}
    assert body["tools"][0]["function"]["strict"] is True
    assert body["tools"][0]["function"]["parameters"]["required"] == ["ok", "count"]


def test_the_arguments_of_a_tool_call_that_are_no_json_are_kept_and_sent_back(endpoint: Any) -> None:
    endpoint.replies, endpoint.refuses = ['{"ok": true, "count": 3', GOOD], {"json_schema", "json_object"}
    calls: list[Asked] = []
    assert ask_of("openai:fake", endpoint.url, listen=calls.append)("imagine", "what happens?", Reply) == Reply(True, 3)
    assert [(call.raw, bool(call.error)) for call in calls[2:]] == [('{"ok": true, "count": 3', True), (GOOD, False)]
    assert endpoint.bodies[-1]["messages"][1]["content"] == '{"ok": true, "count": 3'


@pytest.mark.parametrize(
    "raw",
    [
        GOOD,
        f"```json\n{GOOD}\n```",
        f"Here it is:\n```\n{GOOD}\n```\nAnything else?",
        f"<think>{{maybe not}}</think>\n{GOOD}",
        f"Sure! {GOOD} Hope this helps.",
        f"{GOOD}\n",
    ],
)
def test_words_around_the_json_are_left_out(raw: str) -> None:
    assert read(raw, Reply) == Reply(True, 3)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("", "empty reply"),
        (" \n", "empty reply"),
        ("yes", "malformed"),
        ('{"ok": true', "truncated"),
        ('{"count": 3}', "missing required field `ok`"),
        ('{"ok": true, "count": 3.5}', r"at \$\.count: expected int, found float"),
        ('{"ok": null}', r"at \$\.ok: expected bool, found null"),
        ('{"ok": true}{"ok": false}', "trailing characters"),
        ('{"ok": true, "count": NaN}', "malformed"),
        ('{"ok": true, "count": 1e999}', "out of range"),
        ('{"ok": true, "x": ' + "[" * 150_000 + "]" * 40_000 + "}", "deeper|truncated|malformed"),
        ('{"ok": true, "x": ' + "[" * 90_000 + "]" * 90_000 + "}", "deeper"),
        ('{"ok": true, "note": "' + "a" * 1_000_000 + '"}', "at most 200000 characters, found 10000"),
        ('{"ok": true, "note": "\ud800"}', None),  # half of a surrogate pair
    ],
)
def test_what_does_not_fit_says_where_and_why(raw: str, said: str | None) -> None:
    if said is None:
        assert read(raw, Reply) == Reply(True)
        return
    with pytest.raises(BadReplyError, match=said):
        read(raw, Reply)


def test_a_file_that_is_no_store_is_bad_usage(tmp_path: Path) -> None:
    (tmp_path / "m.sqlite").write_text("this is a diary, not a data base, and it is long enough to be looked at")
    with pytest.raises(UsageError, match="expected a file for models' replies"):
        ask_of("openai:fake", "http://127.0.0.1:9/v1", cache=tmp_path / "m.sqlite")
