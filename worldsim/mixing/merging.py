"""Joining what several sources say of one action: each leaf from the one that is believed most, as one consistent mixture.

How the mixture stays one: the branches (probability, success or failure, reason) are those of one source, and the change is put into each of them
from the branches *of the same end* of another, in their proportions: what it says would change if it succeeds goes into the branches that succeed.
So a drop lottery of one survives a success rate of another, the probabilities still sum to 1, and no branch fails for one reason with the change of
another one's success. The pair is the one that is most likely right as a whole: who errs on one leaf often errs on the next, so a source that is
right on whole steps is not torn apart for a leaf that another knows hardly better. Who knows a single family clearly better gives that family.
Where a source contradicts on success itself, its branches are kept with the probability that it is right (`doubt`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import permutations
from typing import Any, Literal, NamedTuple

import msgspec

from worldsim.compare import altered
from worldsim.mixing.trust import Trust, kind_of, like, speaks
from worldsim.models import nothing
from worldsim.prediction import FAMILIES, Branch, Dispute, Family, Leaf, Prediction, Quantiles, Source
from worldsim.space import Vec

Leaves = Family | Literal["p_success", "ticks"]

#: What one source says fits together: it is torn apart only for others that are believed so much more (of 0, .015 and .03 the best on seeds 1-6
#: of the set in docs/world-model.md).
BETTER = 0.03
#: Branches that are kept, the likeliest first.
_MOST = 24
#: Which word stands for a kind of source that does not say it itself.
_KINDS: Mapping[str, Source] = {"rules": "law", "learned": "learned", "notes": "learned", "statistics": "statistics"}
_FIELD = {"inventory": "inventory", "durability": "tools", "blocks": "blocks", "health": "health", "food": "food", "container": "container"}


class Pair(NamedTuple):
    """Two sources, or twice the same."""

    success: str
    change: str
    belief: float  #: 0-1: that a step is right as a whole


def merge(said: Mapping[str, Prediction], verb: str, here: Vec, trust: Trust) -> Prediction:
    """One prediction out of those in `said` (by voice, the cheapest first: it wins ties), made `here`. Nobody covers anything: `nothing`."""
    first = next(iter(said.values()))
    voices = {name: prediction for name, prediction in said.items() if prediction.covers}
    if not voices:
        return nothing(first.action)
    base, body, _ = best_pair(voices, verb, trust, voices)
    owners: dict[Leaves, str] = {"p_success": base, "ticks": _owner(voices, verb, "ticks", trust)}
    owners |= {family: _owner(voices, verb, family, trust, body) for family in FAMILIES if any(family in p.covers for p in voices.values())}
    branches = voices[base].branches
    for name, prediction in voices.items():
        families = [family for family in FAMILIES if owners.get(family) == name]
        if name != base and families:
            branches = _blend(branches, prediction, families)
    disputes = _disputes(msgspec.structs.replace(voices[base], branches=branches).mode, voices, owners, verb, here, trust)
    doubted = max((d for d in disputes if d.family == "p_success"), key=lambda d: d.doubt, default=None)
    if doubted is not None:
        branches = _pool(branches, voices[doubted.other], doubted.doubt)
    if any(b.reveals for prediction in voices.values() for b in prediction.branches):
        branches = tuple(_with_site(branch, voices, "position" in owners) for branch in branches)
    doubt = max((d.doubt for d in disputes), default=0.0)
    position = voices[owners.get("position", base)]
    return Prediction(
        action=first.action,
        branches=branches,
        ticks=_widened(voices[owners["ticks"]].ticks, doubt),
        tolerance=position.tolerance,
        covers=tuple(family for family in FAMILIES if family in owners),
        sources=tuple(Leaf(leaf, _source(owner, voices[owner], leaf)) for leaf, owner in owners.items()),
        risks=tuple(risk for prediction in voices.values() for risk in prediction.risks),
        disputes=disputes,
        novelty=max(voices[base].novelty, doubt),
        scored=all(prediction.scored for prediction in voices.values()),
    )


def doubt_of(belief: float, other: float) -> float:
    """How likely the less believed of two that contradict each other is right, 0-0.5: both cannot be, and both may be wrong."""
    lone, against = other * (1 - belief), belief * (1 - other)
    total = lone + against + (1 - belief) * (1 - other)
    return min(0.5, lone / total) if total else 0.0


def best_pair(names: Iterable[str], verb: str, trust: Trust, among: Iterable[str]) -> Pair:
    """Who says whether it succeeds, and who what changes: those two of `names` most likely right as a whole.

    One source for both, which is sure of itself, stays unless others are clearly better; the cheaper wins ties.
    """
    names = list(names)
    whole = [Pair(name, name, trust.pair(name, name, verb, among)) for name in names]
    joined = [Pair(*pair, trust.pair(*pair, verb, among)) for pair in permutations(names, 2)]
    usual = max((pair for pair in whole if not pair.success.endswith("?")), key=lambda pair: pair.belief, default=None)
    best = max((*whole, *joined), key=lambda pair: pair.belief)
    return usual if usual is not None and best.belief <= usual.belief + BETTER else best


def _owner(voices: Mapping[str, Prediction], verb: str, leaf: Leaves, trust: Trust, usual: str | None = None) -> str:
    """Who is believed most on a leaf; the usual one, if it covers it and nobody is clearly better."""
    beliefs = {name: trust.belief(name, verb, leaf, voices) for name, prediction in voices.items() if speaks(prediction, leaf)}
    best = max(beliefs, key=lambda name: beliefs[name])
    return usual if usual in beliefs and beliefs[best] <= beliefs[usual] + BETTER else best


def _blend(branches: tuple[Branch, ...], other: Prediction, families: list[Family]) -> tuple[Branch, ...]:
    """Each branch with these families as `other` has them for the same end, in its proportions; as it was, if it foresees no such end."""
    mixed: list[Branch] = []
    for branch in branches:
        same = like(other.branches, branch.status == "done", branch.reason)
        total = sum(b.p for b in same)
        mixed += [_transplant(branch, b, families, branch.p * b.p / total) for b in same] or [branch]
    return _summed(mixed)


def _transplant(branch: Branch, donor: Branch, families: list[Family], p: float) -> Branch:
    fields: dict[str, Any] = {_FIELD[family]: getattr(donor.change, _FIELD[family]) for family in families if family in _FIELD}
    end = donor.end if "position" in families else branch.end
    return msgspec.structs.replace(branch, p=p, change=msgspec.structs.replace(branch.change, **fields), end=end)


def _with_site(branch: Branch, voices: Mapping[str, Prediction], placed: bool) -> Branch:
    """The branch with the hypothetical site that some source imagines for such an end: what is not seen yet must be somewhere, or no dream goes on.

    Where the body stands then is part of it, unless it is `placed`: unless a source speaks of the place.
    """
    if branch.reveals:
        return branch
    for prediction in voices.values():
        for other in like(prediction.branches, branch.status == "done", branch.reason):
            if other.reveals:
                return msgspec.structs.replace(branch, reveals=other.reveals, end=(branch.end if placed else None) or other.end)
    return branch


def _pool(branches: tuple[Branch, ...], other: Prediction, doubt: float) -> tuple[Branch, ...]:
    """Both mixtures, the second one with the weight `doubt`, or less: so that what is likelier stays likelier."""
    p = sum(b.p for b in branches if b.status == "done")
    most = abs(p - 0.5) / abs(p - other.p_success) if p != other.p_success else 1.0
    doubt = min(doubt, 0.99 * most)
    return _summed(
        [msgspec.structs.replace(b, p=b.p * (1 - doubt)) for b in branches] + [msgspec.structs.replace(b, p=b.p * doubt) for b in other.branches]
    )


def _summed(branches: list[Branch]) -> tuple[Branch, ...]:
    """Equal branches as one, the likeliest of them, summing to 1."""
    groups: list[Branch] = []
    for branch in branches:
        if branch.p <= 0:
            continue
        same = next((i for i, b in enumerate(groups) if msgspec.structs.replace(branch, p=b.p, note=b.note) == b), None)
        if same is None:
            groups.append(branch)
        else:
            groups[same] = msgspec.structs.replace(groups[same], p=groups[same].p + branch.p)
    kept = sorted(groups, key=lambda b: -b.p)[:_MOST]
    total = sum(b.p for b in kept)
    return tuple(msgspec.structs.replace(b, p=b.p / total) for b in kept)


def _disputes(
    mode: Branch, voices: Mapping[str, Prediction], owners: Mapping[Leaves, str], verb: str, here: Vec, trust: Trust
) -> tuple[Dispute, ...]:
    """Where others contradict the merged `mode`: on how it ends; and, for that same end, on every family that they cover."""
    found = []
    for name, prediction in voices.items():
        for leaf, owner in owners.items():
            if name == owner or leaf == "ticks" or not speaks(prediction, leaf):
                continue
            other = prediction.mode if leaf == "p_success" else _likeliest(like(prediction.branches, mode.status == "done", mode.reason))
            if other is None or (said := _told(mode, leaf, here)) == (instead := _told(other, leaf, here)):
                continue
            within = max(prediction.tolerance, voices[owner].tolerance)
            if leaf == "position" and (mode.end or here).distance(other.end or here) <= within:
                continue
            doubt = doubt_of(trust.belief(owner, verb, leaf, voices), trust.belief(name, verb, leaf, voices))
            found.append(Dispute(leaf, owner, said, name, instead, round(doubt, 4)))
    return tuple(found)


def _likeliest(branches: list[Branch]) -> Branch | None:
    return max(branches, key=lambda b: b.p, default=None)


def _told(branch: Branch, leaf: Leaves, here: Vec) -> str:
    """What a branch says of a leaf, for people."""
    if leaf == "p_success":
        return branch.status if branch.status == "done" else f"failed: {branch.reason}"
    if leaf == "position":
        return str(branch.end or here)
    return ", ".join(f"{atom.key} {atom.value}".strip() for atom in sorted(altered(branch.change)) if atom.family == leaf) or "nothing"


def _widened(ticks: Quantiles, doubt: float) -> Quantiles:
    """Where sources contradict, the spread is that much wider."""
    return Quantiles(max(0.0, ticks.p50 - (ticks.p50 - ticks.p10) * (1 + doubt)), ticks.p50, ticks.p50 + (ticks.p90 - ticks.p50) * (1 + doubt))


def _source(name: str, prediction: Prediction, leaf: Leaves) -> Source:
    own = next((said.source for said in prediction.sources if said.family == leaf), None)
    return own or _KINDS.get(kind_of(name), "llm")
