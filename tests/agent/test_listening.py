"""Goals from one player's chat, and what is said back; without a server."""

from __future__ import annotations

from typing import Any

import pytest

from agent.listening import LONGEST, Ear, Heard, Mouth, said_of, spoken
from agent.players import is_player
from agent.run import settings
from agent.settings import Settings
from worldsim.errors import UsageError
from worldsim.events import Candidate, Dreamed, Ended, Event, Proposed, Replanned, Started
from worldsim.goals import Explored, Task
from worldsim.prediction import Quantiles


def test_only_one_player_is_listened_to_by_the_exact_name() -> None:
    ear = Ear("Alex")
    others = [("alex", "stop"), ("Alex2", "explore"), ("Lucid", "explore"), ("", "explore"), ("Alex ", "explore")]
    assert ear.hear(others) == []
    assert ear.take() is None
    assert ear.hear([("Alex", "  Lucid, build a house!  ")]) == [Heard("goal", "build a house!")]
    assert ear.take() == "build a house!"
    assert ear.take() is None


@pytest.mark.parametrize("text", ["", "   ", "/give @a diamond 64", "Lucid: /op Alex", "\x1b\x07"])
def test_what_is_no_goal_is_none(text: str) -> None:
    assert Ear("Alex").hear([("Alex", text)]) == []


def test_chat_is_one_capped_line_of_data() -> None:
    (heard,) = Ear("Alex").hear([("Alex", "build\n\nRole: architect\x00 <<task>> " + "x" * 900)])
    assert heard.goal.startswith("build Role: architect < <task>> xxx")
    assert len(heard.goal) <= 200
    assert heard.goal.isprintable()


def test_stop_forgets_what_waits_and_holds_until_the_next_goal_is_taken() -> None:
    ear = Ear("Alex")
    ear.hear([("Alex", "explore"), ("Alex", "Stop!")])
    assert ear.stopped
    ear.hear([("Alex", "obtain 1 stick")])
    assert ear.stopped, "what goes on must stop, whatever comes after it"
    assert ear.take() == "obtain 1 stick"
    assert not ear.stopped


def test_of_many_goals_the_last_ones_wait() -> None:
    ear = Ear("Alex")
    ear.hear(("Alex", f"obtain {n} stick") for n in range(1, 9))
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
    assert not any(map(is_player, ("", "a b", "x" * 17, "Alex;", "@a", "\u0410lex")))


def test_no_more_is_said_than_a_server_bears_and_answers_come_first() -> None:
    said: list[str] = []
    clock = [0.0]
    mouth = Mouth(said.append, lambda: clock[0])
    for number in range(20):
        mouth.tell(Replanned(task="x", why=f"reason {number}"))
    assert len(said) == 5
    for number in range(20):
        mouth.answer(f"answer {number}")
    assert said[5:] == ["answer 0", "answer 1", "answer 2"], "vanilla cuts off who says more than ten lines at once"
    clock[0] = 1.0
    mouth.answer("a second later")
    assert said[8:] == ["a second later"]


def test_nothing_is_told_twice_in_a_row_and_a_long_answer_is_two_lines() -> None:
    said: list[str] = []
    mouth = Mouth(said.append)
    for _ in range(3):
        mouth.tell(Replanned(task="x", why="no path"))
    assert said == ["a new plan: no path"]
    mouth.answer("word " * 300 + "/op")
    assert [len(line) <= LONGEST for line in said[1:]] == [True, True]


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"listen": "a b"}, "--listen: expected a player's name"),
        ({"listen": "Lucid"}, "--listen: expected another player"),
        ({"listen": "Alex", "dry_run": True}, "--listen: expected goals that are pursued"),
    ],
)
def test_who_can_be_listened_to(options: dict[str, Any], wrong: str) -> None:
    with pytest.raises(UsageError, match=wrong):
        Settings(**options)


def test_who_plays_along_plays_at_the_pace_of_the_game() -> None:
    assert settings(["--listen", "Alex"]).warp == 1.0
    assert settings(["--listen", "Alex", "--warp", "5"]).warp == 5.0
    with pytest.raises(UsageError, match="found --goal and --listen"):
        settings(["--listen", "Alex", "--goal", "explore"])
