"""What a written skill believes wrongly never reaches the world: on the embedded server, where every real action is counted by whose it was.

Each case has a plot of its own on flat ground; its skill is written by a planted model over HTTP, with that belief in every draft of the first round.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from agent.doing import Actor, Deed
from agent.loop import Pursuit, pursue
from agent.minds import mind_of
from agent.models.planted import Profile
from agent.models.planted.writer import BELIEFS
from agent.settings import Settings
from curriculum.request import Reach
from skills.program import Program
from tests.agent.test_planted_writer import Listening
from tests.agent.test_writer import Single
from tests.bridge.lab import Lab, opened
from worldsim.actions import Action, Craft, Place
from worldsim.change import Outcome
from worldsim.events import Acted, Event, Wrote
from worldsim.goals import Goal, Has, Stands
from worldsim.state import State
from worldsim.world import World

#: A bare model is told of few cells: what it has not seen it does not build against.
NOTHING_THERE = r"place\(.* fails with (no_support|unknown_block)"
#: What each wrong belief is about: what is to stand, or to be carried, and how many; what is carried at first; by which reason (a pattern) it comes
#: to light.
WRONG: dict[str, tuple[str, str, int, dict[str, int], str]] = {
    "misnames": ("stands", "torch", 2, {"oak_log": 2, "coal": 1}, "unresolved-reference"),
    "endless_loop": ("stands", "torch", 2, {"oak_log": 2, "coal": 1}, "stopped after 2000 calls"),
    "imagined_recipe": ("stands", "torch", 2, {"oak_log": 2, "coal": 1}, "fails with no_recipe"),
    "missing_table": ("stands", "oak_fence", 3, {"oak_log": 4}, "fails with no_table"),
    "missing_table, of a furnace": ("has", "glass", 1, {"furnace": 1, "sand": 1, "coal": 1}, "fails with no_furnace"),
    "wrong_tier": ("has", "cobblestone", 1, {"oak_log": 4}, "fails with no_tool"),
    "unsupported": ("stands", "torch", 2, {"oak_log": 2, "coal": 1}, NOTHING_THERE),
    "unsupported, of a crop": ("stands", "wheat", 2, {"wooden_hoe": 1, "wheat_seeds": 2}, "fails with no_support"),
    "wrong_promise": ("stands", "torch", 2, {"oak_log": 2, "coal": 1}, "its postcondition does not hold"),
}


class Counted:
    """The real world, and whose every action in it was."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.whose = ""  #: hash of the source that is acted out
        self.done: list[tuple[str, Action]] = []

    def observe(self) -> State:
        return self.world.observe()

    def act(self, action: Action) -> Outcome:
        self.done.append((self.whose, action))
        return self.world.act(action)


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with opened() as lab:
        yield lab


@pytest.fixture
def counted(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Counted:
    world = Counted(lab.world)
    perform = Actor.perform

    def watched(self: Actor, program: Program, goal: Goal, *rest: object) -> Deed:
        world.whose = program.hash
        try:
            return perform(self, program, goal, *rest)
        finally:
            world.whose = ""

    monkeypatch.setattr(Actor, "perform", watched)
    return world


def _tried(case: str, imagine: str, lab: Lab, world: Counted, folder: Path) -> tuple[Pursuit, list[Event], list[str]]:
    kind, what, number, carried, _ = WRONG[case]
    state = lab.scene({}, carried)
    goal = Stands((what,), number, state.body.pos.cell, 8) if kind == "stands" else Has((what,), number)
    events: list[Event] = []
    with Listening(Profile(**{case.partition(",")[0]: 1.0})) as model:
        settings = Settings(goal="the task", model="openai:planted", base_url=model.url, imagine=imagine, library=str(folder), skills="none")
        mind = msgspec.structs.replace(mind_of(settings, events.append), curriculum=Single(goal))
        pursuit = pursue(Reach("the task", goal), world, mind, events.append, lambda *_: None, settings, "run")
        return pursuit, events, [prompt for prompt in model.prompts if "Role: repair" in prompt]


def _of(events: list[Event], kind: type) -> list:
    return [event for event in events if isinstance(event, kind)]


def test_every_belief_has_a_case() -> None:
    assert {case.partition(",")[0] for case in WRONG} == {belief.rate for belief in BELIEFS}


CASES = [(case, how) for how in ("rules", "llm") for case in WRONG] + [
    (case, "hybrid") for case in ("imagined_recipe", "missing_table", "unsupported")
]


@pytest.mark.parametrize(("case", "imagine"), CASES)
def test_it_is_refused_in_the_dream_and_no_action_of_it_is_done(case: str, imagine: str, lab: Lab, counted: Counted, tmp_path: Path) -> None:
    reason = WRONG[case][-1]
    pursuit, events, repairs = _tried(case, imagine, lab, counted, tmp_path)
    assert pursuit.reached, pursuit.why
    first, second = _of(events, Wrote)
    assert not any(draft.chosen for draft in first.drafts)
    assert any(re.search(reason, problem) for draft in first.drafts for problem in draft.problems), first.drafts[0].problems
    assert any(re.search(reason, line) for line in repairs[0].splitlines() if line.startswith("- "))
    (chosen,) = [draft for draft in second.drafts if draft.chosen]
    by_source = Counter(whose for whose, _ in counted.done)
    refused = {draft.source_hash for one in (first, second) for draft in one.drafts if not draft.chosen}
    if case == "wrong_promise":  # nothing else was wrong with it
        refused -= {chosen.source_hash}
        assert first.drafts[0].source == second.drafts[0].source
    assert len(refused) == (2 if case == "wrong_promise" else 5)
    assert {whose: by_source[whose] for whose in refused} == dict.fromkeys(refused, 0)
    assert by_source == {chosen.source_hash: len(counted.done)}
    assert [action for _, action in counted.done] == [event.outcome.action for event in _of(events, Acted)]
    assert events.index(second) < events.index(_of(events, Acted)[0])
    assert all(event.outcome.ok for event in _of(events, Acted)), "nothing was tried in vain"


@pytest.mark.parametrize(("case", "vain"), [("imagined_recipe", Craft), ("unsupported", Place)])
def test_without_foresight_it_does_reach_the_world(case: str, vain: type, lab: Lab, counted: Counted, tmp_path: Path) -> None:
    pursuit, events, repairs = _tried(case, "off", lab, counted, tmp_path)
    assert pursuit.reached, pursuit.why
    first = _of(events, Wrote)[0]
    (chosen,) = [draft for draft in first.drafts if draft.chosen]
    wasted = [action for whose, action in counted.done if whose == chosen.source_hash]
    assert any(isinstance(action, vain) for action in wasted)
    # What the world said of it mends it all the same.
    assert any(line.startswith("- world, step ") and re.search(WRONG[case][-1], line) for line in repairs[0].splitlines())
