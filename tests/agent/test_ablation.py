"""The ablation: its statistics, its file, and one real cell in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from benchmarks import ablation
from benchmarks.ledger import Ledger
from benchmarks.paired import against, groups, sign_test
from benchmarks.trial import Cell, Row, Use, effort, uses
from worldsim.actions import Explore, Wait
from worldsim.change import Outcome, Reason
from worldsim.errors import UsageError
from worldsim.events import Acted, Asked, Event, Judged
from worldsim.goals import Verdict
from worldsim.metrics import wilson
from worldsim.space import Vec

CELL = Cell(goal="obtain 1 stick", seed=1, rate=0.1, imagine="off", warp=100, max_calls=10)


def _row(seed: int = 1, imagine: str = "off", **figures: object) -> Row:
    row = Row(
        cell=msgspec.structs.replace(CELL, seed=seed, imagine=imagine),
        code="abc",
        commit="1",
        reached=True,
        why="it is there",
        exit_code=0,
        replans=0,
        actions=10,
        failed=0,
        wasted=0,
        ticks=100,
        deaths=0,
        dreams=0,
        rejected=0,
        written=0,
        uses={},
        llm_share=0.0,
        dream_s=0.0,
        wall_s=1.0,
    )
    return msgspec.structs.replace(row, **figures)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
)
def test_wilson_is_as_published(hits: int, n: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    assert wilson(hits, n) == pytest.approx((low, high), abs=0.00006)


@pytest.mark.parametrize(("less", "more", "one_sided"), [(1, 9, 0.011), (2, 8, 0.055), (0, 8, 0.004), (3, 12, 0.018), (5, 0, 0.031)])
def test_the_sign_test_is_as_published(less: int, more: int, one_sided: float) -> None:
    """S. Siegel, Nonparametric Statistics (1956), table D, which is one-sided and has three digits."""
    assert sign_test(less, more) / 2 == pytest.approx(one_sided, abs=0.0006)
    assert sign_test(less, more) == sign_test(more, less)


def test_without_a_difference_there_is_nothing_to_test() -> None:
    assert sign_test(0, 0) == sign_test(3, 3) == 1.0


def _acted(ok: bool, reason: Reason | None = None, *, walk: bool = False) -> Acted:
    action = Explore(("stone",), "north") if walk else Wait(1)
    return Acted(step=1, outcome=Outcome(action=action, status="done" if ok else "failed", reason=reason, end=Vec(0, 0, 0), ticks=1))


def _judged(done: bool, task: str | None = "a task") -> Judged:
    return Judged(task=task, verdict=Verdict(done, float(done), ""))


def test_effort_is_wasted_where_it_failed_or_led_nowhere() -> None:
    good: list[Event] = [_acted(True), _acted(False, "no_table"), _acted(False, "not_found", walk=True), _judged(True)]
    vain: list[Event] = [_acted(True), _acted(False, "not_found", walk=True), _judged(False)]
    cut: list[Event] = [_judged(True, None), _acted(True)]
    assert effort(good) == (3, 1, 1), "what failed; a walk that did not find is a look around"
    assert effort(vain) == (2, 0, 2), "all that a program did in vain"
    assert effort(cut) == (1, 0, 1), "nothing was judged after it"
    assert effort([*good, *vain, *cut]) == (6, 1, 4)


def test_calls_are_counted_by_role_without_the_cache() -> None:
    told: list[Event] = [
        Asked(role="write", model="m", tokens_in=10, tokens_out=3),
        Asked(role="write", model="m", tokens_in=20, tokens_out=4, error="no JSON"),
        Asked(role="critic", model="m", cached=True),
    ]
    assert uses(told) == {"write": Use(2, 30, 7)}


def test_modes_are_held_against_off_on_the_same_seeds() -> None:
    rows = [
        *[_row(1, reached=False, wasted=5), _row(2, wasted=4, ticks=300), _row(3, ticks=200), _row(4, reached=False)],
        *[_row(1, "rules", wasted=1), _row(2, "rules", wasted=1, ticks=100), _row(3, "rules", ticks=250), _row(9, "rules")],
    ]
    (found,) = against(rows)
    assert (found.imagine, found.pairs, found.gained, found.lost) == ("rules", 3, 1, 0)
    assert (found.wasted.less, found.wasted.more, found.wasted.median) == (2, 0, -0.3)
    assert (found.ticks.pairs, found.ticks.median) == (2, -75.0), "of seeds on which both reached it"
    *_, pooled = against([*rows, *(msgspec.structs.replace(row, cell=msgspec.structs.replace(row.cell, rate=0.3)) for row in rows)])
    assert (pooled.goal, pooled.rate, pooled.pairs, pooled.gained) == ("", None, 3, 1), "a seed counts once, however often it was run"
    assert pooled.wasted == found.wasted
    off, rules = groups(rows)
    assert (off.imagine, off.seeds, off.reached, off.ticks, off.wasted) == ("off", [1, 2, 3, 4], 2, 250.0, 0.2)
    assert (rules.reached, rules.interval.low) == (4, pytest.approx(0.5101, abs=0.0001))


def test_the_file_holds_whole_cells_only(tmp_path: Path) -> None:
    file = tmp_path / "runs" / "cells.jsonl"
    with Ledger(file) as ledger:
        ledger.append(_row(1))
        ledger.append(_row(2))
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])  # as kill -9 leaves it
    with Ledger(file) as ledger:
        assert [row.cell.seed for row in ledger.rows] == [1]
        ledger.append(_row(2))
        with pytest.raises(UsageError, match="another benchmark writing it"):
            Ledger(file).__enter__()
        with file.open("ab") as half:
            half.write(b'{"cell":')  # as it is while a row is written
        with Ledger(file, look=True) as seen:
            assert [row.cell.seed for row in seen.rows] == [1, 2]
        assert file.read_bytes() == whole + b'{"cell":', "looking alters nothing"
    file.write_bytes(whole)
    file.write_text("{}\n")
    with pytest.raises(UsageError, match=r"cells.jsonl:1: expected a cell"):
        Ledger(file).__enter__()


def test_cells_of_other_code_or_that_broke_are_not_done(tmp_path: Path) -> None:
    with Ledger(tmp_path / "cells.jsonl") as ledger:
        ledger.append(_row(1, code="old"))
        ledger.append(_row(2, exit_code=3, why="ServerDead: it is gone"))
        ledger.append(_row(3, exit_code=3, reached=False, why="BudgetSpent: --max-calls 10"))
        assert {cell.seed for cell in ledger.done("abc")} == {3}, "a cap that is reached is how a run ends"
        assert {cell.seed for cell in ledger.done(None)} == {1, 3}
        assert ledger.others("abc") == {"old": 1}


def test_what_is_asked_for_is_paired_seed_by_seed() -> None:
    line = "--goals sing --seeds 1-3 --rates 0,0.5 --imagine off,hybrid,oracle --oracle-seeds 1 --laws=-crafting --skills=-has"
    wanted = ablation.cells(ablation._parser().parse_args(line.split()))
    assert len(wanted) == 3 * 2 * 2 + 2
    assert [cell.seed for cell in wanted] == sorted(cell.seed for cell in wanted)
    assert {cell.laws for cell in wanted if cell.imagine == "hybrid"} == {"-crafting"}
    assert {cell.laws for cell in wanted if cell.imagine != "hybrid"} == {"all"}, "laws mean nothing to who has none"
    assert len({cell.name for cell in wanted}) == len(wanted)


def test_a_real_cell_is_run_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["--goals", "collect 1 oak_log", "--seeds", "1", "--rates", "0", "--imagine", "off", "--skills=-has", "-o", str(tmp_path / "cells.jsonl")]
    assert ablation.main(line) == 0
    out, progress = capsys.readouterr()
    found = json.loads(out.splitlines()[-1])
    (group,) = found["groups"]
    assert (found["cells"], group["reached"], group["wasted"]) == (1, 1, 0.0)
    assert group["roles"]["write"][0] == 1, "what is withheld was written, by one call over HTTP"
    assert group["actions"] >= 1
    assert "1 of 1: collect 1 oak_log, seed 1, rate 0, off: reached" in progress
    assert ablation.main([*line, "--jobs", "3"]) == 0
    out, progress = capsys.readouterr()
    assert (json.loads(out.splitlines()[-1]), progress) == (found, "")
