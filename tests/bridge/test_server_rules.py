"""The server's parts without a server. Expected values: Minecraft Wiki, Java Edition 1.19.4."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bridge.node import node_binary

SCRIPT = Path(__file__).parent / "js" / "rules.js"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    run = subprocess.run([node_binary(), SCRIPT], capture_output=True, text=True, timeout=60, check=True)
    answers = json.loads(run.stdout)
    assert not {name: answer["failed"] for name, answer in answers.items() if isinstance(answer, dict) and "failed" in answer}
    return answers


def test_virtual_timers_run_in_order_of_time_then_age(told):
    assert told["clock"]["order"] == [["a", 10], ["c", 15], ["b", 20], ["i", 20], ["i", 40]]


def test_date_and_performance_move_with_the_clock_alone(told):
    assert told["clock"]["passed"] == [145, 145]
    assert told["clock"]["paused"] == 0


def test_the_clock_can_follow_real_time(told):
    assert told["realTime"] >= 55


def test_recipes_accept_what_the_game_accepts(told):
    recipes = told["recipes"]
    assert recipes["mixedChest"] == ["chest", 1]
    assert recipes["furnace"] == ["furnace", 1]
    assert recipes["torch"] == ["torch", 4]
    assert recipes["ladder"] == ["ladder", 3]
    assert recipes["door"] == ["birch_door", 3]
    assert recipes["axe"] == recipes["mirroredAxe"] == ["wooden_axe", 1]
    assert recipes["bed"] == ["white_bed", 1]
    assert recipes["shapeless"] == ["flint_and_steel", 1]


def test_recipes_refuse_what_the_game_refuses(told):
    assert told["recipes"]["mixedDoor"] is None  # a door is of one wood
    assert told["recipes"]["twoSticks"] is None
    assert told["recipes"]["nothing"] is None


def test_drops_by_chance(told):
    drops = told["drops"]
    assert drops["gravel"]["flint"][0] == pytest.approx(0.10, abs=0.01)
    assert drops["gravel"]["flint"][0] + drops["gravel"]["gravel"][0] == pytest.approx(1.0)
    assert drops["leaves"]["oak_sapling"][0] == pytest.approx(0.05, abs=0.006)
    assert drops["leaves"]["stick"][0] == pytest.approx(0.02, abs=0.004)
    assert drops["leaves"]["apple"][0] == pytest.approx(0.005, abs=0.002)
    assert drops["grass"] == {"wheat_seeds": [pytest.approx(0.125, abs=0.01), 1]}


def test_drops_by_tool(told):
    drops = told["drops"]
    assert drops["stone"] == [{}, {"cobblestone": [1, 1]}]
    assert drops["shears"] == {"oak_leaves": [1, 1]}
    assert drops["glass"] == {}
    assert drops["grassBlock"] == {"dirt": [1, 1]}
    assert drops["redstone"][0] == {}  # needs an iron pickaxe
    assert drops["redstone"][1]["redstone"][1] == pytest.approx(4.5, abs=0.05)  # 4 or 5
    assert drops["lapis"]["lapis_lazuli"][1] == pytest.approx(6.5, abs=0.1)  # 4 to 9


def test_terrain_is_a_function_of_the_seed(told):
    assert told["terrain"]["again"] is True
    assert told["terrain"]["other"] is False


def test_players_start_on_grass_under_the_sky(told):
    assert told["terrain"]["spawn"] == {"ground": "grass_block", "head": "air", "sky": 15, "deep": 0}


def test_trees_are_whole_across_chunk_borders(told):
    # An oak or birch crown: two layers of at least 21, two of at least 5, with the trunk; a few cells may lie in a hill.
    assert told["terrain"]["trees"] > 20
    assert told["terrain"]["thinnest"] >= 45


def test_heights_are_vanilla(told):
    terrain = told["terrain"]
    assert terrain["bedrock"][0] == -64
    assert terrain["bedrock"][1] <= -60
    assert terrain["water"] == 62
    assert terrain["coal"] >= 0
    assert terrain["diamond"] <= 16
    assert terrain["ores"] == []  # all kinds are there
