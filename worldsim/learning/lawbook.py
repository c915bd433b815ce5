"""Laws that are ready to be asked: all in one warm session of the sandbox, so that a question costs one message to it and back, and views few more.

What views answer is kept: of the facts for good, of the state for the question. What most laws ask is sent along with the question.
"""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from inspect import signature
from textwrap import indent
from typing import Annotated, Any, get_type_hints

import msgspec
import pydantic_monty as monty

from worldsim import sandbox
from worldsim.actions import Action
from worldsim.errors import SandboxDead
from worldsim.learning import lawfacts
from worldsim.learning.lawcode import LIMITS, unheard
from worldsim.learning.laweffect import BadAnswer, Effect, effect_of
from worldsim.learning.lawviews import LAW_VIEWS
from worldsim.space import FACES
from worldsim.state import State

_CELL = Annotated[list[int], msgspec.Meta(min_length=3, max_length=3)]
#: The views' parameters that are cells, wherever they appear.
_CELLS = {"pos": _CELL, "thing": _CELL, "start": _CELL | None, "end": _CELL | None, "without": _CELL | None, "avoid": list[_CELL]}
#: Views that are sent along: without arguments, and of the action's cell.
_SENT, _SENT_OF_CELL = ("position", "held", "inventory", "free_slots"), ("block_at", "in_reach", "stands_in")

#: A law that ran out of time or memory so often, asked alone, is not asked again.
_STRIKES = 2

#: Runs in the sandbox. A law gets copies: it may change what it was given.
_RUNNER = """
_laws = {}
_now = {}
_facts = {}

def _fresh(value):
    if type(value) is list:
        return [_fresh(one) for one in value]
    if type(value) is dict:
        return {key: _fresh(one) for key, one in value.items()}
    return value

def _ask(names, action, sent):
    global _now
    _now = sent
    if len(_facts) > 20000:
        _facts.clear()
    answers = []
    for name in names:
        try:
            answers.append([_laws[name](_fresh(action)), ""])
        except Exception as error:
            answers.append([None, f"{type(error).__name__}: {error}"])
    return answers
"""
_VIEW = """
from world import {name} as _{name}
def {name}(*args, **kwargs):
    key = f"{name}{{args}}{{kwargs}}"
    if key not in {kept}:
        {kept}[key] = _{name}(*args, **kwargs)
    return _fresh({kept}[key])
"""


class Broken(msgspec.Struct, frozen=True):
    """A law failed, or answered what is no answer."""

    text: str


#: What a law says: nothing (out of its scope), an effect, or nonsense.
Answer = Effect | Broken | None


class LawBook:
    """Laws that are ready to be asked, in one warm session of the sandbox. A context manager: leaving it frees the worker.

    A law must answer the same whenever it is asked; it has no state of its own. One that runs out of time or memory is not asked again.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = dict(sources)  #: by name; they have no `problems`
        self._dead: dict[str, Broken] = {}
        self._strikes: dict[str, int] = {}
        self._state: State | None = None
        self._session: monty.MontySession | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> LawBook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the worker back. The book can still be asked; that takes a new one."""
        if self._session is not None:
            sandbox.close(self._session)
            self._session = None

    def ask(self, state: State, action: Action, names: Sequence[str]) -> list[Answer]:
        """What each of the named laws says. Raises SandboxDead."""
        alive = [name for name in names if name not in self._dead]
        with self._lock:
            self._state = state
            said = self._ask(alive, msgspec.to_builtins(action), _sent(state, action)) if alive else {}
        return [self._dead.get(name) or said[name] for name in names]

    def _ask(self, names: list[str], action: dict[str, Any], sent: dict[str, Any]) -> dict[str, Answer]:
        try:
            session = self._session = self._session or self._open()
            inputs = {"_names": names, "_action": action, "_sent": sent}
            raw = session.feed_run("_ask(_names, _action, _sent)", inputs=inputs, print_callback=unheard)
        except monty.MontyCrashedError as error:
            self._session = None
            if not error.timed_out:
                raise SandboxDead(f"expected the sandbox to run a law, found that its process ended: {error}") from error
            return self._alone(names, action, sent, "it computes for too long")
        except (monty.MontyError, TimeoutError, MemoryError) as error:
            # Time and memory cannot be caught in the sandbox, and leave it undefined.
            self.close()
            return self._alone(names, action, sent, str(error))
        return {name: _answer(value, failure) for name, (value, failure) in zip(names, raw, strict=True)}

    def _alone(self, names: list[str], action: dict[str, Any], sent: dict[str, Any], problem: str) -> dict[str, Answer]:
        """One of them did it, or it was bad luck on a busy machine, or an old session was full: ask each for itself, twice if need be."""
        if len(names) > 1:
            return {name: answer for each in names for name, answer in self._ask([each], action, sent).items()}
        (name,) = names
        self._strikes[name] = self._strikes.get(name, 0) + 1
        if self._strikes[name] < _STRIKES:
            return self._ask(names, action, sent)
        self._dead[name] = Broken(problem)
        return {name: self._dead[name]}

    def _open(self) -> monty.MontySession:
        views = {name: self._view(name, function) for name, function in LAW_VIEWS.items()}
        session = sandbox.checkout(LIMITS, monty.ExternalModule(views))
        kept = {name: "_facts" if function in lawfacts.ALL else "_now" for name, function in LAW_VIEWS.items()}
        session.feed_run(_RUNNER + "".join(_VIEW.format(name=name, kept=kept[name]) for name in LAW_VIEWS))
        for name, source in self.sources.items():
            if name not in self._dead:
                # A function around each, so that what one law defines is not seen by the next.
                body = indent(_without_world(source), "    ")
                session.feed_run(f"def _make():\n{body}\n    return law\n_laws[{name!r}] = _make()\n", print_callback=unheard)
        return session

    def _view(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        types = _parameters(name)
        last = len(types) - 1

        def look(*args: Any, **kwargs: Any) -> Any:
            try:
                values = [msgspec.convert(value, types[min(i, last)][1]) for i, value in enumerate(args)]
                named = {key: msgspec.convert(value, dict(types)[key]) for key, value in kwargs.items()}
            except (msgspec.ValidationError, KeyError, IndexError) as error:
                raise TypeError(f"{name}: {error}") from None
            return function(self._state, *values, **named)

        return look


def _answer(value: Any, failure: str) -> Answer:
    if failure:
        return Broken(failure)
    try:
        return None if value is None else effect_of(value)
    except BadAnswer as error:
        return Broken(str(error))


@cache
def _parameters(name: str) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(LAW_VIEWS[name])
    return tuple((key, _CELLS.get(key, hints[key])) for key in list(signature(LAW_VIEWS[name]).parameters)[1:])


def _sent(state: State, action: Action) -> dict[str, Any]:
    """Answers that most laws will ask for, by the text of the call as `_VIEW` writes it."""
    sent = {f"{name}(){{}}": LAW_VIEWS[name](state) for name in _SENT}
    if hasattr(action, "pos"):
        x, y, z = action.pos.x, action.pos.y, action.pos.z
        sent |= {f"{name}([{x}, {y}, {z}],){{}}": LAW_VIEWS[name](state, [x, y, z]) for name in _SENT_OF_CELL}
        for dx, dy, dz in FACES:
            cell = [x + dx, y + dy, z + dz]
            sent[f"block_at({cell},){{}}"] = LAW_VIEWS["block_at"](state, cell)
    return sent


def _without_world(source: str) -> str:
    """The source without its imports of the world, whose views are defined around it."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not (isinstance(node, ast.ImportFrom) and node.module == "world")]
    return ast.unparse(tree)
