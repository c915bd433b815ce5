"""From words to keys, in the real world: searched in imagined physics, predicted tick by tick, pressed, compared, judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agent import Agent, Ending
from worldsim.actions import Control
from worldsim.events import Acted, Compared, Judged, Predicted, read_events

GAP = [[[x, y, z], "air"] for x in range(-20, 21) for y in (61, 62, 63) for z in (-9, -8, -7)]
POND = [[[x, y, z], "water"] for x in range(6, 12) for y in (62, 63) for z in range(-20, 21)]
PIT = [[[x, y, z], "air"] for x in (0, 1) for y in (62, 63) for z in (0, 1)]


def run(tmp_path: Path, goal: str, **scenario: Any) -> Ending:
    agent = Agent(
        seed=3, warp=1000.0, scenario={"terrain": "flat", **scenario}, runs=str(tmp_path / "runs"), library=str(tmp_path / "library"), max_replans=4
    )
    ending = agent.run(goal)
    assert ending.reached, ending.why
    return ending


def exact(ending: Ending, presses: int = 1) -> None:
    """Every key was predicted, tick by tick, before it was pressed."""
    events = read_events(ending.folder / "events.jsonl")
    held = [event.outcome for event in events if isinstance(event, Acted) and isinstance(event.outcome.action, Control)]
    assert len(held) >= presses
    compared = [event.comparison for event in events if isinstance(event, Compared) and isinstance(event.comparison.action, Control)]
    predicted = [event.prediction for event in events if isinstance(event, Predicted) and isinstance(event.prediction.action, Control)]
    assert [prediction.p_success for prediction in predicted] == [1.0] * len(held)
    for outcome, comparison in zip(held, compared, strict=True):
        assert comparison.motion_error is not None
        assert comparison.motion_error < 1e-6
        assert comparison.motion_right == len(outcome.motion) > 0
    assert ending.summary.motion_error is not None
    assert ending.summary.motion_error < 1e-6
    assert ending.summary.motion_ticks == sum(len(outcome.motion) for outcome in held)


@pytest.mark.timeout(240)
def test_a_gap_that_is_known_is_leapt(tmp_path: Path) -> None:
    ending = run(tmp_path, "jump a 3-block gap", spawn=[0, 64, -6], blocks=GAP)
    exact(ending)
    (judged,) = (event for event in read_events(ending.folder / "events.jsonl") if isinstance(event, Judged) and event.task)
    assert "over 3 blocks of gap" in judged.verdict.evidence


@pytest.mark.timeout(240)
def test_where_there_is_none_a_gap_is_dug_and_it_says_so(tmp_path: Path) -> None:
    ending = run(tmp_path, "jump a 2-block gap")
    exact(ending)
    tasks = [event.task for event in read_events(ending.folder / "events.jsonl") if isinstance(event, Judged) and event.verdict.done and event.task]
    assert [task.split()[0] for task in tasks] == ["look", "dig", "leap"]


@pytest.mark.timeout(240)
def test_the_water_is_crossed(tmp_path: Path) -> None:
    exact(run(tmp_path, "cross the water", blocks=POND))


@pytest.mark.timeout(240)
def test_a_pit_too_deep_for_a_jump_is_left_by_a_step_that_is_dug(tmp_path: Path) -> None:
    ending = run(tmp_path, "climb out", spawn=[0, 62, 0], blocks=PIT)
    exact(ending)
    assert ending.summary.actions >= 3
