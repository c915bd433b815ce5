"""What was told wrong, sorted: by verb, by what was said and what happened, the most frequent first."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rich.console import Console
from rich.table import Table

from worldsim.actions import describe, name_of
from worldsim.change import Reason, Status
from worldsim.compare import Atom, Comparison, compare
from worldsim.laws import law_of
from worldsim.prediction import Prediction
from worldsim.transitions import Transition


class Miss(msgspec.Struct, frozen=True, kw_only=True):
    """Mispredictions of one sort."""

    law: str  #: family of laws that the verb belongs to
    verb: str
    said: str  #: "done: +1 wheat_seeds, moved": how it was said to end, and what was said that did not happen
    happened: str  #: the same of what did
    changing: bool
    count: int
    example: str  #: key of the first one in its set, and the action
    note: str  #: what was said, or what happened, in its words


def misses(steps: Sequence[Transition], predictions: Sequence[Prediction]) -> list[Miss]:
    """Every prediction that was not exact, in sorts."""
    found: dict[tuple[str, str, str, bool], Miss] = {}
    for step, prediction in zip(steps, predictions, strict=True):
        comparison = compare(prediction, step.before, step.outcome)
        if comparison.exact or not comparison.scored:
            continue
        mode, outcome = prediction.mode, step.outcome
        off = "" if _about_place(comparison) or not _off(comparison, prediction) else "ends elsewhere"
        said, happened = _told(mode.status, mode.reason, comparison.hallucinated, ""), _told(outcome.status, outcome.reason, comparison.missed, off)
        key = (name_of(step.action), said, happened, comparison.changing)
        before = found.get(key)
        if before is None:
            found[key] = Miss(
                law=law_of(step.action),
                verb=key[0],
                said=said,
                happened=happened,
                changing=comparison.changing,
                count=1,
                example=f"{step.key} {describe(step.action)}",
                note=outcome.note or mode.note,
            )
        else:
            found[key] = msgspec.structs.replace(before, count=before.count + 1)
    return sorted(found.values(), key=lambda miss: (miss.verb, -miss.count, miss.said))


def show_misses(model: str, found: Sequence[Miss], console: Console | None = None) -> None:
    """Print them, verb by verb."""
    console = console or Console(highlight=False, soft_wrap=True)
    table = Table("law", "verb", "said", "happened", "changing", "n", "the first", title=f"{model}: what was told wrong", box=None, padding=(0, 2))
    for miss in found:
        table.add_row(miss.law, miss.verb, miss.said, miss.happened, "yes" if miss.changing else "", f"{miss.count}", f"{miss.example}: {miss.note}")
    (console if console.width >= 160 else Console(highlight=False, width=200)).print(table)


def _told(status: Status, reason: Reason | None, atoms: Sequence[Atom], off: str) -> str:
    return f"{reason or status}: {', '.join([*map(_atom, atoms), *([off] if off else [])])}".rstrip(": ")


def _atom(atom: Atom) -> str:
    match atom.family:
        case "blocks":
            return f"a cell becomes {atom.value}"
        case "position":
            return "moved"
        case "durability":
            return f"{atom.value} use of {atom.key}"
        case "inventory":
            return f"{atom.value} {atom.key}"
        case _:
            return f"{atom.family} {atom.value}"


def _about_place(comparison: Comparison) -> bool:
    return any(atom.family == "position" for atom in (*comparison.missed, *comparison.hallucinated))


def _off(comparison: Comparison, prediction: Prediction) -> bool:
    return comparison.end_error is not None and comparison.end_error > prediction.tolerance
