"""The planted writer: asked for skills, it hands in right ones, with wrong beliefs at the profile's rates, until it is told why they fail."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from agent.models.planted import programs
from agent.models.planted.profile import Profile
from worldsim.facts import facts

_ROLE = re.compile(r"^Role: (?:write|repair)$", re.MULTILINE)
_GOAL = re.compile(r"^Goal: (\{.*\})$", re.MULTILINE)
_DRAFTS = re.compile(r"Hand in (\d+)\s+drafts")
#: A line of a repair prompt that says what was wrong.
_REASON = re.compile(r"^- ((?:check|dream|world)[,: ].*)$", re.MULTILINE)
#: Most wrong beliefs in one draft: each takes a round to come to light.
_MOST = 2
_START = "    tries = 0\n"
_SEEDS = {"wheat": "wheat_seeds", "carrots": "carrot", "potatoes": "potato", "beetroots": "beetroot_seeds"}
#: Had by digging; all else that has a recipe is crafted.
_DUG = ("_log", "dirt", "sand", "gravel", "coal", "raw_iron", "clay_ball", "flint", "wheat_seeds", "granite", "andesite", "diorite")


class Belief(msgspec.Struct, frozen=True):
    """Something that is wrong. `rate`: the field of the profile; `told`: in the reason by which it comes to light."""

    rate: str
    told: re.Pattern[str]
    right: re.Pattern[str] | None = None  #: what is replaced in a source, once; None: it is in the postcondition
    wrong: str = ""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text))


BELIEFS = (
    Belief("misnames", re.compile("unresolved-reference"), re.compile(r"= (mine|place|craft|till)\("), r"= \1_block("),
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
    Belief("unsupported", re.compile("no_support"), re.compile(r"= place\((.+?), \[x, y, z\]\)"), r"= place(\1, [x, y + 3, z])"),
    Belief("wrong_promise", re.compile("its postcondition does not hold")),
)


def is_writing(prompt: str) -> bool:
    """Whether a prompt asks for skills."""
    return _ROLE.search(prompt) is not None


def skills_for(prompt: str, profile: Profile) -> list[dict[str, Any]] | None:
    """The drafts of its reply, as JSON data; None if no skill is asked for, [] for a goal that it knows nothing for."""
    goal = _GOAL.search(prompt)
    if not is_writing(prompt) or goal is None:
        return None
    known = program_for(json.loads(goal[1]))
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


def program_for(goal: dict[str, Any]) -> tuple[str, str] | None:
    """Name and source of the right program for a goal, which is JSON data; None if it knows none."""
    match goal:
        case {"kind": "has", "items": [str(item), *_]}:
            if item == "cobblestone":
                return "dig_down_for_stone", programs.DIG_DOWN
            dug = item.endswith(_DUG) or item not in facts().recipes
            return (f"fetch_{_slug(item)}", programs.FETCH) if dug else (f"make_{_slug(item)}", programs.MAKE)
        case {"kind": "stands", "blocks": [str(block), *_]}:
            if block in _SEEDS:
                return f"plant_{block}", programs.PLANT.replace("SEED", _SEEDS[block])
            if block == "farmland":
                return "till_a_field", programs.TILL
            if block.endswith("_fence"):
                return "fence_in", programs.FENCE
            return ("light_the_place", programs.LIGHT) if block == "torch" else (f"put_{_slug(block)}", programs.PUT)
        case {"kind": "not", "goal": {"kind": "has", "items": [str(item), *more], "count": int(count)}}:
            return f"store_{_slug(item)}", programs.STORE.replace("THING", json.dumps([item, *more])).replace("LEFT", str(count))
    return None


def _draft(name: str, source: str, index: int, told: str, profile: Profile) -> dict[str, Any]:
    held = [belief for belief in beliefs_of(name, source, index, profile) if not (told and belief.told.search(told))]
    after: list[dict[str, Any]] = [{"kind": "goal"}]
    for belief in held:
        if belief.right is None:
            after.append({"kind": "has", "items": ["diamond"], "count": 3})
        else:
            source = belief.right.sub(belief.wrong, source, count=1)
    if index:  # the others go about it more slowly
        source = source.replace(_START, f"{_START}    wait({40 * index})\n", 1)
    called = name + ("", "_with_care", "_at_leisure")[min(index, 2)]
    doc = re.search(r'-> bool:\n    """(.+?)[:.]', source)
    return {"name": called, "source": source.replace("ENTRY", called), "precondition": [], "postcondition": after, "doc": doc[1] if doc else ""}


def _slug(item: str) -> str:
    return re.sub(r"^(oak|birch|spruce|jungle|acacia|dark_oak|mangrove)_", "", item)
