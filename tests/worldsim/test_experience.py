"""Likeness, and what a language model is given under each condition."""

from __future__ import annotations

import json
from typing import Any

import pytest

from worldsim.actions import Craft, Mine, Place
from worldsim.change import BlockChange, Change, Outcome
from worldsim.errors import ModelDown, UsageError
from worldsim.language.experience import experience_of
from worldsim.language.llm import CONDITIONS, LLM, AlteredCell, Conditions, Count, Failure, Step, Steps, conditions
from worldsim.language.told import told
from worldsim.space import Pos, Vec
from worldsim.transitions import Transition

LOG = Pos(2, 64, 0)


def step(**rest: Any) -> Step:
    blank = {"p_success": 1.0, "reason": None, "note": "", "inventory": [], "tools": [], "blocks": [], "health": 0.0, "food": 0, "end": None}
    return Step(**{**blank, "ticks_p10": 1, "ticks_p50": 2, "ticks_p90": 3, "risks": [], **rest})


def transitions(land) -> list[Transition]:
    trees = land({(2, 64, 0): "oak_log"}, held="stone_axe")
    sand = land({(2, 64, 0): "sand"})
    mined = Change(inventory={"oak_log": 1}, blocks=(BlockChange(LOG, "oak_log", "air"),))
    made = [
        ("seed 1 a", trees, Mine(LOG), "done", None, mined, 31),
        ("seed 2 a", sand, Mine(LOG), "done", None, Change(inventory={"sand": 1}), 16),
        ("seed 2 a", trees, Craft("stick"), "failed", "no_item", Change(), 0),
    ]
    return [
        Transition(
            episode=episode, step=n, before=before, action=action, after=before,
            outcome=Outcome(action=action, status=status, reason=reason, change=change, end=before.body.pos, ticks=ticks),
        )
        for n, (episode, before, action, status, reason, change, ticks) in enumerate(made)
    ]  # fmt: skip


def test_the_likest_case_comes_first_and_other_verbs_never(land) -> None:
    seen = experience_of(transitions(land))
    found = seen.similar(land({(2, 64, 0): "birch_log"}), Mine(LOG))
    assert len(found) == 2
    assert found[0] == (
        "mine((2, 64, 0)) on oak_log, 2.3 blocks from the eyes, holding stone_axe: done; +1 oak_log, oak_log -> air; moved 0.0 blocks, 31 ticks"
    )
    assert seen.similar(land(), Craft("ladder")) == [
        "craft('stick'), holding stone_axe: failed for no_item; nothing changed; moved 0.0 blocks, 0 ticks"
    ]
    assert seen.similar(land(), Place("dirt", LOG)) == []


def test_a_world_is_never_reminded_of_itself(land) -> None:
    elsewhere = experience_of(transitions(land)).without("seed 1")
    assert len(elsewhere) == 2
    assert not any("oak_log" in line for line in elsewhere.similar(land({(2, 64, 0): "oak_log"}), Mine(LOG)))


def test_facts_are_told_not_predictions(land, known) -> None:
    lines = told(land({(2, 64, 0): "stone"}, inventory={"stone_pickaxe": 1}), [Mine(LOG), Craft("oak_planks"), Craft("coal")], known)
    # Minecraft Wiki: stone takes 7.5 s by hand and 0.6 s with a stone pickaxe; it drops nothing by hand.
    assert "stone by the bare hand: 150 ticks, falls nothing, wears the tool by 0" in lines
    assert "stone by stone_pickaxe: 12 ticks, falls 1: {'cobblestone': 1}, wears the tool by 1" in lines
    assert any(line.startswith("4 oak_planks from 1 oak_log/") for line in lines)


class FakeAsk:
    """Answers each time with the next steps; keeps the prompts."""

    def __init__(self, *replies: list[Step]) -> None:
        self.replies = list(replies)
        self.prompts: list[str] = []

    def __call__(self, role: str, prompt: str, reply: type[Any]) -> Any:
        self.prompts.append(prompt)
        if not self.replies:
            raise ModelDown("gone")
        return Steps(self.replies.pop(0))


def test_each_condition_adds_to_the_prompt(land) -> None:
    state, seen = land({(2, 64, 0): "oak_log"}), experience_of(transitions(land))
    prompts = [LLM(FakeAsk(), given=given, experience=seen).prompt(state, [Mine(LOG)]) for given in CONDITIONS]
    bare, facts, retrieved, validators = prompts
    assert "oak_log by the bare hand: 60 ticks" not in bare
    assert "oak_log by the bare hand: 60 ticks" in facts
    assert "31 ticks" not in facts
    assert "31 ticks" in retrieved
    assert validators == retrieved
    # Whatever is added, the situation is told in the same canonical lines.
    lines = [line for line in bare.splitlines() if line.startswith(("State: ", "Blocks near", "Actions: "))]
    assert len(lines) == 3
    assert all(line in prompt for line in lines for prompt in prompts)
    assert json.loads(lines[2].removeprefix("Actions: ")) == [{"op": "mine", "pos": [2, 64, 0]}]
    assert list(json.loads(lines[0].removeprefix("State: "))) == sorted(json.loads(lines[0].removeprefix("State: ")))


def test_what_cannot_be_is_sent_back_once(land) -> None:
    state = land({(2, 64, 0): "oak_log"})
    gone = [AlteredCell(2, 64, 0, "air")]
    wrong, mended = [step(inventory=[Count("diamond", 1)], blocks=gone)], [step(inventory=[Count("oak_log", 1)], blocks=gone)]
    ask = FakeAsk(wrong, mended)
    (prediction,) = LLM(ask, given=conditions("+validators")).predict(state, [Mine(LOG)])
    assert prediction.mode.change.inventory == {"oak_log": 1}
    assert len(ask.prompts) == 2
    assert ask.prompts[1].startswith(ask.prompts[0])
    assert "step 1, mine((2, 64, 0)): +1 diamond comes from nowhere" in ask.prompts[1]
    # Without validators nobody asks twice, and a name that exists is believed.
    (bare,) = LLM(FakeAsk(wrong)).predict(state, [Mine(LOG)])
    assert bare.mode.change.inventory == {"diamond": 1}
    # What stays wrong but can be meant stands; what cannot be meant is covered by nobody.
    (still,) = LLM(FakeAsk(wrong, wrong), given=conditions("+validators")).predict(state, [Mine(LOG)])
    assert still.mode.change.inventory == {"diamond": 1}
    (blank,) = LLM(FakeAsk(wrong, [step(p_success=7)]), given=conditions("+validators")).predict(state, [Mine(LOG)])
    assert blank.covers == ()


def test_many_situations_each_alone(land) -> None:
    state = land({(2, 64, 0): "oak_log"}, inventory={"oak_log": 1})
    right = [step(inventory=[Count("oak_log", -1), Count("oak_planks", 4)])]
    ask = FakeAsk([step(inventory=[Count("oak_planks", 4)])], [step()], right)
    first, second = LLM(ask, given=conditions("+validators")).predict_each([(state, Craft("oak_planks")), (state, Mine(LOG))])
    assert not isinstance(first, ModelDown)
    assert first.mode.change.inventory == {"oak_log": -1, "oak_planks": 4}
    assert not isinstance(second, ModelDown)
    down = LLM(FakeAsk([step()])).predict_each([(state, Mine(LOG)), (state, Mine(LOG))])
    assert [isinstance(each, ModelDown) for each in down] == [False, True]


def test_ways_to_fail_sightings_and_velocity(land) -> None:
    told = step(
        p_success=0.6, reason="no_path", failures=[Failure("item_lost", 0.3), Failure("no_path", 0.1)],
        seen=[AlteredCell(2, 63, 0, "dirt"), AlteredCell(99, 64, 0, "stone")], vel=[0.0, -0.1, 0.0],
    )  # fmt: skip
    (prediction,) = LLM(FakeAsk([told])).predict(land({(2, 64, 0): "oak_log"}), [Mine(LOG)])
    done, lost, path = prediction.branches
    assert [round(branch.p, 6) for branch in prediction.branches] == [0.6, 0.3, 0.1]
    assert (lost.reason, path.reason) == ("item_lost", "no_path")
    assert [seen.pos for seen in done.reveals] == [Pos(99, 64, 0)]  # the other is known already
    assert done.vel == Vec(0.0, -0.1, 0.0)


def test_conditions_by_name() -> None:
    assert conditions("bare") == Conditions()
    assert conditions("+facts+validators") == Conditions(facts=True, validators=True)
    assert [str(each) for each in CONDITIONS] == ["bare", "+facts", "+facts+retrieved", "+facts+retrieved+validators"]
    with pytest.raises(UsageError, match="found 'magic'"):
        conditions("+magic")
