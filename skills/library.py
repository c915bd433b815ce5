"""The library: skills that were earned, kept as files that a person can read, and what to try for a task.

Files are the truth (`store.py`); the index (`index.py`) is made from them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import msgspec

from skills import seeds, store
from skills.index import Document, search
from skills.program import Program
from skills.signature import bindings, signature
from skills.store import Card, Evidence, Stored
from skills.withholding import kinds
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.goals import Task
from worldsim.state import State

#: An earned skill is put aside when it has failed this often in a row.
_PATIENCE = 2


def default_folder() -> Path:
    """`$LUCIDCRAFT_HOME/skills`, or the user's data folder of the platform."""
    home = os.environ.get("LUCIDCRAFT_HOME")
    if home:
        return Path(home) / "skills"
    from platformdirs import user_data_path

    return user_data_path("lucidcraft", appauthor=False) / "skills"


class Library:
    """Earned skills in a folder, read when it is opened. Raises UsageError for a broken file or a folder that cannot be written.

    `withheld`: kinds of goals (skills/withholding.py) for which nothing is composed or shipped; what was earned for them is known all the same.
    """

    def __init__(self, folder: Path | None = None, withheld: Collection[str] = ()) -> None:
        self.folder = default_folder() if folder is None else folder
        self.withheld = frozenset(withheld)
        self._skills = store.read(self.folder)

    @property
    def cards(self) -> tuple[Card, ...]:
        """What is known of all skills, by name."""
        return tuple(stored.card for _, stored in sorted(self._skills.items()))

    def source(self, name: str) -> str | None:
        """The source of an earned or shipped skill: what `from library import name` means."""
        return self._skills[name].source if name in self._skills else seeds.source(name)

    def candidates(self, task: Task, state: State, facts: Facts) -> list[Program]:
        """What to try for a task, the most trusted first: earned skills that fit, then one composed for it, then shipped ones."""
        from skills.compose import compose, seeded

        found = self.earned(task, state)
        if self.withheld & kinds(task.goal):
            return found
        for program in (*compose(task, state, facts), *seeded(task, state)):
            if all(program.source != other.source for other in found):
                found.append(program)
        return found

    def earned(self, task: Task, state: State) -> list[Program]:
        """Active skills for this kind of task, bound to its particulars, the most similar first."""
        kind = signature(task)
        documents = [Document(card.name, card.text, card.signature) for card in self.cards if card.status == "active"]
        if all(document.signature != kind for document in documents):
            return []
        query = f"{task.name}. {kind}"
        with store.lock(self.folder):
            names = search(self.folder / ".index", documents, query, signature=kind)
        return [_bound(self._skills[name], bindings(task, state)) for name in names]

    def similar(self, query: str, limit: int = 8) -> list[str]:
        """Names of skills, earned and shipped, the most similar to `query` first."""
        documents = [Document(card.name, card.text, card.signature) for card in self.cards if card.status == "active"]
        own = {document.name for document in documents}
        shipped = {name: seeds.source(name) or "" for name in seeds.names() if name not in own}
        documents += [Document(name, f"{name.replace('_', ' ')}. {describe_source(name, source)}", "") for name, source in shipped.items()]
        with store.lock(self.folder):
            return search(self.folder / ".similar", documents, query, limit=limit)

    def admit(self, program: Program, task: Task, evidence: Evidence) -> Card | None:
        """Keep a program that did its task, or add to the evidence of one that is kept; None for a shipped skill. Raises UsageError."""
        if program.origin == "seed":
            return None
        with store.lock(self.folder):
            old = self._again(program.name)
            changed = old is None or old.card.hash != program.hash
            card = Card(
                name=program.name,
                entry=program.entry,
                description=describe(program),
                signature=signature(task),
                args=program.args,
                version=1 if old is None else old.card.version + changed,
                hash=program.hash,
                evidence=(evidence,) if old is None or changed else (*old.card.evidence, evidence),
                precondition=program.precondition,
                postcondition=program.postcondition,
            )
            return self._keep(Stored(card, program.source))

    def demote(self, name: str, evidence: Evidence) -> Card:
        """Write down that a skill failed; after two failures in a row it is no longer proposed. Raises UsageError for a name that is not kept."""
        with store.lock(self.folder):
            old = self._again(name)
            if old is None:
                known = ", ".join(sorted(self._skills)) or "none"
                raise UsageError(f"expected the name of an earned skill, found {name!r}: {self.folder} has {known}")
            runs = (*old.card.evidence, evidence)
            failing = len(runs) >= _PATIENCE and not any(run.ok for run in runs[-_PATIENCE:])
            return self._keep(Stored(msgspec.structs.replace(old.card, evidence=runs, status="demoted" if failing else "active"), old.source))

    def _again(self, name: str) -> Stored | None:
        """The skill as the files have it now: another process may have written."""
        fresh = store.reread(self.folder, name)
        if fresh is not None:
            self._skills[name] = fresh
        return fresh

    def _keep(self, skill: Stored) -> Card:
        store.write(self.folder, skill)
        self._skills[skill.card.name] = skill
        return skill.card


def _bound(skill: Stored, particulars: dict[str, Any]) -> Program:
    """The skill with the arguments it was earned with, but for those that the task says."""
    card = skill.card
    args = {name: particulars.get(name, value) for name, value in card.args.items()}
    return Program(
        name=card.name,
        source=skill.source,
        entry=card.entry,
        args=args,
        origin="earned",
        version=card.version,
        precondition=card.precondition,
        postcondition=card.postcondition,
    )


def describe(program: Program) -> str:
    """The first line of the entry's docstring; '' if it has none."""
    return describe_source(program.entry, program.source)


def describe_source(entry: str, source: str) -> str:
    """The first line of the docstring of the function `entry`; '' if it has none."""
    found = re.search(rf'^def {re.escape(entry)}\(.*?\) -> [^\n]+:\n\s+"""(.+?)(?:"""|\n)', source, re.MULTILINE | re.DOTALL)
    return found.group(1).strip() if found else ""
