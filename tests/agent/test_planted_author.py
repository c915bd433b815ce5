"""The planted author's programs: what is right replays a log, what has a bug does not, and counter-examples take the bugs out."""

from __future__ import annotations

import json

import pytest

from agent.models.factory import ask_of
from agent.models.planted import PlantedModel, Profile
from agent.models.planted.altered import RULES
from agent.models.planted.author import bugs_of, write
from agent.models.planted.knowledge import Known, knowledge, narrowed, with_bugs
from tests.agent.planted_set import transitions
from worldsim.facts import facts
from worldsim.laws import law_of
from worldsim.learning.authoring import author
from worldsim.learning.lawcode import problems
from worldsim.learning.lawreplay import replay
from worldsim.transitions import Transition

FAMILIES = ("crafting", "mining", "placing", "moving")
LAWS = [pytest.param(law, id=law.name) for laws in knowledge().values() for law in laws]


@pytest.fixture(scope="module")
def log() -> dict[str, list[Transition]]:
    """Steps of an imagined land, by family: 500 at the most."""
    found: dict[str, list[Transition]] = {family: [] for family in FAMILIES}
    for step in transitions(6, 100):
        if law_of(step.action) in found:
            found[law_of(step.action)].append(step)
    return {family: steps[:125] for family, steps in found.items()}


@pytest.mark.parametrize("law", LAWS)
def test_programs_check_with_and_without_bugs(law: Known) -> None:
    assert problems(law.source) == []
    assert problems(narrowed(law)) == []
    for bug in law.bugs:
        assert law.source.count(bug.right) == 1, bug.name
        assert problems(with_bugs(law, (bug.name,))) == [], bug.name


def test_the_laws_of_notes_check() -> None:
    assert len(RULES) == 10
    assert [rule.name for rule in RULES if problems(rule.source) or problems(rule.lie)] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_right_laws_stand_and_every_bug_is_found(log: dict[str, list[Transition]], family: str) -> None:
    sources = {law.name: narrowed(law) for law in knowledge()[family]}
    buggy = {f"{law.name}, {bug.name}": with_bugs(law, (bug.name,)) for law in knowledge()[family] for bug in law.bugs}
    found = replay(sources | buggy, log[family], facts())
    assert {name: found[name].problem for name in sources if found[name].spoke and found[name].problem} == {}
    assert [name for name in buggy if not found[name].problem] == []


@pytest.fixture(scope="module")
def short(log: dict[str, list[Transition]]) -> dict[str, list[Transition]]:
    return {family: steps[:120] for family, steps in log.items()}


def test_an_honest_author_ends_with_right_laws(short: dict[str, list[Transition]]) -> None:
    with PlantedModel(Profile(seed=4, buggy_laws=1.0)) as model:
        made = author(short, ask_of("openai:planted", model.url), facts())
        assert model.asked["author"] == made.calls <= 30
    assert made.training <= 500
    assert made.rejected, "its first laws have bugs"
    assert sum(law.contradictions for law in made.laws) == 0
    right = {source for laws in knowledge().values() for law in laws for source in (law.source, narrowed(law))}
    assert {law.source for law in made.laws} <= {source.strip() for source in right} | right
    assert {law.family for law in made.laws} == set(FAMILIES)


def test_an_author_that_does_not_learn_gets_nothing_accepted(short: dict[str, list[Transition]]) -> None:
    with PlantedModel(Profile(seed=4, buggy_laws=1.0, fixes=False)) as model:
        made = author(short, ask_of("openai:planted", model.url), facts())
    assert made.laws == ()
    assert len(made.rejected) == made.calls / len(FAMILIES) * sum(len(knowledge()[family]) for family in FAMILIES)


def _prompt(number: int, against: list[object], standing: list[object] = []) -> str:  # noqa: B006 - never changed
    lines = ("Write.", "Family: placing", f"Round: {number}", f"Laws that stand: {json.dumps(standing)}", f"Counter-examples: {json.dumps(against)}")
    return "\n".join(lines)


def test_counter_examples_take_one_bug_out_of_each_law() -> None:
    profile = Profile(seed=4, buggy_laws=1.0)
    right = {law.name: law.source for law in knowledge()["placing"]}
    bugs = {law.name: bugs_of(law, profile) for law in knowledge()["placing"]}
    assert {len(found) for found in bugs.values()} <= {1, 2}
    first = write(_prompt(1, []), profile)
    assert first is not None
    assert all(law.source != right[law.name] for law in first)
    assert write(_prompt(2, []), profile) == first, "it is told of no mistake"
    second = write(_prompt(2, [{"law": "x"}]), profile)
    assert second is not None
    assert {law.name for law in second if law.source == right[law.name]} == {name for name, found in bugs.items() if len(found) == 1}


def test_what_stands_is_not_written_again() -> None:
    laws = write(_prompt(2, [{"law": "placing_afar"}], [{"law": "placing_at_hand", "source": "..."}]), Profile())
    assert laws is not None
    assert {law.name for law in laws} == {"placing_afar", "placing_in_vain"}
    assert write("What happens?", Profile()) is None
    assert write("Family: cooking", Profile()) == []


def test_as_many_laws_are_buggy_as_the_profile_says() -> None:
    laws = [law for family in knowledge().values() for law in family]
    share = [bool(bugs_of(law, Profile(seed=seed, buggy_laws=0.3))) for law in laws for seed in range(40)]
    assert sum(share) / len(share) == pytest.approx(0.3, abs=0.05)
