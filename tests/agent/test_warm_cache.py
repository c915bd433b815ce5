"""What a model once answered, and what was once earned, is not asked again: whole runs on the embedded server, counted at the planted HTTP server."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.models.planted import Profile
from agent.running import Ending, run_goal
from agent.settings import Settings
from curriculum.request import Reach
from tests.agent.test_planted_writer import Listening
from worldsim.actions import Action
from worldsim.events import Acted, Asked, read_events
from worldsim.goals import All, Has, Stands
from worldsim.space import Pos

#: First something is done that needs no model: the writer is asked in a state that this has led to.
GOAL = All((Has(("oak_planks",), 8), Stands(("torch",), 2, Pos(0, 64, 0), 8)))
SCENARIO = {"terrain": "flat", "spawn": [0, 64, 0], "inventory": {"oak_log": 3, "coal": 1}}


def _run(home: Path, library: str, cache: str, url: str) -> Ending:
    settings = Settings(
        goal="light the place",
        model="openai:planted",
        base_url=url,
        cache=cache,
        runs=str(home / "runs"),
        library=str(home / library),
        scenario=SCENARIO,
    )
    return run_goal(settings, Reach("light the place", GOAL))


def _acted(run: Ending) -> list[Action]:
    return [event.outcome.action for event in read_events(run.folder / "events.jsonl") if isinstance(event, Acted)]


@pytest.mark.timeout(400)
def test_nobody_is_asked_twice(tmp_path: Path) -> None:
    cache = str(tmp_path / "replies.sqlite")
    with Listening(Profile(imagined_recipe=1.0)) as model:
        cold = _run(tmp_path, "one", cache, model.url)
        assert cold.reached, cold.why
        first = [*model.prompts]
        assert len(first) == cold.summary.llm_calls == 2, "one to write, one to mend"

        # The same run again: not one request goes out, and it is the same run.
        warm = _run(tmp_path, "two", cache, model.url)
        assert warm.reached, warm.why
        assert model.prompts == first
        assert warm.summary.llm_calls == 0
        asked = [event for event in read_events(warm.folder / "events.jsonl") if isinstance(event, Asked)]
        assert [(event.role, event.cached) for event in asked] == [("write", True), ("repair", True)]
        assert _acted(warm) == _acted(cold)

        # Without any cache, but with what the first one earned: there is nothing to write.
        earned = _run(tmp_path, "one", "off", model.url)
        assert earned.reached, earned.why
        assert model.prompts == first
        assert not any(isinstance(event, Asked) for event in read_events(earned.folder / "events.jsonl"))
