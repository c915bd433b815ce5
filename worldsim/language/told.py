"""What the game's data says of the things that some actions are about, in lines for a reader: no law is applied, nothing is predicted."""

from __future__ import annotations

from collections.abc import Sequence

from worldsim.actions import Action, Craft, Dig, Explore, Mine, MoveTo, Place
from worldsim.drops import drops, harvests
from worldsim.facts import Facts
from worldsim.laws.parts import in_hand
from worldsim.situation import called
from worldsim.space import REACH, Pos
from worldsim.state import State
from worldsim.tools import dig_ticks, wear

#: Recipes told of one item, and choices told of one cell.
_RECIPES, _CHOICES = 4, 6
#: Walking and sprinting, blocks a second (Minecraft Wiki, "Transportation").
_WALK, _SPRINT = 4.317, 5.612


def told(state: State, actions: Sequence[Action], known: Facts) -> list[str]:
    """Facts, each once, in the order of the actions."""
    lines: list[str] = []
    for action in actions:
        match action:
            case Craft(item=item):
                lines += _recipes(item, known)
                lines.append(f"nearest known crafting_table: {_nearest_table(state)}; it must be within {REACH} blocks of the eyes")
            case Mine(pos=pos):
                tools = [item for item in sorted(state.inventory) if known.item(item).uses]
                lines += _block(state, pos, [None, *tools], known)
            case Dig(pos=pos):
                lines += _block(state, pos, [in_hand(state, known)], known)
            case Place(item=item, pos=pos):
                lines.append(f"{called(item)}: {state.count(item)} carried; {'a block' if item in known.blocks else 'not the name of a block'}")
                lines.append(f"the cell {pos} holds {_in(state, pos)}; {_away(state, pos)}")
            case MoveTo(pos=pos):
                lines.append(f"the cell {pos} holds {_in(state, pos)}; {_away(state, pos)}")
                lines.append(_speeds())
            case Explore():
                lines.append(_speeds())
            case _:
                pass
    return list(dict.fromkeys(lines))


def _recipes(item: str, known: Facts) -> list[str]:
    ways = known.recipes_for(item)
    if not ways:
        return [f"{called(item)}: no crafting recipe"]
    lines = []
    for way in ways[:_RECIPES]:
        cells = [_choices(cell) for cell in way.cells]
        needs = ", ".join(f"{cells.count(cell)} {cell}" for cell in dict.fromkeys(cells))
        lines.append(f"{way.count} {item} from {needs}{', at a crafting table' if way.needs_table else ''}")
    return lines


def _choices(cell: tuple[str, ...]) -> str:
    return "/".join(cell[:_CHOICES]) + ("/..." if len(cell) > _CHOICES else "")


def _block(state: State, pos: Pos, tools: Sequence[str | None], known: Facts) -> list[str]:
    name = state.blocks.name(pos)
    if name is None:
        return [f"the cell {pos} was never seen"]
    lines = [f"the cell {pos} holds {called(name)}; {_away(state, pos)}"]
    for tool in dict.fromkeys(tools):
        ticks = dig_ticks(name, tool, known)
        if ticks is None:
            return [*lines, f"{called(name)} cannot be dug"]
        falls = (
            " or ".join(f"{lot.p:.3g}: {lot.items or 'nothing'}" for lot in drops(name, tool, known)[:4])
            if harvests(name, tool, known)
            else "nothing"
        )
        lines.append(f"{called(name)} by {tool or 'the bare hand'}: {ticks} ticks, falls {falls}, wears the tool by {wear(name, tool, known)}")
    return lines


def _away(state: State, pos: Pos) -> str:
    return f"its centre is {state.body.eyes.distance(pos.center):.1f} blocks from the eyes, {REACH} is in reach"


def _in(state: State, pos: Pos) -> str:
    name = state.blocks.name(pos)
    return "what nobody has seen" if name is None else called(name)


def _nearest_table(state: State) -> str:
    found = state.blocks.find(("crafting_table",), state.body.pos.cell, 1, 16)
    return f"{state.body.eyes.distance(found[0].center):.1f} blocks from the eyes" if found else "none"


def _speeds() -> str:
    return f"a player walks {_WALK} blocks a second, sprints {_SPRINT}"
