"""`python -m bridge.alter --seed S --changes K -o FILE [--notes FILE]`: a world whose rules differ from vanilla's in K ways.

FILE holds {"rules": ..., "manifest": [...]}: the overlay for `bridge.server --world-rules` and `agent.run --world-rules`, which read "rules" alone,
and what was changed, with a client action that shows it, for whoever measures what an agent finds out. `--notes` writes the changes as a server
would tell its players.
The same seed gives the same changes, and K of them are the first K of any larger number.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from bridge.altering import bodies, digging, making
from bridge.altering.playable import lost
from bridge.altering.rules import Change, merged, overlay_of, vanilla
from worldsim.errors import UsageError
from worldsim.files import save, writable
from worldsim.flags import Parser, command, patience, say

#: What can be changed. Each gives changes, at most one about a thing, in any order.
KINDS: tuple[Callable[[Random], Iterator[Change]], ...] = (
    digging.drop_items, digging.drop_counts, digging.drop_tools, digging.drop_chances, digging.hardness, digging.speeds, digging.uses,
    digging.tiers, digging.stacks, digging.experience, making.recipe_counts, making.recipe_ingredients, making.recipe_shapes,
    making.recipe_extras, making.recipes_removed, making.recipes_added, making.fuels, making.smelted, making.smelting_times, *bodies.KINDS,
)  # fmt: skip


class Altered(msgspec.Struct, frozen=True, kw_only=True):
    """An altered world. `rules` is the overlay; the agent never reads `manifest`."""

    seed: int
    changes: int
    rules: dict[str, Any]
    manifest: list[Change]

    def text(self) -> str:
        """As it is written: the same bytes for the same seed and number of changes."""
        return json.dumps(msgspec.to_builtins(self), indent=1) + "\n"

    def notes(self) -> str:
        """The changes as a server's rules page."""
        told = (f"- {change.says[0].upper()}{change.says[1:]}\n" for change in self.manifest)
        return f"Rules of this world. Whatever is not told here is as everywhere.\n\n{''.join(told)}"


def alter(seed: int, changes: int) -> Altered:
    """Change `changes` rules, by chance of `seed`: of as many kinds as there are, about different things, and so that the game stays playable.

    What that guarantees is told in altering/playable.py. Raises UsageError when so many cannot be had.
    """
    if changes < 1:
        raise UsageError(f"--changes: expected 1 or more, found {changes}")
    if abs(seed) >= 2**53:
        raise UsageError(f"--seed: expected a whole number below 2^53, found {seed}")
    chosen: list[Change] = []
    for change in _drafts(seed):
        if _goes_with(change, chosen) and not lost(merged(vanilla(), overlay_of([*chosen, change]))):
            chosen.append(change)
        if len(chosen) == changes:
            manifest = [msgspec.structs.replace(each, about="") for each in chosen]
            return Altered(seed=seed, changes=changes, rules=overlay_of(chosen), manifest=manifest)
    why = "more would be about the same things, or leave nothing to play"
    raise UsageError(f"--changes: expected at most {len(chosen)} with seed {seed}, found {changes}: {why}")


def _drafts(seed: int) -> Iterator[Change]:
    """All that could be changed, in turn from each kind."""
    dice = Random(seed)
    piles = [[*kind(dice)] for kind in KINDS]
    for pile in piles:
        dice.shuffle(pile)
    dice.shuffle(piles)
    while any(piles):
        for pile in piles:
            if pile:
                yield pile.pop()


def _goes_with(change: Change, chosen: list[Change]) -> bool:
    """Whether it is about another thing than all others, and shows whatever they do."""
    grids = [grid for other in chosen for grid in other.shows.get("grids", ())]
    return all(other.about != change.about for other in chosen) and not any(grid in grids for grid in change.shows.get("grids", ()))


@command
def main(argv: list[str] | None = None) -> int:
    """Make one; 2 for a number of changes that cannot be had."""
    parser = Parser(prog="python -m bridge.alter", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of the changes, not of the land (default 1)")
    parser.add_argument("--changes", type=int, default=5, metavar="K", help="how many rules differ (default 5)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where the world goes (default: on stdout)")
    parser.add_argument("--notes", type=Path, metavar="FILE", help="where the changes go as prose, for readers of rules (agent.run --notes)")
    asked = parser.parse_args(argv)
    for path, flag in ((asked.output, "-o"), (asked.notes, "--notes")):
        if path is not None:
            writable(path, f"name another with {flag} FILE")
    with patience("altering, so that the game stays playable"):
        made = alter(asked.seed, asked.changes)
    if asked.notes:
        save(asked.notes, made.notes().encode(), "name another with --notes FILE")
    if asked.output:
        save(asked.output, made.text().encode(), "name another with -o FILE")
        say([f"{asked.output}  ({asked.changes} changes)"])
    else:
        say(made.text().splitlines())
    if asked.notes and asked.output:
        say([f"{asked.notes}  (the same in prose)"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
