"""A skill that was dreamed well and that an altered world refuses: the typed failure goes back to the writer, and its second one does it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.labs import opened
from agent.loop import pursue
from agent.minds import mind_of
from agent.models.planted import Profile
from agent.settings import Settings
from curriculum.request import Reach
from skills import Library
from tests.agent.test_planted_writer import Listening
from tests.agent.test_writer import Single
from worldsim.actions import describe
from worldsim.events import Acted, Dreamed, Event, Learned, Wrote
from worldsim.goals import Stands

#: In this world nobody can craft a wooden hoe; who is in it is not told.
RULES: dict[str, Any] = {"recipes": {"instead": {"wooden_hoe": []}}}
CARRIED = {"oak_log": 4, "cobblestone": 2, "wheat_seeds": 2}


@pytest.mark.timeout(300)
def test_what_the_world_refuses_is_told_with_step_action_and_reason_and_mended(tmp_path: Path) -> None:
    events: list[Event] = []
    with Listening(Profile()) as model, opened({"terrain": "flat", "spawn": [0, 64, 0], "inventory": CARRIED}, warp=0, rules=RULES) as world:
        goal = Stands(("wheat",), 2, world.observe().body.pos.cell, 8)
        settings = Settings(goal="the task", model="openai:planted", base_url=model.url, imagine="rules", library=str(tmp_path))
        mind = msgspec.structs.replace(mind_of(settings, events.append), curriculum=Single(goal))
        pursuit = pursue(Reach("the task", goal), world, mind, events.append, lambda *_: None, settings, "run")
    assert pursuit.reached, pursuit.why
    first, second = [event for event in events if isinstance(event, Wrote)]
    assert [(one.role, one.round) for one in (first, second)] == [("write", 1), ("repair", 1)]
    taken = [event for event in events if isinstance(event, Dreamed) and event.chosen]
    assert [event.p_success for event in taken] == [1.0, 1.0], "both were dreamed to do it: by the rules that are known"
    failed = [event for event in events if isinstance(event, Acted) and not event.outcome.ok]
    assert [(describe(event.outcome.action), event.outcome.reason) for event in failed] == [("craft('wooden_hoe')", "no_recipe")]
    line = f"- world, step {failed[0].step}, craft('wooden_hoe') fails with no_recipe: \"the server makes nothing of this\""
    assert line in next(prompt for prompt in model.prompts if "Role: repair" in prompt).splitlines()
    (old,) = [draft for draft in first.drafts if draft.chosen]
    (new,) = [draft for draft in second.drafts if draft.chosen]
    assert '"stone_hoe", 1' in new.source
    assert '"stone_hoe", 1' not in old.source
    assert [(event.skill, event.source_hash) for event in events if isinstance(event, Learned)] == [(new.name, new.source_hash)]
    assert Library(tmp_path).source(new.name) == new.source, "what failed is not kept"
