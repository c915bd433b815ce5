"""How fast time goes changes nothing: a few mechanics at several speeds, while every core is busy with something else."""

from __future__ import annotations

import pytest

from benchmarks.mechanics import Case
from benchmarks.warped import compare_speeds, sample


@pytest.mark.timeout(600)
def test_outcomes_do_not_depend_on_the_speed() -> None:
    warped = compare_speeds(["chest"], load=True, most=300, slow=(10.0,))
    assert warped.cases >= 4
    assert [(speed.name, speed.differ) for speed in warped.speeds if speed.differ] == []


def test_the_sample_is_short_and_of_every_topic() -> None:
    def case(topic: str, name: str, ticks: int, ok: bool = True) -> Case:
        return Case(topic=topic, name=name, vanilla="", source="", ok=ok, expect=1, ticks=ticks)

    cases = [case("dig", "b", 40), case("dig", "a", 30), case("dig", "long", 900), case("chest", "c", 50), case("chest", "wrong", 5, ok=False)]
    assert [one.name for one in sample(cases, most=100)] == ["c", "a"]
    assert [one.name for one in sample(cases, most=200)] == ["c", "a", "b"]
