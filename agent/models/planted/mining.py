"""The planted author's laws of mining: at hand, and after a walk."""

from __future__ import annotations

from agent.models.planted.digging import BROKEN, IMPORTS, PARTS, PARTS_VIEWS
from agent.models.planted.knowledge import Bug, Known

_MINE_IMPORTS = IMPORTS.format(
    views=f"{PARTS_VIEWS}, falls, free_slots, in_reach, items_near, lying_on, picks_up, position, rests, solid, stack, count, way, way_to_reach"
)

_MINE = '''

def open_sides(cell: list[int], pos: list[int]) -> list[list[int]]:
    """Where a thing that rests in a cell may roll down to."""
    sides: list[list[int]] = []
    for dx, dz in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        side = [cell[0] + dx, cell[1], cell[2] + dz]
        if not solid(block_at(side)) and not solid(block_at([side[0], side[1] - 1, side[2]])):
            sides.append(side)
    return sides


def no_room(items: Names) -> bool:
    for item, number in items.items():
        if number > (-count(item)) % stack(item) + free_slots() * stack(item):
            return True
    return False


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "mine":
        return None
    pos = action["pos"]
    block = block_at(pos)
    tool = best_tool(block)
    # Shears are not understood yet.
    if in_vain(pos) is not None or not harvests(block, tool) or tool == "shears":
        return None
    here: list[int] | None = None
    start = position()
    walked: list[float] = [0, 0, 0]
@WALK@
    stand = falls(start=here, without=pos)
    drop = start[1] - stand[1]
    if stand != start:
        here = stand
    # What falls is fetched, if there is a way to it.
    rest = rests(pos, pos)
    end, lost, fetch = here, 0.0, 0.0
    if not picks_up(end=here, thing=rest):
        steps = way(rest, 1.0, stand, pos)
        if steps is not None and steps["p"] == 1:
            end = steps["end"]
            fetch = steps["ticks"][1]
        else:
            # It rolls down where it can, or lies where nobody can walk: counted on trees.
            sides = open_sides(rest, pos)
            lost = [0.8, 0.5, 0.1, 0.05, 0.05][len(sides)]
            fetch = 16
            for side in sides:
                below = way(rests(side, pos), 1.0, stand, pos)
                if below is not None and below["p"] == 1:
                    end = below["end"]
    lying = lying_on(pos)
    needed = dig_ticks(block, tool) or 0
    answers: list[dict[str, Any]] = []
    for p, items in fallen(pos, tool):
        both = dict(items)
        for item, number in lying.items():
            both[item] = both.get(item, 0) + number
        if no_room(both):
            return None
        answer = dug(pos, tool, both, drop)
        answer["p"] = p * (1 - lost) if both else p
        answer["end"] = end if both else here
        if both and not in_reach(pos) and lost == 0:
            # Where it stood to dig is one of many places; where it picked the thing up is one.
            answer["end"] = rest
        answers.append(answer)
        if both and lost > 0:
            left = {**dug(pos, tool, {}, drop), "p": p * lost, "end": here, "ok": False, "reason": "item_lost", "note": "nobody can walk there"}
            answers.append(left)
    near = {item: number for item, number in items_near(6).items() if item not in lying}
    first = answers[0]
    if near:
        # What lies near may be picked up as well.
        gained = dict(first["inventory"])
        for item, number in near.items():
            gained[item] = gained.get(item, 0) + number
        answers.append({**first, "p": 0.05 * first["p"], "inventory": gained})
        first["p"] *= 0.95
    if not in_reach(pos):
        # It may have stood elsewhere.
        for other in (rest, here, pos):
            if other != first["end"]:
                answers.append({**first, "p": 0.02 * first["p"], "end": other})
        first["p"] *= 0.94
    answers = sorted(answers, key=lambda answer: -float(answer["p"]))[:24]
    main = answers[0]
    p_main = main.pop("p")
    spread = needed + (16 + fetch if p_main > 0 else 0)
    main["tolerance"] = 4.0
    main["ticks"] = [walked[0] + needed + 1, walked[1] + spread + 2, walked[2] + 1.3 * spread + 40]
    if len(answers) > 1:
        main["alternatives"] = answers[1:]
    return main
'''

_AT_HAND = (
    '"""Mining what is within reach: it is gone, what falls from it is picked up, and the tool is worn."""\n'
    + _MINE_IMPORTS
    + PARTS
    + _MINE.replace("@WALK@", "    if not in_reach(pos):\n        return None")
)

_AFAR = (
    '"""Mining what is not within reach: a walk, then as at hand."""\n'
    + _MINE_IMPORTS
    + PARTS
    + _MINE.replace(
        "@WALK@",
        """\
    if in_reach(pos):
        return None
    there = way_to_reach(pos)
    if there is None or there["p"] < 1 or there["ticks"][1] > 120:
        return None
    here = there["end"]
    start = there["end"]
    walked = there["ticks"]""",
    )
)

_WORN = Bug("wrong wear", 'change["tools"] = {tool: -worn}', 'change["tools"] = {tool: -2 * worn}')
_COUNT = Bug("wrong count", "both[item] = both.get(item, 0) + count", "both[item] = both.get(item, 0) + count + 1")
_NOTHING = Bug("no drops", '"inventory": dict(items)', '"inventory": {}')

LAWS = (
    Known(
        name="mining_at_hand",
        says="A block within reach is gone when it is mined, what falls from it is carried, and a tool wears by one use.",
        source=_AT_HAND,
        bugs=(
            _COUNT,
            BROKEN,
            _NOTHING,
            _WORN,
            Bug("wrong end", 'answer["end"] = end if both else here', 'answer["end"] = [pos[0], pos[1] + 40, pos[2]]'),
        ),
    ),
    Known(
        name="mining_afar",
        says="A block out of reach is walked to first, and then mined as one at hand.",
        source=_AFAR,
        bugs=(_COUNT, BROKEN, _NOTHING, _WORN),
        narrow=('there["p"] < 1 or there["ticks"][1] > 120', 'there["p"] < 1 or there["ticks"][1] > 30 or items_near(12)'),
    ),
)
