"""The planted proposer behind its server: seven wishes split right, and every mistake of it caught and mended."""

from __future__ import annotations

import msgspec
import pytest

from agent.models.factory import ask_of
from agent.models.planted import PlantedModel, Profile
from agent.models.planted.proposer import MISTAKES, Mistake, mistakes_of
from curriculum.architect import Architect
from curriculum.frontier import Journey, frontier, next_goal
from curriculum.parse import parse
from curriculum.progress import GiveUp, Progress
from curriculum.propose import RuleCurriculum
from curriculum.proposing import LanguageCurriculum
from curriculum.request import Wish
from worldsim.blocks import blocks_of
from worldsim.events import Decomposed, Designed, Event
from worldsim.facts import facts
from worldsim.goals import Task
from worldsim.space import Pos, Vec
from worldsim.state import Body, State

WISHES = {
    "make a small farm with a fence": ("hoe", "seeds", "water", "fence", "crops"),
    "build a lit cabin": ("pickaxe", "torches", "cabin", "light"),
    "set up a stocked workshop": ("workshop", "tools", "axe", "stock"),
    "a workshop with a furnace and a chest": ("workshop", "tools", "axe", "stock", "the furnace"),
    "dig a mine entrance": ("pickaxe", "vein", "entrance"),
    "a watchtower and a pen": ("watchtower", "pen"),
    "furnish a house": ("house", "table", "chest"),
    "sow a small field": ("hoe", "seeds", "crops"),
}


def meadow(inventory: dict[str, int] | None = None) -> State:
    """A meadow of 24 x 24 with three trunks; somebody stands in its middle."""
    cells = {Pos(x, y, z): "grass_block" if y == 63 else "air" for x in range(24) for z in range(24) for y in range(63, 70)}
    cells |= {Pos(x, y, z): "oak_log" for x, z in ((2, 2), (21, 3), (3, 20)) for y in range(64, 69)}
    known = blocks_of(facts().palette, {pos: facts().state_id(name) for pos, name in cells.items()})
    return State(tick=0, body=Body(pos=Vec(12.5, 64, 12.5), vel=Vec(0, 0, 0)), inventory=inventory or {}, blocks=known)


def making(*mistakes: str) -> Profile:
    return msgspec.convert(dict.fromkeys(mistakes, 1.0), Profile)


def split(profile: Profile, wish: str, state: State | None = None) -> tuple[Task | GiveUp | None, list[Decomposed], list[Designed]]:
    """The first task for a wish, and all rounds on the way to it."""
    events: list[Event] = []
    with PlantedModel(profile) as model:
        ask = ask_of("openai:planted", model.url)
        curriculum = LanguageCurriculum(RuleCurriculum(), ask, Architect(ask, events.append), events.append)
        answer = curriculum.propose(Wish(wish), state or meadow(), Progress())
    splits = [event for event in events if isinstance(event, Decomposed)]
    assert model.asked["proposer"] == len(splits)
    return answer, splits, [event for event in events if isinstance(event, Designed)]


@pytest.mark.parametrize("wish", WISHES)
def test_a_competent_one_is_right_at_once(wish: str) -> None:
    answer, splits, designs = split(Profile(), wish)
    assert isinstance(answer, Task)
    assert [(event.sub_goals, event.problems) for event in splits] == [(WISHES[wish], ())]
    assert all(event.defects == () for event in designs)
    assert answer.why.startswith(f"{WISHES[wish][0]} (1 of {len(WISHES[wish])}): ")


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_told_and_mended(wish: str, mistake: Mistake) -> None:
    answer, splits, _ = split(making(mistake), wish)
    assert isinstance(answer, Task)
    assert len(splits) == 2
    assert len(splits[0].problems) >= 1
    assert (splits[1].sub_goals, splits[1].problems) == (WISHES[wish], ())


@pytest.mark.parametrize("wish", WISHES)
def test_all_mistakes_at_once_are_mended_within_the_rounds(wish: str) -> None:
    answer, splits, _ = split(making(*MISTAKES), wish)
    assert isinstance(answer, Task), answer
    assert splits[-1].problems == ()
    assert splits[-1].sub_goals == WISHES[wish]


def test_one_that_never_learns_is_given_up_before_anything_is_done() -> None:
    answer, splits, designs = split(Profile(fixes=False, unreachable=1.0), "furnish a house")
    assert isinstance(answer, GiveUp)
    assert "bedrock cannot be had" in answer.why
    assert (len(splits), designs) == (3, [])


def test_what_is_carried_is_not_asked_for() -> None:
    _, [event], _ = split(Profile(), "make a small farm with a fence", meadow({"wooden_hoe": 1, "wheat_seeds": 9}))
    assert (event.sub_goals, event.problems) == (("water", "fence", "crops"), ())


def test_what_failed_is_looked_for_farther_off() -> None:
    events: list[Event] = []
    with PlantedModel() as model:
        ask = ask_of("openai:planted", model.url)
        curriculum = LanguageCurriculum(RuleCurriculum(), ask, Architect(ask, events.append), events.append)
        wish, state, progress = Wish("dig a mine entrance"), meadow({"wooden_pickaxe": 1}), Progress()
        for _ in range(4):
            task = curriculum.propose(wish, state, progress)
            assert isinstance(task, Task)
            assert task.name == "find coal_ore"
            progress = progress.after(task, False, "nothing but grass")
        task = curriculum.propose(wish, state, progress)
    assert isinstance(task, Task)
    assert task.name == "explore until 3576 columns are known"
    second = [event for event in events if isinstance(event, Decomposed)][-1]
    assert (second.sub_goals, second.problems) == (("look around for vein", "vein", "entrance"), ())
    assert sum(isinstance(event, Designed) for event in events) == 1, "the entrance is not drawn again"


def test_what_it_can_do_without_is_left_out() -> None:
    events: list[Event] = []
    with PlantedModel() as model:
        ask = ask_of("openai:planted", model.url)
        curriculum = LanguageCurriculum(RuleCurriculum(), ask, Architect(ask, events.append), events.append)
        wish, state, progress = Wish("make a small farm with a fence"), meadow({"wooden_hoe": 1, "wheat_seeds": 4}), Progress()
        for _ in range(4):
            task = curriculum.propose(wish, state, progress)
            assert isinstance(task, Task)
            assert task.name == "find water"
            progress = progress.after(task, False, "nothing but grass")
        task = curriculum.propose(wish, state, progress)
    assert isinstance(task, Task)
    assert task.name.startswith("gather ")
    assert [event.sub_goals for event in events if isinstance(event, Decomposed)][-1] == ("fence", "crops")


def test_the_rates_are_those_of_the_profile() -> None:
    wishes = [f"wish {n}" for n in range(400)]
    share = sum("cyclic" in mistakes_of(wish, Profile(cyclic=0.3)) for wish in wishes) / len(wishes)
    assert share == pytest.approx(0.3, abs=0.06)


@pytest.mark.parametrize("mistake", ["none", "unknown_goal", "unreachable", "already_true"])
def test_the_next_goal_is_the_nearest_and_mistakes_are_sent_back(mistake: str) -> None:
    profile = Profile() if mistake == "none" else making(mistake)
    with PlantedModel(profile) as model:
        chosen = next_goal(meadow(), Journey(), ask_of("openai:planted", model.url))
        assert model.asked["proposer"] == (1 if mistake == "none" else 2)
    assert chosen == parse(frontier(meadow(), Journey())[0])
