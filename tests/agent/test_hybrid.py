"""The hybrid in a run: it learns from every real step, keeps that beside the skills, and asks a model only for what it does not know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agent import Agent, Ending
from agent.minds import BELIEFS, LAWS, imaginer
from agent.models.planted import PlantedModel, Profile
from agent.run import settings
from agent.settings import Settings
from worldsim.actions import Craft
from worldsim.blocks import blocks_of
from worldsim.errors import UsageError
from worldsim.events import Asked, Predicted, read_events
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.learning.lawstore import LawStore
from worldsim.mixing.hybrid import STATISTICS, TRUST
from worldsim.mixing.statistics import Statistics
from worldsim.mixing.trust import Trust
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, State, state_of


def _start(inventory: dict[str, int] | None = None) -> State:
    name = facts().state_id
    span = range(-8, 9)
    cells = {Pos(x, y, z): name("dirt") if y < 64 else 0 for x in span for z in span for y in range(62, 70)}
    cells |= {Pos(3, y, 3): name("oak_log") for y in range(64, 67)}
    return state_of(
        Observed(tick=0, body=Body(pos=Vec(0.5, 64.0, 0.5), vel=Vec(0, 0, 0)), inventory=inventory or {}), blocks_of(facts().palette, cells)
    )


Run = Callable[..., Ending]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def go(goal: str, start: State, **options: object) -> Ending:
        asked = Settings(goal="", imagine="hybrid", runs=str(tmp_path / "runs"), library=str(tmp_path / "library"), **options)
        return Agent(world=ImaginedWorld(Rules(), start), settings=asked).run(goal)

    return go


def test_a_run_teaches_the_next_one(run: Run, tmp_path: Path) -> None:
    beliefs = tmp_path / "library" / BELIEFS
    for number in (1, 2):
        ending = run("obtain 1 crafting_table", _start())
        assert ending.reached, ending.why
        seen = Trust.load(beliefs / TRUST).seen("rules", "craft", "step")
        assert seen.right == pytest.approx(2 * number, abs=0.05), "planks and a table, each time"
    assert any(key.startswith("mine oak_log") for key in Statistics.load(beliefs / STATISTICS).counts)


def test_a_model_stands_in_for_the_laws_that_are_withheld(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with PlantedModel(Profile()) as planted:
        ending = run("obtain 1 crafting_table", _start({"oak_log": 1}), model="openai:planted", base_url=planted.url, laws="-crafting")
    assert ending.reached, ending.why
    events = read_events(ending.folder / "events.jsonl")
    predicted = [event.prediction for event in events if isinstance(event, Predicted)]
    assert predicted
    assert all({leaf.source for leaf in prediction.sources} == {"llm"} for prediction in predicted if isinstance(prediction.action, Craft))
    assert any(isinstance(event, Asked) for event in events)


def test_with_all_laws_a_model_is_hardly_needed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with PlantedModel(Profile()) as planted:
        ending = run("obtain 1 crafting_table", _start({"oak_log": 1}), model="openai:planted", base_url=planted.url)
        assert planted.asked["simulator"] == 0
    assert ending.reached


def test_a_rule_sheet_is_read_once_and_believed_before_the_first_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from agent.models.planted.altered import RULES

    monkeypatch.setenv("OPENAI_API_KEY", "none")
    sheet = tmp_path / "rules.txt"
    sheet.write_text(RULES[0].prose)
    heard: list[Asked] = []
    with PlantedModel(Profile()) as planted:
        for _ in (1, 2):
            model = imaginer("hybrid", "openai:planted", planted.url, folder=tmp_path / "library", notes=str(sheet), tell=heard.append)
        assert planted.asked["reader"] == 1
    assert [asked.role for asked in heard] == ["reader"]
    (world,) = (tmp_path / "library" / "worlds").iterdir()
    assert {law.status for law in LawStore(world / LAWS).laws.values()} == {"hearsay"}
    assert list(model.sources) == ["rules", "notes", "statistics"]
    assert not model.trust.vanilla


def test_flags() -> None:
    assert settings(["--goal", "explore"]).imagine == "rules"
    assert settings(["--goal", "explore", "--model", "openai:x"]).imagine == "hybrid"
    assert settings(["--goal", "explore", "--laws", "-crafting,-mining"]).laws == "-crafting,-mining"
    with pytest.raises(UsageError, match="-cooking"):
        settings(["--goal", "explore", "--laws", "-cooking"])
    with pytest.raises(UsageError, match="--notes"):
        settings(["--goal", "explore", "--imagine", "rules", "--notes", "rules.txt"])
