"""The planted author: asked for the laws of a family, it writes them down, with bugs that it takes out as counter-examples are put to it."""

from __future__ import annotations

import json
import re
from typing import Any

from agent.models.planted.knowledge import Known, knowledge, narrowed, with_bugs
from agent.models.planted.profile import Profile
from agent.models.planted.shape import Written

_FAMILY = re.compile(r"^Family: *(\w+)", re.MULTILINE)
_ROUND = re.compile(r"^Round: *(\d+)", re.MULTILINE)
_AGAINST = re.compile(r"^Counter-examples: *(\[.*\])$", re.MULTILINE)
_STANDING = re.compile(r"^Laws that stand: *(\[.*\])$", re.MULTILINE)
#: Most bugs in one law.
_MOST = 2


def write(prompt: str, profile: Profile) -> list[Written] | None:
    """The laws that it writes for this prompt; None if it is asked for none. [] for a family that it does not know."""
    family = _FAMILY.search(prompt)
    if family is None:
        return None
    number = _ROUND.search(prompt)
    rounds = int(number[1]) - 1 if number else 0
    learned = rounds if profile.fixes and _listed(_AGAINST, prompt) else 0
    standing = {one.get("law") for one in _listed(_STANDING, prompt) if isinstance(one, dict)}
    laws = []
    for law in knowledge().get(family[1], ()):
        if law.name in standing:
            continue
        bugs = bugs_of(law, profile)
        source = with_bugs(law, bugs[learned:])
        if learned > len(bugs):
            # It was right, and was contradicted all the same: it says less.
            source = narrowed(law)
        laws.append(Written(name=law.name, family=family[1], source=source, summary=law.says))
    return laws


def bugs_of(law: Known, profile: Profile) -> tuple[str, ...]:
    """The bugs that it writes into a law at first: none, or one or two that can stand together. The first is taken out first."""
    if profile.dice("buggy", law.name) >= profile.buggy_laws:
        return ()
    found: list[str] = []
    for bug in sorted(law.bugs, key=lambda bug: profile.dice("bug", law.name, bug.name)):
        if len(found) < _MOST and with_bugs(law, (*found, bug.name)) != with_bugs(law, tuple(found)):
            found.append(bug.name)
    return tuple(found) if profile.dice("many", law.name) < 0.5 else tuple(found[:1])


def _listed(line: re.Pattern[str], prompt: str) -> list[Any]:
    """The JSON list on a line of the prompt; [] if there is none."""
    found = line.search(prompt)
    try:
        value = json.loads(found[1]) if found else []
    except ValueError:
        return []
    return value if isinstance(value, list) else []
