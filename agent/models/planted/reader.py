"""The planted reader of rules: it knows the changes of `altered.py` by their sentences, and makes laws of them, or of their opposites."""

from __future__ import annotations

import json
import re

from agent.models.planted.altered import RULES
from agent.models.planted.profile import Profile
from agent.models.planted.shape import Written

_NOTES = re.compile(r'^Notes: *(".*")$', re.MULTILINE)


def read(prompt: str, profile: Profile) -> list[Written] | None:
    """One law for every rule in the notes that it understands; None if it is given no notes."""
    found = _NOTES.search(prompt)
    if found is None:
        return None
    try:
        notes = " ".join(str(json.loads(found[1])).split()).lower()
    except ValueError:
        return None
    laws = []
    for rule in RULES:
        if all(word in notes for word in rule.words):
            lies = profile.dice("lie", rule.name) < profile.lies
            source = rule.lie if lies else rule.source
            laws.append(Written(name=rule.name, family=rule.family, source=source, summary=rule.says, rule=rule.prose))
    return laws
