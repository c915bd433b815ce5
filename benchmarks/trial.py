"""One cell of the ablation: a whole run on the embedded server, with a planted model in every role, and the figures of its record."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import msgspec

from agent.api import Agent
from agent.models.planted import PlantedModel, Profile
from agent.record import Spec
from agent.running import BROKEN
from agent.settings import Settings
from benchmarks.version import code
from worldsim.actions import Explore
from worldsim.change import Outcome
from worldsim.events import Acted, Asked, Event, Judged, read_events

#: How a run is told to have ended that a model ended.
_THE_MODEL = ("ModelDown", "BudgetSpent", "Nonsense")
#: World models that withheld laws mean anything to; the others have none.
LAWFUL = ("rules", "hybrid")


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What is run: all that tells one cell from another."""

    goal: str
    seed: int  #: of the world, and of the planted model's dice
    rate: float  #: of the planted model's mistakes, all roles (Profile.at)
    imagine: str
    laws: str = "all"
    skills: str = "all"
    world_rules: str = ""  #: sha256 of the file; '': vanilla
    warp: float
    max_calls: int

    @property
    def name(self) -> str:
        """Of its folder."""
        goal = re.sub(r"[^a-z0-9]+", "-", self.goal.lower()).strip("-")[:40]
        told = sha256(msgspec.json.encode(self)).hexdigest()[:8]
        return f"{goal}-s{self.seed}-{self.rate:g}-{self.imagine.partition(':')[0]}-{told}"


class Use(msgspec.Struct, frozen=True):
    """What one role took, over a run."""

    calls: int
    tokens_in: int
    tokens_out: int


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a cell. Shares are 0-1."""

    cell: Cell
    code: str  #: what ran: sha256 of all source files and package versions, abridged
    commit: str
    reached: bool
    why: str
    exit_code: int  #: of the run: 0 reached, 1 not, 3 machinery, model or budget
    replans: int
    actions: int  #: real ones
    failed: int  #: of these (`effort`)
    wasted: int  #: of these (`effort`)
    ticks: int  #: game time of the real actions, 1/20 s
    deaths: int
    dreams: int
    rejected: int  #: dreams that did not pass
    written: int  #: programs that a model handed in
    uses: dict[str, Use]  #: by role
    llm_share: float  #: of the predictions' leaves
    dream_s: float
    wall_s: float

    @property
    def broken(self) -> bool:
        """Our machinery broke: no word on who imagined. A model that is down, or a cap that is reached, is one."""
        return self.exit_code == BROKEN and not self.why.startswith(_THE_MODEL)

    @property
    def calls(self) -> int:
        """To models, all roles."""
        return sum(use.calls for use in self.uses.values())

    @property
    def tokens(self) -> int:
        """Sent and received, all roles."""
        return sum(use.tokens_in + use.tokens_out for use in self.uses.values())

    @property
    def wasted_share(self) -> float | None:
        """None where nothing was done."""
        return self.wasted / self.actions if self.actions else None


def play(cell: Cell, world_rules: Path | None, folder: Path) -> Row:
    """Run one cell, with a library, a cache and a model of its own below `folder`. Raises UsageError, and what breaks before a run begins."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["LUCIDCRAFT_HOME"] = str(folder / "home")
    began, running = time.perf_counter(), code()
    with PlantedModel(Profile.at(cell.rate, cell.seed)) as model:
        settings = Settings(
            seed=cell.seed,
            warp=cell.warp,
            imagine=cell.imagine,
            laws=cell.laws,
            skills=cell.skills,
            model="openai:planted",
            base_url=model.url,
            max_calls=cell.max_calls,
            runs=str(folder / "runs"),
            library=str(folder / "library"),
            world_rules=None if world_rules is None else str(world_rules),
        )
        ending = Agent(settings=settings).run(cell.goal)
    found = read_events(ending.folder / "events.jsonl")
    acted, failed, wasted = effort(found)
    summary = ending.summary
    return Row(
        cell=cell,
        code=running,
        commit=msgspec.json.decode((ending.folder / "spec.json").read_bytes(), type=Spec).commit,
        reached=ending.reached,
        why=ending.why,
        exit_code=ending.exit_code,
        replans=summary.replans,
        actions=acted,
        failed=failed,
        wasted=wasted,
        ticks=summary.ticks,
        deaths=sum(isinstance(event, Acted) and event.outcome.reason == "died" for event in found),
        dreams=summary.dreams,
        rejected=summary.rejected_dreams,
        written=summary.written,
        uses=uses(found),
        llm_share=summary.llm_share,
        dream_s=summary.dream_s,
        wall_s=round(time.perf_counter() - began, 1),
    )


def effort(events: Iterable[Event]) -> tuple[int, int, int]:
    """Real actions, those that failed, and those that were wasted.

    Failed is an outcome that is not `done`, but for a walk of `explore` that did not find what it looked for: to see land is what it is for.
    Wasted is what failed, and every action of a program after which its task was not judged done, or never was judged.
    """
    acted = failed = wasted = 0
    program: list[Outcome] = []
    for event in events:
        match event:
            case Acted(outcome=outcome):
                program.append(outcome)
                acted += 1
                failed += _failed(outcome)
            case Judged(task=str(), verdict=verdict):
                wasted += sum(not verdict.done or _failed(outcome) for outcome in program)
                program = []
            case _:
                pass
    return acted, failed, wasted + len(program)


def _failed(outcome: Outcome) -> bool:
    return not outcome.ok and not (isinstance(outcome.action, Explore) and outcome.reason == "not_found")


def uses(events: Iterable[Event]) -> dict[str, Use]:
    """Calls and tokens by role; replies out of the cache took none."""
    found: dict[str, list[Asked]] = {}
    for event in events:
        if isinstance(event, Asked) and not event.cached:
            found.setdefault(event.role, []).append(event)
    return {role: Use(len(asked), sum(a.tokens_in for a in asked), sum(a.tokens_out for a in asked)) for role, asked in sorted(found.items())}
