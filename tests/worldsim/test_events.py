"""A run's events survive the process that wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

from worldsim.actions import Mine
from worldsim.change import BlockChange, Change, Outcome
from worldsim.compare import compare
from worldsim.errors import UsageError
from worldsim.events import Acted, Candidate, Compared, Dreamed, Ended, Judged, Observation, Predicted, Proposed, Started, decode, encode, read_events
from worldsim.goals import All, Has, Not, Task, Verdict
from worldsim.prediction import Branch, Prediction
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, Tool

HERE = Vec(0.5, 64.0, 0.5)
SEEN = Observed(tick=3, body=Body(HERE, Vec(0, 0, 0)), inventory={"oak_log": 2}, tools=(Tool("stone_axe", 130),))
CHANGE = Change(inventory={"oak_log": 1}, blocks=(BlockChange(Pos(1, 64, 0), "oak_log", "air"),))
PREDICTION = Prediction(action=Mine(Pos(1, 64, 0)), branches=(Branch(p=1.0, change=CHANGE),))
OUTCOME = Outcome(action=Mine(Pos(1, 64, 0)), status="done", change=CHANGE, end=HERE, ticks=70)
EVENTS = [
    Started(seq=0, run="r", goal="build a house", spec={"seed": 1}),
    Observation(seq=1, tick=3, observed=SEEN, revision=1),
    Proposed(
        seq=2, tick=3, task=Task(name="wood", goal=All((Has(("oak_log",), 3), Not(Has(("dirt",))))), why="a house needs it"), outlook=("craft",)
    ),
    Dreamed(seq=3, tick=3, candidate=Candidate(name="gather", origin="seed"), chosen=True, p_success=0.875, rollouts=8),
    Predicted(seq=4, tick=3, step=1, prediction=PREDICTION),
    Acted(seq=5, tick=73, step=1, outcome=OUTCOME),
    Compared(seq=6, tick=73, step=1, comparison=compare(PREDICTION, SEEN, OUTCOME)),
    Judged(seq=7, tick=73, task="wood", verdict=Verdict(True, 1.0, "carries 3 oak_log")),
    Ended(seq=8, tick=73, reached=True, why="it stands", exit_code=0),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_round_trip(event) -> None:
    line = encode(event)
    assert b"\n" not in line
    assert decode(line) == event


def test_the_record_of_a_killed_run_is_readable(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    whole = b"".join(encode(event) + b"\n" for event in EVENTS)
    path.write_bytes(whole)
    assert read_events(path) == EVENTS
    last = len(encode(EVENTS[-1])) + 1
    for cut in (1, 2, last // 2, last - 1, last):
        path.write_bytes(whole[:-cut])
        assert read_events(path) == EVENTS[:-1]
    path.write_bytes(b"")
    assert read_events(path) == []


def test_a_broken_line_in_the_middle_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(encode(EVENTS[0]) + b"\n{half\n" + encode(EVENTS[1]) + b"\n")
    with pytest.raises(UsageError, match=r"events\.jsonl:2: expected an event"):
        read_events(path)
    with pytest.raises(UsageError, match="expected an event"):
        decode(b'{"event":"nonsense"}')
