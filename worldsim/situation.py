"""The situation in words and few lines, for prompts: what is carried, where the body is, which blocks are near, what chests hold."""

from __future__ import annotations

import numpy as np

from worldsim.blocks import UNKNOWN
from worldsim.facts import facts
from worldsim.prompting import quoted
from worldsim.state import State

#: Blocks that say nothing by being there.
_EVERYWHERE = frozenset({"air", "cave_air", "void_air"})
_SIDE = 16


def carried(state: State) -> list[str]:
    """A line for each kind of item, the most numerous first."""
    return [f"{called(item)}: {count}" for item, count in sorted(state.inventory.items(), key=lambda pair: (-pair[1], pair[0]))]


def body(state: State) -> str:
    """Place, health, time and weather in one line."""
    here, day = state.body.pos.cell, "night" if 13_000 <= state.time_of_day < 23_000 else "day"
    return (
        f"feet in the cell {[here.x, here.y, here.z]}, health {state.body.health:g} of 20, food {state.body.food} of 20, holds "
        f"{called(state.body.held) if state.body.held else 'nothing'}, time of day {state.time_of_day} ({day}), "
        f"{'rain' if state.raining else 'dry'}, biome {called(state.biome)}, {state.free_slots} free slots"
    )


def stored(state: State) -> list[str]:
    """A line for each chest of which something is known: what it holds."""
    lines = []
    for job in state.latent:
        if job.kind == "chest" and job.items:
            cell = job.pos.cell
            kind = state.blocks.name(cell) or "chest"
            held = ", ".join(f"{count} {called(item)}" for item, count in sorted(job.items.items()))
            lines.append(f"{called(kind)} at {[cell.x, cell.y, cell.z]} holds {held}")
    return lines


def nearby(state: State, radius: int = 32, most: int = 40) -> list[str]:
    """A line for each kind of known block within about `radius` blocks: how many, and the nearest cell; the rarest first."""
    here, counts = state.body.pos.cell, dict[str, int]()
    for key, section in state.blocks.sections():
        away = max(abs(part * _SIDE + _SIDE // 2 - at) for part, at in zip(key, (here.x, here.y, here.z), strict=True))
        if away > radius + _SIDE // 2:
            continue
        for number, count in zip(*np.unique(section, return_counts=True), strict=True):
            name = state.blocks.palette[number] if number != UNKNOWN else "air"
            if name not in _EVERYWHERE:
                counts[name] = counts.get(name, 0) + int(count)
    lines = []
    for name, count in sorted(counts.items(), key=lambda pair: (pair[1], pair[0]))[:most]:
        found = state.blocks.find([name], here, 1, 2 * radius)
        at = f", nearest at {[found[0].x, found[0].y, found[0].z]}" if found else ""
        lines.append(f"{called(name)}: {count}{at}")
    return lines


def called(name: str) -> str:
    """Names of the game as they are, and what looks like one; any other text of the world is quoted."""
    known = facts()
    plain = name in known.items or name in known.blocks or (name.isascii() and name.replace("_", "").isalnum() and len(name) < 40)
    return name if plain else quoted(name, 60)
