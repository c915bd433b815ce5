"""Scorecards and the command line of fidelity, on transitions whose figures are known by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from worldsim.actions import Action, Craft, Wait
from worldsim.change import Change, Outcome
from worldsim.errors import BudgetSpent, ModelDown
from worldsim.events import Asked
from worldsim.fidelity import main
from worldsim.measuring.lawful import Right, lawful
from worldsim.measuring.misses import misses
from worldsim.measuring.scorecard import gathered, predict, score
from worldsim.metrics import by_size
from worldsim.prediction import Branch, Leaf, Prediction, Quantiles
from worldsim.transitions import Transition, TransitionWriter

MADE = Change(inventory={"oak_log": -1, "oak_planks": 4})


def steps(land) -> list[Transition]:
    """Two crafts that work, one that fails, and a wait."""
    rich, poor = land(inventory={"oak_log": 2}), land()
    ends = [
        (rich, Craft("oak_planks"), "done", None, MADE, 2),
        (rich, Craft("oak_planks"), "done", None, MADE, 2),
        (poor, Craft("oak_planks"), "failed", "no_item", Change(), 0),
        (poor, Wait(10), "done", None, Change(), 10),
    ]
    return [
        Transition(
            episode="seed 1 a",
            step=number,
            before=before,
            action=action,
            outcome=Outcome(action=action, status=status, reason=reason, change=change, end=before.body.pos, ticks=ticks),
            after=before,
        )
        for number, (before, action, status, reason, change, ticks) in enumerate(ends, start=1)
    ]


class Scripted:
    """Right; a count wrong; fails for another reason; down. In that order, whatever it is asked."""

    name = "scripted"

    def __init__(self) -> None:
        self.asked = 0

    def predict(self, state, actions: Sequence[Action]) -> list[Prediction]:
        self.asked += 1
        (action,) = actions
        say = (Leaf("inventory", "llm"), Leaf("p_success", "llm"), Leaf("ticks", "llm"))
        if self.asked == 4:
            raise ModelDown("gone")
        branch = (
            Branch(p=0.9, change=MADE),
            Branch(p=0.8, change=Change(inventory={"oak_log": -1, "oak_planks": 5})),
            Branch(p=0.7, status="failed", reason="no_table"),
        )[self.asked - 1]
        other = Branch(p=1 - branch.p, status="failed" if branch.status == "done" else "done")
        return [Prediction(action=action, branches=(branch, other), ticks=Quantiles(1, 2, 3), sources=say, novelty=0.1 * self.asked)]


def test_a_scorecard_by_hand(land, known) -> None:
    calls: list[Asked] = [Asked(role="imagine", model="m", tokens_in=10**6)]  # of before
    every = steps(land)
    said = predict(Scripted(), every, calls)
    card = score("scripted", every, said, known)
    assert (card.n, card.unanswered, card.silent, card.cost.calls) == (4, 1, 1, 0)
    craft = card.kinds["craft"]
    # Atoms: 2 hits; then 1 hit, 1 missed, 1 hallucinated; then none. F1 = 2 x 3 / (6 + 1 + 1).
    assert (craft.n, craft.changing, craft.exact_changing, craft.f1) == (3, 2, 0.5, 0.75)
    assert (craft.precision, craft.recall, craft.hallucinated, craft.missed) == (0.75, 0.75, 0.25, 0.25)
    assert craft.exact_static == 0.0  # another reason
    assert (card.pooled.changing, card.pooled.exact_changing) == (2, 0.5)
    assert card.families == {"inventory": Right(2, 1)}
    # ticks 2, 2, 0: within 1-3 twice; p_success: the status was right each time.
    assert card.sources == {"llm": {"inventory": Right(2, 1), "p_success": Right(3, 3), "ticks": Right(3, 2)}}
    assert card.reasons == Right(1, 0)
    assert card.calibration.brier == pytest.approx((0.1**2 + 0.2**2 + 0.3**2 + 0.5**2) / 4)
    assert card.violations["conservation"] == 1  # five planks of one log
    # Novelty .1 was met; .2 and .3 were not; 1.0, of who knows nothing, was: of 2 x 2 pairs it ranks 2 right.
    assert card.novelty_auroc == 0.5


def test_where_rules_alone_speak(land) -> None:
    """Two crafts are told by law, one of them wrong; a third one's inventory was counted; the fourth alters what nobody told of."""
    from worldsim.compare import compare

    state, action = land(inventory={"oak_log": 2}), Craft("oak_planks")
    by_law = tuple(Leaf(family, "law") for family in ("inventory", "health"))
    wrong = Change(inventory={"oak_log": -1})
    hurt = Change(inventory=MADE.inventory, health=-1.0)
    told = [
        (MADE, by_law, MADE),
        (wrong, by_law, MADE),
        (MADE, (Leaf("inventory", "statistics"), Leaf("health", "law")), MADE),
        (MADE, by_law[:1], hurt),
    ]
    predictions = [Prediction(action=action, branches=(Branch(p=1.0, change=said),), sources=sources) for said, sources, _ in told]
    outcomes = [Outcome(action=action, status="done", change=change, end=state.body.pos, ticks=2) for *_, change in told]
    laws = lawful([compare(p, state, o) for p, o in zip(predictions, outcomes, strict=True)], predictions)
    assert (laws.steps, laws.exact, laws.kinds) == (Right(4, 2), Right(2, 1), {"craft": Right(2, 1)})
    # 2 + 2 + 2 + 3 atoms; the counted craft's two, and the pain, are nobody's law.
    assert laws.atoms == Right(9, 6)
    assert laws.macro == 0.5


def test_mispredictions_are_sorted(land) -> None:
    every = steps(land)
    found = misses(every, predict(Scripted(), every, []).predictions)
    assert [(miss.law, miss.said, miss.happened, miss.count, miss.changing) for miss in found] == [
        ("crafting", "done: +5 oak_planks", "done: +4 oak_planks", 1, True),
        ("crafting", "no_table", "no_item", 1, False),
    ]
    assert found[0].example.startswith("seed 1 a/2 craft(")


def test_strata_by_size(land, known) -> None:
    from worldsim.compare import compare

    every = steps(land)
    said = predict(Scripted(), every, [])
    sizes = by_size(compare(p, s.before, s.outcome) for p, s in zip(said.predictions, every, strict=True))
    assert {name: f.n for name, f in sizes.items()} == {"0": 2, "1-2": 2, "3-6": 0, "7+": 0}
    assert sizes["1-2"].exact_changing == 0.5


def test_a_budget_that_ends_leaves_what_was_measured(land, known) -> None:
    class Poor(Scripted):
        def predict(self, state, actions):
            if self.asked == 2:
                raise BudgetSpent("--max-calls 2")
            return super().predict(state, actions)

    every = steps(land)
    said = predict(Poor(), every, [])
    assert (len(said.predictions), said.unanswered, said.spent) == (2, 0, "--max-calls 2")
    assert score("poor", every[:2], said, known).n == 2


def test_costs_are_told_per_thousand(land) -> None:
    calls: list[Asked] = []

    class Paid(Scripted):
        def predict(self, state, actions):
            calls.append(Asked(role="imagine", model="m", tokens_in=100, tokens_out=20, cost=0.001, error="" if self.asked else "no JSON"))
            return super().predict(state, actions)

    said = predict(Paid(), steps(land), calls)
    assert (said.cost.calls, said.cost.repaired) == (4, 1)
    assert (said.cost.tokens_in, said.cost.tokens_out, said.cost.dollars) == (100_000, 20_000, pytest.approx(1.0))
    twice = gathered([said, said])
    assert (twice.cost.calls, twice.cost.tokens_in, len(twice.predictions), twice.unanswered) == (8, 100_000, 8, 2)


@pytest.fixture
def recorded(tmp_path: Path, land) -> Path:
    writer = TransitionWriter(tmp_path)
    for step in steps(land):
        for world in (1, 2):
            writer.append(f"seed {world} a", step.before, step.action, step.outcome, step.after)
    writer.close()
    return tmp_path


def test_the_command_line(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(recorded), "--imagine", "rules,null", "--json"]) == 0
    board = json.loads(capsys.readouterr().out)
    rules, null = board["cards"]
    assert (board["n"], rules["model"], null["model"]) == (8, "rules", "null")
    assert (rules["macro"]["exact_changing"], rules["macro"]["exact_static"]) == (1.0, 1.0)
    assert (null["macro"]["headline"], null["silent"]) == (0.0, 8)
    assert main([str(recorded), "--imagine", "rules", "--laws", "-crafting", "--seeds", "2"]) == 0
    shown = capsys.readouterr().out
    assert "4 transitions" in shown
    assert "exact x coverage, changing, macro" in shown


def test_whose_word_a_record_is(recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(recorded), "--misses"]) == 0
    shown = capsys.readouterr().out
    assert "on our own server" in shown
    (recorded / "set.json").write_text('{"server": "vanilla"}')
    assert main([str(recorded), "--json", "--misses"]) == 0
    board = json.loads(capsys.readouterr().out)
    (card,) = board["cards"]
    assert list(card["agreement"]) == ["vanilla"]
    assert card["laws"]["exact"] == {"n": 4, "right": 4}
    assert board["misses"] == {"rules": []}
    (recorded / "set.json").write_text('{"server": "mine"}')
    assert main([str(recorded)]) == 2
    assert 'expected "server" to be embedded, vanilla or foreign' in capsys.readouterr().err


def test_bad_usage_is_one_line(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--seeds", "9"], ["--imagine", "nowhere.at_all:Mine"], ["--imagine", "llm"], ["--laws", "some"]):
        assert main([str(recorded), *words]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert main([str(recorded / "none")]) == 2
    assert "worldsim.record" in capsys.readouterr().err


def test_a_card_survives_json(land, known) -> None:
    card = score("x", steps(land), predict(Scripted(), steps(land), []), known)
    assert msgspec.json.decode(msgspec.json.encode(card), type=type(card)) == card
