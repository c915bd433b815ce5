"""Laws by the planted author and reader, through the real client and real HTTP on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.models.factory import ask_of
from agent.models.planted import PlantedModel, Profile
from agent.models.planted.knowledge import knowledge
from worldsim import learn
from worldsim.actions import Action, Craft, Dig, Mine, Place
from worldsim.blocks import Blocks, blocks_of
from worldsim.change import BlockChange, Change, Outcome, Reason
from worldsim.compare import compare
from worldsim.facts import facts
from worldsim.learning.lawstore import Law, LawStore
from worldsim.learning.learned import Learned
from worldsim.learning.notes import Reading, read_notes
from worldsim.space import Pos, Vec
from worldsim.state import Body, State, Tool
from worldsim.transitions import TransitionWriter
from worldsim.world import Ask

AT = Pos(2, 64, 0)


def a_state(block: str = "air", held: str | None = None, **carried: int) -> State:
    """A small flat land; `block` lies two steps away."""
    known = facts()
    span = range(-6, 7)
    cells = {Pos(x, y, z): known.state_id("dirt") if y < 64 else 0 for x in span for z in span for y in range(60, 70)}
    cells[AT] = known.state_id(block)
    blocks: Blocks = blocks_of(known.palette, cells)
    tools = tuple(Tool(item, known.uses(item)) for item in carried if known.uses(item))
    return State(tick=7, body=Body(Vec(0.5, 64.0, 0.5), Vec(0, 0, 0), held=held), inventory=dict(carried), tools=tools, free_slots=30, blocks=blocks)


def done(state: State, action: Action, gains: dict[str, int], block: str | None = None, tools: dict[str, int] | None = None) -> Outcome:
    cells = () if block is None else (BlockChange(AT, block, "air"),)
    return Outcome(action=action, status="done", change=Change(inventory=gains, tools=tools or {}, blocks=cells), end=state.body.pos, ticks=20)


def fails(state: State, action: Action, reason: Reason) -> Outcome:
    return Outcome(action=action, status="failed", reason=reason, end=state.body.pos, ticks=3)


Case = tuple[str, State, Outcome]


def cases() -> list[Case]:
    """Ten changes of the rules in prose, and for each what happens under it: the outcomes are written down from the sentence alone."""
    log, planks, coal = a_state(oak_log=1), a_state(oak_planks=2), a_state(coal=1, stick=1)
    leaves, ore, melon = a_state("oak_leaves"), a_state("coal_ore", wooden_pickaxe=1), a_state("melon")
    stone, glass, dirt = a_state("stone", stone_pickaxe=1), a_state("glass", iron_pickaxe=1), a_state(dirt=5)
    return [
        (
            "From now on an oak log is sawn into six planks instead of four.",
            log,
            done(log, Craft("oak_planks"), {"oak_log": -1, "oak_planks": 6}),
        ),
        (
            "Sticks were too dear: two planks of one kind now give eight of them.",
            planks,
            done(planks, Craft("stick"), {"oak_planks": -2, "stick": 8}),
        ),
        (
            "Torches can no longer be crafted, whatever you carry; find them in villages.",
            coal,
            fails(coal, Craft("torch"), "no_recipe"),
        ),
        (
            "Sticks are carpenter's work: they are made at a crafting table only.",
            planks,
            fails(planks, Craft("stick"), "no_table"),
        ),
        (
            "Leaves of oak and birch drop nothing any more: no saplings, no sticks, no apples.",
            leaves,
            done(leaves, Mine(AT), {}, "oak_leaves"),
        ),
        (
            "Coal ore has become richer: every block of it yields two pieces of coal.",
            ore,
            done(ore, Mine(AT), {"coal": 2}, "coal_ore", {"wooden_pickaxe": -1}),
        ),
        ("A melon that is cut off its stem stays whole.", melon, done(melon, Mine(AT), {"melon": 1}, "melon")),
        (
            "Stone has hardened: without an iron pickaxe or a better one you get nothing out of it.",
            stone,
            fails(stone, Mine(AT), "no_tool"),
        ),
        ("Glass is protected. Nobody can break it, with whatever tool.", glass, fails(glass, Dig(AT), "unbreakable")),
        (
            "To stop dirt towers the server refuses every block of dirt that is placed.",
            dirt,
            fails(dirt, Place("dirt", AT), "refused"),
        ),
    ]


def a_set(folder: Path) -> Path:
    """Crafts of two seeds as they go in vanilla Minecraft (Minecraft Wiki, "Crafting" and the items' pages)."""
    folder.mkdir()
    writer = TransitionWriter(folder)
    steps: list[tuple[Craft, dict[str, int], dict[str, int] | Reason]] = [
        (Craft("oak_planks", 2), {"oak_log": 3}, {"oak_log": -2, "oak_planks": 8}),
        (Craft("stick"), {"oak_planks": 2}, {"oak_planks": -2, "stick": 4}),
        (Craft("stick", 3), {"birch_planks": 7, "oak_planks": 1}, {"birch_planks": -6, "stick": 12}),
        (Craft("crafting_table"), {"oak_planks": 5}, {"oak_planks": -4, "crafting_table": 1}),
        (Craft("torch", 2), {"coal": 2, "stick": 2}, {"coal": -2, "stick": -2, "torch": 8}),
        (Craft("stick"), {"oak_planks": 1}, "no_item"),
        (Craft("torch"), {"coal": 1}, "no_item"),
        (Craft("wooden_pickaxe"), {"oak_planks": 3, "stick": 2}, "no_table"),
        (Craft("dirt"), {"oak_planks": 3}, "no_recipe"),
    ]
    for seed in (1, 2):
        for action, carried, then in steps:
            state = a_state(**carried)
            outcome = fails(state, action, then) if isinstance(then, str) else done(state, action, then)
            writer.append(f"seed {seed} by hand", state, action, outcome, state)
    writer.close()
    return folder


Asking = Callable[[Profile], Ask]


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Asking]:
    """A client of a planted model with that profile."""
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    running: list[Any] = []

    def make(profile: Profile) -> Ask:
        model = PlantedModel(profile)
        model.__enter__()
        running.append(model)
        return ask_of("openai:planted", model.url)

    yield make
    for model in running:
        model.__exit__(None, None, None)


def test_from_no_laws_to_right_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    with PlantedModel(Profile(seed=1, buggy_laws=1.0, format_error=0.1)) as model:
        options = ["--laws=-crafting", "--model", "openai:planted", "--base-url", model.url, "--store", str(tmp_path / "laws"), "--json"]
        assert learn.main([str(a_set(tmp_path / "set")), *options]) == 0
    result = msgspec.json.decode(capsys.readouterr().out.splitlines()[-1], type=learn.Result)
    assert (result.headline, result.contradictions, result.training, result.held_out) == ({"crafting": 1.0}, 0, 9, 9)
    assert (result.training_seeds, result.held_out_seeds) == (("1",), ("2",))
    assert result.rejected, "its first laws have bugs"
    assert result.calls <= 30
    right = {law.source for law in knowledge()["crafting"]}
    assert {law.source.strip() for law in LawStore(tmp_path / "laws").laws.values()} <= {source.strip() for source in right}


def test_bad_usage_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert learn.main([str(tmp_path), "--model", "planted"]) == 2
    assert learn.main([str(a_set(tmp_path / "set")), "--model", "openai:planted", "--base-url", "http://127.0.0.1:9/v1", "--laws=-cooking"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "cooking" in said[1]


def believed(reading: Reading, folder: Path, *more: Law) -> Learned:
    store = LawStore(folder)
    store.save(*reading.laws, *more)
    return Learned(store)


def test_a_faithful_reader_makes_right_laws_of_nine_in_ten_rules(asking: Asking, tmp_path: Path) -> None:
    ask = asking(Profile(seed=3, format_error=0.2))
    right = []
    for number, (rule, state, outcome) in enumerate(cases()):
        with believed(read_notes(rule, ask), tmp_path / str(number)) as model:
            (prediction,) = model.predict(state, [outcome.action])
            right.append(bool(prediction.covers) and compare(prediction, state, outcome).exact)
            model.learn(prediction, state, outcome)
            assert [law.status for law in model.store.laws.values()] == ["active"] * right[-1], f"{rule}: hearsay that is met becomes a law"
    assert len(right) == 10
    assert sum(right) >= 9


def test_hearsay_speaks_of_nothing_else(asking: Asking, tmp_path: Path) -> None:
    """No rule is a claim about other actions: of those the laws are silent."""
    reading = read_notes("\n".join(rule for rule, _, _ in cases()), asking(Profile(seed=3)))
    assert len(reading.laws) >= 9
    others = [Craft("crafting_table"), Mine(AT), Dig(AT), Place("oak_planks", AT)]
    with believed(reading, tmp_path) as model:
        assert not any(model.knows(a_state("oak_log", oak_planks=8, stick=1), action) for action in others)


def test_a_lying_note_is_retired_by_the_first_outcome_that_contradicts_it(asking: Asking, tmp_path: Path) -> None:
    ask = asking(Profile(seed=3, lies=1.0))
    heard = 0
    for number, (rule, state, outcome) in enumerate(cases()):
        with believed(read_notes(rule, ask), tmp_path / str(number)) as model:
            (prediction,) = model.predict(state, [outcome.action])
            heard += bool(prediction.covers)
            assert not compare(prediction, state, outcome).exact
            model.learn(prediction, state, outcome)
            assert {law.status for law in model.store.laws.values()} <= {"retired"} or not prediction.covers, rule
            assert not model.knows(state, outcome.action)
    assert heard >= 9
