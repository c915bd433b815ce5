"""The environment over a real server: the same spaces, actions and rewards as the dreamed one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gymnasium.utils.passive_env_checker import env_reset_passive_checker, env_step_passive_checker

from agent.server_env import ServerEnv
from worldsim.actions import Wait
from worldsim.change import Outcome
from worldsim.env.imagined import ImaginedEnv
from worldsim.errors import UsageError
from worldsim.transitions import TransitionWriter

GOAL = "has:wooden_pickaxe"
YARD: dict[str, Any] = {
    "terrain": "flat",
    "spawn": [0, 64, 0],
    "blocks": [[[3, 64 + y, 0], "oak_log"] for y in range(4)],
    "inventory": {"oak_log": 1, "oak_planks": 3},
}
#: With one that is masked, and one that is in vain.
DONE = (
    "craft wooden_pickaxe", "mine log", "mine log", "craft planks", "craft planks", "craft crafting_table", "craft stick", "place crafting_table",
    "wait", "craft wooden_pickaxe",
)  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Iterator[ServerEnv]:
    env = ServerEnv(GOAL, start=YARD, rewards={"shaped": 0.5, "step": -0.001}, render_mode="rgb_array")
    yield env
    env.close()


@pytest.mark.timeout(240)
def test_the_same_actions_earn_the_same_in_the_dream_and_in_the_world(real: ServerEnv, tmp_path: Path) -> None:
    observation, _ = env_reset_passive_checker(real, seed=5, options={"world": 11})
    assert real.state is not None
    writer = TransitionWriter(tmp_path)
    writer.append("real", real.state, Wait(1), Outcome(action=Wait(1), status="done", end=real.state.body.pos, ticks=1), real.state)
    writer.close()
    dreamed = ImaginedEnv(GOAL, start=f"{tmp_path}#real:1", rewards={"shaped": 0.5, "step": -0.001})
    imagined, _ = dreamed.reset(seed=5)
    assert real.observation_space == dreamed.observation_space
    assert real.action_names == dreamed.action_names
    assert all(np.array_equal(observation[key], imagined[key]) for key in observation)
    told = []
    for name in DONE:
        number = real.action_names.index(name)
        happened, dream = env_step_passive_checker(real, number), dreamed.step(number)
        told.append((name, happened[1], happened[2], happened[4]["legal"], happened[4]["status"]))
        assert told[-1] == (name, dream[1], dream[2], dream[4]["legal"], dream[4]["status"])
        assert happened[0]["inventory"].tolist() == dream[0]["inventory"].tolist()
        assert happened[0]["action_mask"].tolist() == dream[0]["action_mask"].tolist()
    assert told[0][1:] == (-0.011, False, False, "")
    assert told[-1][1:] == (pytest.approx(1.499), True, True, "done")
    assert real.render().std() > 20


@pytest.mark.timeout(240)
def test_a_world_comes_again_by_its_number_and_a_process_has_one_bot(real: ServerEnv) -> None:
    def begun(env: ServerEnv) -> tuple[dict[str, Any], float, int]:
        first, _ = env.reset(seed=3)
        after, reward, _, _, info = env.step(env.action_names.index("mine log"))
        return {**{f"first {key}": value for key, value in first.items()}, **after}, reward, info["ticks"]

    one, *rest = begun(real)
    other = ServerEnv(GOAL, start=YARD, rewards={"shaped": 0.5, "step": -0.001})
    two, *others = begun(other)
    assert rest == others
    assert all(np.array_equal(one[key], two[key]) for key in one)
    with pytest.raises(UsageError, match="reset"):
        real.step(0)
    for _ in range(2):
        other.close()
    with pytest.raises(UsageError, match="reset"):
        other.step(0)


def test_a_recorded_moment_is_no_start_of_a_real_world() -> None:
    with pytest.raises(UsageError, match="scenario"):
        ServerEnv(GOAL, start="runs/some#1:1")
