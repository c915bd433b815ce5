"""What programs read is plain data, and only of what is known."""

from __future__ import annotations

import inspect
import json

from worldsim.space import Vec
from worldsim.state import Entity
from worldsim.views import VIEWS


def test_counts(land) -> None:
    state = land(inventory={"oak_log": 3, "birch_log": 2}, held="oak_log")
    assert VIEWS["count"](state, "oak_log", "birch_log", "stick") == 5
    assert VIEWS["inventory"](state) == {"birch_log": 2, "oak_log": 3}
    assert VIEWS["held"](state) == "oak_log"


def test_looking_for_blocks(land) -> None:
    state = land({(3, 64, 0): "oak_log", (-2, 64, 0): "oak_log", (15, 64, 0): "birch_log"})
    assert VIEWS["nearest"](state, ["oak_log", "birch_log"]) == [-2, 64, 0]
    assert VIEWS["find"](state, ["oak_log", "birch_log"], 2) == [[-2, 64, 0], [3, 64, 0]]
    assert VIEWS["find"](state, ["birch_log"], 9, 10) == []
    assert VIEWS["nearest"](state, ["diamond_ore"]) is None
    assert VIEWS["nearest"](state, ["no_such_block"]) is None


def test_blocks_and_the_unknown(land) -> None:
    state = land({(1, 64, 0): None, (2, 64, 0): "oak_log"})
    assert [VIEWS["block_at"](state, [x, 64, 0]) for x in (1, 2, 3)] == ["unknown", "oak_log", "air"]
    assert VIEWS["standable"](state, [3, 64, 0]) is True
    assert VIEWS["standable"](state, [1, 64, 0]) is False
    assert VIEWS["standable"](state, [3, 66, 0]) is False


def test_reach(land) -> None:
    state = land({(9, 64, 0): "oak_log", (0, 75, 0): "oak_log"})
    assert VIEWS["in_reach"](state, [4, 64, 0]) is True
    assert VIEWS["in_reach"](state, [9, 64, 0]) is False
    assert VIEWS["reachable"](state, [9, 64, 0]) is True
    assert VIEWS["reachable"](state, [0, 75, 0]) is False
    assert VIEWS["reachable"](state, [9, 64, 0], 0.5) is False
    assert VIEWS["position"](state) == [0, 64, 0]


def test_recipes(land) -> None:
    (door,) = VIEWS["recipes"](land(), "oak_door")
    assert door == {"item": "oak_door", "yields": 3, "needs_table": True, "cells": [["oak_planks"]] * 6}
    assert VIEWS["recipes"](land(), "bedrock") == []


def test_items_near(land) -> None:
    things = (Entity(1, "item", Vec(3, 64, 0), "stick", 2), Entity(2, "item", Vec(30, 64, 0), "stick"), Entity(3, "cow", Vec(1, 64, 1)))
    assert VIEWS["items_near"](land(entities=things)) == {"stick": 2}


def test_every_view_is_explained_and_json(land) -> None:
    state = land(inventory={"stick": 1})
    arguments = {
        "count": ["stick"],
        "nearest": [["dirt"]],
        "find": [["dirt"]],
        "blocks_at": [[[0, 0, 0]]],
        "creature_at": [["cow"]],
        "block_at": [[0, 0, 0]],
        "recipes": ["stick"],
    }
    for name, view in VIEWS.items():
        assert inspect.getdoc(view), name
        given = arguments.get(name, [[0, 64, 0]] if "pos" in inspect.signature(view).parameters else [])
        json.dumps(view(state, *given))
