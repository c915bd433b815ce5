"""A session of `--listen` from Python, in a world of the imagination in which a script talks: how it ends, and who pays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from agent import Agent, Ending
from agent.critic import Critic, Failure
from agent.minds import mind_of
from agent.roles import Roles
from agent.settings import Settings
from tests.agent.test_exploring import land
from worldsim.actions import Action
from worldsim.change import Outcome
from worldsim.errors import ServerDead, UsageError
from worldsim.events import Acted, Ended, Talked, read_events
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules

CHEST = "obtain 1 chest"  # from three logs: two crafts of the hand, a table that is placed, and a third


class Village(ImaginedWorld):
    """Alex says `waiting` while the agent waits, one line at a time, and `acting` after its first action; at the end somebody presses Ctrl-C."""

    def __init__(self, waiting: Sequence[str | BaseException], acting: Sequence[str | BaseException] = ()) -> None:
        super().__init__(Rules(), land({"oak_log": 3}))
        self.waiting, self.acting = [*waiting], [*acting]
        self.heard: list[str] = []
        self.acted = 0

    def act(self, action: Action) -> Outcome:
        self.acted += 1
        return super().act(action)

    def say(self, text: str) -> None:
        self.heard.append(text)

    def chats(self) -> list[tuple[str, str]]:
        return [self._said(self.acting.pop(0))] if self.acted and self.acting else []

    def listen(self, ticks: int = 10) -> list[tuple[str, str]]:
        return [self._said(self.waiting.pop(0) if self.waiting else KeyboardInterrupt())]

    def _said(self, line: str | BaseException) -> tuple[str, str]:
        if isinstance(line, BaseException):
            raise line
        return "Alex", line


def session(tmp_path: Path, world: Village) -> Ending:
    return Agent(world=world, listen="Alex", runs=str(tmp_path / "runs"), library=str(tmp_path / "library")).listen()


def runs(tmp_path: Path) -> list[str]:
    """Why the goals' runs ended."""
    ends = [read_events(run / "events.jsonl")[-1] for run in sorted((tmp_path / "runs").iterdir()) if "asks-for" not in run.name]
    return [end.why for end in ends if isinstance(end, Ended)]


def test_goals_one_after_the_other_until_ctrl_c(tmp_path: Path) -> None:
    world = Village([CHEST, "dance for me"], acting=["obtain 2 stick"])
    ending = session(tmp_path, world)
    assert (ending.exit_code, ending.reached, ending.why) == (0, True, "2 of 3 goals of Alex reached")
    assert len(runs(tmp_path)) == 2
    assert "after this one: obtain 2 stick" in world.heard
    assert [line for line in world.heard if line.startswith("expected ") and "found 'dance for me'" in line]
    talked = [event.text for event in read_events(ending.folder / "events.jsonl") if isinstance(event, Talked)]
    assert [text for text in talked if text in (CHEST, "obtain 2 stick", "dance for me")] == [CHEST, "obtain 2 stick", "dance for me"]
    assert [text for text in talked if text in world.heard] == world.heard, "what was said is in the record"
    assert (ending.folder / "summary.json").exists()


def test_stop_ends_the_goal_before_the_next_action_and_not_the_session(tmp_path: Path) -> None:
    world = Village([CHEST, "obtain 2 stick"], acting=["stop"])
    ending = session(tmp_path, world)
    assert (ending.exit_code, ending.why) == (0, "1 of 2 goals of Alex reached")
    assert "Alex said stop" in runs(tmp_path)
    assert "not reached: Alex said stop" in world.heard
    stopped = next(run for run in (tmp_path / "runs").iterdir() if "chest" in run.name)
    assert sum(isinstance(event, Acted) for event in read_events(stopped / "events.jsonl")) == 1


def test_ctrl_c_in_the_middle_of_a_goal_ends_both_in_order(tmp_path: Path) -> None:
    ending = session(tmp_path, Village([CHEST], acting=[KeyboardInterrupt()]))
    assert (ending.exit_code, ending.reached) == (130, False)
    assert runs(tmp_path) == ["stopped by Ctrl-C or SIGTERM"]


def test_a_server_that_dies_ends_it_with_the_reason(tmp_path: Path) -> None:
    ending = session(tmp_path, Village([CHEST, ServerDead("it is gone")]))
    assert (ending.exit_code, ending.why) == (3, "ServerDead: it is gone")
    end = read_events(ending.folder / "events.jsonl")[-1]
    assert isinstance(end, Ended)
    assert end.exit_code == 3


def test_a_world_in_which_nobody_talks_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="expected a world in which players talk"):
        Agent(world=ImaginedWorld(Rules(), land({})), listen="Alex", runs=str(tmp_path / "runs")).listen()
    assert not (tmp_path / "runs").exists()


def test_caps_hold_for_all_goals_together(endpoint: Any, tmp_path: Path) -> None:
    """Each goal has a mind of its own; one purse pays for all."""
    endpoint.replies = ['{"words": "No table."}']
    settings = Settings(model="openai:fake", base_url=endpoint.url, max_calls=1, library=str(tmp_path / "library"))
    purse = Roles(settings).purse
    critics: list[Critic] = [mind_of(settings, lambda event: None, purse=purse).critic for _ in range(2)]
    assert [critic.explain(Failure(task=name)) for critic, name in zip(critics, "ab", strict=True)] == ["No table.", "nobody knows why"]
    assert len(endpoint.bodies) == 1
