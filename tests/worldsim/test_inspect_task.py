"""The task of inspect_ai: with the extra installed it runs on a mock model, without it says how to get it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest

from worldsim.actions import Craft, Wait
from worldsim.change import Change, Outcome
from worldsim.errors import UsageError
from worldsim.language.replies import Count, Step, Steps
from worldsim.plugins import load
from worldsim.transitions import TransitionWriter


@pytest.mark.skipif(find_spec("inspect_ai") is not None, reason="the extra is installed")
def test_without_the_extra_it_says_how_to_get_it() -> None:
    with pytest.raises(UsageError, match=r"pip install 'lucidcraft\[inspect\]'"):
        load("worldsim.inspect_task:minecraft_simulator", "inspect")


@pytest.mark.skipif(find_spec("inspect_ai") is None, reason="needs the extra 'inspect'")
@pytest.mark.filterwarnings("default")
def test_a_model_that_knows_planks_but_not_time(tmp_path: Path, land) -> None:
    from inspect_ai import eval as run
    from inspect_ai.model import ModelOutput, ModelUsage, get_model

    state = land(inventory={"oak_log": 1})
    writer = TransitionWriter(tmp_path)
    made = Change(inventory={"oak_log": -1, "oak_planks": 4})
    for action, change in ((Craft("oak_planks"), made), (Wait(5), Change()), (Craft("stick"), Change(inventory={"oak_planks": -2, "stick": 4}))):
        writer.append("seed 1 a", state, action, Outcome(action=action, status="done", change=change, end=state.body.pos, ticks=2), state)
    writer.close()
    step = Step(1.0, None, "", [Count("oak_log", -1), Count("oak_planks", 4)], [], [], 0.0, 0, None, 1, 2, 3, [])

    def answer(messages, *_):
        said = ModelOutput.from_content("mockllm/model", "Sure: " + msgspec.json.encode(Steps([step])).decode())
        said.usage = ModelUsage(input_tokens=1, output_tokens=1, total_tokens=2)  # or it would fetch a tokenizer
        return said

    task = load("worldsim.inspect_task:minecraft_simulator", "inspect")(str(tmp_path), 3)
    (log,) = run(task, model=get_model("mockllm/model", custom_outputs=answer), display="none", log_dir=str(tmp_path / "logs"))
    (score,) = log.results.scores
    # Right of the first craft alone: 1 of 3 steps, 1 of 2 crafts; nobody waits for planks.
    assert score.metrics["mean"].value == pytest.approx(1 / 3)
    assert score.metrics["headline"].value == pytest.approx(0.5)
    assert (score.metrics["craft"].value, score.metrics["wait"].value) == (0.5, 0.0)
