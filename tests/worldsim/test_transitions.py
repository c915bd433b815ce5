from __future__ import annotations

from pathlib import Path

import pytest

from worldsim.actions import Mine, Wait
from worldsim.blocks import blocks_of
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, State, state_of
from worldsim.transitions import FILE, Transition, TransitionWriter, read_transitions


def _start() -> State:
    known = facts()
    cells = {Pos(x, 63, z): known.state_id("stone") for x in range(-3, 20) for z in range(-3, 4)}
    cells |= {Pos(x, y, z): 0 for x in range(-3, 20) for y in (64, 65, 66) for z in range(-3, 4)}
    cells[Pos(17, 64, 0)] = cells[Pos(1, 64, 0)] = known.state_id("oak_log")
    return state_of(Observed(tick=0, body=Body(pos=Vec(0.5, 64, 0.5), vel=Vec(0, 0, 0))), blocks_of(known.palette, cells))


def _record(folder: Path) -> list[Transition]:
    writer = TransitionWriter(folder)
    made = []
    for episode in ("seed 1", "seed 2"):
        world = ImaginedWorld(Rules(), _start(), seed=3)
        for step, action in enumerate((Wait(20), Mine(Pos(1, 64, 0)), Mine(Pos(17, 64, 0))), start=1):
            before = world.observe()
            outcome = world.act(action)
            writer.append(episode, before, action, outcome, world.observe())
            made.append(Transition(episode=episode, step=step, before=before, action=action, outcome=outcome, after=world.observe()))
    writer.close()
    return made


def test_what_is_written_is_read_back_blocks_and_all(tmp_path: Path) -> None:
    assert list(read_transitions(_write_and_name(tmp_path))) == _record(_other(tmp_path))


def _write_and_name(tmp_path: Path) -> Path:
    _record(tmp_path)
    return tmp_path


def _other(tmp_path: Path) -> Path:
    other = tmp_path / "again"
    other.mkdir()
    return other


def test_a_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    _record(tmp_path)
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes()[:-20])
    assert [t.key for t in read_transitions(file)] == ["seed 1/1", "seed 1/2", "seed 1/3", "seed 2/1", "seed 2/2"]


def test_a_damaged_line_in_the_middle_is_named(tmp_path: Path) -> None:
    _record(tmp_path)
    file = tmp_path / FILE
    lines = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join([lines[0], lines[1][:-5], *lines[2:]]))
    with pytest.raises(UsageError, match=r"transitions\.jsonl:2: expected a transition"):
        list(read_transitions(file))


def test_no_set_is_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"worldsim\.record"):
        list(read_transitions(tmp_path))
