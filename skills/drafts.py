"""Drafts of skills, as a model hands them in, and all that code finds wrong with one before it is dreamed."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from skills.checker import check
from skills.conditions import Condition, goal_of, unknown_names
from skills.parts import Sources
from skills.program import Program
from skills.signature import bindings
from worldsim.change import Reason
from worldsim.goals import Task
from worldsim.judging import judge
from worldsim.prompting import acted, quoted
from worldsim.state import State

#: Characters of a source; a skill is one screen or two, not a book. And of a fault's action and text, as they are told.
LONGEST = 12_000
_ACTION, _TEXT = 160, 400
_NAME = re.compile(r"[a-z][a-z0-9_]{2,59}")


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A skill as it is handed in. `name` is also the function that is called; every condition in a list must hold."""

    name: str
    source: str
    precondition: tuple[Condition, ...] = ()
    postcondition: tuple[Condition, ...] = ()
    doc: str = ""


class Drafts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reply: several ways to do the same task, the most promising first."""

    drafts: tuple[Draft, ...]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Why a program does not do its task: found before it ran, in its dream, or in the world."""

    where: Literal["check", "dream", "world"]
    text: str  #: for people and for the writer
    step: int | None = None  #: of the action that failed, from 1
    action: str = ""  #: 'craft oak_fence x1'
    reason: Reason | None = None

    def __str__(self) -> str:
        at = f", step {self.step}, {acted(self.action, _ACTION)}" if self.step is not None else ""
        why = f" fails with {self.reason}" if self.reason else ""
        return f"{self.where}{at}{why}: {quoted(self.text, _TEXT)}"


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """A program and why it did not do."""

    name: str
    source: str
    faults: tuple[Fault, ...]


class Drafted(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, checked: with faults it is not dreamed."""

    draft: Draft
    program: Program
    faults: tuple[Fault, ...] = ()


def drafted(draft: Draft, task: Task, state: State, sources: Sources, taken: Mapping[str, str]) -> Drafted:
    """The draft as a program for the task, and what is wrong with it. `taken`: why a name cannot be had. Raises SandboxDead."""
    bound = bindings(task, state)
    args, problems = _arguments(draft, bound)
    program = Program(
        name=draft.name, source=draft.source, entry=draft.name, args=args, precondition=draft.precondition, postcondition=draft.postcondition
    )
    if not _NAME.fullmatch(draft.name):
        problems.insert(0, f"expected a name like 'light_the_place' (3-60 of a-z, 0-9, _), found {draft.name!r}")
    elif draft.name in taken:
        problems.insert(0, f"the name {draft.name} is taken: {taken[draft.name]}; choose another")
    problems += [f"condition: {problem}" for problem in unknown_names((*draft.precondition, *draft.postcondition))]
    if not problems and draft.precondition:
        verdict = judge(goal_of(draft.precondition, task, state.body.pos.cell), state)
        if not verdict.done:
            problems.append(f"its precondition does not hold now: {verdict.evidence}; write a program that begins with what there is")
    if not problems:
        problems = [str(problem) for problem in check(program, sources)]
    return Drafted(draft=draft, program=program, faults=tuple(Fault(where="check", text=problem) for problem in problems))


def _arguments(draft: Draft, bound: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What the entry is called with, of that which the task binds; and what is wrong with the entry."""
    if len(draft.source) > LONGEST:
        return {}, [f"expected a source of at most {LONGEST} characters, found {len(draft.source)}"]
    try:
        tree = ast.parse(draft.source)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = f"line {error.lineno}: {error.msg}" if isinstance(error, SyntaxError) else str(error)
        return {}, [f"{draft.name}, {line}: write it for Python 3.11"]
    entry = next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == draft.name), None)
    if entry is None:
        return {}, [f"expected a function def {draft.name}(...) -> bool at the top of the source, found none: name it like the draft"]
    problems = []
    if entry.returns is None or ast.unparse(entry.returns) != "bool":
        problems.append(f"expected def {draft.name}(...) -> bool, found {ast.unparse(entry.returns) if entry.returns else 'no return type'}")
    if not ast.get_docstring(entry):
        problems.append(f"expected a docstring in {draft.name} that says what it does and when it gives up, found none")
    names = [argument.arg for argument in (*entry.args.posonlyargs, *entry.args.args, *entry.args.kwonlyargs)]
    optional = {argument.arg for argument in entry.args.args[len(entry.args.args) - len(entry.args.defaults) :]} if entry.args.defaults else set()
    optional |= {argument.arg for argument, default in zip(entry.args.kwonlyargs, entry.args.kw_defaults, strict=True) if default is not None}
    if entry.args.posonlyargs or entry.args.vararg or entry.args.kwarg:
        problems.append(f"expected plain named parameters in {draft.name}, found *, ** or /")
    if strange := [name for name in names if name not in bound and name not in optional]:
        problems.append(f"{draft.name} takes {', '.join(strange)}, which the task does not bind: it binds {', '.join(bound) or 'nothing'}")
    return {name: bound[name] for name in names if name in bound}, problems
