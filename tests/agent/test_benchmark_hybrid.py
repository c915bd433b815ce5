"""The benchmark of the hybrid, on a small imagined set: what it prints, and that the hybrid holds its own."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from benchmarks import hybrid
from tests.agent.planted_set import transitions
from worldsim.transitions import TransitionWriter


def a_set(folder: Path, seeds: int) -> Path:
    folder.mkdir()
    writer = TransitionWriter(folder)
    for step in transitions(seeds, 30):
        writer.append(step.episode, step.before, step.action, step.outcome, step.after)
    writer.close()
    return folder


def test_the_hybrid_holds_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    code = hybrid.main([str(a_set(tmp_path / "set", 4))])
    report = msgspec.json.decode(capsys.readouterr().out.splitlines()[-1], type=hybrid.Report)
    rows = sum(report.rows.values())
    assert (report.transitions, sum(report.kept.values()) + len(report.below)) == (120, rows)
    assert code == (1 if report.below else 0)
    for each in report.overall:
        assert each.hybrid >= max(each.rules, each.llm), each
    assert sum(report.kept.values()) >= 0.8 * rows, "in so small a set some families fall short by a step or two"
    asked = {(each.profile, each.laws): each.asked for each in report.overall}
    assert asked["careful", "none"] == asked["careless", "none"] == 1.0
    assert asked["careless", "all"] < 0.2


def test_one_seed_is_not_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert hybrid.main([str(a_set(tmp_path / "set", 1))]) == 2
    assert "at least 2 seeds" in capsys.readouterr().err


def test_a_sign_test_by_hand() -> None:
    """Of five steps that one of them has right all are lost: 1/32; one gained, three lost: (4 + 1)/16."""

    def row(gained: int, lost: int) -> hybrid.Row:
        paired = hybrid.Paired(gained, lost)
        return hybrid.Row(profile="", laws="", view="family", name="", n=9, rules=0.5, llm=0.5, hybrid=0.5, paired=paired)

    assert row(0, 5).p == 1 / 32
    assert row(1, 3).p == 5 / 16
    assert row(0, 0).p == 1
