"""A terrain that holds every shape there is, for launches of bodies: patches of 6 x 6 columns, each with a theme of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim.facts import Facts, facts

SIZE = 96  # blocks to each side
HEIGHT = 24
#: The ground ends about here.
GROUND = 4
_PATCH = 6
_STONE = "stone"


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a patch: cells drawn from the states of the blocks whose names match."""

    names: str  #: regular expression over whole block names
    fill: tuple[float, ...] = (0.5, 0.25, 0.15)  #: share of cells by row above the ground
    floor: float = 0.0  #: share of the ground that is made of it too
    wet: bool | None = None  #: only states that are waterlogged, or not


THEMES: Mapping[str, Theme] = {
    "cubes": Theme(names="stone|oak_planks|dirt"),
    "slabs": Theme(names=".*_slab", wet=False),
    "stairs": Theme(names=".*_stairs", wet=False),
    "fences": Theme(names=".*_fence|.*_fence_gate|iron_bars|glass_pane", fill=(0.3, 0.1), wet=False),
    "walls": Theme(names="(?!.*(torch|sign|banner|fan|head|skull)).*_wall", fill=(0.3, 0.1), wet=False),
    "doors": Theme(names=".*_door", fill=(0.4, 0.4)),
    "trapdoors": Theme(names=".*_trapdoor", wet=False),
    "carpets": Theme(names=".*_carpet", fill=(0.7, 0.1)),
    "snow": Theme(names="snow", fill=(0.8, 0.1)),
    "ice": Theme(names="ice|packed_ice|frosted_ice", fill=(0.1,), floor=0.9),
    "blue_ice": Theme(names="blue_ice", fill=(0.1,), floor=0.9),
    "slime": Theme(names="slime_block", fill=(0.1,), floor=0.9),
    "honey": Theme(names="honey_block", fill=(0.2, 0.1), floor=0.9),
    "soul_sand": Theme(names="soul_sand", fill=(0.1,), floor=0.9),
    "water": Theme(names="water", fill=(0.9, 0.9, 0.5, 0.2), floor=0.3),
    "plants_in_water": Theme(names="seagrass|tall_seagrass|kelp|kelp_plant|water", fill=(0.9, 0.8, 0.5), floor=0.2),
    "waterlogged": Theme(names=".*", fill=(0.5, 0.3, 0.2), wet=True),
    "lava": Theme(names="lava", fill=(0.8, 0.6), floor=0.3),
    "ladders": Theme(names="ladder|oak_trapdoor|iron_trapdoor", fill=(0.7, 0.6, 0.6, 0.5, 0.4)),
    "vines": Theme(names="vine", fill=(0.6, 0.6, 0.5, 0.5, 0.4)),
    "scaffolding": Theme(names="scaffolding", fill=(0.5, 0.4, 0.3)),
    "webs": Theme(names="cobweb", fill=(0.4, 0.3, 0.2)),
    "bubbles": Theme(names="bubble_column", fill=(0.9,) * 7 + (0.5,)),
    "pistons": Theme(names="piston_head|piston|sticky_piston", fill=(0.4, 0.3)),
    "all": Theme(names=".*", fill=(0.6, 0.4, 0.3)),
}


def states_of(theme: Theme, known: Facts) -> NDArray[np.uint16]:
    """The state ids a theme draws from."""
    found = []
    for block in known.blocks.values():
        if re.fullmatch(theme.names, block.name):
            found += [state for state in range(block.first, block.last + 1) if theme.wet is None or _wet(known, state) == theme.wet]
    return np.array(found, dtype=np.uint16)


def playground(rng: np.random.Generator, themes: tuple[str, ...] = tuple(THEMES), version: str = "1.19.4") -> NDArray[np.uint16]:
    """State ids [y, z, x]: rough stone, and patches with the themes, each about as often as the others."""
    known = facts(version)
    drawn = {name: states_of(THEMES[name], known) for name in themes}
    states = np.zeros((HEIGHT, SIZE, SIZE), dtype=np.uint16)
    heights = GROUND + (rng.random((SIZE, SIZE)) < 0.25).astype(np.int64) + 2 * (rng.random((SIZE, SIZE)) < 0.05)
    states[np.arange(HEIGHT)[:, None, None] < heights] = known.blocks[_STONE].default
    patches = (SIZE // _PATCH) ** 2
    plan = rng.permutation(np.resize(np.arange(len(themes)), patches))
    for number, which in enumerate(plan.tolist()):
        z, x = divmod(number, SIZE // _PATCH)
        area = (slice(z * _PATCH, (z + 1) * _PATCH), slice(x * _PATCH, (x + 1) * _PATCH))
        theme, choice = THEMES[themes[which]], drawn[themes[which]]
        for row, share in enumerate((theme.floor, *theme.fill), start=GROUND - 1):
            layer = states[(row, *area)]
            put = rng.random(layer.shape) < share
            layer[put] = rng.choice(choice, put.sum())
    return states


def theme_table(version: str = "1.19.4") -> NDArray[np.int32]:
    """By state id, the bits of the themes (in their order) that it belongs to, but for those that take anything."""
    known = facts(version)
    table = np.zeros(65536, dtype=np.int32)
    for bit, theme in enumerate(THEMES.values()):
        if theme.names != ".*" or theme.wet:
            table[states_of(theme, known)] |= 1 << bit
    return table


def _wet(known: Facts, state: int) -> bool:
    return known.properties(state).get("waterlogged") == "true"
