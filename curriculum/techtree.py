"""What has to come before what: the cheapest way to each item with the actions there are, and the steps from here to there.

Ways are digging and crafting. An item that needs anything else (smelting, fighting, trade) has no way, and `hindrance` says what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil, inf
from typing import TYPE_CHECKING

import msgspec

from worldsim.drops import harvests
from worldsim.facts import Facts, facts
from worldsim.recipe_graph import NATURAL, Crafted, Mined, sources
from worldsim.tools import dig_ticks

if TYPE_CHECKING:
    import networkx

TABLE = "crafting_table"

#: What the surface shows nearly everywhere (Minecraft Wiki, "Overworld"); logs and leaves only of the wood at hand.
_COMMON = frozenset({"stone", "dirt", "grass_block", "sand", "gravel", "grass"})
#: It generates in mineshafts only, not in the open land (Minecraft Wiki, "Cobweb").
_NOT_IN_THE_OPEN = frozenset({"cobweb"})
#: Ticks to get to a block that is common, and to one that has to be searched for: a few steps, the longest exploring.
_NEAR, _FAR = 40.0, 1200.0
#: Ticks to pick up what falls, and to craft once.
_PICK_UP, _CRAFT = 10.0, 5.0


def _pairs(text: str) -> dict[str, str]:
    return {key: value for key, _, value in (pair.partition("<") for pair in text.split())}


#: What a furnace yields, from what (Minecraft Wiki, "Smelting", Java Edition 1.19; the commonest).
_SMELTED = _pairs(
    "glass<sand iron_ingot<raw_iron gold_ingot<raw_gold copper_ingot<raw_copper charcoal<logs stone<cobblestone smooth_stone<stone"
    " brick<clay_ball terracotta<clay nether_brick<netherrack netherite_scrap<ancient_debris deepslate<cobbled_deepslate green_dye<cactus"
    " smooth_sandstone<sandstone sponge<wet_sponge dried_kelp<kelp baked_potato<potato cooked_beef<beef cooked_porkchop<porkchop"
    " cooked_chicken<chicken cooked_mutton<mutton cooked_rabbit<rabbit cooked_cod<cod cooked_salmon<salmon"
)
#: What a creature leaves behind (Minecraft Wiki, "Drops").
_FOUGHT = _pairs(
    "leather<cow beef<cow porkchop<pig mutton<sheep white_wool<sheep chicken<chicken feather<chicken egg<chicken string<spider"
    " spider_eye<spider bone<skeleton rotten_flesh<zombie gunpowder<creeper ender_pearl<enderman slime_ball<slime blaze_rod<blaze"
    " ghast_tear<ghast ink_sac<squid rabbit_hide<rabbit"
)


class Ways(msgspec.Struct, frozen=True, eq=False):
    """The cheapest way to each item that can be had, and what one costs, in ticks. Following the ways never leads in a circle."""

    best: dict[str, Mined | Crafted]
    cost: dict[str, float]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Get `count` more of `item` by `way`, after the steps for `needs`. `total`: carried then, so that later steps find theirs."""

    item: str
    count: int
    total: int
    way: Mined | Crafted
    needs: tuple[str, ...] = ()


@lru_cache(maxsize=32)
def ways(wood: str = "oak") -> Ways:
    """The cheapest ways when `wood` is the kind of tree at hand."""
    data = facts()
    best: dict[str, Mined | Crafted] = {}
    cost: dict[str, float] = {}
    # Relaxed until nothing gets cheaper, as in Bellman and Ford. No circle of recipes is a gain, so it ends, and the ways are free of circles.
    changed = True
    while changed:
        changed = False
        for item in data.items:
            for way in sources(item, data):
                price = _price(way, cost, wood, data)
                if price < cost.get(item, inf) - 1e-9:
                    best[item], cost[item], changed = way, price, True
    return Ways(best, cost)


def obtainable(item: str) -> bool:
    """Can it be had by digging and crafting, from bare hands?"""
    return item in ways().best


def hindrance(item: str) -> str:
    """Why an item cannot be had, in a few words; follows the recipes down to what is missing. '' if it can."""
    return "" if obtainable(item) else _why(item, ())


def steps(want: Mapping[str, int], carried: Mapping[str, int], wood: str = "oak", table: bool = False) -> list[Step]:
    """What to dig and to craft, in order, until all of `want` is carried at once; [] if it is. `table`: a crafting table stands within reach.

    One step an item, however many later ones need it. Raises KeyError for an item that is not `obtainable`.
    """
    plan = _Plan(dict(carried), wood, table)
    plan.kept = set(want)
    for item, count in want.items():
        plan.take(item, count)
    return plan.in_order()


def tech_tree(items: Sequence[str], wood: str = "oak") -> networkx.DiGraph[str]:
    """All that has to come before these items, from bare hands: a DAG over item names, an edge from what is needed to what needs it.

    Nodes carry `count`, and `way` ('mined' or 'crafted').
    """
    import networkx

    tree: networkx.DiGraph[str] = networkx.DiGraph()
    for step in steps(dict.fromkeys(items, 1), {}, wood):
        tree.add_node(step.item, count=step.count, way="mined" if isinstance(step.way, Mined) else "crafted")
        tree.add_edges_from((need, step.item) for need in step.needs)
    return tree


class _Plan:
    """Takes items from a stock, and plans what the stock lacks."""

    def __init__(self, stock: dict[str, int], wood: str, table: bool) -> None:
        self.stock = stock
        self.ways = ways(wood)
        self.table = table
        self.kept: set[str] = set()  #: wanted in the end, so there to be used meanwhile
        self.used: dict[str, int] = {}
        self.steps: dict[str, Step] = {}

    def take(self, item: str, count: int) -> None:
        """Use up `count`, getting more first where needed."""
        self.used[item] = self.used.get(item, 0) + count
        if (lacking := count - self.stock.get(item, 0)) > 0:
            self._get(item, lacking)
        self.stock[item] -= count

    def in_order(self) -> list[Step]:
        """The steps, each after what it needs."""
        ordered: dict[str, Step] = {}

        def visit(step: Step) -> None:
            for need in step.needs:
                if need in self.steps and need not in ordered:
                    visit(self.steps[need])
            ordered[step.item] = step

        for step in self.steps.values():
            if step.item not in ordered:
                visit(step)
        return [msgspec.structs.replace(step, total=max(self.used.get(step.item, 0), step.count)) for step in ordered.values()]

    def _get(self, item: str, lacking: int) -> None:
        way = self.ways.best[item]
        needs: list[str] = []
        if isinstance(way, Mined):
            made = lacking
            if way.tool is not None:
                needs.append(self._tool(way.block, way.tool))
        else:
            times = ceil(lacking / way.recipe.count)
            made = times * way.recipe.count
            if way.needs_table and not self.table:
                needs.append(self._have(TABLE))
            for cell in way.recipe.cells:
                for _ in range(times):
                    choice = self._choice(cell)
                    self.take(choice, 1)
                    needs.append(choice)
        self.stock[item] = self.stock.get(item, 0) + made
        before = self.steps.get(item)
        if before is not None:
            made, needs = made + before.count, [*before.needs, *needs]
        self.steps[item] = Step(item=item, count=made, total=made, way=way, needs=tuple(dict.fromkeys(needs)))

    def _have(self, item: str) -> str:
        """Something that is not used up: got once, then put back."""
        if item not in self.kept and self.stock.get(item, 0) < 1:
            self.take(item, 1)
            self.stock[item] += 1
        return item

    def _tool(self, block: str, cheapest: str) -> str:
        """Something that harvests the block: what there is, or the cheapest."""
        return next(
            (item for item, n in self.stock.items() if n > 0 and item in facts().items and harvests(block, item, facts())), None
        ) or self._have(cheapest)

    def _choice(self, cell: Sequence[str]) -> str:
        """What is in stock before what is cheap."""
        return min(cell, key=lambda item: (self.stock.get(item, 0) < 1, self.ways.cost.get(item, inf)))


def _price(way: Mined | Crafted, cost: Mapping[str, float], wood: str, data: Facts) -> float:
    if isinstance(way, Crafted):
        cells = sum(min(cost.get(item, inf) for item in cell) for cell in way.recipe.cells)
        return (cells + _CRAFT) / way.recipe.count + (cost.get(TABLE, inf) if way.needs_table else 0.0)
    ticks = dig_ticks(way.block, way.tool, data)
    if ticks is None or way.block in _NOT_IN_THE_OPEN or way.mean <= 0:
        return inf
    there = _NEAR if way.block in _COMMON or way.block in (f"{wood}_log", f"{wood}_leaves") else _FAR
    return (there + ticks + _PICK_UP) / way.mean + (cost.get(way.tool, inf) if way.tool else 0.0)


def _why(item: str, asked: tuple[str, ...]) -> str:
    if item in _SMELTED:
        return f"{item} is smelted from {_SMELTED[item]}, and rules plan no smelting: with --model such a skill can be written"
    if item in _FOUGHT:
        return f"{item} comes from {_a(_FOUGHT[item])}, and rules plan no hunting for it: with --model such a skill can be written"
    for way in sources(item, facts()):
        if isinstance(way, Mined) and way.tool is not None and way.tool not in asked:
            return f"{item} falls from {way.block} only to {_a(way.tool)} or better; {_why(way.tool, (*asked, item))}"
        if isinstance(way, Crafted):
            for cell in way.recipe.cells:
                if not any(obtainable(choice) for choice in cell) and not set(cell) & {*asked, item}:
                    return f"{item} is crafted from {cell[0]}; {_why(cell[0], (*asked, item))}"
    if item in NATURAL:
        return f"{item} does not fall when it is dug"
    return f"{item} is neither dug from the open land nor crafted"


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
