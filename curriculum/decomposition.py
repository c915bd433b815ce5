"""What a model answers when it splits a wish into sub-goals, and what code finds wrong with that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from curriculum.judge import judge
from curriculum.techtree import hindrance
from worldsim.facts import facts
from worldsim.goals import Explored, Goal, Has, Knows, Stands
from worldsim.state import State
from worldsim.tables.growth import PLANTED, PLANTS

#: Sub-goals of one wish.
MOST = 12
#: Slots of an inventory; farthest that a `stands` may look, in blocks; columns that an exploration may ask for.
_SLOTS, _FARTHEST, _COLUMNS = 36, 64, 50_000
#: Blocks that one `stands` may ask for.
_MOST_STANDING = 256
#: A sub-goal's name: a few words, for people and for `needs`.
_SHOWN = 60
_NAME = re.compile(r"[\w][\w' -]{0,39}")
#: What turns the ground into another block (Minecraft Wiki, "Hoe", "Shovel"), and blocks that a thing becomes at a wall.
_MADE_WITH = {"farmland": "wooden_hoe", "dirt_path": "wooden_shovel", "wall_torch": "torch"}


class _Wanted(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    pass


class Having(_Wanted, frozen=True, kw_only=True, tag="has"):
    """So many of any of these items are carried."""

    items: tuple[str, ...]
    count: int = 1


class Building(_Wanted, frozen=True, kw_only=True, tag="building"):
    """Something made of blocks, in words for an architect. `near`: beside such a block, where there is room."""

    brief: str
    near: tuple[str, ...] = ()


class Standing(_Wanted, frozen=True, kw_only=True, tag="stands"):
    """So many of these blocks stand near."""

    blocks: tuple[str, ...]
    count: int = 1
    within: int = 24


class Knowing(_Wanted, frozen=True, kw_only=True, tag="knows"):
    """Such blocks were found."""

    blocks: tuple[str, ...]
    count: int = 1


class Exploring(_Wanted, frozen=True, kw_only=True, tag="explored"):
    """So many columns are known."""

    columns: int


Wanted = Having | Building | Standing | Knowing | Exploring


class SubGoal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of a wish. `needs`: the names of those that come before it."""

    name: str
    goal: Wanted
    needs: tuple[str, ...] = ()
    why: str = ""


class Decomposition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A wish, split: a DAG by the sub-goals' names."""

    sub_goals: tuple[SubGoal, ...]


def described(wanted: Wanted) -> str:
    """A sub-goal in a few words, for people and prompts."""
    match wanted:
        case Having(items=items, count=count):
            return f"carry {count} {' or '.join(items[:3])}"
        case Standing(blocks=blocks, count=count, within=within):
            return f"let {count} {' or '.join(blocks[:3])} stand within {within} blocks"
        case Knowing(blocks=blocks, count=count):
            return f"find {count} {' or '.join(blocks[:3])}"
        case Exploring(columns=columns):
            return f"explore {columns} columns"
        case Building(brief=brief, near=near):
            return f"build {brief}" + (f", beside {' or '.join(near[:3])}" if near else "")


def goal_of(wanted: Wanted, state: State) -> Goal | None:
    """The predicate of a sub-goal, seen from here; None for a building, whose predicate is its blueprint."""
    match wanted:
        case Having(items=items, count=count):
            return Has(items, count)
        case Standing(blocks=blocks, count=count, within=within):
            return Stands(blocks, count, state.body.pos.cell, within)
        case Knowing(blocks=blocks, count=count):
            return Knows(blocks, count)
        case Exploring(columns=columns):
            return Explored(columns)
        case Building():
            return None


def problems(split: Decomposition, state: State) -> list[str]:
    """All that is wrong with it, a line each, for the model; [] if it can be pursued."""
    names = [part.name for part in split.sub_goals]
    found = []
    if not names:
        return ["there is no sub-goal: name at least one"]
    if len(names) > MOST:
        found.append(f"there are {len(names)} sub-goals, more than {MOST}: name fewer, larger ones")
    found += [f"{_short(name)} is the name of several sub-goals: give each its own" for name in dict.fromkeys(names) if names.count(name) > 1]
    found += [f"{_short(name)} is no name: expected 1 to 40 letters, digits and spaces" for name in names if not _NAME.fullmatch(name)]
    for part in split.sub_goals:
        found += [f"{_short(part.name)} needs {_short(need)}, which is no sub-goal" for need in part.needs if need not in names]
        found += [f"{_short(part.name)}: {problem}" for problem in (*_wrong(part.goal), *_idle(part.goal, state))]
    if not found and (circle := cycle(split)):
        found.append(f"they need one another in a circle: {' -> '.join(circle)}")
    return found


def takes(block: str) -> str | None:
    """The item that makes this block stand: its seed, a tool for the ground, or itself; None where a player has none."""
    if block in PLANTS:
        return PLANTS[block].seed
    item = _MADE_WITH.get(block, block)
    planted = next((seed for seed, (becomes, _) in PLANTED.items() if becomes == block), None)
    return planted or (item if item in facts().items else None)


def cycle(split: Decomposition) -> list[str]:
    """A circle among the needs, its first name again at the end; [] if there is none."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(part.name for part in split.sub_goals)
    graph.add_edges_from((need, part.name) for part in split.sub_goals for need in part.needs)
    try:
        edges = networkx.find_cycle(graph)
    except networkx.NetworkXNoCycle:
        return []
    return [edges[0][0], *(edge[1] for edge in edges)]


def unplaced(block: str) -> str:
    """Why a player cannot make this block stand, in a few words; '' if it can."""
    item = takes(block)
    return hindrance(item) if item else "no item becomes it"


def _idle(wanted: Wanted, state: State) -> Iterable[str]:
    """Told only of names that are known: the evidence repeats them."""
    if not {*getattr(wanted, "items", ()), *getattr(wanted, "blocks", ())} <= {*facts().items, *facts().blocks}:
        return
    goal = goal_of(wanted, state)
    if goal is not None and (verdict := judge(goal, state)).done:
        yield f"it holds already ({verdict.evidence}): leave it out"


def _wrong(wanted: Wanted) -> Iterable[str]:
    match wanted:
        case Having(items=items, count=count):
            yield from _names(items, facts().items, "item")
            known = [item for item in items if item in facts().items]
            if known and all(hindrance(item) for item in known):
                yield f"{known[0]} cannot be had: {hindrance(known[0])}"
            room = _SLOTS * max((facts().stack(item) for item in known), default=64)
            if not 1 <= count <= room:
                yield f"expected a count of 1 to {room}, found {count}"
        case Standing(blocks=blocks, count=count, within=within):
            yield from _names(blocks, facts().blocks, "block")
            if not 1 <= count <= _MOST_STANDING or not 1 <= within <= _FARTHEST:
                yield f"expected a count of 1 to {_MOST_STANDING}, and within 1 to {_FARTHEST} blocks, found {count} and {within}"
            known = [block for block in blocks if block in facts().blocks]
            if known and all(unplaced(block) for block in known):
                yield f"{known[0]} cannot be made to stand: {unplaced(known[0])}"
        case Knowing(blocks=blocks, count=count):
            yield from _names(blocks, facts().blocks, "block")
            if count < 1:
                yield f"expected a count of at least 1, found {count}"
        case Exploring(columns=columns):
            if not 1 <= columns <= _COLUMNS:
                yield f"expected 1 to {_COLUMNS} columns, found {columns}"
        case Building(brief=brief, near=near):
            if not brief.strip():
                yield "expected words that say what to build, found none"
            if near:
                yield from _names(near, facts().blocks, "block")


def _names(names: tuple[str, ...], known: Iterable[str], what: str) -> Iterable[str]:
    if not names:
        yield f"expected the name of at least one {what}, found none"
    all_known = set(known)
    for name in names:
        if name not in all_known:
            near = get_close_matches(name, all_known, n=1)
            yield f"{_short(name)} is no {what} of Minecraft {facts().version}" + (f"; did you mean {near[0]}?" if near else "")


def _short(name: str) -> str:
    """In quotes, and no longer than a name is."""
    return repr(name if len(name) <= _SHOWN else f"{name[: _SHOWN - 3]}...")
