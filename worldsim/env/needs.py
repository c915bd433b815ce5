"""What a goal needs, from the recipe graph: what to mine and what to craft. Woods that serve alike are one group: what is learned holds for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.goals import All, Any, Built, Goal, Has, Knows
from worldsim.recipe_graph import Crafted, Mined, sources

TABLE = "crafting_table"
_WOODS = ("oak", "birch", "spruce", "jungle", "acacia", "dark_oak", "mangrove", "cherry")
#: An item that falls from fewer blocks than one in so many is not mined for.
_RARE = 0.5


class Group(msgspec.Struct, frozen=True):
    """Items that serve alike, under one name. `blocks`: what is mined for them, () if they are crafted."""

    label: str
    items: tuple[str, ...]
    blocks: tuple[str, ...] = ()


class Needs(msgspec.Struct, frozen=True):
    """Groups in the order in which they are needed."""

    mined: tuple[Group, ...]
    crafted: tuple[Group, ...]
    tools: tuple[str, ...]  #: what wears out, among them
    table: bool

    @property
    def items(self) -> tuple[Group, ...]:
        """All that is counted."""
        return (*self.mined, *self.crafted)


@lru_cache(maxsize=64)
def needs_of(goal: Goal, facts: Facts) -> Needs:
    """Everything that may have to be had for the goal. Raises UsageError for an item that is neither dug nor crafted."""
    search = _Search(facts)
    for items in _wanted(goal):
        if not sum(search.visit(item, ()) for item in items):
            raise UsageError(f"goal: expected something that can be dug or crafted, found {' | '.join(items)}; ask for something on the way to it")
    sought = tuple(block for part in _parts(goal) if isinstance(part, Knows) for block in part.blocks)
    mined = list(_grouped(search.mined))
    known = {block for group in mined for block in group.blocks}
    mined += [Group(block, (), (block,)) for block in dict.fromkeys(sought) if block not in known]
    crafted = tuple(_grouped(dict.fromkeys(search.crafted, ())))
    tools = tuple(item for item in (*search.mined, *search.crafted) if facts.uses(item))
    return Needs(tuple(mined), crafted, tools, search.table)


class _Search:
    """Follows the recipes down, by the first way to each item that comes to an end."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.mined: dict[str, tuple[str, ...]] = {}
        self.crafted: list[str] = []
        self.table = False

    def visit(self, item: str, above: tuple[str, ...]) -> bool:
        if item in self.mined or item in self.crafted:
            return True
        if item in above:
            return False
        above = (*above, item)
        ways = sources(item, self.facts)
        mined = [way for way in ways if isinstance(way, Mined)]
        if any(way.block == item for way in mined):
            return self._mine(item, [way for way in mined if way.block == item], above)
        return any(self._craft(item, way, above) for way in ways if isinstance(way, Crafted)) or self._mine(item, mined, above)

    def _mine(self, item: str, ways: list[Mined], above: tuple[str, ...]) -> bool:
        good = [way for way in ways if way.mean >= _RARE]
        if not good or not (good[0].tool is None or self.visit(good[0].tool, above)):
            return False
        self.mined[item] = tuple(way.block for way in good if way.tool == good[0].tool)
        return True

    def _craft(self, item: str, way: Crafted, above: tuple[str, ...]) -> bool:
        for cell in dict.fromkeys(way.recipe.cells):
            natural = [choice for choice in cell if any(isinstance(each, Mined) and each.block == choice for each in sources(choice, self.facts))]
            if not self._any(natural or cell, above):
                return False
        if way.needs_table and item != TABLE:
            if not self.visit(TABLE, above):
                return False
            self.table = True
        self.crafted.append(item)
        return True

    def _any(self, choices: Iterable[str], above: tuple[str, ...]) -> bool:
        """The first of these that can be had, and all that differ from it in the wood alone."""
        kind: str | None = None
        for choice in choices:
            if (kind is None or _kind(choice) == kind) and self.visit(choice, above):
                kind = _kind(choice)
        return kind is not None


def _parts(goal: Goal) -> Iterator[Goal]:
    if isinstance(goal, All | Any):
        for part in goal.goals:
            yield from _parts(part)
    else:
        yield goal


def _wanted(goal: Goal) -> Iterator[tuple[str, ...]]:
    for part in _parts(goal):
        if isinstance(part, Has):
            yield part.items
        elif isinstance(part, Built):
            yield from ((item,) for item in part.blueprint.materials())


def _grouped(blocks: dict[str, tuple[str, ...]]) -> Iterator[Group]:
    """Items with their blocks, those that differ in the wood alone together."""
    kinds: dict[str, list[str]] = {}
    for item in blocks:
        kinds.setdefault(_kind(item), []).append(item)
    for kind, items in kinds.items():
        label = kind if len(items) > 1 else items[0]
        yield Group(label, tuple(items), tuple(dict.fromkeys(block for item in items for block in blocks[item])))


def _kind(item: str) -> str:
    return next((item.removeprefix(f"{wood}_") for wood in sorted(_WOODS, key=len, reverse=True) if item.startswith(f"{wood}_")), item)


def labels(groups: Iterable[Group]) -> tuple[str, ...]:
    """Their names."""
    return tuple(group.label for group in groups)
