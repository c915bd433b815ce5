"""What a run says on a log, and at its end."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from agent.display import Display, show_summary
from agent.summary import Frame, summarise
from worldsim.events import Candidate, Dreamed, read_events

HOUSE = Path(__file__).parents[2] / "examples/runs/20261123-013154-build-a-house-s3"


def shown(dry: bool, imagine: str = "rules") -> str:
    """A recorded run, told again; `dry`: its end as if nothing had been done; `imagine`: its end as if that one had dreamed."""
    out = io.StringIO()
    display = Display(console=Console(file=out, width=300))
    events = read_events(HOUSE / "events.jsonl")
    for event in events:
        display.tell(event)
    frame = Frame(goal="g", seed=3, warp=1.0, imagine=imagine, cheats=0, wall_s=1.0, blueprint_f1=None)
    show_summary(display, summarise([] if dry else events, frame), Path("runs/r"), dreamed_only=dry)
    return out.getvalue()


def test_a_walk_that_ended_elsewhere_says_where() -> None:
    assert "explore(['oak_log']): dreamed 63% ends at (19, 69, -72); happened ok: ends at (19, 70, -36); surprise 6.9" in shown(dry=False)


def test_what_was_not_dreamed_is_not_said_to_be() -> None:
    out = io.StringIO()
    program = Candidate(name="have_log", origin="seed", source_hash="0", call="have_log()")
    for chosen, note in ((True, "foresight is off"), (False, "does not type-check: line 3")):
        Display(console=Console(file=out, width=300)).tell(Dreamed(tick=0, candidate=program, chosen=chosen, p_success=0.0, note=note))
    assert out.getvalue().splitlines() == [
        "  seed program have_log is taken, not dreamed: foresight is off",
        "  seed program have_log is refused, not dreamed: does not type-check: line 3",
    ]


def test_surprises_stay_on_a_terminal() -> None:
    out = io.StringIO()
    display = Display(console=Console(file=out, force_terminal=True, color_system=None, width=200))
    with display:
        for event in read_events(HOUSE / "events.jsonl")[:200]:
            display.tell(event)
    assert " !  20 mine((20, 72, -36)): dreamed 100% +1 oak_log; happened ok: +1 oak_log, +1 oak_sapling" in out.getvalue()
    assert "    10 mine((13, 65, -31)): dreamed" not in out.getvalue(), "what went as dreamed is in the table alone"


def test_the_end_names_what_to_look_at_next() -> None:
    assert "python -m agent.report runs/r" in shown(dry=False)
    assert "122 in " in shown(dry=False)


def test_without_foresight_the_end_praises_no_dream() -> None:
    assert "\n  as dreamed" in shown(dry=False)
    end = shown(dry=False, imagine="off")
    assert "\n  as dreamed" not in end
    assert "\n  dreams" not in end
    assert "\n  changes exact" not in end


def test_the_end_of_a_dry_run_claims_no_actions() -> None:
    end = shown(dry=True).splitlines()
    end = end[next(number for number, line in enumerate(end) if "dreams" in line and "rejected" in line) :]
    assert not [line for line in end if "actions" in line or "as dreamed" in line or "changes exact" in line]
    assert [line for line in end if "runs/r/plan.json" in line]
