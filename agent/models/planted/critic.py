"""The planted critic: it says again what it was told went wrong; or, at the profile's rate, rambles on, and claims that all is well."""

from __future__ import annotations

import json
import re

from agent.models.planted.profile import Profile

_NOTE = re.compile(r'^It ended with: (".*")$', re.MULTILINE)
_TASK = re.compile(r'^Task: (".*")$', re.MULTILINE)
#: What it says when it rambles: more words than anybody wants, and not true.
RAMBLING = "The task is done, and all is well. " * 40


def explain(prompt: str, profile: Profile) -> str | None:
    """Its words for this prompt; None if it is no prompt of the critic's."""
    note, task = _NOTE.search(prompt), _TASK.search(prompt)
    if note is None or task is None or "\nRole: critic\n" not in f"\n{prompt}":
        return None
    if profile.dice("ramble", prompt) < profile.rambles:
        return RAMBLING
    return f"{json.loads(task[1])} failed because {json.loads(note[1])}."
