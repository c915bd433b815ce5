"""The planted proposer: it knows seven wishes, splits them right, and with mistakes that it takes out as they are sent back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Literal, get_args

import msgspec

from agent.models.planted.profile import Profile
from agent.models.planted.wishes import wish_of
from curriculum.decomposition import Building, Decomposition, Exploring, Having, Knowing, Standing, SubGoal, cycle, described, takes
from curriculum.frontier import NextGoal
from worldsim.prompting import quoted

#: Its mistakes.
Mistake = Literal[
    "cyclic",  # the first and the last sub-goal need one another
    "unknown_goal",  # a sub-goal names an item that Minecraft does not know
    "unreachable",  # a sub-goal is to carry what nobody can get
    "already_true",  # a sub-goal holds already
    "missing_part",  # the first building, or else the last sub-goal, is left out
]
MISTAKES: tuple[Mistake, ...] = get_args(Mistake)

#: How each is told by whoever checks.
_TOLD: dict[Mistake, str] = {
    "cyclic": "in a circle",
    "unknown_goal": "is no item of Minecraft",
    "unreachable": "cannot be had",
    "already_true": "it holds already",
    "missing_part": "no sub-goal speaks of it",
}
_UNKNOWN, _UNREACHABLE = "mithril_ingot", "bedrock"
_WISH = re.compile(r'^What was asked for[^:]*: (".*")$', re.MULTILINE)
_COLUMNS = re.compile(r"^Columns known: (\d+)$", re.MULTILINE)
_BLAMED = re.compile(r"^- '([^']+)': it holds already", re.MULTILINE)
#: Columns that it has explored before it tries again what was not found.
_FURTHER = 3000


def propose(prompt: str, profile: Profile) -> Decomposition | None:
    """How it splits the wish of this prompt; None if it is asked for no split."""
    found = _WISH.search(prompt)
    if found is None or "\nRole: propose\n" not in f"\n{prompt}":
        return None
    wish = str(json.loads(found[1]))
    plan, mistakes = _fitting(wish_of(wish), prompt), mistakes_of(wish, profile)
    if not plan.sub_goals:
        return plan
    last, told = _line(prompt, "Your last plan: "), _section(prompt, "What is wrong with it:")
    if last.startswith("{") and profile.fixes:
        # It remembers nothing: what it mended in an earlier round it sees by its last plan.
        before = msgspec.json.decode(last, type=Decomposition)
        mistakes = tuple(one for one in mistakes if _TOLD[one] not in told and _made(one, plan, before))
        left_out = _left_out(plan).name
        plan = _without(plan, {sub.name for sub in plan.sub_goals if sub.name != left_out} - {sub.name for sub in before.sub_goals})
    for mistake in mistakes:
        plan = _MAKE[mistake](plan)
    return plan


def next_goal(prompt: str, profile: Profile) -> NextGoal | None:
    """What it would try next: the first goal that it is told to be in reach; None if it is not asked for that."""
    if "\nIn reach by the recipes, the nearest first:\n" not in prompt or "\nRole: propose\n" not in f"\n{prompt}":
        return None
    near = [line.removeprefix("- ") for line in _section(prompt, "In reach by the recipes, the nearest first:").splitlines()]
    first = near[0] if near else "explore 9000 columns"
    mended = profile.fixes and _section(prompt, "What is wrong with it:") != ""
    wrong = [one for one in _NEXT if profile.dice("next", one, first) < getattr(profile, one)]
    if wrong and not mended:
        return NextGoal(goal=_NEXT[wrong[0]], why="it would be of use")
    return NextGoal(goal=first, why="it is the nearest that is new")


def mistakes_of(wish: str, profile: Profile) -> tuple[Mistake, ...]:
    """The mistakes that it makes of a wish at first, as the profile's dice fall."""
    return tuple(mistake for mistake in MISTAKES if profile.dice("split", mistake, wish) < getattr(profile, mistake))


def _fitting(right: tuple[SubGoal, ...], prompt: str) -> Decomposition:
    """The plan without what holds already, and without what it can do without; before what failed it explores further, less far each time."""
    carried, nearby = _counts(prompt, "Carried:"), _counts(prompt, "Known blocks nearby:")
    failed, blamed = _section(prompt, "Failed before, and why:"), _BLAMED.findall(_section(prompt, "What is wrong with it:"))
    columns = int(found[1]) if (found := _COLUMNS.search(prompt)) else 0

    def holds(sub: SubGoal) -> bool:
        match sub.goal:
            case Having(items=items, count=count):
                return sum(carried.get(item, 0) for item in items) >= count
            case Knowing(blocks=blocks, count=count):
                return sum(nearby.get(block, 0) for block in blocks) >= count
            case _:
                return sub.name in blamed

    def in_vain(sub: SubGoal) -> bool:
        return f"- {quoted(described(sub.goal), 400)}: " in failed

    # What a building is to stand beside, and what was not found, it does without.
    beside = {block for sub in right if isinstance(sub.goal, Building) for block in sub.goal.near}
    missed = {sub.name for sub in right if isinstance(sub.goal, Knowing) and set(sub.goal.blocks) <= beside and in_vain(sub)}
    away = columns + _FURTHER // (1 + failed.count('- "explore '))
    kept: list[SubGoal] = []
    for sub in _without(Decomposition(sub_goals=right), {sub.name for sub in right if holds(sub)} | missed).sub_goals:
        needs, goal = sub.needs, sub.goal
        if in_vain(sub):
            lacked = _lacked(sub, away)
            kept.append(lacked)
            needs = (*needs, lacked.name)
        if missed and isinstance(goal, Building):
            goal = msgspec.structs.replace(goal, near=())
        kept.append(msgspec.structs.replace(sub, needs=needs, goal=goal))
    return Decomposition(sub_goals=tuple(kept))


def _lacked(sub: SubGoal, away: int) -> SubGoal:
    """What comes before a sub-goal that failed: more to plant or to place, or more land to look in."""
    if isinstance(sub.goal, Standing) and (item := takes(sub.goal.blocks[0])):
        return SubGoal(name=f"spare {sub.name}", goal=Having(items=(item,), count=sub.goal.count + 2), why="some were lost")
    return SubGoal(name=f"look around for {sub.name}", goal=Exploring(columns=away), why="it was not found in the known land")


def _made(mistake: Mistake, right: Decomposition, last: Decomposition) -> bool:
    """Is this mistake in its last plan?"""
    names = {sub.name for sub in last.sub_goals}
    match mistake:
        case "cyclic":
            return cycle(last) != []
        case "missing_part":
            return _left_out(right).name not in names
        case _:
            return _EXTRA[mistake] in names


def _without(plan: Decomposition, gone: set[str]) -> Decomposition:
    """The plan without some of its sub-goals; nothing needs them then."""
    kept = (sub for sub in plan.sub_goals if sub.name not in gone)
    return Decomposition(sub_goals=tuple(msgspec.structs.replace(sub, needs=tuple(n for n in sub.needs if n not in gone)) for sub in kept))


def _left_out(plan: Decomposition) -> SubGoal:
    return next((sub for sub in plan.sub_goals if isinstance(sub.goal, Building)), plan.sub_goals[-1])


def _cyclic(plan: Decomposition) -> Decomposition:
    first, last = plan.sub_goals[0], plan.sub_goals[-1]
    needs = {first.name: (*first.needs, last.name), last.name: (*last.needs, first.name)}
    return Decomposition(
        sub_goals=tuple(msgspec.structs.replace(sub, needs=tuple(dict.fromkeys(needs.get(sub.name, sub.needs)))) for sub in plan.sub_goals)
    )


def _unknown_goal(plan: Decomposition) -> Decomposition:
    return _more(plan, SubGoal(name=_EXTRA["unknown_goal"], goal=Having(items=(_UNKNOWN,), count=2)))


def _unreachable(plan: Decomposition) -> Decomposition:
    return _more(plan, SubGoal(name=_EXTRA["unreachable"], goal=Having(items=(_UNREACHABLE,), count=1)))


def _already_true(plan: Decomposition) -> Decomposition:
    return _more(plan, SubGoal(name=_EXTRA["already_true"], goal=Exploring(columns=1)))


def _missing_part(plan: Decomposition) -> Decomposition:
    return _without(plan, {_left_out(plan).name}) if len(plan.sub_goals) > 1 else plan


def _more(plan: Decomposition, extra: SubGoal) -> Decomposition:
    return Decomposition(sub_goals=(extra, *plan.sub_goals))


def _counts(prompt: str, title: str) -> dict[str, int]:
    """'- oak_log: 3, nearest at ...' by name."""
    return {found[1]: int(found[2]) for line in _section(prompt, title).splitlines() if (found := re.match(r"- (\w+): (\d+)", line))}


def _section(prompt: str, title: str) -> str:
    """The lines below a title, until one that is no item of a list."""
    _, _, rest = prompt.partition(f"\n{title}\n")
    lines = []
    for line in rest.splitlines():
        if not line.startswith("- "):
            break
        lines.append(line)
    return "\n".join(lines)


def _line(prompt: str, start: str) -> str:
    return next((line.removeprefix(start) for line in prompt.splitlines() if line.startswith(start)), "none")


#: What it names as the next goal by mistake.
_NEXT: dict[Mistake, str] = {"unknown_goal": "obtain 2 mithril ingots", "unreachable": "obtain 1 bedrock", "already_true": "explore 1 columns"}
#: Names of the sub-goals that it adds by mistake.
_EXTRA: dict[Mistake, str] = {"unknown_goal": "metal", "unreachable": "rock", "already_true": "spare"}
_MAKE: dict[Mistake, Callable[[Decomposition], Decomposition]] = {
    "missing_part": _missing_part,
    "unknown_goal": _unknown_goal,
    "unreachable": _unreachable,
    "already_true": _already_true,
    "cyclic": _cyclic,
}
