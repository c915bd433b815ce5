"""explore: what will be found is not known; how often, is estimated, and a hypothetical site stands for it in dreams.

How often depends on the land, and that on what was seen of it: a kind of block that stands nowhere in the many columns that are known is rarer
here than elsewhere, and a walk in vain makes the next one likelier to be in vain too. So the share of walks that succeed is taken for Beta
distributed over lands: its mean is the prior of the kind, and it weighs as much as `_WEIGHT` walks; the walks that were made are the known columns
and, in a dream, where nothing new comes in sight, those that it remembers (`searched`). But every walk comes to some land that is unlike what was
seen, so it never falls below a share of the prior.

The site is a clearing with the likeliest target in it, where the walk ends. Whatever a dream does there is not scored.
"""

from __future__ import annotations

import msgspec

from worldsim.actions import Action, Explore, Heading
from worldsim.blocks import Blocks
from worldsim.change import Seen
from worldsim.facts import Facts
from worldsim.prediction import FAMILIES, Branch, Leaf, Prediction, Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import Job, State
from worldsim.walking.ground import ground_of
from worldsim.walking.paths import find_path, node_of
from worldsim.walking.targets import near

STEP: dict[Heading, tuple[int, int]] = {"north": (0, -1), "east": (1, 0), "south": (0, 1), "west": (-1, 0)}

#: How often 64 blocks bring a block of this kind in sight that was not known before: (part of the name, p, how many stand together).
#: Own estimates for overworld surface, of a land of which nothing is known; the first that matches counts.
_PRIORS: tuple[tuple[str, float, int], ...] = (
    ("oak_log", 0.6, 5),
    ("birch_log", 0.4, 5),
    ("_log", 0.25, 5),
    ("_leaves", 0.85, 9),
    ("coal_ore", 0.5, 4),
    ("iron_ore", 0.3, 3),
    ("copper_ore", 0.3, 4),
    ("diamond_ore", 0.02, 3),
    ("_ore", 0.08, 3),
    ("grass_block", 0.98, 9),
    ("dirt", 0.95, 9),
    ("stone", 0.2, 9),
    ("sand", 0.5, 9),
    ("gravel", 0.4, 6),
    ("clay", 0.2, 6),
    ("water", 0.6, 6),
    ("grass", 0.9, 6),
)
_OTHER = (0.25, 3)
#: Without targets it is done after 16 blocks.
_P_WALKED = 0.95
#: Walks that a prior is worth, and that a block of the kind is worth which is known within 128 blocks; and what is left of the prior however many
#: walks were in vain, where one is known and where none is. Own estimates, of some 300 walks on our own server: where one was known, 39 of 101
#: brought another in sight; else 12 of 199 the first, the fiftieth walk as often as the fifth.
_WEIGHT, _KNOWN = 1.0, 2.0
_LEFT_KNOWN, _LEFT = 1.0, 0.25
#: Columns that come in sight on one walk: 32 blocks to either side of 64.
_COLUMNS = 65 * 64
_NEARBY = 128
#: The job that remembers walks in vain: its kind, and the name of their count. It is never done.
SEARCHED, WALKS = "searched", "walks"
_NEVER = 2**53

#: A walk in vain is a walk of 64 blocks. Where a find ends one, nobody knows: mostly soon (of some 50 half within 8 blocks).
_FAR, _SOON = 64, 8
#: Who comes this near to a place so far ahead is out of where he was, in blocks.
_GONE, _OUT = 32, 8
#: How often who is shut in, as far as is known, stays there (own estimate: in a mine nearly always; on a tree the search of ways may be wrong).
_P_STAYS = 0.5
#: How far it may end from there, in blocks: obstacles lead aside.
_ABOUT = 12.0
#: Where the site lies, and where the body stands in it, in blocks along the heading.
_AHEAD = 40
_APART = 3
#: How much higher than where it began a walk may end, in blocks.
_HIGHEST = 96
#: Half the width of the clearing.
_CLEARING = 4

_SOURCES = (
    *(Leaf(family, "statistics" if family == "position" else "law") for family in FAMILIES),
    Leaf("ticks", "statistics"),
    Leaf("p_success", "statistics"),
)
#: 64 blocks at 5.6 blocks/s are 229 ticks; obstacles and water make it longer, an early find shorter.
_TICKS_LIKELY, _TICKS_UNLIKELY = Quantiles(10, 130, 400), Quantiles(60, 275, 450)


def predict(state: State, action: Explore, facts: Facts) -> Prediction:
    """Done or not_found, by the likeliest target; no inventory and no block changes."""
    dx, dz = STEP[action.heading]
    here = state.body.pos
    said = _walked(state, action, facts)
    if not _shut_in(state, here.cell.offset(_GONE * dx, 0, _GONE * dz)):
        return said
    stays = Branch(p=_P_STAYS, status="failed", reason="not_found", note="no way leads anywhere", end=here)
    others = (msgspec.structs.replace(branch, p=(1 - _P_STAYS) * branch.p) for branch in said.branches)
    return _prediction(action, (*others, stays), Quantiles(0, 1, said.ticks.p90))


def _walked(state: State, action: Explore, facts: Facts) -> Prediction:
    """If one can walk at all."""
    dx, dz = STEP[action.heading]
    here = state.body.pos
    away = _free(Vec(here.x + _FAR * dx, here.y, here.z + _FAR * dz), state, facts)
    if not action.targets:
        far = Branch(p=_P_WALKED, end=away)
        short = Branch(p=1 - _P_WALKED, status="failed", reason="not_found", note="less than 16 blocks could be walked", end=here)
        return _prediction(action, (far, short), Quantiles(200, 240, 420))
    target = max(action.targets, key=lambda name: _prior(name)[0])
    p, many = _likely(state, action.targets, _prior(target)[0]), _prior(target)[1]
    stand = _free(Vec(here.x + (_AHEAD - _APART) * dx, here.y, here.z + (_AHEAD - _APART) * dz), state, facts)
    found = Branch(p=p, end=stand, reveals=_site(state, target, many, here.cell.offset(_AHEAD * dx, 0, _AHEAD * dz), facts))
    missed = Branch(p=1 - p, status="failed", reason="not_found", note=f"no {target} came in sight", end=away)
    return _prediction(action, (found, missed), _TICKS_LIKELY if p >= 0.5 else _TICKS_UNLIKELY)


def _shut_in(state: State, ahead: Pos) -> bool:
    """Whether no way leads out of here: in a shaft, between walls. What is not known may be one."""
    ground = ground_of(state.blocks)
    return find_path(ground, node_of(ground, state.body.pos), near(ahead, _GONE - _OUT)) is None


def _free(feet: Vec, state: State, facts: Facts) -> Vec:
    """There, or where it is free above that: the land rises, and nobody walks in rock or under water."""
    for up in range(_HIGHEST):
        there = Vec(feet.x, feet.y + up, feet.z)
        if not any(_filled(there.cell.offset(0, head, 0), state, facts) for head in (0, 1)):
            return there
    return feet


def _filled(cell: Pos, state: State, facts: Facts) -> bool:
    known = facts.blocks.get(state.blocks.name(cell) or "")
    return known is not None and (known.solid or known.liquid)


def _prediction(action: Explore, branches: tuple[Branch, ...], ticks: Quantiles) -> Prediction:
    return Prediction(action=action, branches=branches, ticks=ticks, tolerance=_ABOUT, sources=_SOURCES, novelty=0.5)


def _prior(name: str) -> tuple[float, int]:
    return next(((p, many) for part, p, many in _PRIORS if part in name), _OTHER)


def _likely(state: State, targets: tuple[str, ...], prior: float) -> float:
    """The mean of the Beta distribution, after what is known of the land."""
    known = bool(state.blocks.find(targets, state.body.pos.cell, 1, _NEARBY))
    walks = _columns(state.blocks) / _COLUMNS + vain(state, targets)
    mean = (prior * _WEIGHT + _KNOWN * known) / (_WEIGHT + _KNOWN * known + walks)
    return max(mean, prior * (_LEFT_KNOWN if known else _LEFT))


def vain(state: State, targets: tuple[str, ...]) -> int:
    """Walks for the sake of these that a dream remembers to have been in vain."""
    return next((job.items[WALKS] for job in state.latent if job.kind == SEARCHED and job.note == " ".join(targets)), 0)


def searched(jobs: tuple[Job, ...], state: State, action: Action, branch: Branch) -> tuple[Job, ...]:
    """`jobs`, and the walk that `branch` tells of, if it was in vain: nothing else remembers it in a dream."""
    if not isinstance(action, Explore) or not action.targets or branch.status == "done":
        return jobs
    note, walks = " ".join(action.targets), vain(state, action.targets) + 1
    others = tuple(job for job in jobs if job.kind != SEARCHED or job.note != note)
    return (*others, Job(SEARCHED, state.body.pos, _NEVER, note, {WALKS: walks}))


_counted: dict[int, tuple[object, int]] = {}


def _columns(blocks: Blocks) -> int:
    """Known columns; those of cells that were imagined or altered since do not count, so it is counted once for all states of a dream."""
    sections = blocks.layers().sections
    known = _counted.get(id(sections))
    if known is None or known[0] is not sections:
        _counted.clear()
        known = _counted[id(sections)] = (sections, Blocks(blocks.palette, sections).count_columns())
    return known[1]


def _site(state: State, target: str, many: int, middle: Pos, facts: Facts) -> tuple[Seen, ...]:
    """A level clearing where nothing is known yet, and the target in its middle: a trunk, or a patch on the ground."""
    cells: dict[Pos, str] = {}
    for dx in range(-_CLEARING, _CLEARING + 1):
        for dz in range(-_CLEARING, _CLEARING + 1):
            cells[middle.offset(dx, -1, dz)] = "grass_block"
            cells[middle.offset(dx, 0, dz)] = cells[middle.offset(dx, 1, dz)] = "air"
    trunk = target.endswith("_log")
    for number in range(many):
        cells[middle.offset(0, number, 0) if trunk else middle.offset(number % 3 - 1, 0, number // 3 - 1)] = target
    if target not in facts.blocks:
        return ()
    return tuple(Seen(pos, block) for pos, block in sorted(cells.items()) if state.blocks.name(pos) is None)


RULES = {Explore: predict}
