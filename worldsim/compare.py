"""Was the dream right? Field by field, in the atoms that are scored (DESIGN, rule 4). Whether the task is done is another question.

An atom is one altered value: `inventory oak_log +1`, `blocks (3, 64, 2) air`, `position moved`. Discovery is not an atom.
Only what the actor caused is scored atom by atom; what the world did meanwhile is scored apart, as a whole (`env_exact`).
"""

from __future__ import annotations

from math import log

import msgspec

from worldsim.actions import Action
from worldsim.change import Change, Outcome
from worldsim.prediction import FAMILIES, Branch, Family, Leaf, Prediction
from worldsim.space import Vec
from worldsim.state import Observed

#: No outcome surprises by more than -log of this: 6.9 nats.
FLOOR = 1e-3
#: A body that ends farther from where it was has moved, in blocks.
MOVED = 0.5
#: Of two places in the same tick that count as the same, in blocks: what floating point may differ by.
SAME_PLACE = 1e-6


class Atom(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One altered value. `key`: the item, tool or cell, '' where there is one value only."""

    family: Family
    key: str
    value: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """One prediction held against what happened."""

    action: Action
    scored: bool  #: False: the prediction hung on a hypothetical site; left out of all metrics
    met: bool  #: reality is one of the branches of the likelier side, in all that the prediction speaks about
    exact: bool  #: same status and reason as the mode, and every altered atom was predicted, and no other
    changing: bool  #: something was altered, the body's place included
    env_exact: bool  #: what the world did meanwhile was predicted as well
    hits: tuple[Atom, ...] = ()  #: predicted, and so it was
    missed: tuple[Atom, ...] = ()  #: altered, and nobody said so
    hallucinated: tuple[Atom, ...] = ()  #: predicted, and it did not happen
    wrong: tuple[Leaf, ...] = ()  #: the parts that were wrong, and who had said them
    p_success: float  #: 0-1, as predicted
    ok: bool  #: as it went
    surprise: float  #: nats, 0-6.9: -log of the probability of the branches that match reality
    coverage: float  #: 0-1: share of the altered atoms in families that the prediction covers; of the families, if nothing was altered
    novelty: float = 0.0
    ticks: int = 0  #: as it went
    ticks_in: bool = True  #: within p10-p90
    end_error: float | None = None  #: blocks between the end of the mode and the real one; None: not predicted
    motion_error: float | None = None  #: of `control`: the farthest that the body was from where it was predicted in the same tick, in blocks
    motion_right: int | None = None  #: ticks until it was farther than 1e-6 off, or all of them


def compare(prediction: Prediction, before: Observed, outcome: Outcome) -> Comparison:
    """Hold a prediction, made in the state `before`, against what really happened."""
    mode = prediction.mode
    here = before.body.pos
    end_error = (mode.end or here).distance(outcome.end) if "position" in prediction.covers else None
    off = end_error is not None and end_error > prediction.tolerance
    real = altered(outcome.change) | _moved(here, outcome.end)
    said = {atom for atom in altered(mode.change) if atom.family in prediction.covers}
    # A place is right within the tolerance, whether or not the body moved; a wrong one is a miss, or imagined.
    if end_error is not None:
        said |= _moved(here, outcome.end) if not off else _moved(here, mode.end or here) - _moved(here, outcome.end)
    hits, missed, hallucinated = real & said, real - said, said - real
    status_right = mode.status == outcome.status and (outcome.status == "done" or mode.reason == outcome.reason)
    ticks_in = prediction.ticks.p10 <= outcome.ticks <= prediction.ticks.p90
    wrong_families = {atom.family for atom in missed | hallucinated} & set(prediction.covers)
    if off:
        wrong_families.add("position")
    wrong = {*wrong_families, *(() if mode.status == outcome.status else ("p_success",)), *(() if ticks_in else ("ticks",))}
    matching = [branch for branch in prediction.branches if _matches(branch, prediction, here, outcome)]
    p = sum(branch.p for branch in matching)
    apart = [imagined.pos.distance(felt.pos) for imagined, felt in zip(mode.motion, outcome.motion, strict=False)]
    return Comparison(
        action=outcome.action,
        scored=prediction.scored,
        met=any(branch.status == mode.status for branch in matching),
        exact=status_right and not missed and not hallucinated and not off,
        changing=bool(real),
        env_exact=altered(mode.env) == altered(outcome.env),
        hits=tuple(sorted(hits)),
        missed=tuple(sorted(missed)),
        hallucinated=tuple(sorted(hallucinated)),
        wrong=tuple(leaf for leaf in prediction.sources if leaf.family in wrong),
        p_success=prediction.p_success,
        ok=outcome.ok,
        surprise=-log(min(1.0, max(FLOOR, p))),
        coverage=sum(atom.family in prediction.covers for atom in real) / len(real) if real else len(set(prediction.covers)) / len(FAMILIES),
        novelty=prediction.novelty,
        ticks=outcome.ticks,
        ticks_in=ticks_in,
        end_error=end_error,
        motion_error=max(apart, default=None),
        motion_right=next((tick for tick, error in enumerate(apart) if error > SAME_PLACE), len(apart)) if apart else None,
    )


def _matches(branch: Branch, prediction: Prediction, here: Vec, outcome: Outcome) -> bool:
    """Whether it went like this branch, in all that the prediction speaks about (a hypothetical site: in the status alone)."""
    if branch.status != outcome.status or (branch.status != "done" and branch.reason != outcome.reason):
        return False
    if not prediction.scored:
        return True
    covers = set(prediction.covers) - {"position"}
    if {a for a in altered(branch.change) if a.family in covers} != {a for a in altered(outcome.change) if a.family in covers}:
        return False
    return "position" not in prediction.covers or (branch.end or here).distance(outcome.end) <= prediction.tolerance


def _moved(start: Vec, end: Vec) -> set[Atom]:
    return {Atom("position", "", "moved")} if start.distance(end) > MOVED else set()


def altered(change: Change) -> set[Atom]:
    """The atoms of a change."""
    atoms = {Atom("inventory", item, f"{count:+d}") for item, count in change.inventory.items() if count}
    atoms |= {Atom("durability", tool, f"{uses:+d}") for tool, uses in change.tools.items() if uses}
    atoms |= {Atom("blocks", str(block.pos), block.after) for block in change.blocks if block.before != block.after}
    if health := round(change.health, 1):  # it heals by sixths, and crosses the wire in single precision
        atoms.add(Atom("health", "", f"{health:+g}"))
    if change.food:
        atoms.add(Atom("food", "", f"{change.food:+d}"))
    if change.container is not None:
        atoms.add(Atom("container", "", change.container))
    return atoms
