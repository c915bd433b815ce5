"""A learned law as code, and what must be right about it before it runs.

    def law(action: dict[str, Any]) -> dict[str, Any] | None

A typed Python program for the sandbox. It reads the state through the views of `lawviews.py`, and returns None where it has nothing to say; else
what `laweffect.EFFECT` describes.
"""

from __future__ import annotations

import ast
import re
from functools import cache

import pydantic_monty as monty

from worldsim import pyi, sandbox
from worldsim.errors import SandboxDead
from worldsim.learning import lawfacts, lawviews
from worldsim.learning.lawviews import LAW_VIEWS
from worldsim.sandbox import Limits

#: What a law may import, beside the world.
MODULES = ("world", "typing", "math")
_DIAGNOSTIC = re.compile(r"^main\.py:(?P<line>\d+):\d+: (?:error|warning)\[(?P<rule>[\w-]+)\] (?P<text>.+)$", re.MULTILINE)
#: A law computes for milliseconds, a way through open land included.
LIMITS = Limits(calls=2**31, turn_s=2.0, total_s=5.0, memory=64_000_000)
#: A law that says the wrong type is found out by the checker here, whatever it says in its own annotations.
_PROBE = "def _probe(action: dict[str, Any]) -> dict[str, Any] | None:\n    return law(action)\n"


@cache
def stub() -> str:
    """The typed face of the world for laws: for the checker, for people and for models."""
    views = (pyi.view(name, function) for name, function in LAW_VIEWS.items())
    return "\n".join(("from typing import TypedDict\n", *pyi.records(lawviews), *pyi.records(lawfacts), *views))


def problems(source: str) -> list[str]:
    """What is wrong with a law before it runs, as 'line 3: ...'; [] if nothing is. Raises SandboxDead."""
    found = _shape(source)
    if found:
        return found
    session = sandbox.checkout(LIMITS, monty.ExternalModule(dict.fromkeys(LAW_VIEWS, _never), stubs=stub()), typed=True)
    try:
        session.feed_run(f"{source.rstrip()}\n\nfrom typing import Any\n{_PROBE}", print_callback=unheard)
    except monty.MontyTypingError as error:
        said = [f"line {hit['line']}: {hit['text']} [{hit['rule']}]" for hit in _DIAGNOSTIC.finditer(error.display())]
        return said or [error.display()]
    except monty.MontyCrashedError as error:
        if not error.timed_out:
            raise SandboxDead(f"expected the sandbox to check a law, found that its process ended: {error}") from error
        return ["it computes outside of its functions"]
    except (monty.MontyError, TimeoutError) as error:
        return [str(error)]
    finally:
        sandbox.close(session)
    return []


def _shape(source: str) -> list[str]:
    """What is wrong with its form: a law is functions and constants, without a state of its own."""
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return [f"line {error.lineno}: {error.msg}"]
    found = []
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.Assign() | ast.AnnAssign() | ast.Expr(value=ast.Constant()) | ast.ImportFrom():
                pass
            case ast.Import():
                found.append(f"line {node.lineno}: write `from {node.names[0].name} import ...`")
            case _:
                found.append(f"line {node.lineno}: expected functions and constants, found {type(node).__name__}")
    for part in ast.walk(tree):
        if isinstance(part, ast.ImportFrom) and part.module not in MODULES:
            found.append(f"line {part.lineno}: a law imports from {', '.join(MODULES)}, not from {part.module}")
        if isinstance(part, ast.ImportFrom) and part.module == "world" and (part not in tree.body or any(name.asname for name in part.names)):
            found.append(f"line {part.lineno}: import from world at the top, under its own name")
        if isinstance(part, ast.Global | ast.Nonlocal):
            found.append(f"line {part.lineno}: a law keeps nothing between two calls: no global, no nonlocal")
    laws = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "law"]
    if len(laws) != 1:
        found.append(f"expected one function `law`, found {len(laws)}")
    return found


def _never(*args: object, **kwargs: object) -> None:
    raise AssertionError("a check calls no view")


def unheard(stream: str, text: str) -> None:
    """What a law prints is for nobody."""
