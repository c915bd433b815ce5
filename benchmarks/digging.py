"""`python -m benchmarks.digging`: are our dig times those of prismarine-block, the package that decides when the bot stops digging?

Every block with every item and the bare hand, and every tool under efficiency, haste, mining fatigue, in water and in the air.
Mismatches first; the last line is one JSON object: pairs, mismatches, and what was left out because there is nothing to dig.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bridge.node import JS, node_binary
from worldsim.errors import LucidcraftError, MachineryError
from worldsim.facts import LIQUIDS, Facts, facts
from worldsim.tools import dig_ticks

#: So many mismatches are printed.
_SHOWN = 20
#: There is nothing to dig; prismarine-block knows a time all the same.
NOTHING = LIQUIDS | {"air", "cave_air", "void_air"}


class Case(msgspec.Struct, frozen=True):
    """How the digger is: in water, in the air, levels of enchantments and effects (0: none)."""

    water: bool = False
    air: bool = False
    efficiency: int = 0
    aqua: bool = False
    haste: int = 0
    fatigue: int = 0


class Mismatch(msgspec.Struct, frozen=True):
    """A pair on which we differ. Ticks; None: never."""

    block: str
    tool: str | None
    case: Case
    ours: int | None
    theirs: int | None


#: One after the other, and together.
CASES = (
    *(Case(efficiency=level) for level in range(1, 6)),
    *(Case(haste=level) for level in (1, 2)),
    *(Case(fatigue=level) for level in range(1, 6)),
    *(Case(water=True), Case(air=True), Case(water=True, air=True), Case(water=True, aqua=True)),
    *(Case(water=True, efficiency=5, haste=2), Case(air=True, efficiency=3, fatigue=1), Case(True, True, 5, True, 2, 4)),
)


def tools_of(known: Facts) -> tuple[str | None, ...]:
    """The bare hand, a stick, and all items that dig anything faster or make it drop."""
    fast = {tool for speeds in known.tool_speeds.values() for tool in speeds}
    needed = {tool for block in known.blocks.values() for tool in block.harvest or ()}
    return (None, "stick", *sorted(fast | needed))


def theirs(blocks: Sequence[str], tools: Sequence[str | None], cases: Sequence[Case], version: str) -> list[list[list[int | None]]]:
    """Ticks by prismarine-block, by case, block and tool. Raises MachineryError."""
    asked = {"modules": str(JS), "version": version, "blocks": blocks, "tools": tools, "cases": cases}
    script = Path(__file__).parent / "js" / "digging.js"
    run = subprocess.run([str(node_binary()), str(script)], input=msgspec.json.encode(asked), capture_output=True, timeout=300, check=False)
    try:
        return msgspec.json.decode(run.stdout, type=list[list[list[int | None]]])
    except msgspec.DecodeError:
        raise MachineryError(f"expected dig times from prismarine-block, found {run.stderr[-300:]!r}") from None


def compared(blocks: Sequence[str], tools: Sequence[str | None], cases: Sequence[Case], known: Facts) -> list[Mismatch]:
    """Where we differ. Raises MachineryError."""
    found = []
    for case, by_block in zip(cases, theirs(blocks, tools, cases, known.version), strict=True):
        for block, by_tool in zip(blocks, by_block, strict=True):
            for tool, ticks in zip(tools, by_tool, strict=True):
                ours = dig_ticks(block, tool, known, case.water, not case.air, case.efficiency, case.haste, case.fatigue, case.aqua)
                if ours != ticks:
                    found.append(Mismatch(block, tool, case, ours, ticks))
    return found


def main(arguments: Sequence[str]) -> None:
    """The command; see the top of this file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digging", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", default="1.19.4", help="of Minecraft (default: 1.19.4)")
    known = facts(parser.parse_args(arguments).version)
    blocks = [block.name for block in known.blocks.values() if block.name not in NOTHING]
    items: list[str | None] = [None, *known.items]
    tools = tools_of(known)
    sys.stderr.write(f"{len(blocks)} blocks with {len(items)} items, then with {len(tools)} tools in {len(CASES)} cases ...\n")
    wrong = compared(blocks, items, (Case(),), known) + compared(blocks, tools, CASES, known)
    for each in wrong[:_SHOWN]:
        sys.stdout.write(f"{each.block} with {each.tool or 'the bare hand'}, {each.case}: ours {each.ours} ticks, theirs {each.theirs}\n")
    figures = {
        "version": known.version,
        "pairs": len(blocks) * len(items),
        "pairs_in_cases": len(blocks) * len(tools) * len(CASES),
        "mismatches": len(wrong),
        "left_out": sorted(NOTHING),
    }
    sys.stdout.write(msgspec.json.encode(figures).decode() + "\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except LucidcraftError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
