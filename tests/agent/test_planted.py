"""The planted simulator: the real meter, through the real client, must find the mistakes that were planted, and no others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.models.factory import ask_of
from agent.models.planted import KINDS, Expected, Kind, PlantedModel, Profile, expected, read_profile
from agent.models.planted.__main__ import main
from agent.models.planted.expected import auroc
from agent.models.schema import strict_schema
from tests.agent.planted_set import transitions
from worldsim.actions import Dig, Mine, Place
from worldsim.blocks import blocks_of
from worldsim.compare import Comparison, compare
from worldsim.errors import UsageError
from worldsim.events import Asked
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.language.llm import LLM, Steps, conditions
from worldsim.measuring.scorecard import Scorecard, predict, score
from worldsim.metrics import wilson
from worldsim.prediction import Prediction
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, state_of
from worldsim.transitions import Transition

RATES = {
    "wrong_count": 0.15,
    "hallucinated_drop": 0.1,
    "forgotten_cell": 0.1,
    "forgotten_table": 0.1,
    "wrong_reason": 0.1,
    "false_success": 0.15,
    "false_failure": 0.1,
    "wrong_place": 0.05,
    "unknown_name": 0.05,
}
# Of eleven 95 % intervals one misses its rate in every other seed, by chance: this seed's do not.
PROFILE = Profile(seed=12, **RATES, wrong_ticks=0.2, overconfidence=0.5, format_error=0.1)


class Measured:
    """A profile, measured as any model is: by HTTP, through the real client, against the recorded outcomes."""

    def __init__(self, profile: Profile, steps: list[Transition]) -> None:
        calls: list[Asked] = []
        with PlantedModel(profile, steps) as model:
            ask = ask_of("openai:planted", model.url, listen=calls.append)
            said = predict(LLM(ask), steps, calls)
            self.answered = model.asked["simulator"]
        self.calls = calls
        self.predictions = said.predictions
        self.comparisons = [compare(p, step.before, step.outcome) for p, step in zip(said.predictions, steps, strict=True)]
        self.card: Scorecard = score("planted", steps, said, facts())
        self.true: Expected = expected(profile, steps)


@pytest.fixture(scope="module")
def steps() -> list[Transition]:
    return transitions(6, 70)


@pytest.fixture(scope="module")
def measured(steps: list[Transition]) -> Measured:
    return Measured(PROFILE, steps)


def test_who_makes_no_mistake_is_right_wherever_a_reply_can_say_it(steps: list[Transition]) -> None:
    true = Measured(Profile(), steps[:60])
    for comparison, step in zip(true.comparisons, steps, strict=False):
        if step.outcome.ok:
            assert comparison.exact, step.key
            assert comparison.p_success == 0.95
    assert true.card.calibration.auroc == 1.0
    assert not [call for call in true.calls if call.error]


def test_the_meter_finds_what_was_planted(measured: Measured) -> None:
    assert [c.exact for c in measured.comparisons] == [step.exact for step in measured.true.steps]
    assert [c.changing for c in measured.comparisons] == [step.changing for step in measured.true.steps]
    by_verb = {verb: figures.exact_changing for verb, figures in measured.card.kinds.items() if figures.exact_changing is not None}
    assert by_verb == pytest.approx(measured.true.exact_by_verb)
    assert measured.card.silent == measured.true.rejected
    assert measured.card.calibration.brier == pytest.approx(measured.true.brier)
    assert measured.card.calibration.false_success.share == pytest.approx(measured.true.false_success)


def _families(atoms: tuple[Any, ...]) -> set[str]:
    return {atom.family for atom in atoms}


# How each mistake shows in what was said and what happened, without a look at who made it.
SIGNS: dict[Kind, Callable[[Comparison, Prediction, Transition], bool]] = {
    "wrong_count": lambda c, p, t: bool({a.key for a in c.missed if a.family == "inventory"} & {a.key for a in c.hallucinated}),
    "hallucinated_drop": lambda c, p, t: c.ok and isinstance(t.action, Mine | Dig) and _families(c.hallucinated) == {"inventory"} and not c.missed,
    "forgotten_cell": lambda c, p, t: c.ok and p.p_success > 0.5 and _families(c.missed) == {"blocks"} and len(c.missed) == 1 and not c.hallucinated,
    "forgotten_table": lambda c, p, t: t.outcome.reason == "no_table" and _families(c.hallucinated) == {"inventory"},
    "wrong_reason": lambda c, p, t: p.mode.status == t.outcome.status == "failed" and p.mode.reason != t.outcome.reason,
    "false_success": lambda c, p, t: not c.ok and p.p_success > 0.5 and p.mode.change.empty,
    "false_failure": lambda c, p, t: c.ok and p.p_success < 0.5,
    "wrong_place": lambda c, p, t: c.ok and p.p_success > 0.5 and c.end_error is not None and c.end_error == pytest.approx(8),
    "unknown_name": lambda c, p, t: p.covers == (),
}


@pytest.mark.parametrize("kind", KINDS)
def test_planted_rates_are_recovered(measured: Measured, steps: list[Transition], kind: Kind) -> None:
    planted = measured.true.planted[kind]
    seen = zip(measured.comparisons, measured.predictions, steps, strict=True)
    assert [t.key for c, p, t in seen if SIGNS[kind](c, p, t)] == [step.key for step in measured.true.steps if step.mistake == kind]
    low, high = wilson(planted.made, planted.possible)
    assert low <= RATES[kind] <= high, planted


def test_planted_durations_and_malformed_replies_are_recovered(measured: Measured) -> None:
    n = len(measured.comparisons)
    late = sum(not c.ticks_in and c.novelty < 1 for c in measured.comparisons)
    assert late == sum(not step.ticks_in and not step.rejected for step in measured.true.steps)
    low, high = wilson(late, n - measured.true.rejected)
    assert low <= PROFILE.wrong_ticks <= high
    bad = sum(bool(call.error) for call in measured.calls)
    assert bad == measured.card.cost.repaired == measured.true.malformed
    assert measured.answered == n + bad, "each was asked once more"
    low, high = wilson(bad, n)
    assert low <= PROFILE.format_error <= high
    assert measured.card.unanswered == 0


def test_the_gate_ranks_as_well_as_can_be_computed(steps: list[Transition]) -> None:
    # Of the failures .2 are told to succeed, of the successes .1 to fail; half of each as surely as the truth (.95, .05), half less (.6, .4).
    # P(success told higher) + P(equal) / 2 = .9 (.8 + .1 + .1 / 2) + .05 (.8) + .05 (.8 / 2) = .855 + .04 + .02
    computed = 0.915
    rates = {"false_success": 0.2, "false_failure": 0.1, "overconfidence": 0.5}
    planted = [expected(Profile(seed=seed, **rates), steps).auroc or 0.0 for seed in range(20)]
    assert sum(planted) / len(planted) == pytest.approx(computed, abs=0.01), "of one set it is off by chance"
    found = Measured(Profile(seed=0, **rates), steps[:200])
    assert found.card.calibration.auroc == pytest.approx(found.true.auroc)


def test_auroc_counts_pairs() -> None:
    assert auroc([0.9, 0.6], [0.6, 0.1]) == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert auroc([0.9], []) is None


def test_a_stubborn_model_stays_unanswered(steps: list[Transition]) -> None:
    found = Measured(Profile(seed=3, format_error=0.5, stubborn=1.0), steps[:30])
    assert found.card.unanswered == found.true.lost > 0
    assert [c.exact for c in found.comparisons] == [step.exact for step in found.true.steps]


def test_a_mistake_depends_on_nothing_but_seed_and_transition(steps: list[Transition]) -> None:
    forward, backward = expected(PROFILE, steps), expected(PROFILE, steps[::-1])
    assert forward.steps == backward.steps[::-1]
    assert forward.steps != expected(Profile(seed=3, **RATES), steps).steps


def test_steps_that_are_sent_back_are_mended(steps: list[Transition]) -> None:
    profile = Profile(seed=1, unknown_name=1.0)
    step = next(each for each in steps if expected(profile, [each]).rejected)
    with PlantedModel(profile, [step]) as model:
        ask = ask_of("openai:planted", model.url)
        (bare,), (mended,) = (LLM(ask, given=conditions(given)).predict(step.before, [step.action]) for given in ("bare", "+validators"))
    assert bare.covers == ()
    assert compare(mended, step.before, step.outcome).exact


def test_what_is_not_recorded_is_answered_by_the_rules(steps: list[Transition]) -> None:
    placed = (each for each in steps if isinstance(each.action, Place) and each.outcome.ok and each.outcome.end == each.before.body.pos)
    step = next(placed)
    with PlantedModel() as model:
        (said,) = LLM(ask_of("openai:planted", model.url)).predict(step.before, [step.action])
    assert said.p_success == 0.95
    assert {cell.pos for cell in said.mode.change.blocks} == {cell.pos for cell in step.outcome.change.blocks}


def test_digging_shows_what_most_likely_lies_behind_and_what_is_not_told_is_not_air() -> None:
    ground = {Pos(x, 63, z): facts().state_id("grass_block") for x in range(-4, 5) for z in range(-4, 5)}
    air = {pos.offset(0, up, 0): facts().state_id("air") for pos in ground for up in (1, 2, 3)}
    body = Body(pos=Vec(0.5, 64.0, 0.5), vel=Vec(0, 0, 0))
    with PlantedModel(Profile()) as model:
        dreamed = ImaginedWorld(
            LLM(ask_of("openai:planted", model.url)), state_of(Observed(tick=0, body=body), blocks_of(facts().palette, ground | air))
        )
        for cell in (Pos(1, 63, 0), Pos(1, 62, 0), Pos(2, 63, 0), Pos(2, 62, 0)):
            assert dreamed.act(Mine(cell)).ok, cell
    assert dreamed.observe().inventory == {"dirt": 4}


def test_actions_in_a_row_follow_the_recorded_ones(steps: list[Transition]) -> None:
    three = steps[:3]
    with PlantedModel(Profile(), steps) as model:
        said = LLM(ask_of("openai:planted", model.url)).predict(three[0].before, [step.action for step in three])
    assert [p.mode.status for p in said] == [step.outcome.status for step in three]
    assert [p.mode.change.inventory for p in said if p.mode.status == "done"] == [t.outcome.change.inventory for t in three if t.outcome.ok]


@pytest.mark.parametrize("dialect", ["json_schema", "json_object", "tools", "prompt"])
def test_every_dialect_is_understood(steps: list[Transition], dialect: str) -> None:
    model = PlantedModel(Profile(), steps)
    schema = strict_schema(Steps)
    body: dict[str, Any] = {"messages": [{"role": "user", "content": LLM(lambda *_: None).prompt(steps[0].before, [steps[0].action])}]}
    if dialect == "json_schema":
        body["response_format"] = {"type": "json_schema", "json_schema": {"name": "Steps", "strict": True, "schema": schema}}
    elif dialect == "json_object":
        body["response_format"] = {"type": "json_object"}
    elif dialect == "tools":
        body["tools"] = [{"type": "function", "function": {"name": "Steps", "parameters": schema}}]
        body["tool_choice"] = {"type": "function", "function": {"name": "Steps"}}
    message = model.complete(body)["choices"][0]["message"]
    text = message["tool_calls"][0]["function"]["arguments"] if dialect == "tools" else message["content"]
    assert len(json.loads(text)["steps"]) == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"wrong_count": 1.5}', "within 0-1"),
        ('{"wrong_count": 0.8, "false_success": 0.8}', "at most 1, found 1.6"),
        ('{"wrong_cuont": 0.1}', "wrong_cuont"),
        ("{", "expected rates by name"),
    ],
)
def test_a_bad_profile_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, why: str) -> None:
    file = tmp_path / "profile.json"
    file.write_text(text)
    with pytest.raises(UsageError, match=why):
        read_profile(file)
    assert main(["--profile", str(file)]) == 2
    assert why in capsys.readouterr().err


def test_no_set_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--set", str(tmp_path)]) == 2
    assert "worldsim.record" in capsys.readouterr().err


def test_one_rate_holds_for_every_mistake_of_every_role() -> None:
    assert Profile.at(0.0) == Profile()
    profile = Profile.at(0.3, seed=4)
    assert (profile.seed, profile.fixes) == (4, True)
    assert sum(profile.rate(kind) for kind in KINDS) == pytest.approx(0.3)
    others = {name for name in Profile.__struct_fields__ if name not in ("seed", "fixes", *KINDS)}
    assert {getattr(profile, name) for name in others} == {0.3}
    with pytest.raises(UsageError, match=r"--rate: expected a rate within 0-1, found 1\.5"):
        Profile.at(1.5)


def test_land_that_a_prompt_does_not_tell_goes_on_as_it_does_nearby() -> None:
    turf, log = facts().state_id("grass_block"), facts().blocks["oak_log"].default
    land = {Pos(x, 63 - x // 6, z): turf for x in range(-8, 32) for z in range(-8, 9)} | {Pos(24, 60, 0): log}
    air = {pos.offset(0, up, 0): 0 for pos in land for up in (1, 2, 3) if pos.offset(0, up, 0) not in land}
    body = Body(pos=Vec(0.5, 64.0, 0.5), vel=Vec(0, 0, 0))
    state = state_of(Observed(tick=0, body=body), blocks_of(facts().palette, air | land))
    with PlantedModel(Profile()) as model:
        (mined,) = LLM(ask_of("openai:planted", model.url)).predict(state, [Mine(Pos(24, 60, 0))])
    assert (mined.mode.status, mined.mode.change.inventory) == ("done", {"oak_log": 1}), mined.mode.note
