"""`python -m benchmarks.worldsim [--quick]`: how fast the imagined world is, batched and one by one, beside the goals for two cores.

Each figure is the median of several repeats after a first one that is not counted (compilers and caches get warm); the best one is printed beside
it, for a machine that others use too. The start of the dreams is a real state, seen by the bot on the embedded server; at the end the same mixture
of actions that the crowd did is done by one body on the real server, at warp 1. Progress goes to stderr.

The last line is one JSON object. All in 1/s, but milliseconds where the name ends in _ms:
  recipes_per_s             crafts by the batched law, 100,000 scenarios (benchmarks/crowds.py)
  physics_per_s             ticks of bodies on rough land of full cubes; physics_all_shapes_per_s: on land with every shape
  mixed_per_s               actions of whole scenarios: craft, mine, hold, wait, move with physics (benchmarks/mix.py)
  recipes_single_per_s      crafts by the scalar law, with the state after each
  dream_200_ms              a dream of 200 actions of a program in the sandbox, over the laws; monty_floor_ms: the sandbox alone, answered by nobody
  fork_ms                   a suspended program and its imagined world, forked
  cartpole_per_s            steps of Gymnasium's vectorised CartPole in numpy, for comparison
  server_actions_per_s      actions of one body on the real server; ratio_to_server: mixed_per_s / that
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks import crowds, dreams
from benchmarks.pace import Pace, Work, awake, lasting, profile, rate
from benchmarks.realtime import Stretch, real_state, stretch
from worldsim.errors import LucidcraftError
from worldsim.state import State

#: What two cores should reach: at least so many a second, at most so many milliseconds.
GOALS = {
    "recipes_per_s": 10e6,
    "physics_per_s": 8e6,
    "physics_all_shapes_per_s": 3e6,
    "mixed_per_s": 1e6,
    "dream_200_ms": 60.0,
    "fork_ms": 2.0,
    "ratio_to_server": 100_000.0,
}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line; see the top of this file."""

    recipes_per_s: float
    physics_per_s: float
    physics_all_shapes_per_s: float
    mixed_per_s: float
    recipes_single_per_s: float
    dream_200_ms: float
    monty_floor_ms: float
    fork_ms: float
    cartpole_per_s: float
    server_actions_per_s: float
    ratio_to_server: float


class Figure(msgspec.Struct, frozen=True):
    """One of them, as it is measured."""

    name: str
    lay_out: Callable[[], Work]
    repeats: int

    @property
    def low_is_good(self) -> bool:
        return self.name.endswith("_ms")

    def measure(self) -> Pace:
        return (lasting if self.low_is_good else rate)(self.lay_out(), self.repeats)


def figures(start: State, quick: bool) -> list[Figure]:
    """All but the server's. `quick`: small, for a first impression."""
    few, more, many = (2_000, 5, 2) if quick else (100_000, 20, 7)
    cubes = ("cubes",)
    return [
        # First, as in a run: what the compiled engine leaves in memory is looked through by every collection of garbage.
        Figure("dream_200_ms", lambda: dreams.dreamed(start), 2 * many),
        Figure("monty_floor_ms", lambda: dreams.floor(start), 2 * many),
        Figure("fork_ms", lambda: dreams.fork(start), 2 * many),
        Figure("recipes_per_s", lambda: crowds.recipes(few, more), many),
        Figure("physics_per_s", lambda: crowds.physics(few // 2, 2 * more, cubes), many),
        Figure("physics_all_shapes_per_s", lambda: crowds.physics(few // 2, 2 * more, None), many),
        Figure("mixed_per_s", lambda: crowds.mixed(few, more // 2), many),
        Figure("recipes_single_per_s", lambda: crowds.recipes_single(crowds.at_table(start), 2_000 // (10 if quick else 1)), many),
        Figure("cartpole_per_s", lambda: crowds.cartpole(few // 10, 2 * more), many),
    ]


def measure(wanted: list[Figure], keep_awake: bool = False) -> dict[str, Pace]:
    """One after the other. `keep_awake`: what takes one core (the milliseconds) is done beside a busy one."""
    found = {}
    for figure in wanted:
        _say(f"{figure.name}: {figure.repeats + 1} times")
        with awake(keep_awake and figure.low_is_good):
            found[figure.name] = figure.measure()
    return found


def report(found: dict[str, Pace], server: Stretch) -> Report:
    """The medians."""
    paces = {name: _round(pace.median) for name, pace in found.items()}
    ratio = found["mixed_per_s"].median / server.per_s
    return Report(**paces, server_actions_per_s=_round(server.per_s), ratio_to_server=_round(ratio))


def missed(said: Report) -> list[str]:
    """The figures that do not reach their goals."""
    return [name for name, goal in GOALS.items() if (getattr(said, name) > goal if name.endswith("_ms") else getattr(said, name) < goal)]


def show(said: Report, found: dict[str, Pace], server: Stretch) -> None:
    """The table."""
    table = Table("figure", "median", "best", "goal", "", title="how fast the imagined world is")
    misses = missed(said)
    for name in Report.__struct_fields__:
        goal = GOALS.get(name)
        best = _text(found[name].best) if name in found else ""
        verdict = "" if goal is None else "MISSED" if name in misses else "reached"
        bound = "" if goal is None else f"{'<=' if name.endswith('_ms') else '>='} {_text(goal)}"
        table.add_row(name, _text(getattr(said, name)), best, bound, verdict)
    console = Console(width=110)
    console.print(table)
    verbs = ", ".join(f"{count} {verb}" for verb, count in server.by_verb.items())
    console.print(f"on the server: {server.actions} actions in {server.seconds:.1f} s at warp 1 ({verbs}), {server.done} of them done")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(argv: list[str] | None = None) -> int:
    """Measure and print; 0 however the figures are, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.worldsim", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small crowds, few repeats, 5 s on the server: a first impression, not the figures")
    parser.add_argument("--profile", action="store_true", help="say where the time goes of what misses its goal (to stderr)")
    parser.add_argument("--awake", action="store_true", help="keep another core busy during the milliseconds: virtual machines wake slowly")
    parser.add_argument("--seed", type=int, default=1, help="of the world that dreams start in (default %(default)s)")
    parser.add_argument("--seconds", type=float, default=None, help="how long the real server is watched (default 25, with --quick 5)")
    asked = parser.parse_args(argv)
    seconds = asked.seconds if asked.seconds is not None else 5.0 if asked.quick else 25.0
    if not 0 < seconds <= 3600:
        parser.error(f"--seconds: expected more than 0, at most 3600, found {seconds:g}")
    try:
        _say("a world on the embedded server, to start dreams from")
        wanted = figures(real_state(asked.seed), asked.quick)
        found = measure(wanted, asked.awake)
        _say(f"the same mixture on the real server, {seconds:g} s")
        server = stretch(seconds, asked.seed)
        said = report(found, server)
        for figure in wanted if asked.profile else ():
            if figure.name in missed(said):
                _say(f"\n{figure.name} misses its goal; one run, by the functions' own time:\n{profile(figure.lay_out())}")
    except LucidcraftError as error:
        print(f"benchmark failed: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    show(said, found, server)
    print(msgspec.json.encode(said).decode())
    return 0


def _round(value: float) -> float:
    return round(value) if value >= 1000 else round(value, 3)


def _text(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
