"""The typed face of the world is what actions and views say."""

from __future__ import annotations

from skills import stubs


def test_the_stub_is_up_to_date():
    assert stubs.main(["--check"]) == 0


def test_a_stub_that_drifted_is_refused(tmp_path, monkeypatch, capsys):
    drifted = tmp_path / "world.pyi"
    drifted.write_text(stubs.generate().replace("def mine(", "def dig_out("))
    monkeypatch.setattr(stubs, "PATH", drifted)
    assert stubs.main(["--check"]) == 1
    assert "python -m skills.stubs" in capsys.readouterr().out
    assert stubs.main([]) == 0
    assert stubs.main(["--check"]) == 0


def test_positions_are_lists_and_the_state_is_no_argument():
    text = stubs.generate()
    assert "def mine(pos: list[int]) -> Result:" in text
    assert "def explore(targets: list[str] = [], heading: Heading = " in text
    assert "def nearest(names: list[str], radius: int = 64) -> list[int] | None:" in text
    assert "Pos" not in text
    assert "State" not in text
