"""Recording on the real embedded server: what comes back is real, and whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.labs import GOALS, STARTS, labs_of
from curriculum.parse import parse
from worldsim.facts import facts
from worldsim.measuring.violations import violations_of
from worldsim.record import Lab, record
from worldsim.transitions import read_transitions


def test_every_start_and_goal_can_be_had() -> None:
    known = facts()
    for scenario in STARTS.values():
        assert set(scenario.get("inventory", {})) <= known.items.keys()
        assert {block[1] for block in scenario.get("blocks", [])} <= known.blocks.keys()
    for goal in GOALS:
        parse(goal)
    assert [lab.name for lab in labs_of(3)] == list(STARTS)


@pytest.mark.timeout(120)
def test_real_steps_are_recorded(tmp_path: Path) -> None:
    def chosen(seed: int) -> list[Lab]:
        return [lab for lab in labs_of(seed) if lab.name in ("yard", "goal")]

    note = record(tmp_path, chosen, (3,), 6, "", lambda line: None)
    steps = list(read_transitions(tmp_path))
    assert [episode.trouble for episode in note.episodes] == ["", ""]
    assert len(steps) == 12
    assert note.changing >= 3
    yard = steps[0].before
    assert (yard.inventory["stone_pickaxe"], yard.inventory["oak_planks"]) == (1, 6)  # what the scenario gives
    for step in steps:
        change = step.outcome.change.inventory
        assert {i: n for i in {*step.before.inventory, *step.after.inventory} if (n := step.after.count(i) - step.before.count(i))} == change
        assert violations_of(step.outcome, step.before, facts()) == []
