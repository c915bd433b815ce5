"""What a model believed, against what is so."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from worldsim.actions import Craft, Mine
from worldsim.beliefs import WORDING, FalseBelief, disputes, examine, main, paraphrased, reordered
from worldsim.change import BlockChange, Change, Outcome
from worldsim.errors import ModelDown
from worldsim.events import Acted, Predicted, encode
from worldsim.language.llm import HEAD, Count, Step, Steps, prompt_of
from worldsim.prediction import Dispute, certain
from worldsim.space import Pos, Vec
from worldsim.transitions import Transition, TransitionWriter

HERE = Vec(0.5, 64.0, 0.5)
RECIPE = Change(inventory={"oak_planks": -2, "stick": 4})


def answer(sticks: int) -> Steps:
    blank: dict[str, Any] = {"p_success": 1.0, "reason": None, "note": "", "tools": [], "blocks": [], "health": 0.0, "food": 0, "end": None}
    return Steps([Step(**blank, inventory=[Count("oak_planks", -2), Count("stick", sticks)], ticks_p10=1, ticks_p50=2, ticks_p90=3, risks=[])])


@pytest.fixture
def steps(land) -> list[Transition]:
    state = land(inventory={"oak_planks": 4})
    outcome = Outcome(action=Craft("stick"), status="done", change=RECIPE, end=HERE, ticks=2)
    states = [msgspec.structs.replace(state, tick=number) for number in range(4)]
    return [Transition(episode="seed 1 a", step=n, before=s, action=Craft("stick"), outcome=outcome, after=s) for n, s in enumerate(states, 1)]


def test_false_beliefs_are_counted(steps) -> None:
    """It gives 2 sticks for two steps of four, and fails at one."""

    def ask(role: str, prompt: str, reply: type[Any]) -> Steps:
        tick = int(re.search(r'"tick": ?(\d+)', prompt)[1])
        if tick == 3:
            raise ModelDown("no answer")
        return answer(2 if tick < 2 else 4)

    report = examine(steps, ask)
    assert (report.asked, report.unanswered, report.believed_right) == (4, 1, 1)
    assert report.beliefs == (
        FalseBelief(
            about="craft stick 1 ", leaf="inventory", believed="oak_planks -2, stick +2", really="oak_planks -2, stick +4", n=2, example="seed 1 a/1"
        ),
    )
    assert [(w.variant, w.n, w.changed) for w in report.wavering] == [("reordered", 3, 0), ("paraphrased", 3, 0)]


def test_an_answer_that_hangs_on_the_wording_wavers(steps) -> None:
    def ask(role: str, prompt: str, reply: type[Any]) -> Steps:
        return answer(4 if prompt.startswith("You predict") else 2)

    assert [(w.variant, w.changed) for w in examine(steps, ask).wavering] == [("reordered", 0), ("paraphrased", 4)]


def test_variants_say_the_same(steps, known) -> None:
    prompt = prompt_of(steps[0].before, [Mine(Pos(1, 63, 1))], known)
    turned = reordered(prompt)

    def told(text: str, what: str) -> Any:
        return msgspec.json.decode(re.search(rf"^{what}.*?: ([\[{{].*)$", text, re.MULTILINE)[1])

    assert turned != prompt
    assert told(turned, "State") == told(prompt, "State")
    assert told(turned, "Actions") == told(prompt, "Actions")
    assert {name: sorted(cells) for name, cells in told(turned, "Blocks near").items()} == {
        name: sorted(cells) for name, cells in told(prompt, "Blocks near").items()
    }
    assert paraphrased(prompt).partition("\nState:")[2] == prompt.partition("\nState:")[2]
    assert all(one in HEAD for one, _ in WORDING), "the prompt was reworded: find other words for it here as well"


def test_disputes_of_a_run(land, tmp_path) -> None:
    """Two disputes about the same leaf; the one that was believed was right once."""
    state = land({(2, 64, 0): "oak_log"})
    change = Change(inventory={"oak_log": 1}, blocks=(BlockChange(Pos(2, 64, 0), "oak_log", "air"),))
    outcome = Outcome(action=Mine(Pos(2, 64, 0)), status="done", change=change, end=HERE, ticks=60)
    writer = TransitionWriter(tmp_path)
    with (tmp_path / "events.jsonl").open("wb") as file:
        for step, (said, instead) in enumerate([("oak_log +1", "nothing"), ("oak_log +2", "oak_log +1")], start=1):
            dispute = Dispute("inventory", "rules", said, "llm:x", instead, 0.2)
            writer.append("run", state, outcome.action, outcome, state)
            file.write(encode(Predicted(step=step, prediction=certain(outcome.action, change, disputes=(dispute,)))) + b"\n")
            file.write(encode(Acted(step=step, outcome=outcome)) + b"\n")
    writer.close()
    (found,) = disputes(tmp_path)
    assert (found.verb, found.leaf, found.n, found.believed_right, found.other_right) == ("mine", "inventory", 2, 1, 1)


def test_the_command_line_says_what_is_missing(tmp_path, capsys) -> None:
    assert main([str(tmp_path)]) == 2
    assert "add --model" in capsys.readouterr().err
