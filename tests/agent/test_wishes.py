"""What nobody has written down: a wish, goals of its own, a building from a file; on the embedded server, with a planted model that errs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent import Agent
from agent.models.planted import PlantedModel, Profile
from agent.settings import Settings
from curriculum.parse import parse
from worldsim.errors import UsageError
from worldsim.events import Decomposed, Designed, Judged, Wrote, read_events

FIELD = "sow a small field"
#: Of these dice it is asked for what nobody can get, and what it writes is wrong at first.
ERRS, DICE = 0.3, 5


def _agent(tmp_path: Path, model: PlantedModel, seed: int, **options: object) -> Agent:
    folders = {"runs": str(tmp_path / "runs"), "library": str(tmp_path / "library")}
    return Agent(settings=Settings(model="openai:planted", base_url=model.url, seed=seed, **folders, **options))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What models said is kept in a folder of the test's own."""
    monkeypatch.setenv("LUCIDCRAFT_HOME", str(tmp_path / "home"))


@pytest.mark.timeout(300)
def test_a_wish_that_rules_refuse_comes_true(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        parse(FIELD)
    with PlantedModel(Profile.at(ERRS, DICE)) as model:
        ending = _agent(tmp_path, model, 1).run(FIELD)
    assert ending.reached, ending.why
    events = list(read_events(ending.folder / "events.jsonl"))
    splits = [event for event in events if isinstance(event, Decomposed)]
    assert splits[0].problems
    assert splits[-1].problems == ()
    assert any(draft.problems for event in events if isinstance(event, Wrote) for draft in event.drafts), "a draft that errs is refused"
    last = [event for event in events if isinstance(event, Judged)][-1]
    assert last.verdict.done
    assert "wheat" in last.verdict.evidence


@pytest.mark.timeout(300)
def test_it_finds_goals_of_its_own(tmp_path: Path) -> None:
    with PlantedModel(Profile.at(1.0)) as model:
        ending = _agent(tmp_path, model, 1, explore=True, iterations=2).explore()
        assert model.asked["proposer"] >= 2
    assert ending.reached, ending.why
    assert ending.why.startswith("2 of 2 goals of its own reached: ")


@pytest.mark.timeout(300)
def test_a_building_from_a_file_stands(tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    file.write_text(json.dumps([{"x": x, "y": 0, "z": 0, "block": "oak_planks"} for x in range(3)]))
    with PlantedModel(Profile.at(1.0)) as model:
        ending = _agent(tmp_path, model, 1).build(file)
    assert ending.reached, ending.why
    assert ending.summary.blueprint_f1 == 1.0
    assert not any(isinstance(event, Designed | Decomposed) for event in read_events(ending.folder / "events.jsonl")), "nobody draws it anew"
