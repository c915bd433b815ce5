"""Loading runs that were recorded: whole, cut off, of other versions, damaged."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from agent.options import merged, read_settings
from agent.record import SCHEMA
from agent.runs import TABLES, OldRunWarning, UnreadableRunWarning, load
from agent.runs.__main__ import main
from agent.runs.columns import documented
from worldsim.compare import FLOOR
from worldsim.errors import UsageError
from worldsim.events import Compared, Ended, Predicted

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples" / "runs"
HOUSE, FAILED, BLOCKED = (f"20261123-{time}-build-a-house-s3" for time in ("013154", "013354", "013849"))
STEPS = ("steps", "predictions", "outcomes", "comparisons")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The failed run, small, to be damaged."""
    return Path(shutil.copytree(EXAMPLES / FAILED, tmp_path / "runs" / FAILED))


def respec(folder: Path, **changes: Any) -> None:
    spec = json.loads((folder / "spec.json").read_text())
    (folder / "spec.json").write_text(json.dumps({name: value for name, value in {**spec, **changes}.items() if value is not ...}))


def test_every_table_has_the_columns_that_are_documented() -> None:
    runs = load(EXAMPLES)
    dtypes = {"whole": "int64", "number": "float64", "flag": "bool", "maybe": "boolean"}
    for table in TABLES:
        frame = getattr(runs, table.name)
        assert list(frame.columns) == [column.name for column in table.columns]
        for column in table.columns:
            if column.kind in dtypes:
                assert str(frame[column.name].dtype) == dtypes[column.kind], f"{table.name}.{column.name}"
            elif column.kind == "text":
                assert frame[column.name].map(type).eq(str).all(), f"{table.name}.{column.name}"
        assert len({column.name for column in table.columns}) == len(table.columns)
        assert all(column.means for column in table.columns)
    assert str(runs.runs.started.dt.tz) == "UTC"


def test_the_page_says_what_the_tables_are() -> None:
    assert documented() in (ROOT / "docs" / "runs.md").read_text(encoding="utf-8"), (
        "python -m agent.runs columns prints what docs/runs.md should have"
    )


def test_tables_say_what_the_records_say() -> None:
    runs = load(EXAMPLES / "*")
    assert [run.name for run in runs] == [HOUSE, FAILED, BLOCKED]
    for run, (_, row) in zip(runs, runs.runs.iterrows(), strict=True):
        summary = json.loads((run.folder / "summary.json").read_text())
        for figure in (
            "goal",
            "reached",
            "why",
            "seed",
            "actions",
            "met",
            "surprises",
            "replans",
            "dreams",
            "ticks",
            "coverage",
            "brier",
            "exact_changing",
            "wall_s",
        ):
            assert row[figure] == summary[figure], figure
        tables = {name: getattr(runs, name) for name in STEPS}
        mine = {name: table[table.run == run.name] for name, table in tables.items()}
        assert {len(table) for table in mine.values()} == {summary["actions"]}
        assert mine["steps"].met.sum() == summary["met"]
        assert mine["outcomes"].ticks.sum() == summary["ticks"]
        assert list(mine["steps"].step) == list(range(1, summary["actions"] + 1))
        tasks = runs.tasks[runs.tasks.run == run.name]
        assert tasks.replanned.sum() == summary["replans"]
        assert tasks.actions.sum() == summary["actions"]
        assert list(tasks.task) == list(range(1, len(tasks) + 1))
        assert set(runs.skills[(runs.skills.run == run.name) & (runs.skills.verb == "added")].skill) == set(summary["skills_added"])
    assert list(runs.runs.ending) == ["reached", "not reached", "not reached"]
    assert list(runs.runs.altered) == [False, True, False]
    assert runs.runs.note.eq("").all()


def test_the_wrong_prediction_of_the_failed_run_is_there_in_all_tables() -> None:
    runs = load(EXAMPLES / FAILED)
    at = {name: getattr(runs, name).set_index("step").loc[25] for name in STEPS}
    assert at["steps"].action == "craft('oak_planks', 3)"
    assert (at["steps"].predicted, at["steps"].happened) == ("-3 oak_log, +12 oak_planks", "-3 oak_log, +6 oak_planks")
    assert (at["predictions"].p_success, at["predictions"].source_inventory, at["predictions"].source_ticks) == (1.0, "law", "physics")
    assert (at["outcomes"].status, at["outcomes"]["items"], at["outcomes"].blocks) == ("done", 2, 0)
    assert (at["comparisons"].met, at["comparisons"].wrong) == (False, "inventory:law")
    assert at["comparisons"].missed_what == "inventory oak_planks +6"
    assert at["comparisons"].hallucinated_what == "inventory oak_planks +12"
    assert at["comparisons"].surprise == pytest.approx(6.9078, abs=1e-4)
    assert FLOOR == 1e-3  # of which 6.9078 is the logarithm
    task = runs.tasks.set_index("task").loc[at["steps"].task]
    assert (task["name"], bool(task.done), bool(task.replanned)) == ("obtain 1 oak_door", False, True)


def test_the_blocked_cell_is_the_40th_placement_and_was_not_foreseen() -> None:
    steps = load(EXAMPLES / BLOCKED).steps
    blocked = steps[steps.verb == "place"].iloc[39]
    assert (blocked.predicted, blocked.happened) == ("-1 oak_planks, air → oak_planks", "failed occupied")
    assert (blocked.p_success, bool(blocked.met)) == (1.0, False)
    assert "p_success:law" in blocked.wrong.split()


def test_runs_are_typed() -> None:
    runs = load(EXAMPLES)
    run = runs[HOUSE]
    assert run is runs[0]
    assert (run.spec.settings.goal, run.schema, run.older, run.notes) == ("build a house", SCHEMA, False, [])
    events = run.events()
    assert isinstance(events[-1], Ended)
    assert sum(isinstance(event, Predicted) for event in events) == 122
    assert len(events) == runs.runs.set_index("run").events[HOUSE]
    steps = list(run.transitions())
    assert [step.step for step in steps] == list(range(1, 123))
    assert [run.name for run in runs[1:]] == [FAILED, BLOCKED]


def test_a_run_that_was_killed_loads_up_to_its_last_whole_line(copied: Path) -> None:
    (copied / "summary.json").unlink()
    whole = (copied / "events.jsonl").read_bytes()
    for size in (*range(1000, len(whole), 20_011), whole.rfind(b"\n", 0, -1) + 20):
        (copied / "events.jsonl").write_bytes(whole[:size])
        runs = load(copied)
        lines = whole[:size].count(b"\n")
        (row,) = runs.runs.to_dict("records")
        assert (row["events"], row["ending"], row["reached"]) == (lines, "cut off", False)
        assert row["note"] == "the last line of events.jsonl was cut off, and is left out"
        compared = [event for event in runs[0].events() if isinstance(event, Compared)]
        assert row["actions"] in (len(compared), len(compared) + 1)
        assert len(runs.steps) == len(runs.comparisons) == len(compared)
        assert runs.steps.met.sum() == row["met"]


def test_a_run_that_was_killed_before_its_first_event(copied: Path) -> None:
    (copied / "summary.json").unlink()
    (copied / "events.jsonl").unlink()
    runs = load(copied)
    assert runs.runs.ending[0] == "cut off"
    assert "before its first event" in runs.runs.note[0]
    assert [len(getattr(runs, table.name)) for table in TABLES] == [1, *[0] * (len(TABLES) - 1)]
    assert str(runs.steps.met.dtype) == "bool"


def test_figures_do_not_hang_on_the_summary(copied: Path) -> None:
    with_it = load(copied).runs.drop(columns=["wall_s", "blueprint_f1", "note"])
    (copied / "summary.json").write_text("{")
    without = load(copied).runs
    assert with_it.equals(without[with_it.columns])
    assert without.note[0] == "summary.json cannot be read: its figures are made from the events"


def test_an_older_run_says_so(copied: Path) -> None:
    respec(copied, schema=..., commit="0123456789abcdef")
    with pytest.warns(OldRunWarning, match=rf"1 of 2 runs are of an older version \(before schema {SCHEMA}\): {FAILED}"):
        runs = load(copied, EXAMPLES / HOUSE)
    old = runs[FAILED]
    assert (old.older, old.schema) == (True, 0)
    assert runs.runs.set_index("run").note[FAILED] == f"an older version wrote it: schema 0, this one writes {SCHEMA}"
    (copied / "events.jsonl").write_bytes(b'{"event":"judged","task":null}\n')
    with pytest.raises(UsageError, match=r"missing required field.*an older version wrote it: schema 0.*\(commit 012345678\)$"):
        load(copied)


def test_what_another_version_wrote_is_left_out_and_told(copied: Path) -> None:
    settings = json.loads((copied / "spec.json").read_text())["settings"]
    respec(copied, settings={**settings, "telepathy": True}, later="x")
    before = len(load(copied).steps)
    with (copied / "events.jsonl").open("ab") as file:
        file.write(b'{"event":"sang","song":"la"}\n')
    runs = load(copied)
    assert len(runs.steps) == before
    assert runs[0].notes == ["settings that this version does not know: telepathy", "events that this version does not know: sang"]


def test_runs_of_the_same_name_stay_apart(copied: Path) -> None:
    runs = load(copied, EXAMPLES / FAILED, EXAMPLES / FAILED)
    assert len(runs) == 2
    assert set(runs.steps.run) == {str(copied.resolve()), str((EXAMPLES / FAILED).resolve())}


@pytest.mark.parametrize(
    ("break_it", "place", "told"),
    [
        (None, "nowhere", r"^nowhere: expected runs .*, found nothing there; make one with "),
        (None, "none/*", r"^none/\*: expected runs .*, found no match; make one with "),
        (None, "runs/*/*.jsonl", r"found 2 matches that are none; "),
        (None, f"runs/{FAILED}/spec.json", r"found a file; "),
        (lambda run: (run / "spec.json").unlink(), "runs", r"^runs: expected runs \(folders with spec.json\), found a folder without any; "),
        (
            lambda run: (run / "spec.json").write_text('{"id": '),
            "runs",
            r"spec.json: .*, found: Input data was truncated; restore",
        ),
        (
            lambda run: (run / "spec.json").write_text("[]"),
            "runs",
            r"spec.json: expected the spec of a run, found JSON that is no object; restore",
        ),
        (
            lambda run: respec(run, started="yesterday"),
            "runs",
            r"spec.json: .*, found: Invalid isoformat string: 'yesterday'; ",
        ),
        (lambda run: respec(run, settings=...), "runs", r"spec.json: .*missing required field `settings`; restore the file, or leave the run out$"),
        (
            lambda run: respec(run, schema=99),
            "runs",
            rf"expected schema {SCHEMA} or older, found 99: a newer version wrote it; update this one$",
        ),
        (lambda run: respec(run, schema="new"), "runs", r"found 'new': "),
        (
            lambda run: (run / "events.jsonl").write_bytes(b"{}\n" + (run / "events.jsonl").read_bytes()),
            "runs",
            r"events.jsonl:1: expected an event as one line of JSON, found b'{}': .*; restore the file, or read it with the version that wrote it",
        ),
    ],
)
def test_bad_input_is_told_in_one_line(copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, break_it: Any, place: str, told: str) -> None:
    monkeypatch.chdir(copied.parent.parent)
    if break_it is not None:
        break_it(copied)
    with pytest.raises(UsageError, match=told) as error:
        load(place)
    assert "\n" not in str(error.value)
    if place != "runs":  # what list finds unreadable it lists
        assert main(["list", place]) == 2
        assert capsys.readouterr().err == f"lucidcraft: {error.value}\n"


def test_runs_that_cannot_be_read_are_all_named_and_can_be_left_out(copied: Path) -> None:
    among = copied.parent / "more"
    for number in range(3):
        shutil.copytree(EXAMPLES / FAILED, among / f"run-{number}")
    (among / "run-0" / "spec.json").write_bytes(b"\x80")
    (among / "run-2" / "events.jsonl").write_bytes(b"null\n")
    with pytest.raises(UsageError, match=r"^2 of 3 runs cannot be read \(run-0, run-2; load\(\.\.\., skip_unreadable=True\)[^\n]*run-0/spec\.json"):
        load(among)
    with pytest.warns(UnreadableRunWarning, match=r"2 of 3 runs cannot be read, and left out are run-0, run-2: "):
        runs = load(among, skip_unreadable=True)
    assert [run.name for run in runs] == ["run-1"]
    assert {*runs.runs.run, *runs.steps.run} == {"run-1"}
    with pytest.raises(UsageError, match=r"^[^ ]*spec\.json: expected"):
        load(among / "run-0", skip_unreadable=True)


@pytest.mark.parametrize("place", ["x" * 300, "loop", "loop/x"])
def test_names_that_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("loop").symlink_to("loop")
    for words in (["list", place], ["show", place]):
        assert main(words) == 2
        assert re.fullmatch(rf"lucidcraft: {place}: expected .*\n", capsys.readouterr().err)


def test_list_tells_of_every_run(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copied / "spec.json").write_text("{")
    assert main(["list", str(EXAMPLES), str(copied.parent)]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split("  ")[0] == "run"
    assert sorted(line.split()[0] for line in lines) == sorted([HOUSE, FAILED, BLOCKED, FAILED])
    (house,) = [line for line in lines if line.startswith(HOUSE)]
    assert re.search(r"build a house +reached +122 +98% +0 +2\.7 min$", house)
    assert sum("unreadable" in line and "expected the spec of a run" in line for line in lines) == 1


def test_show_tells_what_went_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "20261123-0133", "--runs", str(EXAMPLES)]) == 0
    text = capsys.readouterr().out
    for line in (
        "  ended      not reached: gave up after 4 new plans; next would have been: gather 9 oak_log",
        "    2 ✗ obtain 1 oak_door: dreamed 100%; 3 of 4 actions as predicted, 1 s; 0 of 1 oak_door carried",
        "not as predicted: 8 of 41 actions, the most surprising first",
        "  step 25, craft('oak_planks', 3): predicted -3 oak_log, +12 oak_planks (p 1.00), found -3 oak_log, +6 oak_planks",
    ):
        assert line in text.splitlines()


@pytest.mark.parametrize(
    ("run", "told"),
    [
        ("2026", r"found 3 of them: "),
        ("1999", r"found none; name its folder"),
        ("./x/y", r"found nothing there; "),
        (str(EXAMPLES), r"found a folder without any; "),
    ],
)
def test_show_wants_one_run(run: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", run, "--runs", str(EXAMPLES)]) == 2
    error = capsys.readouterr().err
    assert re.search(told, error)
    assert error.count("\n") == 1


def test_help_loads_nothing_heavy() -> None:
    heavy = r"numpy|networkx|numba|pandas|chromadb|openai|langchain\w*|javascript|rich"
    code = f"import agent.runs.__main__, agent.whatif, re, sys; print(sorted(m for m in sys.modules if re.fullmatch({heavy!r}, m)))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("[]\n", "")


def test_a_reader_may_stop_early() -> None:
    command = f"{sys.executable} -m agent.runs columns | head -1"
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "### runs\n", "")


def test_many_runs_load_fast() -> None:
    """1,000 in less than 10 s is 1 s a hundred; a machine that does other things as well is given three, of processor time."""
    command = [sys.executable, "-m", "benchmarks.loading", "--runs", "100", "--times", "2"]
    figures = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    assert (figures["runs"], figures["steps"]) == (100, 34 * 122 + 33 * (41 + 132))
    assert figures["cpu_s"][0] < 3.0


def test_the_example_runs_are_what_they_are_said_to_be() -> None:
    runs = load(EXAMPLES)
    rules = ROOT / "examples" / "worlds" / "half_the_planks.json"
    assert runs[FAILED].spec.world_rules == hashlib.sha256(rules.read_bytes()).hexdigest()
    assert runs[FAILED].spec.settings == merged(read_settings(rules.with_suffix(".toml")), {})
    plain = merged({}, {"goal": "build a house", "seed": 3, "runs": "examples/runs"})
    assert runs[HOUSE].spec.settings == plain
    assert [len(run.spec.cheats) for run in runs] == [0, 1, 1]
    assert runs[BLOCKED].spec.cheats == ["scenario: obsidian put into the cell of the 40th placement, just before it"]
    page = (ROOT / "docs" / "runs.md").read_text(encoding="utf-8")
    for row in runs.runs.itertuples():
        (told,) = re.findall(rf"^\| `{row.run}` .*$", page, re.MULTILINE)
        assert f"{row.actions} actions, {row.surprises} " in told


def test_loading_is_quiet_about_good_runs() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load(EXAMPLES)
