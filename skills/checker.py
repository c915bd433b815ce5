"""Judging a program before it runs: wrong names and wrong arguments never reach the game."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right

import msgspec
import pydantic_monty as monty

from skills import sandbox, seeds
from skills.parts import MissingSkill, Part, Sources, parts_of
from skills.program import Program, without_imports
from skills.sandbox import Limits
from worldsim.errors import SandboxDead

_DIAGNOSTIC = re.compile(r"^main\.py:(?P<line>\d+):\d+: (?:error|warning)\[(?P<rule>[\w-]+)\] (?P<text>.+)$", re.MULTILINE)
#: The rule against redefining what a skill defines.
_TAKEN = "name-taken"


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
    clashes = _clashes(parts)
    if any(problem.rule == _TAKEN for problem in clashes):
        return clashes
    session = sandbox.checkout(Limits(), typed=True)
    try:
        # All in one: the checker reads everything again at every feed.
        problems = _feed(session, parts) or clashes
        if problems:
            return problems
        arguments = ", ".join(f"{key}={value!r}" for key, value in program.args.items())
        call = Part(program.name, f"def _call() -> bool:\n    return {program.entry}({arguments})\n")
        return [msgspec.structs.replace(problem, line=0) for problem in _feed(session, (call,))]
    finally:
        sandbox.close(session)


def _feed(session: monty.MontySession, parts: tuple[Part, ...]) -> list[Problem]:
    text, starts = "", []
    for part in parts:
        starts.append(text.count("\n") + 1)
        text += without_imports(part.source).rstrip("\n") + "\n"

    def problem(line: int, rule: str, message: str) -> Problem:
        index = bisect_right(starts, line) - 1
        return Problem(parts[index].name, line - starts[index] + 1, rule, message)

    try:
        sandbox.feed(session, text)
    except monty.MontyTypingError as error:
        found = [problem(int(hit["line"]), hit["rule"], hit["text"]) for hit in _DIAGNOSTIC.finditer(error.display())]
        # What follows a syntax error is noise.
        broken = [one for one in found if one.rule == "invalid-syntax"]
        return broken or found or [problem(starts[-1], "typing", error.display())]
    except monty.MontyCrashedError as error:
        if not error.timed_out:
            raise SandboxDead(f"expected the sandbox to check {parts[-1].name}, found that its process ended: {error}") from error
        return [problem(starts[-1], "time", "it computes for too long outside of its functions")]
    except (monty.MontyRuntimeError, monty.MontySyntaxError) as error:
        frames = error.traceback()
        return [problem(frames[-1].line if frames else starts[-1], "run", error.display("type-msg"))]
    return []


def _clashes(parts: tuple[Part, ...]) -> list[Problem]:
    """Skills share one namespace: a second definition of a name would replace the first one under the feet of those who call it."""
    problems, taken = [], dict[str, str]()
    for part in parts:
        try:
            names = [(name, node.lineno) for node in ast.parse(part.source).body for name in _defined(node)]
        except SyntaxError as error:
            return [Problem(part.name, error.lineno or 1, "syntax", f"{error.msg}: write it for Python 3.11")]
        for name, line in names:
            if taken.setdefault(name, part.name) != part.name:
                problems.append(Problem(part.name, line, _TAKEN, f"{name} is defined by the skill {taken[name]}: choose another name"))
    return problems


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]
