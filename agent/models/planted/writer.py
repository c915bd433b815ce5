"""The planted writer: asked for skills, it hands in right ones, with wrong beliefs at the profile's rates, until it is told why they fail."""

from __future__ import annotations

import json
import re
from collections.abc import Container
from typing import Any

import msgspec

from agent.models.planted import chores, farming, programs
from agent.models.planted.profile import Profile
from worldsim.actions import ACTIONS
from worldsim.facts import facts
from worldsim.tables.growth import PLANTED

_ROLE = re.compile(r"^Role: (?:write|repair)$", re.MULTILINE)
_GOAL = re.compile(r"^Goal: (\{.*\})$", re.MULTILINE)
_DRAFTS = re.compile(r"Hand in (\d+)\s+drafts")
#: A line of a repair prompt that says what was wrong.
_REASON = re.compile(r"^- ((?:check|dream|world)[,: ].*)$", re.MULTILINE)
#: Most wrong beliefs in one draft: each takes a round to come to light.
_MOST = 2
_START = "    tries = 0\n"
#: The item that becomes each block that is planted; what a crop yields; from what seeds fall in the open land, beside the plant itself.
_SEEDS = {block: seed for seed, (block, _) in PLANTED.items() if block != "cocoa"}
_CROPS = {"wheat": "wheat", "carrot": "carrots", "potato": "potatoes", "beetroot": "beetroots", "sweet_berries": "sweet_berry_bush"}
_WILD = {"wheat_seeds": ["grass", "tall_grass"]}
#: A line of the prompt that says what a chest holds.
_STORED = re.compile(r"^(?:chest|trapped_chest|barrel) at \[.*?\] holds (?P<what>.*)$", re.MULTILINE)
#: Had by digging; all else that has a recipe is crafted.
_DUG = ("_log", "dirt", "sand", "gravel", "coal", "raw_iron", "clay_ball", "flint", "granite", "andesite", "diorite")


class Belief(msgspec.Struct, frozen=True):
    """Something that is wrong. `rate`: the field of the profile; `told`: in the reason by which it comes to light."""

    rate: str
    told: re.Pattern[str]
    right: re.Pattern[str] | None = None  #: what is replaced in a source, once; None: it is in the postcondition
    wrong: str = ""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text))


BELIEFS = (
    Belief("misnames", re.compile("unresolved-reference"), re.compile(rf"= ({'|'.join(ACTIONS)})\("), r"= \1_block("),
    Belief("endless_loop", re.compile("stopped"), _pattern(_START), f"{_START}    while tries < 10:\n        here = position()\n"),
    Belief(
        "imagined_recipe",
        re.compile("no_recipe"),
        _pattern(_START),
        f'{_START}    made = craft("cobblestone")\n    if not made["ok"]:\n        print(made["note"])\n        return False\n',
    ),
    Belief("missing_table", re.compile("no_table"), _pattern("        if at_table and not ensure_table():\n            return False\n"), ""),
    Belief("wrong_tier", re.compile("no_tool"), _pattern("    if tool and not has_tool(tool) and not obtain(tool):"), '    if tool == "hand":'),
    Belief(
        "wrong_tier",
        re.compile("no_tool"),
        _pattern('    if not has_tool("wooden_pickaxe") and not obtain("wooden_pickaxe"):'),
        "    if count(*items) > want:",
    ),
    Belief(
        "wrong_tier",
        re.compile("no_tool"),
        _pattern("        if not obtain(name, count(name) + more):"),
        '        if not gather((mined_from(name) or ([name], ""))[0], count(name) + more, [name]):',
    ),
    Belief(
        "unsupported", re.compile(r"no_support|place\(.*unknown_block"), re.compile(r"= place\((.+?), \[x, y, z\]\)"), r"= place(\1, [x, y + 3, z])"
    ),
    Belief("unsupported", re.compile("no_support"), _pattern(f"{farming.TILLED}        put = plant("), "        put = plant("),
    Belief("missing_table", re.compile("no_furnace"), _pattern(chores.FURNACE), ""),
    Belief("wrong_promise", re.compile("its postcondition does not hold")),
)

#: What it makes of a failure in the world, where that is not as it believed: by the reason, what it does instead.
LESSONS = ((re.compile(r"^world.*craft\('wooden_hoe'.*no_recipe", re.MULTILINE), '_ENTRY_made("wooden_hoe", 1)', '_ENTRY_made("stone_hoe", 1)'),)


def is_writing(prompt: str) -> bool:
    """Whether a prompt asks for skills."""
    return _ROLE.search(prompt) is not None


def skills_for(prompt: str, profile: Profile) -> list[dict[str, Any]] | None:
    """The drafts of its reply, as JSON data; None if no skill is asked for, [] for a goal that it knows nothing for."""
    goal = _GOAL.search(prompt)
    if not is_writing(prompt) or goal is None:
        return None
    stored = {name for line in _STORED.finditer(prompt) for name in re.findall(r"\d+ (\w+)", line["what"])}
    known = program_for(json.loads(goal[1]), stored)
    if known is None:
        return []
    name, source = known
    number = int(found[1]) if (found := _DRAFTS.search(prompt)) else 1
    told = "\n".join(_REASON.findall(prompt)) if profile.fixes else ""
    return [_draft(name, source, index, told, profile) for index in range(number)]


def beliefs_of(name: str, source: str, index: int, profile: Profile) -> tuple[Belief, ...]:
    """What it believes wrongly when it writes this draft the first time: at most two, drawn by their rates; none that makes no difference to it."""
    held = [
        belief
        for belief in BELIEFS
        if (belief.right is None or belief.right.search(source))
        and profile.dice("belief", belief.rate, name, str(index)) < getattr(profile, belief.rate)
    ]
    return tuple(sorted(held, key=lambda belief: profile.dice("first", belief.rate, name, str(index)))[:_MOST])


def program_for(goal: dict[str, Any], stored: Container[str] = ()) -> tuple[str, str] | None:
    """Name and source of the right program for a goal, which is JSON data; None if it knows none. `stored`: what chests are known to hold."""
    match goal:
        case {"kind": "has", "items": [str(item), *_] as items}:
            if any(name in stored for name in items):
                return "take_out", chores.TAKE_OUT
            return _having(item)
        case {"kind": "stands", "blocks": [str(block), *_]}:
            if block in _SEEDS:
                return f"grow_{block}", farming.sowing(block, *_growing(block))
            if block == "farmland":
                return "till_a_field", farming.tilling()
            if block.endswith("_fence"):
                return "fence_in", programs.FENCE
            return ("light_the_place", programs.LIGHT) if block == "torch" else (f"put_{_slug(block)}", programs.PUT)
        case {"kind": "not", "goal": {"kind": "has", "items": [str(item), *more], "count": int(count)}}:
            return f"store_{_slug(item)}", chores.STORE.replace("THING", json.dumps([item, *more])).replace("LEFT", str(count))
    return None


def _having(item: str) -> tuple[str, str]:
    if item == "cobblestone":
        return "dig_down_for_stone", programs.DIG_DOWN
    if item in _CROPS:
        return f"harvest_{item}", farming.reaping(_CROPS[item], *_growing(_CROPS[item]))
    if raw := _raw(item):
        return f"smelt_{_slug(item)}", chores.smelting(raw)
    dug = item.endswith(_DUG) or item not in facts().recipes
    return (f"fetch_{_slug(item)}", programs.FETCH) if dug else (f"make_{_slug(item)}", programs.MAKE)


def _growing(block: str) -> tuple[str, tuple[str, ...], list[str]]:
    """Seed, soils, and where seeds come from."""
    seed = _SEEDS[block]
    leaves = [block.replace("_sapling", "_leaves")] if block.endswith("_sapling") else []
    return seed, PLANTED[seed][1], _WILD.get(seed) or leaves or [block]


def _raw(item: str) -> str | None:
    """What it is smelted from; 'log' for any wood, None for what is had in another way."""
    if item == "charcoal":
        return "log"
    if item.endswith(_DUG):
        return None
    return next((raw for raw, made in facts().smelting.items() if made.result == item and not raw.endswith("_ore") and facts().stack(raw) > 1), None)


def _draft(name: str, source: str, index: int, told: str, profile: Profile) -> dict[str, Any]:
    held = [belief for belief in beliefs_of(name, source, index, profile) if not (told and belief.told.search(told))]
    after: list[dict[str, Any]] = [{"kind": "goal"}]
    for belief in held:
        if belief.right is None:
            after.append({"kind": "has", "items": ["diamond"], "count": 3})
        else:
            source = belief.right.sub(belief.wrong, source, count=1)
    for reason, wrong, right in LESSONS:
        if reason.search(told):
            source = source.replace(wrong, right)
    if index:  # the others go about it more slowly
        source = source.replace(_START, f"{_START}    wait({40 * index})\n", 1)
    called = name + ("", "_with_care", "_at_leisure")[min(index, 2)]
    doc = re.search(r'-> bool:\n    """(.+?)[:.]', source)
    return {"name": called, "source": source.replace("ENTRY", called), "precondition": [], "postcondition": after, "doc": doc[1] if doc else ""}


def _slug(item: str) -> str:
    return re.sub(r"^(oak|birch|spruce|jungle|acacia|dark_oak|mangrove)_", "", item)
