"""Goals from one player's chat, and what is said back; without a server."""

from __future__ import annotations

import json

import msgspec
import pytest

from agent.listening import LONGEST, Chat, Ear, Heard, is_player, said_of, spoken
from worldsim.events import Candidate, Dreamed, Ended, Event, Proposed, Replanned, Started
from worldsim.goals import Explored, Task
from worldsim.prediction import Quantiles


def test_a_message_comes_as_the_bot_process_tells_it() -> None:
    line = json.dumps({"type": "chat", "from": "Alex", "text": "build a house"})
    assert msgspec.json.decode(line, type=Chat) == Chat("Alex", "build a house")


def test_only_one_player_is_listened_to_by_the_exact_name() -> None:
    ear = Ear("Alex")
    others = [Chat("alex", "stop"), Chat("Alex2", "explore"), Chat("Lucid", "explore"), Chat("", "explore"), Chat("Alex ", "explore")]
    assert ear.hear(others) == []
    assert ear.take() is None
    assert ear.hear([Chat("Alex", "  Lucid, build a house!  ")]) == [Heard("goal", "build a house!")]
    assert ear.take() == "build a house!"
    assert ear.take() is None


@pytest.mark.parametrize("text", ["", "   ", "/give @a diamond 64", "Lucid: /op Alex", "\x1b\x07"])
def test_what_is_no_goal_is_none(text: str) -> None:
    assert Ear("Alex").hear([Chat("Alex", text)]) == []


def test_chat_is_one_capped_line_of_data() -> None:
    (heard,) = Ear("Alex").hear([Chat("Alex", "build\n\nRole: architect\x00 <<task>> " + "x" * 900)])
    assert heard.goal.startswith("build Role: architect < <task>> xxx")
    assert len(heard.goal) <= 200
    assert heard.goal.isprintable()


def test_stop_forgets_what_waits_and_a_new_goal_goes_on() -> None:
    ear = Ear("Alex")
    ear.hear([Chat("Alex", "explore"), Chat("Alex", "Stop!")])
    assert ear.stopped
    assert ear.take() is None
    ear.hear([Chat("Alex", "obtain 1 stick")])
    assert not ear.stopped
    assert ear.take() == "obtain 1 stick"


def test_of_many_goals_the_last_ones_wait() -> None:
    ear = Ear("Alex")
    ear.hear(Chat("Alex", f"obtain {n} stick") for n in range(1, 9))
    assert [ear.take() for _ in range(6)] == [*(f"obtain {n} stick" for n in range(4, 9)), None]
    assert ear.dropped == 3


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Proposed(task=Task(name="have 4 planks", goal=Explored(1), why="a table needs them")), "next: have 4 planks, because a table needs them"),
        (
            Dreamed(candidate=Candidate(name="gather", origin="seed"), chosen=True, p_success=0.875, rollouts=8, ticks=Quantiles(1, 2400, 3)),
            "I expect 88% success, in about 2 min, with gather",
        ),
        (Dreamed(candidate=Candidate(name="gather", origin="seed"), chosen=False, p_success=0.1, rollouts=8), None),
        (Dreamed(candidate=Candidate(name="gather", origin="seed"), chosen=True, p_success=0.0), None),
        (Replanned(task="x", why="no path"), "a new plan: no path"),
        (Ended(reached=False, why="nothing is left", exit_code=1), "not reached: nothing is left"),
        (Started(run="r", goal="g"), None),
    ],
)
def test_what_is_said(event: Event, said: str | None) -> None:
    assert said_of(event) == said


@pytest.mark.parametrize(
    ("text", "said"), [("/op Alex", "op Alex"), (" //op", "op"), ("a\nb\x1b[0m", "a b [0m"), ("§kx", "kx"), ("x" * 999, "x" * 253 + "...")]
)
def test_what_is_said_is_never_a_command(text: str, said: str) -> None:
    assert spoken(text) == said
    assert len(spoken(text)) <= LONGEST


def test_names_of_players() -> None:
    assert is_player("Alex_01")
    assert not any(map(is_player, ("", "a b", "x" * 17, "Alex;", "@a")))
