"""The author of laws: a model sees recorded steps, writes programs, and is shown where they fail, until they replay the log without contradiction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

import msgspec

from worldsim.change import Reason
from worldsim.errors import BudgetSpent
from worldsim.facts import Facts
from worldsim.laws import LAWS
from worldsim.learning.lawcode import problems, stub
from worldsim.learning.laweffect import EFFECT
from worldsim.learning.lawprompt import EXAMPLES, PROMPT, as_json, some_misses, told, told_miss, varied
from worldsim.learning.lawreplay import Replay, cover, replay
from worldsim.learning.lawstore import ENOUGH, MOST_WRONG, Law, free_name, law_name
from worldsim.transitions import Transition
from worldsim.world import Ask

ROLE = "author"
#: A family is given up after so many rounds without a step forward.
_STUCK = 3


class LawProgram(msgspec.Struct, frozen=True):
    """A law, as the model writes it."""

    name: str
    says: str  #: in one line, for people
    source: str


class Programs(msgspec.Struct, frozen=True):
    """The reply: laws of one family."""

    laws: list[LawProgram]


class Rejected(msgspec.Struct, frozen=True):
    """A law that was written and not taken."""

    family: str
    round: int
    name: str
    why: str
    source: str


class Authored(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    laws: tuple[Law, ...]  #: accepted and needed
    spare: tuple[str, ...]  #: names of laws that were accepted, but add nothing
    rejected: tuple[Rejected, ...]
    calls: int
    training: int  #: recorded steps that were used
    stopped: str  #: '' if all was covered; else why it ended


class _Family:
    """One family while it is being written about: the log, the laws that stand, and those that failed in the last round."""

    def __init__(self, name: str, log: Sequence[Transition], known: Facts) -> None:
        self.name, self.log, self.known = name, log, known
        self.round = 0
        self.stuck = 0
        self.standing: dict[str, LawProgram] = {}
        self.written_in: dict[str, int] = {}
        self.replays: dict[str, Replay] = {}
        self.failed: list[Rejected] = []
        self.against: list[dict[str, Any]] = []
        self.rejected: list[Rejected] = []

    @property
    def open(self) -> list[int]:
        """Steps that no standing law is right about."""
        covered = frozenset[int]().union(*(found.right for found in self.replays.values()))
        return [index for index in range(len(self.log)) if index not in covered]

    @property
    def finished(self) -> bool:
        return not self.log or (self.round > 0 and not self.open) or self.stuck >= _STUCK

    def prompt(self) -> str:
        fields = {str(kind.__struct_config__.tag): list(kind.__struct_fields__) for kind in LAWS[self.name]}
        return PROMPT.format(
            effect=EFFECT, reasons=", ".join(get_args(Reason)), fields=as_json(fields), share=MOST_WRONG, stub=stub(),
            family=self.name, round=self.round + 1,
            standing=as_json([{"law": name, "source": law.source} for name, law in self.standing.items()]),
            failed=as_json([{"law": one.name, "why": one.why, "source": one.source} for one in self.failed]),
            against=as_json(self.against),
            examples=as_json([told(self.log[index]) for index in varied(self.log, self.open, EXAMPLES)]),
        )  # fmt: skip

    def take(self, programs: Programs) -> None:
        """Check and replay what was written; what stands is kept."""
        self.round += 1
        before = len(self.open)
        self.failed, self.against = [], []
        sound: dict[str, LawProgram] = {}
        for program in programs.laws:
            if any(program.source == law.source for law in (*self.standing.values(), *sound.values())):
                continue
            name = free_name(law_name(program.name or self.name), {*self.standing, *sound})
            wrong = problems(program.source)
            if wrong:
                self._reject(name, program, "; ".join(wrong[:3]))
                self.against.append({"law": name, "problem": wrong[0]})
            else:
                sound[name] = program
        for name, found in replay({name: program.source for name, program in sound.items()}, self.log, self.known).items():
            if found.problem:
                self._reject(name, sound[name], found.problem)
                self.against += [{"law": name, "problem": found.problem, **told_miss(miss, self.log)} for miss in some_misses(found.misses, self.log)]
            else:
                self.standing[name], self.replays[name], self.written_in[name] = sound[name], found, self.round
        self.stuck = self.stuck + 1 if len(self.open) == before else 0

    def laws(self, model: str, evidence: str) -> list[Law]:
        """The fewest of the standing laws that cover what all of them do."""
        chosen = cover(self.replays, {name: len(law.source) for name, law in self.standing.items()})
        return [
            Law(
                name=f"{self.name}_{name}" if not name.startswith(self.name) else name,
                family=self.name,
                origin="author",
                status="active" if len(self.replays[name].right) >= ENOUGH else "shadow",
                version=self.written_in[name],
                support=len(self.replays[name].right),
                contradictions=len(self.replays[name].misses),
                model=model,
                evidence=evidence,
                says=self.standing[name].says,
                source=self.standing[name].source,
            )
            for name in chosen
        ]

    def _reject(self, name: str, program: LawProgram, why: str) -> None:
        one = Rejected(self.name, self.round, name, why, program.source)
        self.failed.append(one)
        self.rejected.append(one)


def author(
    logs: Mapping[str, Sequence[Transition]],
    ask: Ask,
    known: Facts,
    *,
    max_calls: int = 30,
    model: str = "",
    evidence: str = "",
    tell: Callable[[str], None] = lambda line: None,
) -> Authored:
    """Have laws of these families written from these logs, round by round, in at most `max_calls` calls. Raises ModelDown, SandboxDead.

    `tell` hears a line after each call. Interrupted steps must not be in the logs: no law can foresee them.
    """
    families = [_Family(name, log, known) for name, log in logs.items()]
    calls, stopped = 0, ""
    while not stopped and (waiting := [family for family in families if not family.finished]):
        # Those that were asked least first: a hard family does not eat the calls of the others.
        family = min(waiting, key=lambda one: one.round)
        if calls >= max_calls:
            stopped = f"{max_calls} calls are used up"
            break
        try:
            programs = ask(ROLE, family.prompt(), Programs)
        except BudgetSpent as spent:
            stopped = str(spent)
            break
        calls += 1
        family.take(programs)
        covered = len(family.log) - len(family.open)
        news = f"{len(programs.laws)} laws, {len(family.failed)} rejected, {covered} of {len(family.log)} steps covered"
        tell(f"{family.name}, round {family.round}: {news}")
    if not stopped and any(family.open for family in families):
        stopped = f"{_STUCK} rounds without a step forward"
    laws = [law for family in families for law in family.laws(model, evidence)]
    names = {law.name for law in laws}
    return Authored(
        laws=tuple(laws),
        spare=tuple(name for family in families for name in family.standing if name not in names and f"{family.name}_{name}" not in names),
        rejected=tuple(one for family in families for one in family.rejected),
        calls=calls,
        training=sum(len(log) for log in logs.values()),
        stopped=stopped,
    )
