"""Learned laws on disk: one readable Python file each, its evidence in the comment at the top. The files are the truth; there is no index."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Literal

import msgspec

from worldsim.errors import UsageError
from worldsim.files import keep
from worldsim.laws import LAWS
from worldsim.metrics import wilson

#: Who proposed a law: a model that saw examples, a rule sheet in prose, or the inducer.
Origin = Literal["author", "notes", "inducer"]
#: shadow: predicted beside, not believed yet; active: believed; hearsay: believed before it was met, because a rule sheet says so; retired: refuted.
Status = Literal["shadow", "active", "hearsay", "retired"]

#: A law that was right so often is believed.
ENOUGH = 5
#: Most contradictions of a law that is about chance, as a share of the steps that it spoke about.
MOST_WRONG = 0.01

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_HEAD = re.compile(r"# (\w+): (.*)")


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """A law and what speaks for and against it."""

    name: str
    family: str  #: of `worldsim.laws.LAWS`
    origin: Origin
    status: Status
    version: int = 1  #: counts the rounds of a model until it was accepted, or the writings of a person
    support: int = 0  #: steps on which it spoke and was right
    contradictions: int = 0  #: steps on which it spoke and was wrong
    model: str = ""  #: who wrote it
    evidence: str = ""  #: on what: a set and its checksum, a sheet of notes
    says: str = ""  #: in one line
    source: str = ""

    def counted(self, right: bool) -> Law:
        """The law after one more step that it spoke about.

        Believed after ENOUGH that were right (hearsay: after the first); retired as soon as contradictions are more than MOST_WRONG of all, with 95 %
        confidence (Wilson): after the first if little else is known, after two of some twenty.
        """
        support, wrong = self.support + right, self.contradictions + (not right)
        status = self.status
        if wilson(wrong, support + wrong).low > MOST_WRONG:
            status = "retired"
        elif (status == "hearsay" and right) or (status == "shadow" and support >= ENOUGH):
            status = "active"
        return msgspec.structs.replace(self, support=support, contradictions=wrong, status=status)


class LawStore:
    """A folder of laws. `laws` is what it holds, by name; `save` keeps folder and memory the same."""

    def __init__(self, folder: Path) -> None:
        """Raises UsageError if a file in there is no law."""
        self.folder = folder
        self.laws: dict[str, Law] = {}
        for path in sorted(folder.glob("*.py")) if folder.is_dir() else ():
            law = _read(path)
            self.laws[law.name] = law

    def save(self, *laws: Law) -> None:
        """Write these laws, each all or nothing. Raises RecordBroken."""
        for law in laws:
            keep(self.folder / f"{law.name}.py", written(law).encode())
            self.laws[law.name] = law

    def of(self, statuses: Iterable[Status]) -> list[Law]:
        """The laws that have one of these statuses, in this order, those with more support first."""
        order = list(statuses)
        found = (law for law in self.laws.values() if law.status in order)
        return sorted(found, key=lambda law: (order.index(law.status), -law.support, law.name))


def law_name(text: str) -> str:
    """A name that a file can have, made of any text; 'law' if nothing is left of it."""
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:48]
    return name if _NAME.fullmatch(name) else f"law_{name}".strip("_")


def free_name(name: str, taken: Container[str]) -> str:
    """The name, or the first of name_2, name_3 ... that is not taken."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def written(law: Law) -> str:
    """The text of a law's file."""
    fields = {name: str(getattr(law, name)).replace("\n", " ") for name in Law.__struct_fields__ if name not in ("name", "source")}
    return "".join(f"# {key}: {value}\n" for key, value in fields.items()) + law.source.strip("\n") + "\n"


def _read(path: Path) -> Law:
    try:
        lines = path.read_text().split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: expected a law, found: {error}; remove it") from None
    head: dict[str, str] = {}
    while lines and (found := _HEAD.fullmatch(lines[0])) and found[1] in Law.__struct_fields__:
        head[found[1]] = found[2]
        lines.pop(0)
    try:
        law = msgspec.convert({**head, "name": path.stem, "source": "\n".join(lines)}, Law, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: expected a law with its evidence in the comment at the top, found: {error}; restore or remove it") from None
    if law.family not in LAWS:
        raise UsageError(f"{path}: expected a family out of {', '.join(LAWS)}, found {law.family!r}; mend it")
    return law
