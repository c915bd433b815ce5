"""What the eyes see, as a picture for people: one ray a pixel over the known blocks; and the same from above, as a map.

A block's colour is its own where it is listed, else one drawn from its name, the same in every picture. Faces are shaded by where they look.
Sky is blue; what was never seen is dark.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, floor, pi, sin, tan
from typing import Any
from zlib import crc32

import numpy as np
from numba import njit
from numpy.typing import NDArray

from worldsim.blocks import UNKNOWN
from worldsim.facts import Facts
from worldsim.seeing.grid import dense
from worldsim.space import Vec
from worldsim.state import State

#: Pixels, and how much the eyes take in from left to right, in degrees (Minecraft's default).
WIDTH, HEIGHT, VIEW = 320, 200, 90.0
#: How far is drawn, in blocks.
_FAR = 40
#: Brightness of faces that look up, down, north or south, east or west (as the game shades them; Minecraft Wiki, "Light", directional shading).
_SHADES = np.array([1.0, 0.5, 0.8, 0.6], dtype=np.float64)
_SKY, _DARK = (135, 180, 235), (16, 14, 20)
#: The colours of common blocks, by the end of their names; the first that fits counts.
_COLOURS: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("birch_log", (216, 214, 204)), ("spruce_log", (68, 47, 27)), ("_log", (104, 82, 50)), ("birch_leaves", (112, 146, 76)),
    ("_leaves", (58, 110, 36)), ("birch_planks", (196, 178, 123)), ("spruce_planks", (115, 85, 49)), ("_planks", (162, 131, 79)),
    ("grass_block", (110, 160, 70)), ("dirt", (134, 96, 67)), ("coal_ore", (70, 70, 70)), ("iron_ore", (190, 160, 140)),
    ("diamond_ore", (110, 220, 220)), ("copper_ore", (180, 120, 90)), ("_ore", (140, 120, 130)), ("cobblestone", (115, 115, 115)),
    ("stone", (126, 126, 126)), ("gravel", (132, 127, 126)), ("sand", (220, 207, 163)), ("water", (50, 90, 215)), ("lava", (220, 90, 20)),
    ("snow", (245, 250, 250)), ("crafting_table", (150, 92, 50)), ("furnace", (92, 92, 92)), ("glass", (200, 225, 230)),
    ("grass", (90, 150, 60)), ("fern", (80, 135, 55)), ("torch", (255, 215, 90)), ("bedrock", (60, 60, 60)),
)  # fmt: skip

Picture = NDArray[np.uint8]


def picture(state: State, facts: Facts, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """What is seen from the eyes of the body, in the way it looks: uint8 [height, width, 3]."""
    eyes = state.body.eyes
    low = eyes.cell.offset(-_FAR, -_FAR, -_FAR)
    cells = dense(state.blocks, low, (2 * _FAR + 1,) * 3)
    out = np.empty((height, width, 3), dtype=np.uint8)
    rays = _rays(state.body.yaw, state.body.pitch, width, height)
    here = Vec(eyes.x - low.x, eyes.y - low.y, eyes.z - low.z)
    _cast(cells, colours(facts), _drawn(facts), rays, here.x, here.y, here.z, _SHADES, out)
    return out


def overview(state: State, facts: Facts, radius: int = 32, scale: int = 4) -> Picture:
    """The known land from above, north up, the body as a red square in the middle: uint8 [n, n, 3] with n = (2 * radius + 1) * scale."""
    here = state.body.pos.cell
    side = 2 * radius + 1
    cells = dense(state.blocks, here.offset(-radius, -_FAR, -radius), (2 * _FAR + 1, side, side))
    drawn = _drawn(facts)[cells] & (cells != UNKNOWN)
    top = cells.shape[0] - 1 - np.argmax(drawn[::-1], axis=0)
    shown = np.take_along_axis(cells, top[None], axis=0)[0]
    shade = np.clip(0.75 + (top - _FAR) / (2.5 * _FAR), 0.35, 1.0)[:, :, None]
    out = np.where(drawn.any(axis=0)[:, :, None], colours(facts)[shown] * shade, np.array(_DARK)).astype(np.uint8)
    out[radius, radius] = (230, 40, 40)
    return np.repeat(np.repeat(out, scale, axis=0), scale, axis=1)


@lru_cache(maxsize=4)
def colours(facts: Facts) -> NDArray[np.uint8]:
    """By state id: [65536, 3]."""
    table = np.zeros((UNKNOWN + 1, 3), dtype=np.uint8)
    for block in facts.blocks.values():
        table[block.first : block.last + 1] = _colour(block.name)
    table[UNKNOWN] = _DARK
    return table


def _colour(name: str) -> tuple[int, int, int]:
    listed = next((colour for end, colour in _COLOURS if name.endswith(end)), None)
    if listed is not None:
        return listed
    drawn = crc32(name.encode())
    return 60 + drawn % 160, 60 + (drawn >> 8) % 160, 60 + (drawn >> 16) % 160


@lru_cache(maxsize=4)
def _drawn(facts: Facts) -> NDArray[np.bool_]:
    """By state id: whether it stops a ray. Air does not."""
    table = np.array([*(name not in ("air", "") for name in facts.palette), *[False] * (UNKNOWN + 1 - len(facts.palette))], dtype=np.bool_)
    table[UNKNOWN] = True
    return table


def _rays(yaw: float, pitch: float, width: int, height: int) -> NDArray[np.float64]:
    """Directions [height, width, 3], not of length 1. Yaw 0 looks north (-z), and grows counter-clockwise."""
    half = tan(VIEW * pi / 360)
    across = np.linspace(-half, half, width)[None, :]
    up = np.linspace(half * height / width, -half * height / width, height)[:, None]
    ahead = np.array([-sin(yaw) * cos(pitch), sin(pitch), -cos(yaw) * cos(pitch)])
    right = np.array([cos(yaw), 0.0, -sin(yaw)])
    above = np.array([sin(yaw) * sin(pitch), cos(pitch), cos(yaw) * sin(pitch)])
    rays: NDArray[np.float64] = ahead + across[:, :, None] * right + up[:, :, None] * above
    return rays


@njit(cache=True)
def _cast(cells: Any, table: Any, drawn: Any, rays: Any, ex: float, ey: float, ez: float, shades: Any, out: Any) -> None:
    tall, deep, wide = cells.shape
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            dx, dy, dz = rays[row, column, 0], rays[row, column, 1], rays[row, column, 2]
            x, y, z = floor(ex), floor(ey), floor(ez)
            stride_x, stride_y, stride_z = _inverse(dx), _inverse(dy), _inverse(dz)
            next_x, next_y, next_z = _until(ex, x, dx, stride_x), _until(ey, y, dy, stride_y), _until(ez, z, dz, stride_z)
            rise = max(0.0, min(1.0, dy))
            red, green, blue = _SKY[0] - 60 * rise, _SKY[1] - 50 * rise, float(_SKY[2])
            while True:
                if next_x <= next_y and next_x <= next_z:
                    x += 1 if dx > 0 else -1
                    far, face = next_x, 3
                    next_x += stride_x
                elif next_y <= next_z:
                    y += 1 if dy > 0 else -1
                    far, face = next_y, 1 if dy > 0 else 0
                    next_y += stride_y
                else:
                    z += 1 if dz > 0 else -1
                    far, face = next_z, 2
                    next_z += stride_z
                if not (0 <= x < wide and 0 <= y < tall and 0 <= z < deep):
                    break
                state = cells[y, z, x]
                if drawn[state]:
                    # What was never seen stands before the sky only where one looks down: above the known land there is nothing but sky.
                    if state == UNKNOWN and dy > 0.0:
                        continue
                    shade = shades[face] * (1.0 - 0.5 * min(1.0, far / _FAR)) if state != UNKNOWN else 1.0
                    red, green, blue = table[state, 0] * shade, table[state, 1] * shade, table[state, 2] * shade
                    break
            out[row, column, 0], out[row, column, 1], out[row, column, 2] = int(red), int(green), int(blue)


@njit(cache=True)
def _inverse(way: float) -> float:
    return abs(1 / way) if way != 0 else np.inf


@njit(cache=True)
def _until(start: float, cell: int, way: float, stride: float) -> float:
    if way == 0:
        return np.inf
    return float((cell + 1 - start if way > 0 else start - cell) * stride)
