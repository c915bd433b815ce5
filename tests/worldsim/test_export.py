"""Exports: what is written is read back, real and imagined are told apart, and the chats are what trainers and our own simulator's reader take."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worldsim.actions import Craft, Mine, MoveTo, Place, Wait
from worldsim.blocks import blocks_of
from worldsim.compare import compare
from worldsim.errors import UsageError
from worldsim.export import export, main, read_card, read_chats, read_export
from worldsim.exporting.imagined import imagined
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.language.replies import Steps, prediction_of
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, state_of
from worldsim.transitions import FILE, Transition, TransitionWriter, read_transitions

_ACTIONS = (Mine(Pos(1, 64, 0)), Craft("oak_planks"), Place("oak_planks", Pos(2, 64, 2)), MoveTo(Pos(9, 64, 0)), Craft("bedrock"), Wait(5))


def _real() -> list[Transition]:
    """A stand-in for recorded steps: two worlds, six steps each."""
    known, made = facts(), list[Transition]()
    cells = {Pos(x, 63, z): known.state_id("stone") for x in range(-3, 20) for z in range(-3, 4)}
    cells |= {Pos(x, y, z): 0 for x in range(-3, 20) for y in (64, 65, 66) for z in range(-3, 4)}
    cells[Pos(1, 64, 0)] = known.state_id("oak_log")
    for episode in ("seed 1 wood", "seed 2 wood"):
        start = state_of(Observed(tick=0, body=Body(pos=Vec(0.5, 64, 0.5), vel=Vec(0, 0, 0))), blocks_of(known.palette, cells))
        world = ImaginedWorld(Rules(), start, seed=3)
        for step, action in enumerate(_ACTIONS, start=1):
            before = world.observe()
            outcome = world.act(action)
            made.append(Transition(episode=episode, step=step, before=before, action=action, outcome=outcome, after=world.observe()))
    return made


REAL = _real()
IMAGINED = list(imagined(REAL, Rules(), 10, 7, facts()))


@settings(max_examples=25)
@given(chosen=st.lists(st.sampled_from(range(len(REAL) + len(IMAGINED))), unique=True, min_size=1).map(sorted))
def test_any_part_of_a_set_is_read_back_as_it_was(chosen: list[int]) -> None:
    steps = [(REAL + IMAGINED)[number] for number in chosen]
    with tempfile.TemporaryDirectory() as folder:
        card = export(steps, Path(folder) / "out", "jsonl")
        assert list(read_export(Path(folder) / "out")) == steps
        assert card.count == len(steps)
        assert (card.origins.real, card.origins.imagined) == (sum(n < len(REAL) for n in chosen), sum(n >= len(REAL) for n in chosen))


def test_imagined_steps_are_marked_and_belong_to_the_world_they_start_from() -> None:
    assert [step.origin.source for step in REAL] == ["real"] * 12
    assert len(IMAGINED) == 10
    starts = {step.key: step for step in REAL}
    for step in IMAGINED:
        assert (step.origin.source, step.origin.model) == ("imagined", "rules")
        assert step.world == starts[step.origin.start].world
        if step.step == 1:
            assert step.before == starts[step.origin.start].before
    assert list(imagined(REAL, Rules(), 10, 7, facts())) == IMAGINED
    assert list(imagined(REAL, Rules(), 10, 8, facts())) != IMAGINED


def test_nothing_is_measured_on_what_was_imagined(tmp_path: Path) -> None:
    export(REAL + IMAGINED, tmp_path / "out", "jsonl")
    with pytest.raises(UsageError, match=r"transitions\.jsonl"):
        list(read_transitions(tmp_path / "out"))
    with pytest.raises(UsageError, match=r"steps\.jsonl:13: expected a real transition, found an imagined one"):
        list(read_transitions(tmp_path / "out" / "steps.jsonl"))


def test_chats_have_the_columns_that_a_trainers_reader_takes(tmp_path: Path) -> None:
    """The conversational form of TRL and Hugging Face's chat templates: `messages`, a list of {role, content}; every line with the same columns."""
    card = export(REAL + IMAGINED, tmp_path / "out", "sft")
    rows = [json.loads(line) for line in (tmp_path / "out" / "chats.jsonl").read_text().splitlines()]
    assert len(rows) == card.count == len(REAL) + len(IMAGINED) - sum(card.left_out.values())
    for row in rows:
        assert list(row) == ["messages", "source", "model", "key", "world"]
        assert all(isinstance(row[name], str) for name in ("source", "model", "key", "world"))
        assert [message["role"] for message in row["messages"]] == ["user", "assistant"]
        assert all(set(message) == {"role", "content"} and isinstance(message["content"], str) for message in row["messages"])
    assert {row["source"] for row in rows} == {"real", "imagined"}
    assert json.loads(msgspec.json.encode(list(read_chats(tmp_path / "out")))) == rows


def test_the_answers_are_right_by_the_simulators_own_reader(tmp_path: Path) -> None:
    export(REAL, tmp_path / "out", "sft")
    by_key = {step.key: step for step in REAL}
    chats = list(read_chats(tmp_path / "out"))
    assert len(chats) == 12
    for chat in chats:
        step = by_key[chat.key]
        (answer,) = msgspec.json.decode(chat.messages[1].content, type=Steps).steps
        assert compare(prediction_of(step.action, answer, step.before, facts()), step.before, step.outcome).exact
        assert f'"op":"{step.action.__struct_config__.tag}"' in chat.messages[0].content


def test_what_an_answer_cannot_say_is_left_out_and_counted(tmp_path: Path) -> None:
    lost = msgspec.structs.replace(REAL[0].outcome, status="failed", reason="item_lost")
    cut = msgspec.structs.replace(REAL[1].outcome, status="interrupted")
    steps = [msgspec.structs.replace(REAL[0], outcome=lost), msgspec.structs.replace(REAL[1], outcome=cut), REAL[2]]
    card = export(steps, tmp_path / "out", "sft")
    assert (card.count, card.left_out) == (1, {"failed, and altered something all the same": 1, "interrupted": 1})


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    folder = tmp_path / "set"
    folder.mkdir()
    writer = TransitionWriter(folder)
    for step in REAL:
        writer.append(step.episode, step.before, step.action, step.outcome, step.after)
    writer.close()
    return folder


def test_the_command_writes_data_and_card(recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        words = [str(recorded), "-o", str(tmp_path / name), "--imagine", "rules", "--n-imagined", "6", "--seed", "5"]
        assert main(words) == 0
        said = msgspec.json.decode(capsys.readouterr().out.splitlines()[-1])
        assert said["origins"] == {"real": 12, "imagined": 6}
    cards = [read_card(tmp_path / name) for name in ("a", "b")]
    assert cards[0].sha256 == cards[1].sha256 == said["sha256"], "the same command gives the same"
    assert cards[0].worlds == ("seed 1", "seed 2")
    assert cards[0].verbs["craft"].real == 4
    assert cards[0].failed["no_recipe"] >= 2  # nobody crafts bedrock
    assert cards[0].read[0].count == 12
    text = (tmp_path / "a" / "card.md").read_text()
    assert "6 imagined by rules" in text
    assert cards[0].sha256 in text
    assert "--n-imagined 6" in text
    assert [step.outcome for step in read_export(tmp_path / "a")][:12] == [step.outcome for step in REAL]


def test_bad_usage_is_said(recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main([str(tmp_path / "none"), "-o", str(out)]) == 2
    assert main([str(recorded), "-o", str(recorded)]) == 2  # there is something in it
    assert main([str(recorded), "-o", str(out), "--format", "csv"]) == 2
    assert main([str(recorded), "-o", str(out), "--n-imagined", "3"]) == 2
    assert main([str(recorded), str(recorded / FILE), "-o", str(out)]) == 2  # the same episodes twice
    errors = capsys.readouterr().err
    assert "expected episodes of its own" in errors
    assert "--format: expected jsonl | sft, found 'csv'" in errors
    assert main([str(recorded), "-o", str(out)]) == 0
    data = out / "steps.jsonl"
    data.write_bytes(data.read_bytes().replace(b'"step":3', b'"step":4', 1))
    with pytest.raises(UsageError, match="it was altered"):
        list(read_export(out))
    with pytest.raises(UsageError, match="expected an export"):
        read_card(recorded)
