"""The dream and the deed side by side as a moving picture (GIF): drawn in Python, so that it takes no browser."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agent.reporting.account import Account
from agent.reporting.colours import SHAPES, Look
from agent.reporting.scene import Scene, scene
from worldsim.errors import UsageError

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

#: Of one panel, in pixels; frames at most; milliseconds of one frame and of the last.
_WIDE, _HIGH, _BAR, _FRAMES, _PACE, _LAST = 320, 300, 30, 48, 160, 2500
#: Drawn this many times larger, then shrunk: smooth edges. Land that is shown around what was altered, in blocks.
_FINE, _AROUND = 2, 2
_SKY, _INK, _MARK = (226, 238, 247), (40, 44, 52), (255, 213, 74)
_BOXES = list(SHAPES.values())


def film(account: Account) -> bytes:
    """The GIF. Raises UsageError where there is nothing to show."""
    from PIL import Image, ImageDraw, ImageFont

    place = scene(account)
    if place is None or not place.moments:
        raise UsageError(f"{account.folder}: expected a run with steps for --gif, found none; leave --gif out")
    count = len(place.moments)
    moments = sorted({round(number) for number in np.linspace(0, count, min(_FRAMES, count + 1))})
    font = ImageFont.load_default(13 * _FINE)
    stage = _Stage(place)
    pictures: list[Image.Image] = []
    dream, deed = stage.base.copy(), stage.base.copy()
    done = 0
    for k in moments:
        for moment in place.moments[done:k]:
            for index, number in moment.dream:
                dream.flat[index] = number
            for index, number in (*moment.deed, *moment.env, *moment.found):
                deed.flat[index] = number
        done = k
        picture = Image.new("RGB", (2 * _WIDE * _FINE, (_HIGH + _BAR) * _FINE), _SKY)
        pen = ImageDraw.Draw(picture)
        now = place.moments[k - 1] if k else None
        stage.draw(pen, dream, 0, {index for index, _ in now.dream} if now else set())
        stage.draw(pen, deed, _WIDE, {index for index, _ in now.deed} if now else set())
        for left, name in ((0, "dream"), (_WIDE, "deed")):
            pen.text(((left + 10) * _FINE, (_HIGH + 6) * _FINE), name, fill=_INK, font=font)
        pen.text(((2 * _WIDE - 90) * _FINE, (_HIGH + 6) * _FINE), f"{k} of {count}", fill=_INK, font=font)
        pen.rectangle((0, (_HIGH + _BAR - 3) * _FINE, 2 * _WIDE * _FINE * k / count, (_HIGH + _BAR) * _FINE), fill=(47, 111, 94))
        pictures.append(picture.resize((2 * _WIDE, _HIGH + _BAR), Image.Resampling.LANCZOS).quantize(128, dither=Image.Dither.NONE))
    out = io.BytesIO()
    pace = [_PACE] * (len(pictures) - 1) + [_LAST]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], duration=pace, loop=0, optimize=False)
    return out.getvalue()


class _Stage:
    """The cells around what was altered, seen from above and two sides (isometric), the door's side among them."""

    def __init__(self, place: Scene) -> None:
        sx, sy, sz = place.size
        self.base: NDArray[np.int64] = np.repeat(np.array(place.base[1::2]), np.array(place.base[::2])).reshape(sy, sz, sx)
        self._looks = {number: look for number, look in enumerate(place.palette, start=2) if look.shape >= 0}
        solid = [number for number, look in self._looks.items() if look.shape == 0]
        self._solid = np.zeros(len(place.palette) + 2, dtype=bool)
        self._solid[solid] = True
        self._flip = place.front in ("south", "east")  # a door faces inwards
        around = min(place.reach / 2, 14) + _AROUND
        x, y, z = place.focus
        self._part = (
            slice(max(0, int(y - around)), min(sy, int(y + around) + 1)),
            slice(max(0, int(z - around)), min(sz, int(z + around) + 1)),
            slice(max(0, int(x - around)), min(sx, int(x + around) + 1)),
        )
        tall, deep, wide = (part.stop - part.start for part in self._part)
        self._edge = min(_WIDE * 0.96 / ((wide + deep) * 0.866), _HIGH * 0.96 / ((wide + deep) * 0.5 + tall)) * _FINE
        self._zero = (_WIDE / 2 * _FINE - (wide - deep) * 0.433 * self._edge, _HIGH / 2 * _FINE - ((wide + deep) * 0.25 - tall * 0.5) * self._edge)

    def draw(self, pen: ImageDraw.ImageDraw, cells: NDArray[np.int64], left: int, now: set[int]) -> None:
        """One panel. `now`: indices of cells that the last step alters, with a bright edge."""
        part = cells[self._part]
        marked = np.zeros(cells.size, dtype=bool)
        marked[list(now)] = True
        marks = marked.reshape(cells.shape)[self._part]
        if self._flip:
            part, marks = part[:, ::-1, ::-1], marks[:, ::-1, ::-1]
        solid = np.pad(self._solid[part], 1)
        hidden = solid[2:, 1:-1, 1:-1] & solid[1:-1, 2:, 1:-1] & solid[1:-1, 1:-1, 2:]
        ys, zs, xs = np.nonzero((part > 1) & ~hidden)
        for n in np.lexsort((xs, ys, xs + zs)).tolist():
            y, z, x = int(ys[n]), int(zs[n]), int(xs[n])
            if (look := self._looks.get(int(part[y, z, x]))) is not None:
                self._cell(pen, look, (x, y, z), left * _FINE, bool(marks[y, z, x]))

    def _cell(self, pen: ImageDraw.ImageDraw, look: Look, at: tuple[int, int, int], left: int, marked: bool) -> None:
        x0, y0, z0, x1, y1, z1 = (corner + at[number % 3] for number, corner in enumerate(_BOXES[look.shape]))

        def point(x: float, y: float, z: float) -> tuple[float, float]:
            return (left + self._zero[0] + (x - z) * 0.866 * self._edge, self._zero[1] + ((x + z) * 0.5 - y) * self._edge)

        top = (point(x0, y1, z0), point(x1, y1, z0), point(x1, y1, z1), point(x0, y1, z1))
        south = (point(x0, y1, z1), point(x1, y1, z1), point(x1, y0, z1), point(x0, y0, z1))
        east = (point(x1, y1, z0), point(x1, y1, z1), point(x1, y0, z1), point(x1, y0, z0))
        side = "#8a6444" if look.name == "grass_block" else look.colour
        for face, colour, light in ((top, look.colour, 1.0), (south, side, 0.82), (east, side, 0.66)):
            fill = _lit(colour, light)
            pen.polygon(face, fill=fill, outline=_MARK if marked else _lit(colour, light * 0.9), width=2 * _FINE if marked else 1)


def _lit(colour: str, light: float) -> tuple[int, int, int]:
    red, green, blue = (int(int(colour[at : at + 2], 16) * light) for at in (1, 3, 5))
    return red, green, blue
