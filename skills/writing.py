"""The writer: a model writes skills for a task, and mends them by typed reasons. What it hands in is checked here; the agent dreams and chooses."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from typing import Any

import msgspec

from skills import sandbox, seeds
from skills.drafts import Drafted, Drafts, Fault, Tried, drafted
from skills.library import Library
from skills.signature import bindings, signature
from worldsim import situation
from worldsim.goals import Task
from worldsim.prompting import barred, filled, flat, flattened, prompt, quoted
from worldsim.state import State
from worldsim.world import Ask

#: How often a model writes for one task, the first time included.
ROUNDS = 4
#: Drafts of one reply.
DRAFTS = 3
#: Characters of a prompt; of a task's name and of its reason in it; of one source, its head and its docstring.
_BUDGET, _WORDS, _SOURCE, _HEAD, _DOC = 48_000, 300, 6_000, 300, 300
#: Skills of the library that are named, and those whose sources are shown.
_NAMED, _SHOWN = 10, 2
#: Of a list in the goal and the parameters, so many entries are told.
_ENTRIES = 4


class Writer:
    """A model in the roles of write and repair, with a library that it may build on."""

    def __init__(self, ask: Ask, library: Library, drafts: int = DRAFTS) -> None:
        self.ask = ask
        self.library = library
        self.drafts = drafts

    def write(self, task: Task, state: State, number: int = 1, last: Sequence[Tried] = (), before: Sequence[Fault] = ()) -> list[Drafted]:
        """Round `number` for a task, from what was seen: drafts, checked.

        `last`: what was tried and did not do: then it is a repair. `before`: why others failed earlier. Raises ModelDown, BudgetSpent, SandboxDead.
        """
        role = "repair" if last else "write"
        reply = self.ask(role, self.prompt(task, state, number, last, before), Drafts)
        taken = self._taken(task)
        return [drafted(draft, task, state, self.library.source, taken) for draft in reply.drafts[: self.drafts]]

    def prompt(self, task: Task, state: State, number: int = 1, last: Sequence[Tried] = (), before: Sequence[Fault] = ()) -> str:
        """What the model is told."""
        bound = bindings(task, state)
        names = self.library.similar(f"{task.name}. {signature(task)}", _NAMED)
        sources = [(name, self.library.source(name) or "") for name in names]
        parts: dict[str, str | Sequence[str]] = {
            "drafts": str(self.drafts),
            "world": sandbox.STUB.read_text(),
            "task": quoted(task.name, _WORDS),
            "why": quoted(task.why, _WORDS),
            "wood": task.wood,
            "goal": json.dumps(flattened(_shortened(msgspec.to_builtins(task.goal)))),
            "bound": json.dumps(flattened(_shortened(bound))) if bound else "none",
            "body": situation.body(state),
            "carried": situation.carried(state),
            "nearby": situation.nearby(state),
            "stored": situation.stored(state),
            "skills": [head for name, source in sources if (head := head_of(name, source))],
            "failures": [f"- {fault}" for fault in before],
        }
        if last:
            parts |= {"round": str(number), "last": [line for tried in last for line in _tried(tried)]}
            return filled(prompt("skills", "repair"), _BUDGET, parts)
        parts["sources"] = [f"# {name}\n{barred(source, _SOURCE)}" for name, source in sources[:_SHOWN]]
        return filled(prompt("skills", "write"), _BUDGET, parts)

    def _taken(self, task: Task) -> dict[str, str]:
        """Names that would change what other skills mean. A skill for the same kind of task may be replaced: it becomes its next version."""
        kind = signature(task)
        earned = {card.name: "a skill of the library for another task" for card in self.library.cards if card.signature != kind}
        return earned | dict.fromkeys(seeds.names(), "a skill that is shipped")


def head_of(name: str, source: str) -> str:
    """The signature of a skill's function, and its docstring in quotes: whoever wrote the skill wrote it. '' if it has none of that name."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
            return f"| {flat(f'def {name}({ast.unparse(node.args)}){returns}:', _HEAD)} {quoted(ast.get_docstring(node) or '', _DOC)}"
    return ""


def _tried(tried: Tried) -> list[str]:
    """What is wrong comes first: where the budget cuts, it is the source that goes."""
    return [
        f"## {situation.called(tried.name)}: {'wrong' if tried.faults else 'not wrong, but another one was better'}",
        *(f"- {fault}" for fault in tried.faults),
        barred(tried.source, _SOURCE),
    ]


def _shortened(value: Any) -> Any:
    """Lists cut to their first entries, with a word on the rest."""
    match value:
        case list() | tuple() if len(value) > 3 * _ENTRIES:
            return [*(_shortened(part) for part in value[:_ENTRIES]), f"... {len(value) - _ENTRIES} more"]
        case list() | tuple():
            return [_shortened(part) for part in value]
        case dict():
            return {key: _shortened(part) for key, part in value.items()}
    return value
