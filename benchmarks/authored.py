"""Laws for the lab that a model wrote: from real steps that are recorded for it, in worlds that the lab does not use. Made once, and kept."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from random import Random

import msgspec

from agent.labs import labs_of
from agent.models.factory import ask_of
from agent.models.planted import PlantedModel, Profile
from worldsim.facts import facts
from worldsim.laws import law_of
from worldsim.learn import FAMILIES
from worldsim.learning.authoring import author
from worldsim.learning.lawstore import LawStore
from worldsim.record import Lab, record
from worldsim.transitions import Transition, read_transitions

#: Where it is recorded: seeds, starts, and steps in each.
SEEDS, STARTS, STEPS = range(501, 504), ("yard", "wood", "stone"), 50
#: Steps that the author sees of each family of laws, and calls that it has.
TRAINING, CALLS = 100, 40


class LawSteps(msgspec.Struct, frozen=True):
    """Where laws are kept, and how many real steps they were written from."""

    store: Path | None
    steps: int


def laws_of(folder: Path, recorded: Path | None = None) -> LawSteps:
    """The laws in the folder; if there are none they are written, from a recorded set or from steps that are recorded now.

    Raises UsageError, MachineryError.
    """
    note = folder / "steps"
    if note.exists():
        return LawSteps(folder / "laws", int(note.read_text()))
    shutil.rmtree(folder, ignore_errors=True)  # what was interrupted
    if recorded is None:
        record(folder / "set", _labs, SEEDS, STEPS, "python -m benchmarks.lab", lambda line: print(line, file=sys.stderr, flush=True))
    training = _dealt(list(read_transitions(recorded or folder / "set")))
    with PlantedModel(Profile(seed=1, buggy_laws=1.0)) as planted:
        ask = ask_of("openai:planted", planted.url, max_calls=CALLS)
        made = author(training, ask, facts(), max_calls=CALLS, model="planted", evidence=folder.name, tell=lambda line: None)
    LawStore(folder / "laws").save(*made.laws)
    print(f"{len(made.laws)} laws written from {made.training} real steps; {len(made.rejected)} drafts rejected", file=sys.stderr, flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    note.write_text(str(made.training))
    return LawSteps(folder / "laws", made.training)


def _dealt(steps: list[Transition]) -> dict[str, list[Transition]]:
    """Some of each family, drawn."""
    Random(0).shuffle(steps)
    return {family: [step for step in steps if law_of(step.action) == family][:TRAINING] for family in FAMILIES}


def _labs(seed: int) -> Iterable[Lab]:
    return (lab for lab in labs_of(seed) if lab.name in STARTS)
