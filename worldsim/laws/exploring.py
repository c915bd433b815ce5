"""explore: what will be found is not known; how often, is estimated, and a hypothetical site stands for it in dreams.

The site is a clearing with the likeliest target in it, where the walk ends. Whatever a dream does there is not scored.
"""

from __future__ import annotations

from worldsim.actions import Explore, Heading
from worldsim.change import Seen
from worldsim.facts import Facts
from worldsim.prediction import FAMILIES, Branch, Leaf, Prediction, Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import State

STEP: dict[Heading, tuple[int, int]] = {"north": (0, -1), "east": (1, 0), "south": (0, 1), "west": (-1, 0)}

#: How often 64 blocks bring a block of this kind in sight that was not known before: (part of the name, p, how many stand together).
#: Own estimates for overworld surface, until they are counted; the first that matches counts.
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

#: Where the site lies, and where the body stands in it, in blocks along the heading.
_AHEAD = 40
_APART = 3
#: Half the width of the clearing.
_CLEARING = 4

_SOURCES = (
    *(Leaf(family, "law") for family in FAMILIES if family != "position"),
    Leaf("ticks", "statistics"),
    Leaf("p_success", "statistics"),
)
_COVERS = tuple(family for family in FAMILIES if family != "position")
#: 64 blocks at 5.6 blocks/s are 229 ticks; obstacles and water make it longer, an early find shorter.
_TICKS_LIKELY, _TICKS_UNLIKELY = Quantiles(10, 130, 400), Quantiles(60, 275, 450)


def predict(state: State, action: Explore, facts: Facts) -> Prediction:
    """Done or not_found, by the likeliest target; no inventory and no block changes."""
    dx, dz = STEP[action.heading]
    here = state.body.pos
    away = Vec(here.x + 56 * dx, here.y, here.z + 56 * dz)
    if not action.targets:
        far = Branch(p=_P_WALKED, end=away)
        near = Branch(p=1 - _P_WALKED, status="failed", reason="not_found", note="less than 16 blocks could be walked", end=here)
        return _prediction(action, (far, near), Quantiles(200, 240, 420))
    target = max(action.targets, key=lambda name: _prior(name)[0])
    p, many = _prior(target)
    stand = Vec(here.x + (_AHEAD - _APART) * dx, here.y, here.z + (_AHEAD - _APART) * dz)
    found = Branch(p=p, end=stand, reveals=_site(state, target, many, here.cell.offset(_AHEAD * dx, 0, _AHEAD * dz), facts))
    missed = Branch(p=1 - p, status="failed", reason="not_found", note=f"no {target} came in sight", end=away)
    return _prediction(action, (found, missed), _TICKS_LIKELY if p >= 0.5 else _TICKS_UNLIKELY)


def _prediction(action: Explore, branches: tuple[Branch, ...], ticks: Quantiles) -> Prediction:
    return Prediction(action=action, branches=branches, ticks=ticks, tolerance=64.0, covers=_COVERS, sources=_SOURCES, novelty=0.5)


def _prior(name: str) -> tuple[float, int]:
    return next(((p, many) for part, p, many in _PRIORS if part in name), _OTHER)


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
