"""Judging a program before it runs: wrong names and wrong arguments never reach the game."""

from __future__ import annotations

import ast
import re

import msgspec
import pydantic_monty as monty

from skills import sandbox, seeds
from skills.parts import MissingSkill, Part, Sources, parts_of
from skills.program import Program, without_imports
from skills.sandbox import Limits
from worldsim.errors import SandboxDead

_DIAGNOSTIC = re.compile(r"^main\.py:(?P<line>\d+):\d+: (?:error|warning)\[(?P<rule>[\w-]+)\] (?P<text>.+)$", re.MULTILINE)


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong with a program. `line` 0: the call, not the source."""

    where: str  #: name of the program or skill
    line: int
    rule: str  #: the checker's name of the rule
    text: str

    def __str__(self) -> str:
        place = f"{self.where}, line {self.line}" if self.line else f"the call of {self.where}"
        return f"{place}: {self.text} [{self.rule}]"


def check(program: Program, sources: Sources = seeds.source) -> list[Problem]:
    """Type-check a program, the skills it uses and its call; [] if nothing is wrong. Nothing acts. Raises SandboxDead."""
    try:
        parts = parts_of(program, sources)
    except MissingSkill as error:
        return [Problem(program.name, 1, "unknown-skill", str(error))]
    session = sandbox.checkout(Limits(), typed=True)
    try:
        taken: dict[str, str] = {}
        for part in parts:
            problems = _feed(session, part) or _clashes(part, taken)
            if problems:
                return problems
        arguments = ", ".join(f"{key}={value!r}" for key, value in program.args.items())
        call = Part(program.name, f"def _call() -> bool:\n    return {program.entry}({arguments})\n")
        return [msgspec.structs.replace(problem, line=0) for problem in _feed(session, call)]
    finally:
        sandbox.close(session)


def _feed(session: monty.MontySession, part: Part) -> list[Problem]:
    try:
        sandbox.feed(session, without_imports(part.source))
    except monty.MontyTypingError as error:
        found = [Problem(part.name, int(hit["line"]), hit["rule"], hit["text"]) for hit in _DIAGNOSTIC.finditer(error.display())]
        # What follows a syntax error is noise.
        broken = [problem for problem in found if problem.rule == "invalid-syntax"]
        return broken or found or [Problem(part.name, 1, "typing", error.display())]
    except monty.MontyCrashedError as error:
        if not error.timed_out:
            raise SandboxDead(f"expected the sandbox to check {part.name}, found that its process ended: {error}") from error
        return [Problem(part.name, 1, "time", "it computes for too long outside of its functions")]
    except (monty.MontyRuntimeError, monty.MontySyntaxError) as error:
        frames = error.traceback()
        return [Problem(part.name, frames[-1].line if frames else 1, "run", error.display("type-msg"))]
    return []


def _clashes(part: Part, taken: dict[str, str]) -> list[Problem]:
    """Skills share one namespace: a second definition of a name would replace the first one under the feet of those who call it."""
    try:
        body = ast.parse(part.source).body
    except SyntaxError as error:
        return [Problem(part.name, error.lineno or 1, "syntax", f"{error.msg}: write it for Python 3.11")]
    problems = []
    for node in body:
        for name in _defined(node):
            if name in taken:
                problems.append(Problem(part.name, node.lineno, "name-taken", f"{name} is defined by the skill {taken[name]}: choose another name"))
    for node in body:
        taken.update(dict.fromkeys(_defined(node), part.name))
    return problems


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]
