"""Choosing among what was written: what a dream is worth, who is put aside, and that threads change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.doing import Deed
from agent.models.factory import ask_of
from agent.models.planted import PlantedModel, Profile
from agent.writing import Failures, utility, write
from skills import Library, Program
from skills.drafts import Draft, Drafts
from skills.writing import Writer
from tests.agent.test_planted_writer import TASKS, _state, land
from worldsim.actions import Action
from worldsim.blocks import Blocks
from worldsim.dream import Dream
from worldsim.events import Event, Wrote
from worldsim.goals import Has, Task
from worldsim.models import Rules
from worldsim.prediction import Prediction, Quantiles, Risk, fails
from worldsim.state import State

__all__ = ["land"]  # a fixture


def test_who_failed_is_put_aside_and_forgotten_when_the_task_is_done() -> None:
    failures, task = Failures(), Task(name="t", goal=Has(("stick",), 2), why="test")
    known = Program(name="a", source="a", entry="a", origin="composed")
    written = Program(name="b", source="b", entry="b", origin="written")
    deed = Deed(ok=False, note="it broke", reason="refused", actions=3)
    failures.add(task, known, deed, "0 of 2")
    failures.add(task, written, deed, "0 of 2")
    assert failures.split(task, [known, written]) == ([known], [written])
    failures.add(task, known, deed, "0 of 2")
    assert failures.split(task, [known, written]) == ([], [known, written])
    assert [tried.name for tried in failures.tried(task)] == ["b", "a"]
    assert str(failures.tried(task)[0].faults[0]) == 'world fails with refused: "it broke; 0 of 2"'
    assert [failures.may_write(task) for _ in range(4)] == [True, True, True, False]
    failures.forget(task)
    assert failures.split(task, [known, written]) == ([known, written], [])
    assert failures.tried(task) == []


def test_what_was_written_and_put_off_comes_first_until_it_failed_or_did_it() -> None:
    failures, task = Failures(), Task(name="t", goal=Has(("stick",), 2), why="test")
    other = Task(name="other", goal=Has(("stick",), 5), why="test")
    written = Program(name="b", source="b", entry="b", origin="written")
    failures.put_off(task, Program(name="a", source="a", entry="a", origin="composed"))
    assert failures.begun(task) == [], "the library has it"
    failures.put_off(task, written)
    assert failures.begun(task) == [written]
    assert failures.begun(other) == []
    failures.add(task, written, Deed(ok=False, note="it broke", reason="refused", actions=3), "0 of 2")
    assert failures.begun(task) == []
    failures.put_off(task, written)
    failures.forget(task)
    assert failures.begun(task) == []


def _dream(**fields: Any) -> Dream:
    usual: dict[str, Any] = {"p_success": 1.0, "low": 0.5, "high": 1.0, "rollouts": 8, "actions": 3.0, "ticks": Quantiles(1200, 1200, 1200)}
    return Dream(**(usual | fields))


def test_utility_is_value_less_time_risk_and_novelty() -> None:
    assert utility(_dream()) == pytest.approx(0.98)
    assert utility(_dream(p_success=0.5)) == pytest.approx(0.48)
    assert utility(_dream(ticks=Quantiles(0, 12_000, 12_000))) == pytest.approx(0.8)
    assert utility(_dream(risks=(Risk("fall", 0.5, 4.0),))) == pytest.approx(0.88)
    assert utility(_dream(novelty=1.0)) == pytest.approx(0.88)


class Other:
    """Says what the rules say, and is none of them: it is asked by one dream after the other."""

    name = "other"

    def __init__(self) -> None:
        self.rules = Rules()

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        return self.rules.predict(state, actions)


@pytest.mark.parametrize("name", ["gather", "fence"])
def test_dreams_at_once_are_the_same_as_one_after_the_other(name: str, land: Blocks, tmp_path: Path) -> None:
    goal, inventory = TASKS[name]
    told: list[list[Event]] = [[], []]
    with PlantedModel(Profile(seed=2, unsupported=0.5, wrong_promise=0.5)) as model:
        for events, imagined in zip(told, (Rules(), Other()), strict=True):
            writer = Writer(ask_of("openai:planted", model.url, cache="off"), Library(tmp_path))
            task = Task(name=name, goal=goal, why="test")
            write(writer, task, _state(land, inventory), imagined, events.append, sources=writer.library.source, gate=0.5, rollouts=4, seed=3)
    threads, line = ([msgspec.structs.replace(event, seconds=0.0) if hasattr(event, "seconds") else event for event in events] for events in told)
    assert threads == line
    assert any(isinstance(event, Wrote) for event in threads)


class Beset(Other):
    """Whoever does anything dies of it."""

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        return [fails(action, "died", "a zombie is there") for action in actions]


def test_who_would_die_of_what_is_written_hears_of_it(land: Blocks, tmp_path: Path) -> None:
    goal, inventory = TASKS["gather"]
    source = 'from world import wait\n\n\ndef stand_by() -> bool:\n    """Wait."""\n    return wait(20)["ok"]\n'
    writer = Writer(lambda role, prompt, reply: Drafts(drafts=(Draft(name="stand_by", source=source),)), Library(tmp_path))
    task, state = Task(name="gather", goal=goal, why="test"), _state(land, inventory)
    events: list[Event] = []
    choice = write(writer, task, state, Beset(), events.append, sources=writer.library.source, gate=0.5, rollouts=4, seed=3)
    assert (choice.program, choice.reason) == (None, "died"), choice.note
