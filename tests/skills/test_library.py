"""The library: files that survive anything, and skills that are found again."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import subprocess
import sys

import pytest

from skills import Evidence, Library, Program, check, store
from skills.compose import compose
from skills.library import default_folder
from skills.program import hash_of
from skills.withholding import withheld
from worldsim.blueprint import Blueprint, Cell
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.goals import All, Any, At, Built, Explored, Has, Knows, Not, Task
from worldsim.space import Pos

GOOD = Evidence(run="first", ok=True, seed=1, world="embedded", ticks_predicted=100.0, ticks=110)
BAD = Evidence(run="later", ok=False, seed=2, world="embedded")


def has(item: str, count: int = 1, wood: str = "oak") -> Task:
    return Task(name=f"obtain {count} {item}", goal=Has((item,), count), why="test", wood=wood)


def composed(task: Task, state) -> Program:
    return compose(task, state, facts())[0]


@pytest.fixture
def state(logs):
    return logs.observe()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "skills"


def test_an_earned_skill_comes_first_in_the_next_run(folder, state):
    task = has("oak_door", 3)
    first = Library(folder).candidates(task, state, facts())
    assert [program.origin for program in first] == ["composed", "seed"]
    Library(folder).admit(first[0], task, GOOD)

    second = Library(folder).candidates(has("oak_door", 5), state, facts())
    assert [(program.name, program.origin) for program in second] == [("have_door", "earned"), ("obtain", "seed")]
    assert second[0].args == {"wood": "oak", "want": 5}
    assert check(second[0]) == []


def test_what_is_withheld_must_be_earned(folder, state):
    task, both = has("oak_door", 3), Task(name="both", goal=All((Has(("oak_door",)), At(Pos(0, 64, 0)))), why="test")
    library = Library(folder, withheld("-has,-stands"))
    assert library.candidates(task, state, facts()) == library.candidates(both, state, facts()) == []
    assert library.candidates(Task(name="seen", goal=Explored(9), why="test"), state, facts()) != []
    library.admit(composed(task, state), task, GOOD)
    assert [program.origin for program in Library(folder, withheld("none")).candidates(task, state, facts())] == ["earned"]
    assert library.source("obtain") is not None, "what is written may build on what is shipped"
    assert withheld("all") == frozenset()
    with pytest.raises(UsageError, match=r"--skills: expected all .* found 'has'"):
        withheld("has")


def test_it_serves_for_another_wood_and_not_for_another_thing(folder, state):
    library = Library(folder)
    library.admit(composed(has("oak_door"), state), has("oak_door"), GOOD)
    library.admit(composed(has("oak_fence"), state), has("oak_fence"), GOOD)
    (birch,) = library.earned(has("birch_door", 2, wood="birch"), state)
    assert (birch.name, birch.args) == ("have_door", {"wood": "birch", "want": 2})
    assert library.earned(has("stone_pickaxe"), state) == []
    assert library.earned(has("dark_oak_door"), state) == []  # of oak, this task says, it is not


def test_a_house_elsewhere_is_the_same_skill(folder, state):
    def house(origin: Pos, wood: str) -> Task:
        cells = (Cell(Pos(0, 0, 0), f"{wood}_planks", item=f"{wood}_planks"), Cell(Pos(0, 1, 0), f"{wood}_door", facing="north"))
        blueprint = Blueprint(name=f"{wood} house", origin=origin, size=Pos(1, 2, 1), cells=cells)
        return Task(name="build the house", goal=Built(blueprint), why="test", wood=wood)

    there = house(Pos(7, 70, -3), "birch")
    library = Library(folder)
    library.admit(composed(house(Pos(0, 64, 0), "oak"), state), house(Pos(0, 64, 0), "oak"), GOOD)
    (found,) = library.earned(there, state)
    assert found.name == "build_house"
    assert found.args == {
        "cells": [
            {"pos": [7, 70, -3], "block": "birch_planks", "item": "birch_planks", "facing": None},
            {"pos": [7, 71, -3], "block": "birch_door", "item": None, "facing": "north"},
        ]
    }
    assert check(found) == []


@pytest.mark.parametrize(
    ("goal", "entry", "args"),
    [
        (Knows(("oak_log",), 4), "find_log", {"targets": ["oak_log"], "want": 4}),
        (At(Pos(1, 64, 2), 3.0), "walk_there", {"pos": [1, 64, 2], "near": 3.0}),
        (Explored(104), "see_more", {"columns": 101}),  # three columns are known
        (Has(("oak_log", "birch_log"), 9), "gather_any_log", {"items": ["oak_log", "birch_log"], "want": 9}),
        (All((Has(("oak_door",)), Has(("oak_fence",), 3))), "have_door_and_fence", {"things": {"oak_door": 1, "oak_fence": 3}}),
        (Any((Has(("iron_ingot",)), Has(("stick",), 2))), "have_stick", {"wood": "oak", "want": 2}),
    ],
)
def test_every_kind_of_goal_has_a_sound_program(folder, state, goal, entry, args):
    task = Task(name="a task", goal=goal, why="test")
    program = composed(task, state)
    assert (program.entry, program.args, program.origin) == (entry, args, "composed")
    for candidate in Library(folder).candidates(task, state, facts()):
        assert check(candidate) == []


@pytest.mark.parametrize("goal", [Has(("iron_ingot",)), Not(Has(("dirt",)))])
def test_what_nobody_knows_has_no_composed_program(state, goal):
    assert compose(Task(name="a task", goal=goal, why="test"), state, facts()) == []


def test_what_is_admitted_is_readable(folder, state):
    task = has("oak_door")
    program = composed(task, state)
    Library(folder).admit(program, task, GOOD)
    assert (folder / "have_door.py").read_text() == program.source
    card = json.loads((folder / "have_door.json").read_text())
    assert card["signature"] == "has <wood>_door"
    assert card["description"] == "Carry at least `want` <wood>_door: mine <wood>_log; craft <wood>_planks, crafting_table, <wood>_door."
    assert card["hash"] == hash_of(program.source)
    assert card["evidence"] == [{"run": "first", "ok": True, "seed": 1, "world": "embedded", "ticks_predicted": 100.0, "ticks": 110, "note": ""}]


def test_evidence_adds_up_and_a_new_source_starts_anew(folder, gather_some):
    task, library = has("oak_log"), Library(folder)
    library.admit(gather_some, task, GOOD)
    card = library.admit(gather_some, task, GOOD)
    assert card is not None
    assert (card.version, len(card.evidence)) == (1, 2)
    better = Program(name="gather_some", source=gather_some.source + "# better\n", entry="gather_some", args=gather_some.args)
    card = Library(folder).admit(better, task, GOOD)
    assert card is not None
    assert (card.version, len(card.evidence)) == (2, 1)


def test_two_failures_in_a_row_put_a_skill_aside_and_a_success_brings_it_back(folder, gather_some, state):
    task, library = has("oak_log", 3), Library(folder)
    library.admit(gather_some, task, GOOD)
    assert library.demote("gather_some", BAD).status == "active"
    assert library.demote("gather_some", BAD).status == "demoted"
    assert Library(folder).earned(task, state) == []
    library.admit(gather_some, task, GOOD)
    assert [program.name for program in Library(folder).earned(task, state)] == ["gather_some"]


def test_a_shipped_skill_is_not_kept_and_an_unknown_one_not_demoted(folder, state):
    task, library = has("oak_log"), Library(folder)
    seed = library.candidates(task, state, facts())[-1]
    assert seed.origin == "seed"
    assert library.admit(seed, task, GOOD) is None
    assert not list(folder.glob("*.json"))
    with pytest.raises(UsageError, match="found 'fly'"):
        library.demote("fly", BAD)


def test_a_name_that_is_no_file_name_is_refused(folder, gather_some):
    program = Program(name="../evil", source=gather_some.source, entry="gather_some")
    with pytest.raises(UsageError, match="rename it"):
        Library(folder).admit(program, has("oak_log"), GOOD)
    assert not (folder.parent / "evil.py").exists()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("gather_some.json", '{"name": "gather_some"'),
        ("gather_some.json", "[]"),
        ("gather_some.py", "def gather_some(): pass\n"),
        ("gather_some.py", None),
    ],
)
def test_a_broken_file_is_named_in_one_line_with_a_remedy(folder, gather_some, file, content):
    Library(folder).admit(gather_some, has("oak_log"), GOOD)
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_text(content)
    with pytest.raises(UsageError) as caught:
        Library(folder)
    text = str(caught.value)
    assert "\n" not in text
    assert f"{folder}/{file}" in text
    assert "restore the file, or move gather_some.py and gather_some.json out of" in text


@pytest.mark.parametrize("killed_after", [0, 1, 2, 3])
def test_killed_while_writing_it_leaves_the_old_skill_or_the_new_one(folder, gather_some, monkeypatch, killed_after):
    task = has("oak_log")
    Library(folder).admit(gather_some, task, GOOD)
    (folder / "letter.tmp").write_text("mine")
    better = Program(name="gather_some", source=gather_some.source + "# better\n", entry="gather_some")
    real, steps = store.os.replace, iter(range(10))
    real_fsync = store.os.fsync

    def dies(call):
        def step(*args):
            if next(steps) == killed_after:
                raise KeyboardInterrupt
            return call(*args)

        return step

    monkeypatch.setattr(store.os, "replace", dies(real))
    monkeypatch.setattr(store.os, "fsync", dies(real_fsync))
    with pytest.raises(KeyboardInterrupt):
        Library(folder).admit(better, task, GOOD)
    monkeypatch.undo()
    (card,) = Library(folder).cards
    assert card.version == (2 if killed_after == 3 else 1)  # fsync, fsync, then the source goes in place: from there on it is the new one
    assert [path.name for path in folder.glob("*.tmp")] == ["letter.tmp"]  # which is not ours


def _admit_some(folder, number: int) -> None:
    source = f"def skill_{number}() -> bool:\n    return True\n"
    for run in range(4):
        program = Program(name=f"skill_{number}", source=source, entry=f"skill_{number}")
        Library(folder).admit(program, has("oak_log"), Evidence(run=f"run {run}", ok=True))
        shared = Program(name="shared", source="def shared() -> bool:\n    return True\n", entry="shared")
        Library(folder).admit(shared, has("oak_log"), Evidence(run=f"{number} {run}", ok=True))


def test_writers_at_the_same_time_lose_nothing(folder):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_admit_some, args=(folder, number)) for number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    cards = {card.name: card for card in Library(folder).cards}
    assert sorted(cards) == ["shared", "skill_0", "skill_1"]
    assert len(cards["shared"].evidence) == 8


def test_the_index_is_made_again_when_it_is_gone_broken_or_stale(folder, gather_some, state):
    task, library = has("oak_log", 3), Library(folder)
    library.admit(gather_some, task, GOOD)
    names = lambda: [program.name for program in Library(folder).earned(task, state)]  # noqa: E731
    assert names() == ["gather_some"]
    (index,) = (folder / ".index").iterdir()
    shutil.rmtree(index)
    assert names() == ["gather_some"]
    for rubbish in (b"", b"no database" * 1000):
        (index,) = (folder / ".index").iterdir()
        (index / "chroma.sqlite3").write_bytes(rubbish)
        assert names() == ["gather_some"]
    other = Program(name="chop", source=gather_some.source.replace("gather_some", "chop"), entry="chop", args=gather_some.args)
    Library(folder).admit(other, task, GOOD)
    assert sorted(names()) == ["chop", "gather_some"]
    assert len(list((folder / ".index").iterdir())) == 1


def test_the_more_similar_skill_comes_first(folder, state):
    library = Library(folder)
    for name, text in (("fell", "Fell birch trees in the snow."), ("chop", "Gather logs of the trees nearby.")):
        source = f'def {name}() -> bool:\n    """{text}"""\n    return True\n'
        library.admit(Program(name=name, source=source, entry=name), has("oak_log"), GOOD)
    query = Task(name="gather logs", goal=Has(("oak_log",)), why="test")
    assert [program.name for program in library.earned(query, state)] == ["chop", "fell"]


def test_a_folder_that_cannot_be_written_is_a_usage_error(tmp_path, gather_some):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(UsageError, match="--library DIR or LUCIDCRAFT_HOME"):
        Library(blocked / "skills").admit(gather_some, has("oak_log"), GOOD)


def test_the_folder_can_be_moved(monkeypatch, tmp_path):
    monkeypatch.setenv("LUCIDCRAFT_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "skills"
    monkeypatch.delenv("LUCIDCRAFT_HOME")
    assert default_folder().parts[-2:] == ("lucidcraft", "skills")


def test_an_empty_library_loads_no_index_and_the_package_nothing(tmp_path):
    script = f"""
import sys, pathlib, skills
heavy = [name for name in ("numpy", "pydantic_monty", "chromadb", "filelock", "networkx") if name in sys.modules]
assert not heavy, heavy
from worldsim.goals import Has, Task
task = Task(name="a task", goal=Has(("oak_log",)), why="test")
assert skills.Library(pathlib.Path({str(tmp_path)!r})).earned(task, None) == []
assert "chromadb" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)
