"""`python -m benchmarks.physics [--launches 5000]`: worldsim/physics held against prismarine-physics, launch by launch.

Bodies are thrown onto a terrain that holds every shape, keys are pressed and the head is turned at random; node (prismarine-physics itself) and
worldsim/physics each say where they are after every tick. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.playground import GROUND, HEIGHT, SIZE, THEMES, playground, theme_table
from bridge.node import JS, node_binary
from worldsim.errors import MachineryError
from worldsim.physics.batch import TOUCHED, Bodies, Track, bodies, rollout
from worldsim.physics.terrain import Terrain, terrain
from worldsim.space import Pos

VERSION = "1.19.4"
#: Blocks beyond which two positions are not the same.
TOLERANCE = 1e-9
#: How likely each key is down: forward, back, left, right, jump, sprint, sneak.
_KEYS = (0.7, 0.15, 0.2, 0.2, 0.4, 0.4, 0.15)
#: For the speeds: bodies, ticks.
_CROWD = 50_000, 40


class Launches(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What is done, the same on both sides."""

    terrain: Terrain
    starts: NDArray[np.float64]  #: [n, 6]: position and velocity
    keys: NDArray[np.uint8]  #: [n, t]
    yaws: NDArray[np.float64]  #: [n, t]

    def crowd(self) -> Bodies:
        return bodies(self.starts[:, :3], self.starts[:, 3:])


class Truth(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What prismarine-physics says."""

    pos: NDArray[np.float64]  #: [n, t, 3]
    vel: NDArray[np.float64]  #: [n, t, 3]
    flags: NDArray[np.uint8]  #: [n, t]
    ticks_per_s: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line."""

    launches: int
    ticks: int  #: of all launches
    max_error: float  #: blocks, over all ticks
    max_velocity_error: float  #: blocks per tick
    diverged: int  #: launches more than 1e-9 blocks off at any tick
    wrong_flags: int  #: ticks that differ in on ground, in water, in lava, in a web, or against a wall
    touched: dict[str, int]  #: ticks in which the body was in or next to a block of the theme
    node_ticks_per_s: int
    ticks_per_s: int  #: on the same launches, with the threads
    shapes_ticks_per_s: int  #: many bodies on the terrain of all shapes
    cubes_ticks_per_s: int  #: many bodies on rough terrain of full cubes
    threads: int

    @property
    def exact(self) -> bool:
        return self.max_error <= TOLERANCE and self.diverged == 0 and self.wrong_flags == 0 and min(self.touched.values()) > 0


def launches(number: int, ticks: int, seed: int, themes: tuple[str, ...] = tuple(THEMES), steady: int = 12) -> Launches:
    """Seeded. Each combination of keys, and each yaw, is held for about `steady` ticks."""
    rng = np.random.default_rng(seed)
    land = terrain(playground(rng, themes, VERSION), Pos(-SIZE // 2, 60, -SIZE // 2), VERSION)
    margin = 12
    pos = rng.uniform(0, 1, (number, 3)) * (SIZE - 2 * margin, 8, SIZE - 2 * margin) + (margin - SIZE // 2, 60 + GROUND, margin - SIZE // 2)
    fast = rng.random((number, 1)) < 0.1
    vel = np.where(fast, rng.normal(0, 1.2, (number, 3)), rng.normal(0, 0.3, (number, 3)))
    turns = np.cumsum(rng.random((number, ticks)) < 1 / steady, axis=1)
    looks = np.cumsum(rng.random((number, ticks)) < 1 / steady, axis=1)
    pressed = (rng.random((number, ticks + 1, len(_KEYS))) < _KEYS).astype(np.uint8)
    masks = (pressed << np.arange(len(_KEYS), dtype=np.uint8)).sum(axis=2, dtype=np.uint8)
    yaws = rng.uniform(-2 * np.pi, 2 * np.pi, (number, ticks + 1))
    # along the axes too, where walls are met head on and edges exactly
    yaws = np.where(rng.random(yaws.shape) < 0.2, np.round(yaws / (np.pi / 2)) * (np.pi / 2), yaws)
    rows = np.arange(number)[:, None]
    return Launches(terrain=land, starts=np.concatenate([pos, vel], axis=1), keys=masks[rows, turns], yaws=yaws[rows, looks])


def truth(thrown: Launches) -> Truth:
    """Let node throw them. Raises MachineryError."""
    number, ticks = thrown.keys.shape
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        at = thrown.terrain.origin
        job = {"version": VERSION, "shape": thrown.terrain.states.shape, "origin": [at.x, at.y, at.z], "launches": number, "ticks": ticks}
        (folder / "job.json").write_bytes(msgspec.json.encode(job))
        (folder / "states").write_bytes(thrown.terrain.states.astype("<u2").tobytes())
        (folder / "starts").write_bytes(thrown.starts.astype("<f8").tobytes())
        (folder / "keys").write_bytes(thrown.keys.tobytes())
        (folder / "yaws").write_bytes(thrown.yaws.astype("<f8").tobytes())
        options = msgspec.json.encode({"modules": str(JS), "folder": name}).decode()
        command = [str(node_binary()), str(Path(__file__).parent / "js" / "physics.js"), options]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            raise MachineryError(f"prismarine-physics: expected a track, found {ran.stderr[-500:]!r}")
        said = msgspec.json.decode(ran.stdout.splitlines()[-1], type=dict[str, float])
        track = np.fromfile(folder / "track", dtype="<f8").reshape(number, ticks, 6)
        flags = np.fromfile(folder / "flags", dtype=np.uint8).reshape(number, ticks)
    return Truth(pos=track[:, :, :3], vel=track[:, :, 3:], flags=flags, ticks_per_s=said["ticks"] / said["seconds"])


def imagined(thrown: Launches, threads: int = 2) -> Track:
    """Throw them here."""
    track = rollout(thrown.terrain, thrown.crowd(), thrown.keys, thrown.yaws, track=True, threads=threads)
    assert track is not None
    return track


def touched(thrown: Launches, pos: NDArray[np.float64]) -> dict[str, int]:
    """In how many ticks a body was in, on or against a block of each theme."""
    table = theme_table(VERSION)
    bits = np.zeros(pos.shape[:2], dtype=np.int32)
    at = thrown.terrain.origin
    padded = np.pad(thrown.terrain.states, 1)
    for up in (-0.51, -0.01, 0.9, 1.79):
        for side_x in (-0.31, 0.31):
            for side_z in (-0.31, 0.31):
                cells = np.floor(pos + np.array([side_x, up, side_z])).astype(np.int64) - (at.x, at.y, at.z) + 1
                x, y, z = np.moveaxis(np.clip(cells, 0, np.array([SIZE, HEIGHT, SIZE]) + 1), 2, 0)
                bits |= table[padded[y, z, x]]
    return {name: int((bits >> bit & 1).sum()) for bit, name in enumerate(THEMES) if name != "all"}


def compare(thrown: Launches, threads: int = 2) -> Report:
    """Both sides, and the speeds."""
    number, ticks = thrown.keys.shape
    _say(f"{number} launches of {ticks} ticks in node")
    real = truth(thrown)
    _say("the same here (the first time on a machine, compiling takes half a minute)")
    imagined(thrown, threads)
    began = time.perf_counter()
    ours = imagined(thrown, threads)
    took = time.perf_counter() - began
    off = np.abs(ours.pos - real.pos).max(axis=(1, 2))
    _say("speeds")
    return Report(
        launches=number,
        ticks=number * ticks,
        max_error=float(off.max()),
        max_velocity_error=float(np.abs(ours.vel - real.vel).max()),
        diverged=int((~(off <= TOLERANCE)).sum()),
        wrong_flags=int((ours.flags & ~np.uint8(TOUCHED) != real.flags).sum()),
        touched=touched(thrown, real.pos),
        node_ticks_per_s=round(real.ticks_per_s),
        ticks_per_s=round(number * ticks / took),
        shapes_ticks_per_s=speed(launches(*_CROWD, seed=2), threads),
        cubes_ticks_per_s=speed(launches(*_CROWD, seed=2, themes=("cubes",)), threads),
        threads=threads,
    )


def speed(thrown: Launches, threads: int) -> int:
    """Ticks a second, nothing recorded, the best of three."""
    took = []
    for _ in range(3):
        crowd = thrown.crowd()
        began = time.perf_counter()
        rollout(thrown.terrain, crowd, thrown.keys, thrown.yaws, threads=threads)
        took.append(time.perf_counter() - began)
    return round(thrown.keys.size / min(took))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    """Run it; 0 when all is exact and every theme was touched."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.physics", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--launches", type=int, default=5000, help="how many (default: %(default)s)")
    parser.add_argument("--ticks", type=int, default=100, help="how long each (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    if min(asked.launches, asked.ticks, asked.threads) < 1:
        parser.error(f"expected 1 or more launches, ticks and threads, found {asked.launches}, {asked.ticks} and {asked.threads}")
    report = compare(launches(asked.launches, asked.ticks, asked.seed), asked.threads)
    for name, count in report.touched.items():
        print(f"{name:16} {count:8} ticks")
    print(f"max error {report.max_error:.3g} blocks, {report.diverged} of {report.launches} launches diverged, {report.wrong_flags} wrong flags")
    print(msgspec.json.encode(report).decode())
    return 0 if report.exact else 1


if __name__ == "__main__":
    sys.exit(main())
