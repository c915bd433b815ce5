"""The planted writer over HTTP: what it writes right does its task in a dream; a wrong belief is refused, named in the repair, and mended."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.choosing import Choice
from agent.models.factory import ask_of
from agent.models.planted import PlantedModel, Profile
from agent.models.planted.writer import BELIEFS, beliefs_of, program_for, skills_for
from agent.writing import write
from skills import Library
from skills.writing import ROUNDS, Writer
from worldsim.actions import Action
from worldsim.blocks import Blocks, blocks_of
from worldsim.events import Dreamed, Event, Wrote
from worldsim.facts import facts
from worldsim.goals import Goal, Has, Not, Stands, Task
from worldsim.models import Rules
from worldsim.prediction import Prediction
from worldsim.prompting import barred
from worldsim.space import Pos, Vec
from worldsim.state import Body, Job, Observed, State, state_of

NEAR = Pos(0, 64, 0)
TASKS: dict[str, tuple[Goal, dict[str, int]]] = {
    "gather": (Has(("oak_log",), 5), {}),
    "craft": (Has(("ladder",), 3), {"oak_log": 6}),
    "light": (Stands(("torch",), 4, NEAR, 16), {"oak_log": 4, "coal": 2}),
    "fence": (Stands(("oak_fence",), 9, NEAR, 10), {"oak_log": 9}),
    "stone": (Has(("cobblestone",), 4), {"oak_log": 5}),
    "chest": (Stands(("chest",), 1, NEAR, 16), {"oak_log": 5}),
}
#: Chores: on this land there is no water, no grass to find seeds in, and no furnace.
CHORES: dict[str, tuple[Goal, dict[str, int]]] = {
    "till": (Stands(("farmland",), 4, NEAR, 12), {"wooden_hoe": 1}),
    "sow": (Stands(("wheat",), 4, NEAR, 12), {"oak_log": 3, "wheat_seeds": 6}),
    "grow": (Stands(("oak_sapling",), 2, NEAR, 12), {"oak_sapling": 2}),
    "smelt": (Has(("charcoal",), 2), {"oak_log": 6, "furnace": 1}),
    "furnish": (Stands(("furnace",), 1, NEAR, 16), {"oak_log": 2, "cobblestone": 8}),
    "store": (Not(Has(("cobblestone",), 3)), {"cobblestone": 20, "chest": 1}),
}


class Listening(PlantedModel):
    """Keeps the prompts as they came over HTTP."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(profile)
        self.prompts: list[str] = []

    def complete(self, body: dict[str, Any]) -> dict[str, Any]:
        self.prompts.append(str(body["messages"][0]["content"]))
        return super().complete(body)


@pytest.fixture(scope="module")
def land() -> Blocks:
    """Grass over dirt over stone, and seven trunks."""
    state = facts().state_id
    cells: dict[Pos, int] = {}
    for x in range(-16, 17):
        for z in range(-16, 17):
            cells |= {Pos(x, y, z): state("stone") for y in range(50, 62)}
            cells |= {Pos(x, 62, z): state("dirt"), Pos(x, 63, z): state("grass_block")} | {Pos(x, y, z): state("air") for y in range(64, 72)}
    cells |= {Pos(-9 + 3 * n, y, -6): state("oak_log") for n in range(7) for y in range(64, 68)}
    return blocks_of(facts().palette, cells)


def _state(land: Blocks, inventory: dict[str, int]) -> State:
    return state_of(Observed(tick=0, body=Body(pos=Vec(0.5, 64.0, 0.5), vel=Vec(0, 0, 0)), inventory=inventory), land)


def _task(name: str, goal: Goal) -> Task:
    return Task(name=f"{name} it", goal=goal, why="test")


def _written(model: PlantedModel, task: Task, state: State, folder: Path) -> tuple[Choice, list[Event]]:
    events: list[Event] = []
    writer = Writer(ask_of("openai:planted", model.url, cache="off"), Library(folder))
    choice = write(writer, task, state, Rules(), events.append, sources=writer.library.source, gate=0.5, rollouts=8, seed=1)
    return choice, events


def _rounds(events: list[Event]) -> list[Wrote]:
    return [event for event in events if isinstance(event, Wrote)]


@pytest.mark.parametrize("name", {**TASKS, **CHORES})
def test_what_it_knows_does_the_task_in_a_dream(name: str, land: Blocks, tmp_path: Path) -> None:
    goal, inventory = {**TASKS, **CHORES}[name]
    with PlantedModel(Profile()) as model:
        choice, events = _written(model, _task(name, goal), _state(land, inventory), tmp_path)
        assert model.asked["writer"] == 1
    assert choice.program is not None, choice.note
    assert choice.dream is not None
    assert choice.dream.p_success == 1.0
    (only,) = _rounds(events)
    assert [draft.chosen for draft in only.drafts] == [True, False, False], "the others take longer"
    assert only.drafts[0].utility is not None
    assert only.drafts[1].utility is not None
    assert only.drafts[0].utility > only.drafts[1].utility


def test_a_ripe_field_is_reaped_and_an_unripe_one_waited_for(land: Blocks, tmp_path: Path) -> None:
    state, ripe = facts().state_id, facts().plants["wheat"].ripe
    for age, least, most in ((ripe, 0, 400), (ripe - 1, 1200, 40_000)):
        field = {Pos(x, 63, 3): state("farmland", moisture=7) for x in range(3)} | {Pos(x, 64, 3): state("wheat", age=age) for x in range(3)}
        here = _state(land.with_cells(field), {})
        with PlantedModel(Profile()) as model:
            choice, _ = _written(model, _task("reap", Has(("wheat",), 2)), here, tmp_path / str(age))
        assert choice.dream is not None, choice.note
        assert least <= choice.dream.ticks.p50 <= most


def test_what_a_chest_is_known_to_hold_is_told_and_taken_out(land: Blocks, tmp_path: Path) -> None:
    chest = Pos(4, 64, 4)
    bread = Job("chest", chest.center, 10**9, items={"bread": 5})
    there = land.with_cells({chest: facts().state_id("chest")})
    here = state_of(Observed(tick=0, body=Body(pos=Vec(0.5, 64.0, 0.5), vel=Vec(0, 0, 0)), latent=(bread,)), there)
    with Listening(Profile()) as model:
        choice, _ = _written(model, _task("fetch", Has(("bread",), 3)), here, tmp_path)
    assert "\nWhat is known to be in chests:\nchest at [4, 64, 4] holds 5 bread\n" in model.prompts[0]
    assert choice.program is not None, choice.note
    assert choice.program.name == "take_out"
    assert choice.dream is not None
    assert choice.dream.p_success == 1.0


class _Together(Rules):
    """Answers nobody's first question before all drafts are being dreamed."""

    def __init__(self, dreams: int) -> None:
        super().__init__()
        self._all = threading.Barrier(dreams, timeout=60)
        self._waited = threading.local()

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        if not getattr(self._waited, "done", False):
            self._waited.done = True
            self._all.wait()
        return super().predict(state, actions)


class _InTurn:
    """The same laws, in a model that is not known to be one of rules: one draft is dreamed after the other."""

    name = "in turn"

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        return Rules().predict(state, actions)


def test_drafts_are_dreamed_at_the_same_time_and_as_if_alone(land: Blocks, tmp_path: Path) -> None:
    goal, inventory = TASKS["fence"]
    told = []
    with PlantedModel(Profile()) as model:
        writer = Writer(ask_of("openai:planted", model.url, cache="off"), Library(tmp_path))
        for dreamer in (_Together(3), _InTurn()):
            events: list[Event] = []
            write(
                writer, _task("fence", goal), _state(land, inventory), dreamer, events.append,
                sources=writer.library.source, gate=0.5, rollouts=8, seed=1,
            )  # fmt: skip
            told.append([msgspec.structs.replace(event, seconds=0.0) if isinstance(event, Dreamed) else event for event in events])
    assert told[0] == told[1]
    assert len(told[0]) == 4


def _plain(goal: Goal) -> Any:
    return msgspec.to_builtins(goal)


#: Each belief, a task in which it makes a difference, and what the reason says by which it comes to light.
WRONG = {
    "misnames": ("light", 'check: "light_the_place, line 19: Name `place_block` used when not defined'),
    "endless_loop": ("craft", 'dream: "stopped after 2000 calls"'),
    "imagined_recipe": ("light", "craft('cobblestone') fails with no_recipe: \"nothing is known to make cobblestone\""),
    "missing_table": ("fence", "craft('oak_fence', 3) fails with no_table: \"oak_fence needs a crafting table within 4.5 blocks of the eyes\""),
    "wrong_tier": ("stone", 'fails with no_tool: "stone yields nothing to the bare hand"'),
    "unsupported": ("fence", 'fails with no_support: "nothing to place it against at (-2, 67, -2)"'),
    "wrong_promise": ("gather", "its postcondition does not hold at the end of the dream: 1 of 2 hold; not yet: 0 of 3 diamond carried"),
}


def test_every_belief_is_tried() -> None:
    assert set(WRONG) == {belief.rate for belief in BELIEFS}


@pytest.mark.parametrize("belief", WRONG)
def test_a_wrong_belief_is_refused_named_in_the_repair_and_mended(belief: str, land: Blocks, tmp_path: Path) -> None:
    name, reason = WRONG[belief]
    goal, inventory = TASKS[name]
    with Listening(Profile(**{belief: 1.0})) as model:
        choice, events = _written(model, _task(name, goal), _state(land, inventory), tmp_path)
    first, second = _rounds(events)
    assert [first.role, second.role] == ["write", "repair"]
    assert not any(draft.chosen for draft in first.drafts)
    assert all(draft.utility is None and draft.problems for draft in first.drafts)
    assert any(reason in problem for problem in first.drafts[0].problems), first.drafts[0].problems
    assert reason not in model.prompts[0]
    assert any(line.startswith("- ") and reason in line for line in model.prompts[1].splitlines()), "the reason goes back to it, word for word"
    assert barred(first.drafts[0].source, 6_000) in model.prompts[1]
    assert choice.program is not None
    assert choice.program.source == next(draft.source for draft in second.drafts if draft.chosen)


@pytest.mark.parametrize(("rate", "name"), [*((rate, name) for rate in (0.1, 0.3, 1.0) for name in TASKS), *((1.0, name) for name in CHORES)])
def test_all_beliefs_at_once_are_mended_within_the_rounds(rate: float, name: str, land: Blocks, tmp_path: Path) -> None:
    goal, inventory = {**TASKS, **CHORES}[name]
    with PlantedModel(Profile(seed=5, **dict.fromkeys(WRONG, rate))) as model:
        choice, events = _written(model, _task(name, goal), _state(land, inventory), tmp_path)
        assert model.asked["writer"] == len(_rounds(events)) <= ROUNDS
    assert choice.program is not None, choice.note
    assert sum(draft.chosen for one in _rounds(events) for draft in one.drafts) == 1


def test_who_does_not_learn_gets_nothing_through(land: Blocks, tmp_path: Path) -> None:
    goal, inventory = TASKS["fence"]
    with PlantedModel(Profile(fixes=False, unsupported=1.0)) as model:
        choice, events = _written(model, _task("fence", goal), _state(land, inventory), tmp_path)
        assert model.asked["writer"] == ROUNDS
    assert choice.program is None
    assert "nothing that was written in 4 rounds passes" in choice.note
    assert "no_support" in choice.note
    assert [one.round for one in _rounds(events)] == [1, 2, 3, 4]
    assert not any(draft.chosen for one in _rounds(events) for draft in one.drafts)


def test_a_reason_of_an_early_round_is_told_to_the_last(land: Blocks, tmp_path: Path) -> None:
    goal, inventory = TASKS["fence"]
    with Listening(Profile(fixes=False, unsupported=1.0)) as model:
        _written(model, _task("fence", goal), _state(land, inventory), tmp_path)
    assert "What was wrong in the rounds before that:\nnone" in model.prompts[1]
    assert "no_support" in model.prompts[2].split("What was wrong in the rounds before that:")[1]


def test_malformed_replies_are_mended_before_anybody_sees_them(land: Blocks, tmp_path: Path) -> None:
    goal, inventory = TASKS["gather"]
    with PlantedModel(Profile(format_error=1.0)) as model:
        choice, events = _written(model, _task("gather", goal), _state(land, inventory), tmp_path)
    assert choice.program is not None
    assert len(_rounds(events)) == 1


def test_a_goal_that_it_knows_nothing_for(land: Blocks, tmp_path: Path) -> None:
    with PlantedModel(Profile()) as model:
        choice, events = _written(model, _task("cross", Not(Stands(("oak_log",), 3, NEAR, 16))), _state(land, {}), tmp_path)
        assert model.asked["writer"] == 1, "the next question would be the same"
    assert choice.program is None
    assert [one.note for one in _rounds(events)] == ["it handed in no draft"]
    assert skills_for("What happens?", Profile()) is None


def _seeds(belief: str, name: str, source: str) -> Iterator[bool]:
    for seed in range(60):
        for index in range(3):
            held = beliefs_of(name, source, index, Profile(seed=seed, **{belief: 0.3}))
            yield bool(held)


@pytest.mark.parametrize("belief", WRONG)
def test_as_many_drafts_are_wrong_as_the_profile_says(belief: str) -> None:
    known = program_for(json.loads(json.dumps(_plain(TASKS[WRONG[belief][0]][0]))))
    assert known is not None
    drawn = list(_seeds(belief, *known))
    assert sum(drawn) / len(drawn) == pytest.approx(0.3, abs=0.1)
