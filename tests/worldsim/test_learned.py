"""Learned laws: their files, their evidence, and the world model that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from worldsim.actions import Craft, Wait
from worldsim.change import Change, Outcome
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.learning.lawstore import Law, LawStore, free_name, law_name
from worldsim.learning.learned import Learned
from worldsim.models import nothing
from worldsim.state import State
from worldsim.world import Learner, WorldModel

STICKS = """\
from typing import Any
from world import count


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "craft" or action["item"] != "stick" or count("oak_planks") < 2:
        return None
    return {"ok": True, "inventory": {"oak_planks": -2, "stick": 4}, "ticks": [0, 2, 6]}
"""
EIGHT = STICKS.replace("4}", "8}")
Land = Callable[..., State]


def law(name: str, source: str, **rest: object) -> Law:
    return Law(**{"family": "crafting", "origin": "author", "status": "active", "support": 30, **rest}, name=name, source=source)  # type: ignore[arg-type]


def went(state: State, sticks: int, status: str = "done") -> Outcome:
    change = Change(inventory={"oak_planks": -2, "stick": sticks})
    return Outcome(action=Craft("stick"), status=status, change=change, end=state.body.pos, ticks=2)  # type: ignore[arg-type]


@pytest.fixture
def wood(land: Land) -> State:
    return land(inventory={"oak_planks": 5})


@pytest.fixture
def learned(tmp_path: Path) -> Iterator[Callable[..., Learned]]:
    made: list[Learned] = []

    def make(*laws: Law) -> Learned:
        store = LawStore(tmp_path / "laws")
        store.save(*laws)
        made.append(Learned(store))
        return made[-1]

    yield make
    for model in made:
        model.close()


def learn(model: Learned, state: State, sticks: int, times: int = 1) -> None:
    for _ in range(times):
        model.learn(model.predict(state, [Craft("stick")])[0], state, went(state, sticks))


def test_a_law_is_a_readable_file(tmp_path: Path) -> None:
    written = law(
        "sticks", STICKS, says="Two planks make four sticks.", evidence="set, seeds 1 2", model="openai:someone", contradictions=0, version=2
    )
    LawStore(tmp_path).save(written)
    text = (tmp_path / "sticks.py").read_text()
    assert text.startswith("# family: crafting\n# origin: author\n# status: active\n# version: 2\n# support: 30\n# contradictions: 0\n")
    assert text.endswith(STICKS)
    assert LawStore(tmp_path).laws == {"sticks": written}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("def law(action): return None\n", "missing required field"),
        ("# family: cooking\n# origin: author\n# status: active\n", "expected a family out of collecting, "),
        ("# family: crafting\n# origin: nobody\n# status: active\n", "Invalid enum value 'nobody'"),
    ],
)
def test_a_file_that_is_no_law_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "odd.py").write_text(text)
    with pytest.raises(UsageError, match=problem):
        LawStore(tmp_path)


def test_names(tmp_path: Path) -> None:
    assert [law_name(text) for text in ("Sticks & planks!", "../../etc/passwd", "42", "")] == ["sticks_planks", "etc_passwd", "law_42", "law"]
    assert free_name("a", {"a", "a_2"}) == "a_3"


def test_it_speaks_where_a_law_does(learned: Callable[..., Learned], wood: State, land: Land, known: Facts) -> None:
    model = learned(law("sticks", STICKS))
    assert isinstance(model, WorldModel)
    assert isinstance(model, Learner)
    first, second, third, waits = model.predict(wood, [Craft("stick"), Craft("stick"), Craft("stick"), Wait(3)])
    assert first.mode.change.inventory == second.mode.change.inventory == {"oak_planks": -2, "stick": 4}
    assert (third, waits) == (nothing(Craft("stick")), nothing(Wait(3))), "one plank is left, and of waiting it knows nothing"
    assert {leaf.source for leaf in first.sources} == {"learned"}
    assert model.knows(wood, Craft("stick"))
    assert not model.knows(land(), Craft("stick"))


def test_shadows_and_retired_laws_are_not_believed(learned: Callable[..., Learned], wood: State) -> None:
    model = learned(law("shadow", STICKS, status="shadow"), law("retired", EIGHT, status="retired"))
    assert not model.knows(wood, Craft("stick"))


def test_hearsay_is_believed_first(learned: Callable[..., Learned], wood: State) -> None:
    model = learned(law("old", STICKS, support=500), law("new", EIGHT, status="hearsay", origin="notes", support=0))
    assert model.predict(wood, [Craft("stick")])[0].mode.change.inventory["stick"] == 8


def test_true_hearsay_becomes_a_law_when_it_is_met(learned: Callable[..., Learned], wood: State, tmp_path: Path) -> None:
    model = learned(law("old", STICKS, support=0), law("new", EIGHT, status="hearsay", origin="notes", support=0))
    learn(model, wood, 8)
    laws = LawStore(tmp_path / "laws").laws
    assert (laws["new"].status, laws["new"].support, laws["new"].contradictions) == ("active", 1, 0)
    assert (laws["old"].status, laws["old"].contradictions) == ("retired", 1), "what it replaces is refuted by the same outcome"


def test_a_lie_is_retired_by_the_first_outcome_that_refutes_it(learned: Callable[..., Learned], wood: State, tmp_path: Path) -> None:
    model = learned(law("truth", STICKS), law("lie", EIGHT, status="hearsay", origin="notes", support=0))
    learn(model, wood, 4)
    assert LawStore(tmp_path / "laws").laws["lie"].status == "retired"
    assert model.predict(wood, [Craft("stick")])[0].mode.change.inventory["stick"] == 4


def test_a_shadow_is_believed_after_it_was_right_five_times(learned: Callable[..., Learned], wood: State) -> None:
    model = learned(law("sticks", STICKS, status="shadow", support=0))
    learn(model, wood, 4, times=4)
    assert not model.knows(wood, Craft("stick"))
    learn(model, wood, 4)
    assert model.knows(wood, Craft("stick"))


def test_a_proven_law_survives_one_odd_outcome_and_not_two(learned: Callable[..., Learned], wood: State) -> None:
    model = learned(law("sticks", STICKS, support=20))
    learn(model, wood, 3)
    assert model.knows(wood, Craft("stick"))
    learn(model, wood, 3)
    assert not model.knows(wood, Craft("stick"))


def test_what_was_interrupted_is_no_evidence(learned: Callable[..., Learned], wood: State) -> None:
    model = learned(law("sticks", STICKS, support=1))
    model.learn(nothing(Craft("stick")), wood, went(wood, 0, status="interrupted"))
    assert model.store.laws["sticks"].contradictions == 0


def test_a_law_that_does_not_check_is_left_out_and_told(learned: Callable[..., Learned], wood: State) -> None:
    model = learned(law("broken", "import os\n" + STICKS), law("sticks", STICKS))
    assert set(model.refused) == {"broken"}
    assert model.knows(wood, Craft("stick"))


def test_a_law_that_says_what_cannot_be_is_not_heard(learned: Callable[..., Learned], land: Land) -> None:
    greedy = STICKS.replace('count("oak_planks") < 2', "False")
    assert not learned(law("greedy", greedy)).knows(land(), Craft("stick")), "nobody can lose two planks of none"
