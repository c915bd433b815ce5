"""The command that measures how fast the imagined world is, in small, without a server."""

from __future__ import annotations

import msgspec
import pytest

from benchmarks import worldsim
from benchmarks.realtime import Stretch
from benchmarks.worldsim import GOALS, Report, figures, measure, missed, report


@pytest.mark.timeout(300)
def test_every_figure_is_there(land, capsys: pytest.CaptureFixture[str]) -> None:
    found = measure(figures(land(), quick=True))
    server = Stretch(actions=10, seconds=8.0, by_verb={"wait": 10}, done=10)
    said = report(found, server)
    figures_of = msgspec.to_builtins(said)
    assert list(figures_of) == (
        "recipes_per_s physics_per_s physics_all_shapes_per_s mixed_per_s recipes_single_per_s dream_200_ms monty_floor_ms fork_ms "
        "cartpole_per_s server_actions_per_s ratio_to_server".split()
    )
    assert all(value > 0 for value in figures_of.values())
    assert said.server_actions_per_s == 1.25
    assert said.ratio_to_server == pytest.approx(said.mixed_per_s / 1.25, rel=0.001)
    worldsim.show(said, found, server)
    assert "dream_200_ms" in capsys.readouterr().out


def test_a_miss_is_told_either_way() -> None:
    fine = Report(**dict.fromkeys(Report.__struct_fields__, 1.0) | GOALS)
    assert missed(fine) == []
    assert missed(msgspec.structs.replace(fine, fork_ms=2.1, mixed_per_s=999_999.0)) == ["mixed_per_s", "fork_ms"]


def test_wrong_arguments_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        worldsim.main(["--seconds", "0"])
    assert "found 0" in capsys.readouterr().err
