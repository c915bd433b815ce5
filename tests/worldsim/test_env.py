"""The imagined world as a Gymnasium environment. Counts of recipes and drops: Minecraft Wiki, Java Edition 1.19."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from worldsim.actions import Wait
from worldsim.change import Outcome
from worldsim.env.base import Rewards
from worldsim.env.imagined import ImaginedEnv
from worldsim.errors import UsageError
from worldsim.goals import Has
from worldsim.models import Null
from worldsim.space import Pos
from worldsim.transitions import TransitionWriter

#: A trunk, stone and a flat land.
YARD: dict[str, Any] = {
    "terrain": "flat",
    "spawn": [0, 64, 0],
    "blocks": [*([[3, 64 + y, 0], "oak_log"] for y in range(4)), *([[0, 64, z], "stone"] for z in (4, 5, 6, 7))],
    "inventory": {"oak_log": 1},
}
PICKAXE = (
    "mine log", "mine log", "mine log", "craft planks", "craft planks", "craft planks", "craft planks", "craft crafting_table", "craft stick",
    "craft stick", "place crafting_table", "craft wooden_pickaxe", "mine cobblestone", "mine cobblestone", "mine cobblestone",
    "go to crafting_table", "craft stone_pickaxe",
)  # fmt: skip


def do(env: ImaginedEnv, name: str) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
    return env.step(env.action_names.index(name))


def test_it_passes_the_checker_of_gymnasium() -> None:
    check_env(gymnasium.make("worldsim.env:lucidcraft/Imagined-v0", goal="has:wooden_pickaxe").unwrapped)


def test_a_stone_pickaxe_is_dreamed_from_bare_hands() -> None:
    env = ImaginedEnv("has:stone_pickaxe", start=YARD, rewards={"step": -0.001})
    env.reset(seed=1)
    rewards, last = [], {}
    for name in PICKAXE:
        if name == "go to crafting_table" and not env.action_masks()[env.action_names.index(name)]:
            continue  # it stands within reach
        _, reward, done, _, last = do(env, name)
        assert last["legal"], (name, last)
        assert last["status"] == "done", (name, last)
        rewards.append(reward)
        assert done == (name == PICKAXE[-1])
    assert rewards[-1] == pytest.approx(0.999)
    assert set(rewards[:-1]) == {-0.001}
    assert last["why"] == "goal"
    assert last["delta"]["change"]["inventory"] == {"cobblestone": -3, "stick": -2, "stone_pickaxe": 1}
    assert ["inventory", "law"] in last["sources"]


def test_woods_that_serve_alike_are_one_action() -> None:
    birch = {**YARD, "blocks": [[[3, 64, 0], "birch_log"]], "inventory": {"spruce_log": 1}}
    env = ImaginedEnv("has:stick:4", start=birch)
    observation, _ = env.reset(seed=1)
    assert observation["inventory"].tolist() == [1, 0, 0]  # logs, planks, sticks
    assert do(env, "mine log")[4]["delta"]["change"]["inventory"] == {"birch_log": 1}
    planks = [do(env, "craft planks")[0]["inventory"].tolist() for _ in range(2)]
    assert planks == [[1, 4, 0], [0, 8, 0]]


def test_what_is_masked_is_not_done_and_costs_a_little() -> None:
    env = ImaginedEnv("has:stone_pickaxe", start=YARD)
    observation, info = env.reset(seed=1)
    number = env.action_names.index("craft stone_pickaxe")
    assert observation["action_mask"][number] == info["action_mask"][number] == 0
    before = env.state
    after, reward, terminated, truncated, info = env.step(number)
    assert (reward, terminated, truncated, info["legal"], info["action"]) == (-0.01, False, False, False, "")
    assert env.state == before
    assert all(np.array_equal(after[key], observation[key]) for key in observation)


def test_the_same_seed_gives_the_same_episode_and_worlds_differ() -> None:
    env = ImaginedEnv("has:oak_planks:4", max_steps=5)

    def episode(seed: int | None, options: dict[str, Any] | None = None) -> tuple[int, list[float]]:
        observation, info = env.reset(seed=seed, options=options)
        told, dice, over = [], np.random.default_rng(0), False
        while not over:
            observation, reward, terminated, truncated, step = env.step(dice.choice(np.flatnonzero(observation["action_mask"])))
            told += [reward, step["ticks"], *observation["nearest"].ravel().tolist()]
            over = terminated or truncated
        return info["world"], told

    first, second = episode(3), episode(None)
    assert episode(3) == first
    assert episode(None) == second
    assert first[0] != second[0]
    assert episode(3, {"world": second[0]})[0] == second[0]


def test_an_episode_is_cut_after_max_steps() -> None:
    env = ImaginedEnv(start=YARD, max_steps=2)
    env.reset(seed=1)
    assert [do(env, "wait")[2:4] for _ in range(2)] == [(False, False), (False, True)]


def test_progress_can_be_rewarded_as_it_comes() -> None:
    env = ImaginedEnv("has:oak_log:4", start=YARD, rewards=Rewards(shaped=1.0))
    env.reset(seed=1)
    assert do(env, "mine oak_log")[1] == pytest.approx(0.25)


def test_what_the_model_does_not_know_ends_the_dream() -> None:
    env = ImaginedEnv(start=YARD, imagine=Null())
    env.reset(seed=1)
    _, reward, terminated, _, info = do(env, "wait")
    assert (reward, terminated, info["why"]) == (-1.0, True, "unknown: novelty 1.00 is above 0.9")


def test_a_recorded_moment_is_a_start_and_ends_where_nobody_looked(tmp_path: Path) -> None:
    env = ImaginedEnv("has:stone_pickaxe", start=YARD)
    env.reset(seed=1)
    do(env, "mine log")
    assert env.state is not None
    writer = TransitionWriter(tmp_path)
    outcome = Outcome(action=Wait(1), status="done", end=env.state.body.pos, ticks=1)
    for episode in ("a run", "another"):
        writer.append(episode, env.state, Wait(1), outcome, env.state)
    writer.close()
    again = ImaginedEnv("has:stone_pickaxe", start=f"{tmp_path}#another:1")
    again.reset(seed=5)
    assert again.state == env.state
    _, reward, terminated, _, info = do(again, "explore north")
    assert (reward, terminated, info["why"]) == (-1.0, True, "unknown: the step hangs on a place that nobody saw")
    beyond = ImaginedEnv("has:stone_pickaxe", start=str(tmp_path), beyond=True)
    beyond.reset(seed=5)
    assert do(beyond, "explore north")[2] is False


def test_a_made_up_land_is_explored_and_not_guessed() -> None:
    env = ImaginedEnv("has:stone_pickaxe")
    env.reset(seed=2, options={"world": 5})
    assert env.state is not None
    before = env.state.blocks.count_columns()
    info = do(env, "explore east")[4]
    assert info["scored"]
    assert info["why"] == ""
    assert env.state.blocks.count_columns() > before
    assert info["ticks"] > 0


def test_what_is_dug_open_comes_in_sight() -> None:
    env = ImaginedEnv("has:stone_pickaxe", start=YARD)
    env.reset(seed=1)
    assert env.state is not None
    at = Pos(0, 63, -1)
    assert env.state.blocks.name(at.offset(0, -1, 0)) is None
    assert do(env, "dig down")[4]["action"] == "mine((0, 63, -1))"
    assert [env.state.blocks.name(at), env.state.blocks.name(at.offset(0, -1, 0))] == ["air", "dirt"]


def test_several_at_once() -> None:
    many = gymnasium.make_vec("lucidcraft/Imagined-v0", num_envs=3, goal=Has(("oak_planks",), 4), start=YARD)
    observations, _ = many.reset(seed=7)
    assert observations["voxels"].shape == (3, 7, 9, 9)
    _, _, terminated, _, infos = many.step(np.array([1, 1, 1]))  # craft planks
    assert terminated.tolist() == [True, True, True]
    assert infos["why"].tolist() == ["goal"] * 3
    many.close()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"goal": "has:netherium"}, "'netherium'"),
        ({"goal": "has:oak_log:0"}, "at least 1"),
        ({"goal": "has:diamond_pickaxe"}, "dug or crafted"),
        ({"goal": "at:1,2"}, "at:X,Y,Z"),
        ({"goal": "wish:oak_log"}, "has:ITEM"),
        ({"goal": "make me happy"}, "make me happy"),
        ({"goal": "build a house"}, "without a place"),
        ({"goal": {"kind": "has"}}, "items"),
        ({"goal": 3}, "int"),
        ({"start": "/no/such/run"}, "/no/such/run"),
        ({"start": {"inventory": {"oak_lumber": 2}}}, "oak_lumber"),
        ({"start": {"blocks": [[[0, 64, 0], "oak_lumber"]]}}, "oak_lumber"),
        ({"start": {"weather": "rain"}}, "weather"),
        ({"imagine": "no_such_module:Mine"}, "no_such_module"),
        ({"imagine": "llm"}, "--model"),
        ({"max_steps": 0}, "max_steps"),
        ({"novel": float("nan")}, "novel"),
        ({"rewards": {"fun": 1.0}}, "fun"),
        ({"world": -1}, "world"),
    ],
    ids=str,
)
def test_bad_arguments_are_told_in_one_line(given: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=r"^[^\n]+$") as error:
        ImaginedEnv(**given)
    assert told in str(error.value)


def test_a_step_must_be_one_of_the_actions_and_follow_a_reset() -> None:
    env = ImaginedEnv(start=YARD)
    with pytest.raises(UsageError, match="reset"):
        env.step(0)
    env.reset(seed=1)
    with pytest.raises(UsageError, match="whole number from 0"):
        env.step(len(env.action_names))
