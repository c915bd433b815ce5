"""Bad input: what nobody can do, in no world, and what no world can be. One line says what was expected and what was found.

`wrong_with` looks at an action before anybody looks at the world; both worlds answer `failed`, `bad_argument`. What may be done but not here and
now (an item that is not carried, nothing that is crafted like that) is none of its business. `checked` does the same for states from outside.
"""

from __future__ import annotations

from collections.abc import Collection
from math import isfinite
from numbers import Integral
from typing import Any, get_args

from worldsim import actions as verbs
from worldsim.actions import Action, Heading, Key
from worldsim.blocks import UNKNOWN, states_in
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.space import Pos, Vec
from worldsim.state import Observed, State

#: Nothing lies farther out, or higher and lower, in blocks (Minecraft Wiki, "World boundary", "Custom dimension").
_FARTHEST, _LOWEST, _HIGHEST = 30_000_000, -2032, 2031
#: Nobody counts, or waits, farther than this.
_MOST = 1_000_000
_GRIDS = (4, 9)
_HEADINGS, _KEYS = get_args(Heading), get_args(Key)
#: Bodies may be pushed above and below the world; state ids and health are bounded all the same.
_HEALTHIEST, _FULL = 1024.0, 20


def wrong_with(action: Action, facts: Facts, state: State | None = None) -> str:
    """What is wrong with the arguments of an action, in one line; '' if nothing is.

    `state`: what it carries and knows is not unknown, though the version has no such name (a foreign server's).
    """
    items: tuple[Collection[str], ...] = (facts.items, state.inventory if state is not None else ())
    match action:
        case verbs.MoveTo(pos, near):
            return _place(pos) or _number("near", near, 0.0, float(_FARTHEST))
        case verbs.Explore(targets, heading):
            return _heading(heading) or _blocks(targets, facts, state)
        case verbs.Mine(pos) | verbs.Till(pos) | verbs.Harvest(pos):
            return _place(pos)
        case verbs.Dig(pos, ticks):
            return _place(pos) or ("" if ticks is None else _count("ticks", ticks, 0))
        case verbs.Collect(item):
            lying = () if state is None else [entity.item for entity in state.entities if entity.item is not None]
            return "" if item is None else _named("an item", item, (*items, lying))
        case verbs.Place(item, pos, facing):
            return _named("an item", item, items) or _place(pos) or ("" if facing is None else _heading(facing))
        case verbs.Craft(item, times, grid):
            return _named("an item", item, items) or _count("times", times, 1) or _grid(grid, items)
        case verbs.Equip(item) | verbs.Eat(item):
            return _named("an item", item, items)
        case verbs.Wait(ticks):
            return _count("ticks", ticks, 0)
        case verbs.Control(presses):
            return _presses(presses)
        case verbs.Smelt(item, count, fuel):
            return _named("an item", item, items) or _count("count", count, 1) or ("" if fuel is None else _named("an item", fuel, items))
        case verbs.Attack(target):
            return _named("a creature", target, (facts.entities, () if state is None else [entity.kind for entity in state.entities]))
        case verbs.Deposit(item, count, pos) | verbs.Withdraw(item, count, pos):
            return _named("an item", item, items) or _count("count", count, 1) or _place(pos)
        case verbs.Plant(item, pos):
            return _named("an item", item, items) or _place(pos)
        case verbs.Sleep():
            return ""


def checked(state: State, facts: Facts) -> State:
    """The state, if it can be. Raises UsageError: one line with what was expected, what was found, and where."""
    check_observed(state, facts)
    if state.blocks.palette is facts.palette:
        size = len(facts.palette)
        for key, section in state.blocks.sections():
            if wrong := [number for number in states_in(section) if number >= size and number != UNKNOWN]:
                raise _unfit(f"state ids below {size}", f"{wrong[0]} in section {tuple(key)}")
    return state


def check_observed(observed: Observed, facts: Facts) -> None:
    """The same for a state without its blocks. Raises UsageError."""
    body = observed.body
    if not (_finite(body.pos) and _finite(body.vel) and isfinite(body.yaw) and isfinite(body.pitch)):
        raise _unfit("a body at a place", f"pos {body.pos}, vel {body.vel}, yaw {body.yaw}, pitch {body.pitch}")
    if max(abs(body.pos.x), abs(body.pos.z)) > _FARTHEST:
        raise _unfit(f"a body within {_FARTHEST:,} blocks", f"pos {body.pos}")
    if not 0 <= body.health <= _HEALTHIEST or not 0 <= body.food <= _FULL or not 0 <= body.saturation <= _FULL:
        raise _unfit("health of 0 or more, food and saturation of 0-20", f"{body.health}, {body.food}, {body.saturation}")
    for item, count in observed.inventory.items():
        if item not in facts.items:
            raise _unfit(f"items of Minecraft {facts.version}", f"{item!r} in the inventory")
        if not _whole(count) or count < 1:
            raise _unfit("counts of 1 or more", f"{count} {item} in the inventory")
    for tool in observed.tools:
        if tool.name not in facts.items or tool.left < 0:
            raise _unfit("known tools with uses left", f"{tool.left} of {tool.name!r}")
    if not 0 <= observed.free_slots <= 36 or not 0 <= observed.time_of_day < 24000:
        raise _unfit("0-36 free slots and a time of day of 0-23999", f"{observed.free_slots}, {observed.time_of_day}")
    for entity in observed.entities:
        if not _finite(entity.pos) or entity.count < 1:
            raise _unfit("entities at a place, 1 or more of each", f"{entity.count} {entity.item or entity.kind} at {entity.pos}")


def _unfit(expected: str, found: str) -> UsageError:
    return UsageError(f"expected a state with {expected}, found {found}: correct the state")


def _named(what: str, name: Any, known: tuple[Collection[str], ...]) -> str:
    if isinstance(name, str) and any(name in names for names in known):
        return ""
    return f"expected the name of {what}, found {name!r}"


def _blocks(names: Any, facts: Facts, state: State | None) -> str:
    if not isinstance(names, tuple | list):
        return f"expected the names of blocks, found {names!r}"
    palette = () if state is None or state.blocks.palette is facts.palette else state.blocks.palette
    return next((wrong for name in names if (wrong := _named("a block", name, (facts.blocks, palette)))), "")


def _heading(heading: Any) -> str:
    return "" if heading in _HEADINGS else f"expected a heading out of {', '.join(_HEADINGS)}, found {heading!r}"


def _place(pos: Any) -> str:
    if not isinstance(pos, Pos) or not (_whole(pos.x) and _whole(pos.y) and _whole(pos.z)):
        return f"expected a cell of whole numbers, found {pos}"
    if max(abs(pos.x), abs(pos.z)) > _FARTHEST or not _LOWEST <= pos.y <= _HIGHEST:
        return f"expected a cell within {_FARTHEST:,} blocks and at a height of {_LOWEST} to {_HIGHEST}, found {pos}"
    return ""


def _count(name: str, count: Any, least: int) -> str:
    fine = _whole(count) and least <= count <= _MOST
    return "" if fine else f"expected {name} to be a whole number of {least} to {_MOST:,}, found {count!r}"


def _number(name: str, number: Any, least: float, most: float) -> str:
    fine = isinstance(number, int | float) and not isinstance(number, bool) and isfinite(number) and least <= number <= most
    return "" if fine else f"expected {name} to be a number of {least:g} or more, found {number!r}"


def _grid(grid: Any, items: tuple[Collection[str], ...]) -> str:
    if grid is None:
        return ""
    if not isinstance(grid, tuple | list) or len(grid) not in _GRIDS or all(name is None for name in grid):
        return f"expected a grid of 4 or 9 cells with something in it, found {grid!r}"
    return next((wrong for name in grid if name is not None and (wrong := _named("an item", name, items))), "")


def _presses(presses: Any) -> str:
    if not isinstance(presses, tuple | list) or not presses:
        return f"expected at least one press, found {presses!r}"
    for press in presses:
        if not isinstance(press, verbs.Press):
            return f"expected keys, ticks and a yaw, found {press!r}"
        if unknown := [key for key in press.keys if key not in _KEYS]:
            return f"expected keys out of {', '.join(_KEYS)}, found {unknown[0]!r}"
        if wrong := _count("ticks", press.ticks, 1):
            return wrong
        if press.yaw is not None and not (isinstance(press.yaw, int | float) and isfinite(press.yaw)):
            return f"expected a yaw in radians, found {press.yaw!r}"
    return ""


def _whole(number: Any) -> bool:
    return type(number) is int or (isinstance(number, Integral) and not isinstance(number, bool))


def _finite(point: Vec) -> bool:
    return isfinite(point.x) and isfinite(point.y) and isfinite(point.z)
