from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.models.cassette import Cassette, StaleCassette
from agent.models.factory import ask_of
from worldsim.actions import Craft
from worldsim.blocks import blocks_of
from worldsim.errors import UsageError
from worldsim.events import Asked
from worldsim.facts import facts
from worldsim.language.llm import prompt_of
from worldsim.space import Vec
from worldsim.state import Body, State


class Reply(msgspec.Struct):
    ok: bool


class Wider(msgspec.Struct):
    ok: bool
    why: str


PROMPT = 'Say what happens.\n\nState: {"tick": 1, "food": 20}\nActions: [{"action": "wait"}]\n'


@pytest.fixture
def tape(endpoint: Any, tmp_path: Path) -> Path:
    endpoint.replies = ['{"ok": true}']
    file = tmp_path / "tapes" / "a.jsonl"
    assert Cassette(file, ask_of("openai:fake", endpoint.url))("imagine", PROMPT, Reply).ok
    return file


def test_what_was_recorded_is_replayed_without_the_model(tape: Path) -> None:
    calls: list[Asked] = []
    replay = ask_of(f"cassette:{tape}", listen=calls.append)
    assert replay("imagine", PROMPT, Reply).ok
    assert replay.many("imagine", [PROMPT, PROMPT], Reply) == [Reply(True), Reply(True)]
    assert [(call.model, call.cached, call.raw, call.tokens_in) for call in calls] == [("cassette:a.jsonl", True, '{"ok":true}', 0)] * 3


@pytest.mark.parametrize(
    "reworded",
    [
        PROMPT.replace("Say what happens.", "Predict."),
        PROMPT + "\nThink first.\n",
        PROMPT.replace('{"tick": 1, "food": 20}', '{"food":20,"tick":1}'),
        PROMPT.replace("Actions:", "Blocks near (name: cells): {}\nActions:"),
    ],
)
def test_a_new_wording_is_stale_and_not_missing(tape: Path, reworded: str) -> None:
    with pytest.warns(StaleCassette, match="the prompt of imagine .* is worded otherwise"):
        assert Cassette(tape)("imagine", reworded, Reply).ok


@pytest.mark.parametrize(
    ("role", "prompt", "reply"),
    [
        ("write", PROMPT, Reply),
        ("imagine", PROMPT.replace("20", "19"), Reply),
        ("imagine", PROMPT.replace("wait", "sleep"), Reply),
        ("imagine", PROMPT, Wider),
        ("imagine", "Say what happens.", Reply),
    ],
)
def test_another_question_is_missing_and_says_so(tape: Path, role: str, prompt: str, reply: type[Any]) -> None:
    with pytest.raises(UsageError, match=f"expected a recorded answer for {role} .* found none; record it anew"):
        Cassette(tape)(role, prompt, reply)
    with pytest.raises(UsageError):  # one of many is no less loud
        Cassette(tape).many(role, [prompt], reply)


def test_recording_again_asks_only_for_what_is_missing_or_stale(tape: Path, endpoint: Any) -> None:
    again = Cassette(tape, ask_of("openai:fake", endpoint.url))
    again("imagine", PROMPT, Reply)
    assert len(endpoint.bodies) == 1
    again("imagine", PROMPT + "Be brief.", Reply)
    assert len(endpoint.bodies) == 2
    assert Cassette(tape)("imagine", PROMPT + "Be brief.", Reply).ok  # no warning: those are errors in tests


def test_a_file_that_is_no_cassette(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="expected recorded answers, found"):
        ask_of(f"cassette:{tmp_path / 'none.jsonl'}")
    (tmp_path / "bad.jsonl").write_text('{"role": 1}\n')
    with pytest.raises(UsageError, match="expected recorded answers, found"):
        ask_of(f"cassette:{tmp_path / 'bad.jsonl'}")


def test_the_prompts_of_the_simulator_are_known_by_their_state_and_actions(endpoint: Any, tmp_path: Path) -> None:
    known = facts()
    state = State(tick=0, body=Body(Vec(0.5, 64.0, 0.5), Vec(0, 0, 0)), inventory={"oak_log": 1}, blocks=blocks_of(known.palette, {}))
    prompt = prompt_of(state, [Craft("oak_planks")], known)
    endpoint.replies = ['{"ok": true}']
    Cassette(tmp_path / "a.jsonl", ask_of("openai:fake", endpoint.url))("imagine", prompt, Reply)
    with pytest.warns(StaleCassette):
        assert Cassette(tmp_path / "a.jsonl")("imagine", "In other words.\n" + prompt, Reply).ok
    with pytest.raises(UsageError, match="found none"):
        Cassette(tmp_path / "a.jsonl")("imagine", prompt_of(state, [Craft("stick")], known), Reply)
    richer = msgspec.structs.replace(state, inventory={"oak_log": 2})
    with pytest.raises(UsageError, match="found none"):
        Cassette(tmp_path / "a.jsonl")("imagine", prompt_of(richer, [Craft("oak_planks")], known), Reply)
