"""At a glance: which prediction was wrong, what the agent did about it, how it ended. Of runs that were told, and of real ones that were spoiled."""

from __future__ import annotations

from pathlib import Path

import msgspec

from agent.report import report
from agent.reporting.account import read_account
from agent.reporting.blame import Breach, breaches, pointed
from agent.reporting.scene import scene
from tests.agent import told_runs as told
from tests.agent.test_report import said, words
from worldsim.actions import Action, Craft, Dig, Place
from worldsim.change import BlockChange, Change
from worldsim.events import Ended, Event, Redreamed, Replanned, WrittenDraft, Wrote
from worldsim.space import Pos

RUNS = Path(__file__).parents[2] / "examples" / "runs"
PLANKS, WALL = Pos(3, 65, 3), Pos(4, 65, 3)
WOOD = Change(inventory={"oak_planks": -1}, blocks=(BlockChange(WALL, "air", "oak_planks"),))


def banner(folder: Path, title: str = "What went wrong") -> str:
    """What stands first, above the figures."""
    text = said(folder)
    return text[text.index(title) : text.index(" actions ")]


def fails(number: int, action: Action, reason: str, change: Change = WOOD, p: float = 1.0) -> list[Event]:
    """A step that was dreamed to succeed."""
    return told.step(number, action, change, reason=reason, p=p)


def given_up(task: str, reason: str | None, why: str = "the rest, dreamed again, fails: nothing helps") -> list[Event]:
    return [told.judged(task, done=False, evidence="1 of 9 right"), Replanned(task=task, why=f"{task!r} is not done: {why}", reason=reason)]


def end(why: str = "nothing is left to try", exit_code: int = 1) -> Ended:
    return Ended(reached=False, why=why, exit_code=exit_code)


def broke(folder: Path) -> Breach:
    """What is told first."""
    found = pointed(read_account(folder))
    assert found is not None
    return found


def test_what_went_wrong_is_told_before_any_figure(tmp_path: Path) -> None:
    text = banner(told.write(tmp_path / "run", told.bad()))
    for part in (
        "Step 2 : mine oak log at (2, 65, 0)",
        "expected success, 100%: +1 oak log; oak log → air",
        "happened failed: nothing there (somebody took it): no change",
        "wrong about success, what is carried and blocks (said by law)",
        "It was part of: gather 2 oak_log.",
        "It dreamed the rest of the program again, from what had really happened: 0% (no oak_log is left).",
        "It gave the plan up: the rest failed when it was dreamed again. What was seen then: 1 of 2 oak_log carried.",
        "Next it tried: find 1 wood; no dream of it passed (no oak_log in sight).",
        "For 1 more task no program passed, so nothing was done.",
        "The goal was not reached: nothing is left to try. Of 2 tasks that it began, 0 were done.",
        "All 2 plans that were given up",
    ):
        assert part in text


def test_what_the_world_did_is_told_if_the_plan_was_given_up_for_that(tmp_path: Path) -> None:
    cell = Pos(2, 66, 0)
    env = Change(blocks=(BlockChange(cell, "air", "birch_log"),))
    steps = [
        *told.step(1, told.Mine(Pos(2, 64, 0)), told.digs(Pos(2, 64, 0)), env=env),
        *told.step(2, told.Mine(Pos(2, 65, 0)), told.digs(Pos(2, 65, 0))),
    ]
    why = f"birch_log now stands at {cell}, where the blueprint has air"
    run = told.write(tmp_path / "run", [told.proposed("build"), told.dreamed(), *steps, *given_up("build", "occupied", why)])
    (breach,) = breaches(read_account(run))
    assert breach.step is not None
    assert (breach.step.number, breach.cell) == (1, cell)
    assert "by itself the world changed air → birch log" in banner(run)


def test_a_blocked_cell_is_told_from_its_first_failure_on(tmp_path: Path) -> None:
    steps = [
        *fails(1, Place("oak_planks", WALL), "occupied"),
        Redreamed(p_success=1.0),
        *told.step(2, Place("oak_planks", PLANKS), WOOD),
        *fails(3, Dig(WALL), "timeout", Change(blocks=(BlockChange(WALL, "obsidian", "air"),))),
        *fails(4, Dig(WALL), "timeout", Change(blocks=(BlockChange(WALL, "obsidian", "air"),))),
        Redreamed(p_success=0.0, note="it stays"),
    ]
    run = told.write(tmp_path / "run", [told.proposed("build"), told.dreamed(), *steps, *given_up("build", "timeout"), end()])
    breach = broke(run)
    assert breach.step is not None
    assert (breach.step.number, [step.number for step in breach.alike]) == (1, [3, 4])
    text = banner(run)
    assert "100%; so it went on. The same was in its way twice more, at steps 3 , 4 ." in text
    assert "the rest failed when it was dreamed again (nothing helps). What was seen then: 1 of 9 right." in text


def test_what_was_stolen_comes_before_what_failed_for_it(tmp_path: Path) -> None:
    stolen = Change(inventory={"oak_log": -14}, blocks=told.digs(WALL).blocks)
    steps = [
        *told.step(1, told.Mine(WALL), told.digs(WALL), stolen),
        *fails(2, Craft("oak_planks", 3), "no_item", Change(inventory={"oak_planks": 12})),
    ]
    run = told.write(
        tmp_path / "run", [told.proposed("craft"), told.dreamed(), *steps, *given_up("craft", "no_item", "needs 3 oak_log, has 0"), end()]
    )
    breach = broke(run)
    assert breach.step is not None
    assert breach.step.number == 1
    assert "happened done: -14 oak log; oak log → air" in banner(run)


def test_what_was_mended_is_not_what_ended_the_run(tmp_path: Path) -> None:
    events = [
        told.proposed("a"), told.dreamed(), *fails(1, Place("oak_planks", PLANKS), "occupied"), *given_up("a", "occupied"),
        told.proposed("a"), told.dreamed(), *told.step(2, Place("oak_planks", PLANKS), WOOD), told.judged("a", done=True, evidence="it is there"),
        told.proposed("b"), told.dreamed(), *fails(3, Craft("oak_door"), "no_table"), *given_up("b", "no_table"), end(),
    ]  # fmt: skip
    breach = broke(told.write(tmp_path / "run", events))
    assert breach.step is not None
    assert breach.step.number == 3
    again = broke(told.write(tmp_path / "again", [*events[:-1], told.proposed("c"), told.dreamed(), *fails(4, Craft("oak_door"), "no_table"),
                                                 *given_up("c", "no_table"), end()]))  # fmt: skip
    assert again.step is not None
    assert again.step.number == 3, "the first that is like the last"
    text = banner(tmp_path / "again")
    assert "Later the same broke 1 more plan." in text
    reached = msgspec.structs.replace(end(), reached=True, exit_code=0)
    mended = told.write(tmp_path / "mended", [*events[:-4], reached])
    assert pointed(read_account(mended)) is None, "the page of a good run opens on the whole"
    assert "Step 1 :" in banner(mended, "What went wrong, and was mended")


def test_a_program_that_nobody_could_write(tmp_path: Path) -> None:
    draft = WrittenDraft(name="x", source_hash="0", source="", problems=("no such name: y",))
    why = "nothing that was written in 2 rounds passes; the last: no draft"
    asked = [Wrote(task="a", round=1, role="write", drafts=(draft,)), Wrote(task="a", round=2, role="repair", note="no draft")]
    up = Replanned(task="a", why=f"no dream of 'a' passes: {why}")
    text = banner(told.write(tmp_path / "run", [told.proposed("a"), *asked, up, end()]))
    assert f"No program was found task a why not {why}" in text
    assert "It asked a model for a program twice, got 1, and took none. It did nothing, and made another plan. It tried nothing else." in text


def test_without_imagination_no_prediction_is_blamed(tmp_path: Path) -> None:
    run = told.write(
        tmp_path / "run", [told.proposed("a"), told.dreamed(), *fails(1, Craft("oak_door"), "no_table"), *given_up("a", "no_table"), end()]
    )
    spec = (run / "spec.json").read_text()
    (run / "spec.json").write_text(spec.replace('"imagine":"rules"', '"imagine":"off"'))
    text = banner(run)
    assert "The step that failed Step 1 : craft oak door expected nothing: imagination is off happened failed: no table" in text
    assert "wrong about" not in text


def test_a_model_that_never_answered(tmp_path: Path) -> None:
    calls = [told.asked("imagine", error="nobody listens"), told.asked("imagine", error="nobody listens")]
    text = said(told.write(tmp_path / "run", [told.seen(), *calls, end("ModelDown: nobody listens.", 3)]))
    assert "Our machinery broke: ModelDown: nobody listens. A model was asked twice, and no reply could be used; python -m agent.doctor" in text
    assert "The record holds nothing of the place." in text


def test_where_a_killed_run_breaks_off(tmp_path: Path) -> None:
    stolen = Change(inventory={"oak_log": -14}, blocks=told.digs(WALL).blocks)
    steps = [
        *told.step(1, told.Mine(WALL), told.digs(WALL), stolen),
        *told.step(2, Craft("oak_planks"), Change(inventory={"oak_planks": 4}), Change()),
    ]
    run = told.write(tmp_path / "run", [told.proposed("gather 9 oak_log"), told.dreamed(), *steps])
    text = banner(run, "Where it breaks off")
    assert "It was busy with this: gather 9 oak_log." in text
    assert "The greatest surprise before that: step 1 , mine oak log at (4, 65, 3); expected success, 100%: +1 oak log; oak log → air." in text


def test_a_real_house_with_obsidian_in_its_wall() -> None:
    account = read_account(RUNS / "20261123-013849-build-a-house-s3")
    breach, place = pointed(account), scene(account)
    assert breach is not None
    assert breach.step is not None
    assert place is not None
    assert breach.step.action == Place("oak_planks", Pos(24, 73, -39))
    moment = place.moments[breach.step.number - 1]
    ((cell, number),) = moment.found
    assert [index for index, _ in moment.dream] == [cell]
    assert place.palette[number - 2].name == "obsidian"
    assert all(index != cell for earlier in place.moments[: breach.step.number - 1] for index, _ in earlier.found), "it came in that very step"


def test_beside_a_good_run_it_is_told_what_broke_the_other(tmp_path: Path) -> None:
    (path,) = report(RUNS / "20261123-013154-build-a-house-s3", tmp_path / "two.html", compare=RUNS / "20261123-013849-build-a-house-s3")
    assert "what broke it - step 80, place oak planks at (24, 73, -39): failed: occupied (there is obsidian at 24, 73, -39)" in words(
        path.read_text()
    )


def test_a_real_recipe_that_gave_half() -> None:
    breach = broke(RUNS / "20261123-013354-build-a-house-s3")
    assert breach.step is not None
    assert breach.step.action == Craft("oak_planks", 3)


def test_the_picture_holds_the_step_that_broke_the_run_however_far_it_walked(tmp_path: Path) -> None:
    near, far = Pos(0, 64, 0), [Pos(300 + n % 9, 64, n // 9) for n in range(60)]
    steps = [*fails(1, told.Mine(near), "nothing_there", told.digs(near))]
    for number, pos in enumerate(far, start=2):
        steps += told.step(number, told.Mine(pos), told.digs(pos))
    run = told.write(tmp_path / "run", [told.proposed("gather"), told.dreamed(), *steps, *given_up("gather", "nothing_there"), end()])
    place = scene(read_account(run))
    assert place is not None
    assert len(place.moments[0].dream) == 1
