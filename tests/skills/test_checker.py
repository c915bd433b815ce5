"""What is wrong with a program is said before it runs."""

from __future__ import annotations

import msgspec
import pytest

from skills import Program, check, seeds

#: A call of each shipped skill that is meant to be called by itself.
CALLS: dict[str, dict[str, object]] = {
    "build": {"cells": [{"pos": [1, 64, 3], "block": "oak_planks", "item": "oak_planks", "facing": None}]},
    "craft_item": {"item": "oak_door", "want": 3},
    "ensure_table": {},
    "explore_for": {"targets": ["oak_log"], "want": 2},
    "gather": {"blocks": ["stone"], "want": 3, "items": ["cobblestone"]},
    "go_to": {"pos": [10, 64, -3], "near": 2.0},
    "obtain": {"item": "stone_pickaxe"},
    "stairs_up": {},
    "unearth": {"targets": ["stone"]},
    "wander": {"columns": 2000},
}


def test_a_sound_program_has_no_problem(gather_some):
    assert check(gather_some) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "rule"),
    [
        ("import count, fail", "import counter, fail", 1, "unresolved-import"),
        ("nearest(names)", "nearest('oak_log')", 6, "invalid-argument-type"),
        ("nearest(names)", "nearest(names, far=3)", 6, "unknown-argument"),
        ("mine(at)", "mine(at, 3)", 9, "too-many-positional-arguments"),
        ("mine(at)", "mine(at).ok", 9, "unresolved-attribute"),
        ("mine(at)", "mine(at)['okay']", 9, "invalid-key"),
        ("mine(at)", "mine(nearest(names))", 9, "invalid-argument-type"),  # may be None
        ("mine(at)", "break_everything(at)", 9, "unresolved-reference"),
        ("mine(at)", "open('/etc/passwd')", 9, "unresolved-reference"),
        ("mine(at)", "import socket", 9, "unresolved-import"),
        ("return True", "return 'yes'", 10, "invalid-return-type"),
        ("def gather_some", "count('oak_log')\ndef gather_some", 3, "run"),  # acts when it is defined
        ("def gather_some", "raise ValueError('no')\ndef gather_some", 3, "run"),
        ("while count", "while while count", 5, "invalid-syntax"),
    ],
)
def test_a_mistake_is_named_with_its_line(gather_some, old, new, line, rule):
    assert old in gather_some.source
    problems = check(msgspec.structs.replace(gather_some, source=gather_some.source.replace(old, new)))
    assert (problems[0].where, problems[0].line, problems[0].rule) == ("gather_some", line, rule)
    assert str(problems[0]).startswith(f"gather_some, line {line}: ")


@pytest.mark.parametrize(
    ("args", "rule"),
    [
        ({"names": ["oak_log"], "want": "three"}, "invalid-argument-type"),
        ({"names": ["oak_log"]}, "missing-argument"),
        ({"names": ["oak_log"], "want": 3, "wood": "oak"}, "unknown-argument"),
    ],
)
def test_arguments_that_do_not_fit_are_named(gather_some, args, rule):
    (problem,) = check(msgspec.structs.replace(gather_some, args=args))
    assert (problem.line, problem.rule) == (0, rule)
    assert str(problem).startswith("the call of gather_some: ")


def test_an_entry_that_is_not_there_is_named(gather_some):
    (problem,) = check(msgspec.structs.replace(gather_some, entry="gather_all"))
    assert "gather_all" in problem.text


def test_a_skill_that_is_not_there_is_named():
    (problem,) = check(Program(name="x", source="from library import fly\n", entry="fly"))
    assert str(problem) == "x, line 1: the library has no skill named 'fly' [unknown-skill]"


def test_a_program_may_not_redefine_what_its_skills_stand_on():
    source = "from library import gather\n\ndef _gather_next(blocks: list[str]) -> bool:\n    return gather(blocks, 1)\n"
    (problem,) = check(Program(name="x", source=source, entry="_gather_next", args={"blocks": ["oak_log"]}))
    assert (problem.line, problem.rule) == (3, "name-taken")


def test_imports_from_the_library_may_span_lines():
    source = "from library import (\n    gather,\n    obtain,  # both\n)\n\ndef main() -> bool:\n    return gather(['sand'], 'x')\n"
    program = Program(name="x", source=source, entry="main")
    assert program.needs == ("gather", "obtain")
    assert [problem.line for problem in check(program)] == [7]


@pytest.mark.parametrize("name", sorted(CALLS))
def test_shipped_skills_are_sound(name):
    program = Program(name=name, source=seeds.source(name) or "", entry=name, args=CALLS[name], origin="seed")
    assert check(program) == []
