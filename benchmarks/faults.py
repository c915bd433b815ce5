"""The faulty architect: every fault, alone and all at once (or in pairs), in every brief; what code tells of it, and that no block is placed before.

What has to be told is worked out here by comparing the faulty drawing with the right one, not taken from the checks.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from agent.api import Agent
from agent.models.factory import ask_of
from agent.models.planted import PlantedModel, Profile
from agent.models.planted.architect import FAULTS, UNOBTAINABLE, Fault, faulty, possible
from agent.models.planted.designs import design_for
from agent.settings import Settings
from curriculum.architect import Architect, Undrawn
from curriculum.architecture.parts import Design, Furniture, Solid, Space, Stairs
from worldsim.events import Designed, Event, Predicted, read_events
from worldsim.space import Pos

#: Cells above this height are what somebody without stairs does not get to.
_HIGH = 3
_WOOD = "oak"
_PART = re.compile(r"part \d+: ")
_CELL = re.compile(r"\((-?\d+), (-?\d+), (-?\d+)\)")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A brief drawn with faults."""

    brief: str
    faults: tuple[Fault, ...]
    missed: tuple[Fault, ...]  #: faults that were told in no round
    beside: tuple[str, ...]  #: defects that are none of the faults
    rounds: int
    mended: bool  #: the last drawing is the right one


class Faulty(msgspec.Struct, frozen=True, kw_only=True):
    """The last line: how many cases, and how many of them are as they should be. `by_fault`: drawn alone, told exactly."""

    cases: int
    caught: int  #: every fault was told as what it is
    exact: int  #: and nothing else was told
    mended: int  #: and the architect drew the right building at last
    by_fault: dict[str, tuple[int, int]]
    rounds_most: int
    stubborn: int  #: briefs that a stubborn architect drew with all faults: none of its drawings was let through
    stubborn_refused: int
    seconds: float
    failed: list[Case]


class Drawer:
    """A planted architect behind its server, of whatever profile, and the architect's role that asks it."""

    def __init__(self, model: PlantedModel) -> None:
        self._model = model
        self._ask = ask_of("openai:planted", model.url)

    def draw(self, brief: str, faults: tuple[Fault, ...], fixes: bool = True) -> tuple[Design | Undrawn, list[Designed]]:
        """What comes of a brief when the first drawing has these faults, and what was told in each round."""
        events: list[Event] = []
        self._model.profile = profile(faults, fixes)
        answer = Architect(self._ask, events.append).design(brief, _WOOD)
        return answer, [event for event in events if isinstance(event, Designed)]


def profile(faults: Iterable[Fault], fixes: bool = True) -> Profile:
    """Who draws every building with these faults."""
    rates: dict[str, object] = {str(fault): 1.0 for fault in faults}
    return msgspec.convert(rates | {"fixes": fixes}, Profile)


def try_faults(briefs: Sequence[str], pairs: bool = False) -> Faulty:
    """All cases of these briefs, over HTTP."""
    began = time.perf_counter()
    cases, refused = [], 0
    with PlantedModel() as model:
        drawer = Drawer(model)
        for brief in briefs:
            here = faults_in(brief)
            sets: list[tuple[Fault, ...]] = [*((fault,) for fault in here), *(combinations(here, 2) if pairs else ()), here]
            cases += [_case(drawer, brief, faults) for faults in sets]
            answer, _ = drawer.draw(brief, here, fixes=False)
            refused += isinstance(answer, Undrawn)
    alone = {fault: [case for case in cases if case.faults == (fault,)] for fault in FAULTS}
    return Faulty(
        cases=len(cases),
        caught=sum(not case.missed for case in cases),
        exact=sum(not case.missed and not case.beside for case in cases),
        mended=sum(case.mended for case in cases),
        by_fault={fault: (sum(not case.missed and not case.beside for case in some), len(some)) for fault, some in alone.items()},
        rounds_most=max(case.rounds for case in cases),
        stubborn=len(briefs),
        stubborn_refused=refused,
        seconds=round(time.perf_counter() - began, 1),
        failed=[case for case in cases if case.missed or case.beside or not case.mended],
    )


def faults_in(brief: str) -> tuple[Fault, ...]:
    """The faults that can be made of the building of a brief."""
    right = design_for(brief)
    assert right is not None, brief
    return tuple(fault for fault in FAULTS if possible(right, fault))


def never_built(brief: str, seed: int, folder: Path) -> int:
    """How many actions a run takes in the real world whose architect draws with all faults and never learns. Raises MachineryError."""
    with PlantedModel(profile(FAULTS, fixes=False)) as model:
        roles = {"architect": f"openai:planted@{model.url}"}
        settings = Settings(goal=brief, seed=seed, warp=100.0, runs=str(folder / "runs"), library=str(folder / "library"), roles=roles)
        ending = Agent(settings=settings).run(brief)
    assert not ending.reached
    return sum(isinstance(event, Predicted) for event in read_events(ending.folder / "events.jsonl"))


def line(whole: Faulty) -> str:
    """For people."""
    alone = ", ".join(f"{fault} {good} of {of}" for fault, (good, of) in whole.by_fault.items())
    return (
        f"{whole.cases} faulty drawings: every fault told in {whole.caught}, and nothing else in {whole.exact}; right at last: {whole.mended}, "
        f"after at most {whole.rounds_most} rounds; alone: {alone}; "
        f"of an architect who never learns refused: {whole.stubborn_refused} of {whole.stubborn} briefs"
    )


def _case(drawer: Drawer, brief: str, faults: tuple[Fault, ...]) -> Case:
    right = design_for(brief)
    assert right is not None, brief
    answer, rounds = drawer.draw(brief, faults)
    told = [text for event in rounds for text in event.defects]
    if len(faults) > 1:  # with several, parts have other numbers
        told = [_PART.sub("part #: ", text) for text in told]
    signs = {fault: [_plain(sign, len(faults) > 1) for sign in _signs(right, faulty(right, (fault,)), fault)] for fault in faults}
    missed = tuple(fault for fault in faults if not any(_speaks(text, signs[fault]) for text in told))
    beside = tuple(text for text in told if not any(_speaks(text, signs[fault]) for fault in faults))
    return Case(brief=brief, faults=faults, missed=missed, beside=beside, rounds=len(rounds), mended=answer == right)


def _plain(sign: tuple[str, ...], several: bool) -> tuple[str, ...]:
    return tuple(_PART.sub("part #: ", words) for words in sign) if several else sign


def _signs(right: Design, drawn: Design, fault: Fault) -> Iterable[tuple[str, ...]]:
    """The words by which the fault must be told: all of one tuple in one text. Taken from where the two drawings differ."""
    added = [(number, part) for number, part in enumerate(drawn.parts) if number >= len(right.parts)]
    changed = [(number, part) for number, (part, was) in enumerate(zip(drawn.parts, right.parts, strict=False)) if part != was]
    match fault:
        case "hanging_block":
            for number, part in added:
                assert isinstance(part, Solid)
                yield f"part {number}: ", str(Pos(part.x0, part.y0, part.z0)), "touches nothing that stands"
        case "open_wall":
            for _, part in added:
                assert isinstance(part, Space)
                yield "is open to the outside at", f"at {Pos(part.x0, part.y0, part.z0)}"
        case "no_door":
            yield ("no door leads into a room",)
        case "unreachable_roof":
            for number in range(len(drawn.parts)):
                yield f"part {number}: ", "out of a builder's reach"
            yield ("nobody can walk to it",)
            yield ("cannot be walked to",)
        case "unknown_block" | "unobtainable_material":
            [(number, part)] = changed
            assert not isinstance(part, Space | Stairs | Furniture)
            if fault == "unknown_block":
                yield f"part {number}: {part.block} ", "is no block of Minecraft"
            else:
                yield from ((f"part {number}: {one} ", "cannot be had") for one in UNOBTAINABLE)


def _speaks(text: str, signs: Iterable[tuple[str, ...]]) -> bool:
    """Does a text tell it: all the words of one sign, and, of what is out of reach, only cells that are high?"""
    high = all(int(y) >= _HIGH for _, y, _ in _CELL.findall(text)) if "reach" in text or "walk" in text else True
    return high and any(all(words in text for words in sign) for sign in signs)
