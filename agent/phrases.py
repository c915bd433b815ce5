"""Actions in words: `mine iron_ore with wooden_pickaxe`. What is named and is not there is supposed, and that is said.

    VERB [COUNT] [NAME] [with ITEM] [at X Y Z] [facing north | east | south | west]

A block's name stands for the nearest known one, or for the cell after `at`. `with` names the tool in the hand (of smelt: the fuel).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import msgspec

from worldsim.actions import ACTIONS, Action, Equip
from worldsim.arguments import wrong_with
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.space import Pos
from worldsim.state import State, Tool
from worldsim.views import reachable

EXAMPLES = (
    "mine iron_ore with wooden_pickaxe",
    "mine oak_log at 25 67 -24",
    "place oak_planks at 24 71 -42",
    "craft 3 oak_planks",
    "smelt 2 raw_iron with coal",
    "move_to crafting_table",
    "explore iron_ore facing north",
    "wait 20",
)
_HEADINGS = ("north", "east", "south", "west")
#: Verbs whose name is a block, or a creature; of all others it is an item.
_OF_BLOCKS, _OF_CREATURES = ("mine", "dig", "move_to", "till", "harvest", "explore"), ("attack",)
#: Where a count goes.
_COUNTS = {"craft": "times", "smelt": "count", "deposit": "count", "withdraw": "count", "wait": "ticks", "dig": "ticks"}
#: How far a supposed block may be from the feet, in blocks, and how many cells are looked at for a place.
_NEAR, _CELLS = 5, 200


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A phrase, understood in a state."""

    actions: tuple[Action, ...]  #: the last one is meant; before it the tool is taken in hand
    state: State  #: with what is supposed
    supposed: tuple[str, ...] = ()  #: what is otherwise than it was recorded, in words


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    verb: str
    name: str | None = None
    count: int | None = None
    tool: str | None = None
    at: Pos | None = None
    facing: str | None = None


def understand(phrase: str, state: State, known: Facts) -> Asked:
    """The action that `phrase` means in `state`. Raises UsageError: one line, what is expected, what was found, what to do."""
    words = _read(phrase)
    if words.name is not None:
        _check_name(phrase, words, known)
    supposed: list[str] = []
    if words.tool is not None:
        if words.tool not in known.items:
            raise _bad(phrase, f"an item after 'with', found {words.tool!r}", _like(words.tool, known.items))
        if words.verb != "smelt":
            state = _with_tool(state, words.tool, words.verb, known, supposed)
    fields = {field.name for field in msgspec.structs.fields(ACTIONS[words.verb])}
    said: dict[str, Any] = {}
    if "pos" in fields:
        said["pos"], state = _place(phrase, words, state, known, supposed)
    for field, value in (("item", words.name), ("target", words.name), ("targets", (words.name,) if words.name else None), ("heading", words.facing),
                         ("facing", words.facing), ("fuel", words.tool), (_COUNTS.get(words.verb, ""), words.count)):  # fmt: skip
        if field in fields and value is not None:
            said[field] = value
    missing = [field.name for field in msgspec.structs.fields(ACTIONS[words.verb]) if field.required and field.name not in said]
    if missing:
        what = {"ticks": "a count", "count": "a count", "item": "an item", "target": "a creature"}.get(missing[0], missing[0])
        raise _bad(phrase, f"{what}, found none", f"for example: {_example(words.verb)}")
    action: Action = ACTIONS[words.verb](**said)  # type: ignore[assignment]
    if wrong := wrong_with(action, known, state):
        raise UsageError(f"{phrase!r}: {wrong}; for example: {_example(words.verb)}")
    before = (Equip(words.tool),) if words.tool is not None and words.verb in ("dig", "till", "attack", "harvest") else ()
    return Asked(actions=(*before, action), state=state, supposed=tuple(supposed))


def _read(phrase: str) -> _Words:
    """Words by their place in the sentence; brackets and commas are not needed, and do no harm. Raises UsageError."""
    tokens = re.sub(r"[(),'\"\[\]]", " ", phrase).split()
    if not tokens or tokens[0] not in ACTIONS or tokens[0] == "control":
        verbs = [verb for verb in ACTIONS if verb != "control"]
        found = repr(tokens[0]) if tokens else "nothing"
        raise _bad(phrase, f"a verb first, found {found}", _like(tokens[0] if tokens else "", verbs) or f"the verbs: {', '.join(verbs)}")
    got: dict[str, Any] = {"verb": tokens[0]}
    numbers: list[int] = []
    rest = iter(tokens[1:])
    for word in rest:
        if re.fullmatch(r"-?\d+", word):
            numbers.append(int(word))
        elif word in ("with", "facing"):
            follows = next(rest, None)
            if follows is None:
                raise _bad(phrase, f"a word after {word!r}, found none", "")
            got["tool" if word == "with" else "facing"] = follows
        elif word == "at":
            cell = [next(rest, "") for _ in range(3)]
            if not all(re.fullmatch(r"-?\d+", number) for number in cell):
                raise _bad(phrase, f"three whole numbers after 'at', found {' '.join(cell).strip() or 'none'}", "for example: at 25 67 -24")
            got["at"] = Pos(*map(int, cell))
        elif word in _HEADINGS and tokens[0] == "explore":
            got["facing"] = word
        elif "name" in got:
            raise _bad(phrase, f"one name, found {got['name']!r} and {word!r}", "names are written with _ ; a tool follows 'with'")
        else:
            got["name"] = word.removeprefix("minecraft:")
    if len(numbers) == 3 and "at" not in got:
        got["at"], numbers = Pos(*numbers), []
    if len(numbers) > 1 or (numbers and tokens[0] not in _COUNTS):
        raise _bad(phrase, "a count, or a cell after 'at'", f"found {' '.join(map(str, numbers))}; for example: {_example(tokens[0])}")
    return _Words(**got, count=numbers[0] if numbers else None)


def _check_name(phrase: str, words: _Words, known: Facts) -> None:
    kind, names = "an item", [*known.items]
    if words.verb in _OF_BLOCKS:
        kind, names = "a block", [*known.blocks]
    elif words.verb in _OF_CREATURES:
        kind, names = "a creature", [*known.mobs]
    if words.name not in names:
        raise _bad(phrase, f"{kind} of Minecraft {known.version}, found {words.name!r}", _like(str(words.name), names))


def _with_tool(state: State, tool: str, verb: str, known: Facts, supposed: list[str]) -> State:
    """The state in which that tool is carried; of mine, which takes the best at hand, the only one."""
    inventory = dict(state.inventory)
    if tool not in inventory:
        supposed.append(f"a {tool} is carried")
        inventory[tool] = 1
    others = [item for item in inventory if item != tool and known.item(item).uses] if verb == "mine" else []
    if others:
        supposed.append(f"{', '.join(others)} stayed at home")
    inventory = {item: count for item, count in inventory.items() if item not in others}
    tools = tuple(each for each in state.tools if each.name in inventory)
    uses = known.item(tool).uses
    if uses and all(each.name != tool for each in tools):
        tools = (*tools, Tool(tool, uses))
    return msgspec.structs.replace(state, inventory=inventory, tools=tools)


def _place(phrase: str, words: _Words, state: State, known: Facts, supposed: list[str]) -> tuple[Pos, State]:
    """The cell that is meant; a block that is not known there is put there, in thought."""
    name = words.name if words.verb in _OF_BLOCKS else "chest" if words.verb in ("deposit", "withdraw") else None
    if words.at is not None and name in (None, state.blocks.name(words.at)):
        return words.at, state
    if name is None:
        raise _bad(phrase, "a cell", f"for example: {_example(words.verb)}")
    if words.at is None:
        found = state.blocks.find([name], state.body.pos.cell, 1, 128)
        if found:
            return found[0], state
    cell = words.at or _free_choice(phrase, name, state, known)
    was = state.blocks.name(cell)
    because = "" if words.at else f" (no {name} is known by then)"
    supposed.append(f"{name} is at {cell}, where {f'{was} is' if was else 'nothing is known'}{because}")
    return cell, msgspec.structs.replace(state, blocks=state.blocks.with_cells({cell: known.state_id(name)}))


def _free_choice(phrase: str, name: str, state: State, known: Facts) -> Pos:
    """The nearest known solid block that can be reached, and does not carry the body."""
    feet = state.body.pos.cell
    solid = [block.name for block in known.blocks.values() if block.solid and block.diggable]
    for cell in state.blocks.find(solid, feet, _CELLS, _NEAR):
        under = (cell.x, cell.z) == (feet.x, feet.z)
        open_above = state.blocks.name(cell.offset(0, 1, 0)) == "air"
        if not under and open_above and reachable(state, [cell.x, cell.y, cell.z]):
            return cell
    raise _bad(phrase, f"a known {name}, found none, and no block in reach that could stand for it", "name a cell: at X Y Z")


def _like(name: str, among: Iterable[str]) -> str:
    near = get_close_matches(name, [*among], n=3, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else ""


def _example(verb: str) -> str:
    return next((example for example in EXAMPLES if example.split()[0] == verb), f"{verb} ..., or any of: {'; '.join(EXAMPLES[:3])}")


def _bad(phrase: str, expected: str, hint: str) -> UsageError:
    return UsageError(f"{phrase!r}: expected {expected}; {hint or f'for example: {EXAMPLES[0]}'}")
