"""A box goes out, and its replies come back: through batch output, and as single files."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from worldsim.actions import Craft, Wait
from worldsim.change import Change, Outcome
from worldsim.language.replies import Count, Step, Steps
from worldsim.simbench import export, main, sample, score_box, steps_in
from worldsim.transitions import Transition

WAITED = Step(1.0, None, "", [], [], [], 0.0, 0, None, 9, 10, 11, [])
MADE = Step(1.0, None, "", [Count("oak_log", -1), Count("oak_planks", 4)], [], [], 0.0, 0, None, 1, 2, 3, [])


@pytest.fixture
def steps(land) -> list[Transition]:
    """Four waits and three crafts, in turns."""
    state = land(inventory={"oak_log": 1})
    made = Change(inventory={"oak_log": -1, "oak_planks": 4})
    kinds = [(Craft("oak_planks"), made, 2) if n % 2 else (Wait(10), Change(), 10) for n in range(7)]
    return [
        Transition(
            episode=f"seed {n // 4} a", step=n, before=state, action=action, after=state,
            outcome=Outcome(action=action, status="done", change=change, end=state.body.pos, ticks=ticks),
        )
        for n, (action, change, ticks) in enumerate(kinds)
    ]  # fmt: skip


def test_requests_are_what_a_batch_wants(tmp_path: Path, steps: list[Transition]) -> None:
    box = export(steps, tmp_path / "box", pack=3, model="some-model")
    assert box.requests == {"pack-0001": [0, 1, 2], "pack-0002": [3, 4, 5], "pack-0003": [6]}
    lines = [json.loads(line) for line in (tmp_path / "box" / "requests.jsonl").read_text().splitlines()]
    assert [line["custom_id"] for line in lines] == list(box.requests)
    assert (lines[0]["method"], lines[0]["url"], lines[0]["body"]["model"]) == ("POST", "/v1/chat/completions", "some-model")
    prompt = lines[0]["body"]["messages"][0]["content"]
    assert prompt.count("\nState: {") == prompt.count("\nActions: [") == 3
    assert "There are 3 situations" in prompt
    assert lines[0]["body"]["response_format"]["json_schema"]["strict"] is True


def test_replies_are_scored(tmp_path: Path, steps: list[Transition]) -> None:
    box = tmp_path / "box"
    export(steps, box, pack=3)
    right = Steps([WAITED, MADE, WAITED])
    body = {"choices": [{"message": {"content": msgspec.json.encode(right).decode()}}], "usage": {"prompt_tokens": 700, "completion_tokens": 70}}
    (box / "replies-1.jsonl").write_text(json.dumps({"custom_id": "pack-0001", "response": {"status_code": 200, "body": body}, "error": None}) + "\n")
    (box / "replies").mkdir()
    # Three steps, of which the last one names what does not exist, and talk around them.
    wrong = Steps([MADE, WAITED, msgspec.structs.replace(MADE, inventory=[Count("oak_plank", 4)])])
    (box / "replies" / "pack-0002.txt").write_text(f"Sure!\n```json\n{msgspec.json.encode(wrong).decode()}\n```\n")
    card = score_box(box)
    # Seven: right, right, right; right, right, rejected; no reply.
    assert (card.n, card.unanswered, card.silent) == (7, 1, 2)
    assert (card.kinds["craft"].exact_changing, card.kinds["wait"].n) == (pytest.approx(2 / 3), 4)
    assert card.cost.tokens_in == pytest.approx(100_000)


def test_the_sample_is_even_over_verbs(steps: list[Transition]) -> None:
    chosen = sample(steps, 4)
    assert sum(isinstance(step.action, Wait) for step in chosen) == 2
    assert [step.step for step in chosen] == sorted(step.step for step in chosen)
    assert sample(steps, 4) == chosen
    assert len(sample(steps, 99)) == 7


def test_json_in_prose() -> None:
    assert steps_in('Well: {"steps": []} I hope.') == Steps([])
    assert steps_in("I do not know") is None
    assert steps_in('{"steps": 3}') is None


def test_bad_usage(tmp_path: Path, steps: list[Transition], capsys: pytest.CaptureFixture[str]) -> None:
    box = tmp_path / "box"
    export(steps, box)
    for words in (["score", str(tmp_path)], ["score", str(box)], ["export", str(box), "-o", str(box)], ["export", str(box), "-o", "x", "--n", "0"]):
        assert main(words) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
