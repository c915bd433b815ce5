"""The rules of survival as a Mineflayer client meets them, in lockstep. Expected values: Minecraft Wiki, Java Edition 1.19.4."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bridge.node import node_binary
from bridge.server import EmbeddedServer

SCRIPT = Path(__file__).parent / "js" / "play.js"
#: Players start on a pillar of ten blocks, with what the checks need.
SCENARIO = {
    "terrain": "flat",
    "spawn": [0, 74, 0],
    "inventory": {
        "wooden_pickaxe": 1,
        "dirt": 10,
        "oak_door": 1,
        "torch": 2,
        "oak_log": 1,
        "birch_log": 2,
        "oak_planks": 8,
        "stick": 2,
        "oak_stairs": 1,
        "oak_fence": 2,
        "oak_slab": 2,
    },
    "blocks": [
        [[0, 73, 0], "stone"],
        [[5, 64, 3], "stone"],
        [[6, 64, 3], "stone"],
        [[8, 64, 3], "iron_ore"],
        [[18, 64, 1], "stone"],
        [[22, 64, 1], "stone"],
    ],
}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    with EmbeddedServer(seed=1, scenario=SCENARIO) as server:
        options = {"port": server.port, "control": server.control, "token": server.token}
        run = subprocess.run([node_binary(), SCRIPT, json.dumps(options)], capture_output=True, text=True, timeout=120, check=False)
        assert run.stdout, run.stderr
        return json.loads(run.stdout)


@pytest.fixture
def seen(told, request) -> Any:
    """What the client told about a check."""
    answer = told[request.param]
    if isinstance(answer, dict) and "failed" in answer:
        pytest.fail(answer["failed"])
    return answer


def check(name):
    return pytest.mark.parametrize("seen", [name], indirect=True)


@check("tabList")
def test_a_player_is_in_its_own_tab_list(seen):
    assert seen == ["one"]


@check("fall")
def test_a_fall_of_ten_blocks_costs_seven_half_hearts(seen):
    assert seen == {"before": [20, 74], "after": 13, "y": 64}  # distance - 3


@check("stoneByHand")
def test_stone_by_hand_takes_150_ticks_and_drops_nothing(seen):
    assert seen == {"early": "stone", "after": "air", "lying": 0}


@check("stoneByPickaxe")
def test_stone_by_a_wooden_pickaxe_takes_23_ticks_and_gives_one_cobblestone(seen):
    assert seen == {"early": "stone", "after": "air", "dropped": [["cobblestone", 1]], "carried": 1, "worn": 1, "lying": 0}


@check("ironByWood")
def test_iron_ore_needs_a_stone_pickaxe(seen):
    assert seen == {"after": "air", "lying": 0}


@check("tooFar")
def test_a_dig_out_of_reach_is_refused(seen):
    assert seen == "grass_block"


@check("intoBody")
def test_nothing_is_placed_into_the_own_body(seen):
    assert seen == {"inside": ["air", 0], "beside": ["dirt", -1]}


@check("door")
def test_a_door_has_two_halves_looks_where_the_player_looks_and_drops_once(seen):
    lower, upper = seen["placed"]
    assert (lower["half"], upper["half"]) == ("lower", "upper")
    assert lower["facing"] == upper["facing"] == "north"
    assert (lower["open"], upper["open"]) == (False, False)
    assert seen["used"] == [True, True]
    assert seen["left"] == 0
    assert seen["names"] == ["air", "air"]
    assert seen["dropped"] == [["oak_door", 1]]


@check("torches")
def test_torches_hang_on_sides_stand_on_tops_and_fall_with_their_support(seen):
    assert seen == {"placed": ["wall_torch", "south", "torch"], "gone": "air"}


@check("wood")
def test_logs_stairs_fences_and_slabs_take_their_shape_from_the_click(seen):
    assert seen == {"axis": "z", "stairs": "west", "fence": [True, False], "slab": ["bottom", "double"]}


@check("craftByHand")
def test_a_log_makes_four_planks(seen):
    assert seen == {"shown": ["birch_planks", 4], "planks": 4, "logs": 1, "result": None}


@check("craftMixed")
def test_a_crafting_table_may_be_of_two_woods(seen):
    assert seen == {"made": 1, "oak": 6, "birch": 2}


@check("craftAtTable")
def test_a_pickaxe_is_made_at_a_table(seen):
    assert seen == {"type": "minecraft:crafting", "shown": "wooden_pickaxe", "made": 1, "carried": 1}


@check("wrongClaim")
def test_a_client_that_claims_items_is_put_right(seen):
    assert seen == {"held": None, "stone": 0}


@check("secondPlayer")
def test_a_second_player_hears_sees_blocks_dies_and_comes_back(seen):
    assert seen["heard"][0] == "<one> hello"
    assert seen["inHisBody"] == "air"
    assert seen["seen"] == "dirt"
    assert seen["hit"] < 20
    assert seen["deaths"] == 1
    assert seen["emptied"] == 0
    assert seen["dropped"] is True
    assert seen["back"] == {"health": 20, "y": 74, "items": 0}
    assert seen["left"] == ["one"]


@check("badPackets")
def test_bad_packets_change_nothing(seen):
    assert seen == {"stone": 0, "alive": ["one"]}
