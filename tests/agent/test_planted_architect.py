"""The planted architect behind its server: what it draws right is right, and every fault of it is caught before a block is placed."""

from __future__ import annotations

from itertools import combinations

import msgspec
import pytest

from agent.models.factory import ask_of
from agent.models.planted import PlantedModel, Profile
from agent.models.planted.architect import FAULTS, Fault, faults_of, faulty, possible
from agent.models.planted.designs import DESIGNS, design_for
from curriculum.architect import Architect
from curriculum.architecture.defects import defects
from curriculum.architecture.parts import Design, of_wood
from worldsim.events import Designed, Event

BRIEFS = (
    *("a two-storey house with a porch", "a two-storey house", "a cabin with a porch", "a tower", "a lookout", "a bridge over the brook", "a barn"),
    *("an L-shaped house", "a well", "stairs to nowhere", "a pyramid", "a stone hut", "a hut", "a workshop", "a pen for sheep", "a garden wall"),
    *("a town gate", "a pavilion", "a longhouse", "a platform"),
)
#: By what each fault must be told.
TOLD: dict[Fault, tuple[str, ...]] = {
    "hanging_block": ("touches nothing that stands",),
    "open_wall": ("is open to the outside",),
    "no_door": ("no door leads into a room",),
    "unreachable_roof": ("out of a builder's reach", "nobody can walk to it"),
    "unknown_block": ("is no block of Minecraft",),
    "unobtainable_material": ("cannot be had",),
}


def faults_at(rate: float, **more: object) -> Profile:
    rates: dict[str, object] = {str(fault): rate for fault in FAULTS}
    return msgspec.convert(rates | more, Profile)


def drawn(profile: Profile, brief: str) -> tuple[object, list[Designed]]:
    events: list[Event] = []
    with PlantedModel(profile) as model:
        answer = Architect(ask_of("openai:planted", model.url), events.append).design(brief, "oak")
        assert model.asked["architect"] == len(events)
    return answer, [event for event in events if isinstance(event, Designed)]


@pytest.mark.parametrize("make", [make for _, make in DESIGNS], ids=[" ".join(words) for words, _ in DESIGNS])
def test_every_fault_of_every_building_is_told_as_what_it_is(make: object) -> None:
    assert callable(make)
    right = make()
    assert isinstance(right, Design)
    assert defects(of_wood(right, "birch")) == []
    made = [fault for fault in FAULTS if possible(right, fault)]
    assert {"hanging_block", "unknown_block", "unobtainable_material"} <= set(made)
    for fault in made:
        told = [defect.text for defect in defects(of_wood(faulty(right, (fault,)), "birch"))]
        assert any(words in text for text in told for words in TOLD[fault]), (fault, told)


def test_rooms_have_walls_and_doors_to_leave_out_and_high_ones_stairs() -> None:
    made = {brief: {fault for fault in FAULTS if (right := design_for(brief)) and possible(right, fault)} for brief in BRIEFS}
    assert sum("open_wall" in faults for faults in made.values()) == 10
    assert sum("no_door" in faults for faults in made.values()) == 10
    assert {brief for brief, faults in made.items() if "unreachable_roof" in faults} == {*BRIEFS[:2], "a tower", "a lookout"}


@pytest.mark.parametrize("pair", list(combinations(FAULTS, 2)), ids="-".join)
def test_two_faults_at_once_do_not_hide_each_other_for_good(pair: tuple[Fault, Fault]) -> None:
    right = design_for("a two-storey house")
    assert right is not None
    assert defects(of_wood(faulty(right, pair), "oak")) != []


def test_a_competent_one_is_right_at_once() -> None:
    for brief in BRIEFS:
        answer, rounds = drawn(Profile(), brief)
        assert answer == design_for(brief)
        assert [event.defects for event in rounds] == [()]


@pytest.mark.parametrize("brief", BRIEFS)
def test_a_faulty_one_is_told_until_all_is_right(brief: str) -> None:
    profile = faults_at(0.5, seed=11)
    answer, rounds = drawn(profile, brief)
    assert answer == design_for(brief)
    assert bool(rounds[0].defects) == bool(faults_of(brief, profile))
    assert rounds[-1].defects == ()


def test_one_with_every_fault_is_right_within_its_rounds_and_one_that_never_learns_builds_nothing() -> None:
    answer, rounds = drawn(faults_at(1.0), "a two-storey house with a porch")
    assert answer == design_for("a two-storey house with a porch")
    assert [len(event.defects) > 0 for event in rounds] == [True] * (len(rounds) - 1) + [False]
    stubborn, rounds = drawn(faults_at(1.0, fixes=False), "a barn")
    assert not isinstance(stubborn, Design)
    assert len(rounds) == 4
    assert all(event.defects for event in rounds)


def test_the_rates_are_those_of_the_profile() -> None:
    briefs = [f"house number {n}" for n in range(400)]
    share = sum("no_door" in faults_of(brief, Profile(no_door=0.3)) for brief in briefs) / len(briefs)
    assert share == pytest.approx(0.3, abs=0.06)


def test_a_building_that_it_does_not_know_is_a_hut() -> None:
    answer, _ = drawn(Profile(), "an opera")
    assert answer == design_for("a hut")
