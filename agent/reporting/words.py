"""Typed changes as plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from worldsim.actions import Action, Collect, Craft, Equip, Explore, Wait, name_of
from worldsim.change import Change, Reason, Status
from worldsim.events import Candidate
from worldsim.prediction import Prediction

#: What is not counted in pieces: no plural.
_MASS = frozenset(
    {"dirt", "sand", "gravel", "cobblestone", "stone", "coal", "wheat", "grass", "water", "lava", "ice", "snow", "clay", "glass", "wool"}
)
#: The verb as in 'it would ...' and as in 'it ...'.
_VERBS: dict[str, tuple[str, str]] = {
    "mine": ("mine", "mined"), "dig": ("dig", "dug"), "harvest": ("harvest", "harvested"), "place": ("place", "placed"),
    "plant": ("plant", "planted"), "till": ("till", "tilled"), "craft": ("craft", "crafted"), "smelt": ("smelt", "smelted"),
    "collect": ("pick up", "picked up"), "explore": ("explore", "explored"), "move_to": ("walk", "walked"), "control": ("hold keys", "held keys"),
    "wait": ("wait", "waited"), "equip": ("change what it holds", "changed what it holds"), "eat": ("eat", "ate"), "attack": ("fight", "fought"),
    "sleep": ("sleep", "slept"), "deposit": ("store", "stored"), "withdraw": ("take out", "took out"),
}  # fmt: skip
#: How a model's words follow a reason.
_WORDS = "; in words: "
#: Characters of a call that are read at a glance.
_LONGEST_CALL = 90
_DUG, _PUT, _GOT = ("mine", "dig", "harvest"), ("place", "plant", "till"), ("craft", "smelt", "collect", "withdraw")


#: Parts of a prediction, as people call them.
_PARTS = {
    "p_success": "success", "inventory": "what is carried", "durability": "wear of tools", "position": "where it stands",
    "ticks": "how long it takes",
}  # fmt: skip


class Happening(msgspec.Struct, frozen=True):
    """An action and what comes of it, dreamed or real."""

    action: Action
    status: Status
    reason: Reason | None
    change: Change
    env: Change
    ticks: float


def plain(name: str) -> str:
    """'oak_log' as people write it."""
    return name.replace("_", " ")


def part(family: str) -> str:
    """A part of a prediction: 'success', 'blocks', 'where it stands'."""
    return _PARTS.get(family, family)


def counted(count: int, name: str) -> str:
    """'3 oak logs'."""
    said = plain(name)
    if count == 1 or said.endswith("s") or said.rpartition(" ")[2] in _MASS or not said:
        return f"{count} {said}"
    return f"{count} {said}{'es' if said.endswith(('ch', 'sh', 'x')) else 's'}"


def listed(parts: Iterable[str], most: int = 6) -> str:
    """'a, b and c'."""
    every = list(parts)
    if len(every) > most:
        every = [*every[: most - 1], f"{len(every) - most + 1} more kinds"]
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}" if every else ""


def brief(why: str) -> str:
    """A reason without the critic's words (agent/critic.py, agent/loop.py): the last action is told beside it, a model's words by `in_words`."""
    return why.partition("; of its last action, ")[0].partition(_WORDS)[0]


def in_words(why: str) -> str:
    """What a model said of a failure; '' where none was asked."""
    return why.partition(_WORDS)[2]


def stopped(words: str) -> str:
    """A sentence with its full stop; what others wrote may have one."""
    return f"{words.rstrip('. ')}."


def called(candidate: Candidate) -> str:
    """The call of a program; without its arguments, where they are too long to be read."""
    call = candidate.call or candidate.name
    return call if len(call) <= _LONGEST_CALL else f"{candidate.name}(…)"


def amounts(counts: Mapping[str, int]) -> str:
    """'23 oak logs and 1 oak sapling', the most first."""
    return listed(counted(count, name) for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def times(count: int) -> str:
    """'once', 'twice', '5 times'."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def phrase(action: Action, change: Change = Change()) -> str:  # noqa: B008 (frozen)
    """An action as people say it: 'place oak planks at (24, 73, -39)'. `change`: what it was to alter; tells which block is dug."""
    verb, pos = name_of(action), getattr(action, "pos", None)
    said = _VERBS.get(verb, (plain(verb), ""))[0]
    dug = next((plain(block.before) for block in change.blocks if block.pos == pos), "a block") if verb in _DUG else ""
    match action:
        case Wait():
            return f"{said} {duration(action.ticks)}"
        case Explore():
            return f"{said} to the {action.heading}" + (f" for {listed(map(plain, action.targets), 3)}" if action.targets else "")
        case Equip():
            return f"take {plain(action.item)} in hand"
        case Collect(item=None):
            return f"{said} what lies there"
        case Craft():
            what = plain(action.item) + (f" {times(action.times)}" if action.times > 1 else "")
        case _:
            name, count = getattr(action, "item", None) or getattr(action, "target", None), getattr(action, "count", 1)
            what = dug or (counted(count, name) if name and count > 1 else plain(name or ""))
    where = f" {'to' if verb == 'move_to' else 'at'} {pos}" if pos is not None else ""
    return f"{said} {what}".rstrip() + where


def duration(ticks: float) -> str:
    """Game time; 20 ticks are a second."""
    seconds = ticks / 20
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def share(value: float | None) -> str:
    """A share as per cent; '-' for none."""
    if value is None:
        return "-"
    rounded = f"{value:.0%}"
    return "> 99%" if rounded == "100%" and value < 1 - 1e-9 else "< 1%" if rounded == "0%" and value > 1e-9 else rounded


def short(change: Change) -> str:
    """A change in a line, for tables: '+1 oak log; oak log → air'."""
    parts = [f"{count:+} {plain(item)}" for item, count in sorted(change.inventory.items())]
    kinds = Counter((block.before, block.after) for block in change.blocks)
    parts += [f"{f'{count} × ' if count > 1 else ''}{plain(before)} → {plain(after)}" for (before, after), count in kinds.most_common(3)]
    if len(kinds) > 3:
        parts.append(f"{len(kinds) - 3} more kinds of blocks")
    parts += [f"{uses:+} uses of {plain(tool)}" for tool, uses in sorted(change.tools.items())]
    if round(change.health, 1):
        parts.append(f"{change.health:+.1f} health")
    if change.food:
        parts.append(f"{change.food:+} food")
    if change.container is not None:
        parts.append(f"opened {plain(change.container)}")
    return "; ".join(parts) or "no change"


def ending(status: Status, reason: Reason | None, note: str = "") -> str:
    """'done', or 'failed: item lost (what falls lies where nobody can walk)'."""
    if status == "done":
        return "done"
    said = f"{status}: {plain(reason)}" if reason else status
    return f"{said} ({note})" if note and note != reason else said


def expected(prediction: Prediction) -> str:
    """The likelier end in a line: 'success, 72%: +1 oak log'."""
    mode, p = prediction.mode, prediction.p_success
    if mode.status == "done":
        return f"success, {share(p)}: {short(mode.change)}"
    return f"failure, {share(1 - p)}: {ending(mode.status, mode.reason, mode.note)}"


def told(happenings: Iterable[Happening], *, real: bool) -> list[str]:
    """What was done, verb by verb: ['mined 23 oak logs', 'explored twice']; `real`: it was, else it would be."""
    every = list(happenings)
    said: list[str] = []
    for verb, group in _by_verb([each for each in every if each.status == "done"]).items():
        word = _VERBS.get(verb, (plain(verb), plain(verb)))[real]
        blocks = Counter(block.before if verb in _DUG else block.after for each in group for block in each.change.blocks if _main(block.after, verb))
        items = sum((Counter({i: n for i, n in each.change.inventory.items() if n > 0}) for each in group), Counter[str]())
        what = amounts(blocks if verb in (*_DUG, *_PUT) else items if verb in _GOT else {})
        said.append(f"{word} {what}" if what else f"{word} {times(len(group))}")
    failed = Counter((name_of(each.action), each.reason or each.status) for each in every if each.status != "done")
    for (verb, reason), count in failed.most_common(4):
        base = _VERBS.get(verb, (plain(verb), plain(verb)))[0]
        said.append(f"{'failed' if real else 'fail'} to {base} {times(count)} ({plain(reason)})")
    return said


def gained(happenings: Iterable[Happening]) -> Counter[str]:
    """What is carried more (+) or less (-) after all of them, no zeros."""
    total: Counter[str] = Counter()
    for each in happenings:
        for change in (each.change, each.env):
            for item, count in change.inventory.items():
                total[item] += count
    return Counter({item: count for item, count in total.items() if count})


def _by_verb(happenings: list[Happening]) -> dict[str, list[Happening]]:
    groups: dict[str, list[Happening]] = {}
    for each in happenings:
        groups.setdefault(name_of(each.action), []).append(each)
    return groups


def _main(after: str, verb: str) -> bool:
    """Whether a block's change is what the verb is about: what is dug goes, what is put comes."""
    return after in ("air", "water", "cave_air") if verb in _DUG else after != "air"
