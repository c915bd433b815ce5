"""mine, for many scenarios: a block that stands alone before the feet, on level ground, is dug with the best tool at hand and picked up.

What a block gives to a tool, in how many ticks and with which wear, is asked of the law (`worldsim/laws/mining.py`), once for each pair. The kernel
adds what depends on the scenario: which tool is carried, how worn it is, whether there is room, and which lot is drawn.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from worldsim import laws
from worldsim.actions import Mine
from worldsim.batch.compiling import inner, kernel
from worldsim.batch.pockets import SLOTS, Done, Pockets, expected, in_range
from worldsim.batch.tables import REASONS, STACK, TOOL, Ints, Rows, Tables
from worldsim.batch.threads import deal
from worldsim.blocks import Blocks, blocks_of
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.prediction import Prediction
from worldsim.space import Pos, Vec
from worldsim.state import Body, State, Tool
from worldsim.tools import best_tool

_NOTHING = REASONS.index("nothing_there")
_FULL = REASONS.index("inventory_full")
#: Fewer scenarios are not worth a thread of their own.
_LEAST = 1000
#: Ticks of one that fails at once (worldsim/laws/mining.py).
_SHORT = 2
#: Columns of `Dig.cases`: the tool as an item (-1: bare hand), the reason why it fails (0: it does not), ticks, uses that the tool loses, its uses
#: when new, the first lot.
ITEM, WHY, TICKS, WEAR, USES, FIRST_LOT = range(6)


class Dig(NamedTuple):
    """What comes of digging, as arrays.

    Block b has the cases `first_case[b]` to `first_case[b + 1]`: the first one whose tool is carried holds, the last one is the bare hand.
    Case c has the lots from `cases[c, FIRST_LOT]` to that of the next case. Lot l has probability `p[l]`, and gives the pairs
    `first_pair[l]` to `first_pair[l + 1]`.
    """

    first_case: Ints
    cases: Ints  #: [cases + 1, 6]
    p: NDArray[np.float64]
    first_pair: Ints
    pairs: Ints  #: [pairs, 2] item, count
    items: Ints  #: [items + 1, 4], of the tables


class Quarry(NamedTuple):
    """What can be mined: the number of a block is its place."""

    blocks: tuple[str, ...]
    dig: Dig


@lru_cache(maxsize=8)
def quarry(blocks: tuple[str, ...], names: Tables) -> Quarry:
    """All that the law says of these blocks. Raises UsageError for unknown blocks, and for what falls or digs and is left out of the tables."""
    known = names.facts
    first_case, cases, p, first_pair, pairs = [0], list[list[int]](), list[float](), [0], list[list[int]]()
    for block in blocks:
        for tool in _ranked(block, names):
            said = asked(block, tool, known)
            if any(branch.status != "done" for branch in said.branches) and said.p_success:
                raise UsageError(f"expected blocks that are had for sure where they stand alone, found {block!r}: what falls from it may be lost")
            uses = known.uses(tool) if tool else 0
            why, wear = REASONS.index(said.mode.reason), -said.mode.change.tools.get(tool or "", 0)
            cases.append([names.number(tool) if tool else -1, why, round(said.ticks.p50), wear, uses, len(p)])
            for branch in () if why else said.branches:
                p.append(branch.p)
                pairs += [[names.number(item), count] for item, count in branch.change.inventory.items()]
                first_pair.append(len(pairs))
        first_case.append(len(cases))
    cases.append([-1, 0, 0, 0, 0, len(p)])
    dig = Dig(
        np.array(first_case, dtype=np.int32),
        np.array(cases, dtype=np.int32),
        np.array(p),
        np.array(first_pair, dtype=np.int32),
        np.array(pairs, dtype=np.int32).reshape(-1, 2),
        names.recipes.items,
    )
    return Quarry(blocks, dig)


def mine(scenarios: Pockets, bag: Ints, what: Quarry, block: Ints, dice: NDArray[np.float64] | None = None) -> Done:
    """Each scenario mines `block[n, t]` (places in `what.blocks`), one column after the other; in place. `bag[n, blocks]`: how many are in reach.

    `dice[n, t]` (0-1) draw the lots, as an imagined world draws them; without, it goes as the law thinks likeliest.
    Raises UsageError for wrong dtypes (int32, float64), shapes and ranges.
    """
    n = len(scenarios.carried)
    expected(scenarios.carried, "carried", np.int32, (None, len(what.dig.items) - 1))
    expected(bag, "bag", np.int32, (n, len(what.blocks)))
    expected(block, "block", np.int32, (n, None))
    in_range(block, "block", 0, len(what.blocks) - 1)
    in_range(bag, "bag", 0, 1 << 30)
    if dice is None:
        dice = np.full(block.shape, -1.0)
    else:
        expected(dice, "dice", np.float64, block.shape)
        if dice.size and not 0 <= float(dice.min()) <= float(dice.max()) <= 1:
            raise UsageError(f"dice: expected shares of 0-1, found {dice.min()} to {dice.max()}")
    done = Done(np.empty(block.shape, dtype=np.int8), np.empty(block.shape, dtype=np.int32))
    rows, shares = np.arange(n), dice

    def part(piece: slice) -> None:
        mine_rows(what.dig, scenarios, rows[piece], bag, block[piece], shares[piece], done.reason[piece], done.ticks[piece])

    deal(part, n, _LEAST)
    return done


def _ranked(block: str, names: Tables) -> list[str | None]:
    """The tools that are better than the bare hand, in the order in which the best one is looked for, and the bare hand."""
    if block not in names.facts.blocks or block == "air":
        raise UsageError(f"expected blocks of Minecraft {names.facts.version} that can be mined, found {block!r}")
    left, ranked = set(names.tools), list[str | None]()
    while (best := best_tool(block, left, names.facts)) is not None:
        ranked.append(best)
        left.remove(best)
    return [*ranked, None]


#: Where the block stands, when the feet are in (0, 1, 0).
AHEAD = Pos(0, 1, 1)
_SPAN, _HIGH = range(-2, 3), range(1, 5)


def before_the_feet(state: State, block: str, known: Facts) -> State:
    """The same body, with all that it carries, in the middle of level ground, with nothing but this block before it: what the tables tell of."""
    cells = {Pos(x, 0, z): known.blocks["stone"].default for x in _SPAN for z in _SPAN}
    cells |= {Pos(x, y, z): known.blocks["air"].default for x in _SPAN for z in _SPAN for y in _HIGH}
    body = msgspec.structs.replace(state.body, pos=Vec(0.5, 1.0, 0.5))
    return msgspec.structs.replace(state, body=body, blocks=blocks_of(known.palette, {**cells, AHEAD: known.blocks[block].default}))


def asked(block: str, tool: str | None, known: Facts) -> Prediction:
    """What the law says of such a block to who carries this tool, new, and nothing else."""
    carried, tools = ({tool: 1}, (Tool(tool, known.uses(tool)),)) if tool else ({}, ())
    body = Body(Vec(0.5, 1.0, 0.5), Vec(0, 0, 0))
    state = State(tick=0, body=body, inventory=carried, tools=tools, free_slots=35, blocks=Blocks(known.palette))
    return laws.predict(before_the_feet(state, block, known), Mine(AHEAD), known)


@kernel
def mine_rows(
    dig: Dig, scenarios: Pockets, rows: Rows, bag: Ints, block: Ints, dice: NDArray[np.float64], reason: NDArray[np.int8], ticks: Ints
) -> None:
    """The kernel: scenario `rows[i]` does row i of the actions. Nothing is checked; no scenario may come twice."""
    for i in range(len(rows)):
        for column in range(block.shape[1]):
            code, spent = _mine(dig, scenarios, rows[i], bag[rows[i]], block[i, column], dice[i, column])
            reason[i, column], ticks[i, column] = code, spent


@inner
def _mine(dig: Dig, scenarios: Pockets, row: int, bag: Ints, block: int, die: float) -> tuple[int, int]:
    """(reason, ticks)."""
    carried, cases, items, held = scenarios.carried[row], dig.cases, dig.items, scenarios.held[row]
    if bag[block] == 0:
        return _NOTHING, _SHORT
    case = dig.first_case[block]
    while cases[case, ITEM] >= 0 and carried[cases[case, ITEM]] == 0:
        case += 1
    if cases[case, WHY]:
        return cases[case, WHY], cases[case, TICKS]
    lot, full = _lot(dig, carried, scenarios.free[row], case, die)
    bag[block] -= 1
    used, tool = 0, cases[case, ITEM]
    if not full:
        for pair in range(dig.first_pair[lot], dig.first_pair[lot + 1]):
            used += _add(items, carried, dig.pairs[pair, 0], dig.pairs[pair, 1])
    if tool >= 0:
        worn = scenarios.worn[row]
        place = items[tool, TOOL]
        if cases[case, USES] - worn[place] > cases[case, WEAR]:
            worn[place] += cases[case, WEAR]
        else:
            worn[place] = 0
            used += _add(items, carried, tool, -1)
        held = tool
    elif held >= 0 and items[held, TOOL] >= 0:
        held = -1
    if held >= 0 and carried[held] == 0:
        held = -1
    scenarios.held[row] = held
    scenarios.free[row] = max(0, min(SLOTS, scenarios.free[row] - used))
    return (_FULL if full else 0), cases[case, TICKS]


@inner
def _lot(dig: Dig, carried: Ints, free: int, case: int, die: float) -> tuple[int, bool]:
    """(which lot, whether there is no room for it): by the die, or the likeliest of the likelier side if that is negative."""
    first, last = dig.cases[case, FIRST_LOT], dig.cases[case + 1, FIRST_LOT]
    if last - first == 1:
        return first, _full(dig, carried, free, first)
    total, fits = 0.0, 0.0
    for lot in range(first, last):
        total += dig.p[lot]
        if not _full(dig, carried, free, lot):
            fits += dig.p[lot]
    if die < 0:
        best, most = first, -1.0
        for lot in range(first, last):
            if _full(dig, carried, free, lot) != (fits >= 0.5) and dig.p[lot] > most:
                best, most = lot, dig.p[lot]
        return best, fits < 0.5
    point, lot = die * total, first
    while lot < last:
        point -= dig.p[lot]
        if point < 0:
            break
        lot += 1
    lot = min(lot, last - 1)
    return lot, _full(dig, carried, free, lot)


@inner
def _full(dig: Dig, carried: Ints, free: int, lot: int) -> bool:
    for pair in range(dig.first_pair[lot], dig.first_pair[lot + 1]):
        item, stack = dig.pairs[pair, 0], dig.items[dig.pairs[pair, 0], STACK]
        if dig.pairs[pair, 1] > (-carried[item]) % stack + free * stack:
            return True
    return False


@inner
def _add(items: Ints, carried: Ints, item: int, count: int) -> int:
    """Alter a count: how many slots more it fills."""
    before, stack = carried[item], items[item, STACK]
    after = before + count
    carried[item] = after
    more: int = (after + stack - 1) // stack - (before + stack - 1) // stack
    return more
