"""Laws as code: what is refused before it runs, what a law may answer, and what it may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from worldsim.actions import Craft, Mine, MoveTo, Wait
from worldsim.facts import Facts
from worldsim.learning.lawbook import Broken, LawBook
from worldsim.learning.lawcode import problems, stub
from worldsim.learning.laweffect import BadAnswer, Effect, effect_of, prediction_of
from worldsim.prediction import Quantiles
from worldsim.space import Pos, Vec
from worldsim.state import State

SOUND = '''\
"""Waiting: nothing happens."""
from typing import Any
from world import held

LONG = 1200


def law(action: dict[str, Any]) -> dict[str, Any] | None:
    if action["op"] != "wait" or action["ticks"] > LONG:
        return None
    return {"ok": True, "note": held() or "nothing", "ticks": [action["ticks"], action["ticks"] + 1, action["ticks"] + 3]}
'''

Land = Callable[..., State]


@pytest.fixture
def asked(land: Land) -> Iterator[Callable[..., Any]]:
    """Evaluates an expression as a law would: what the views say."""
    books = []

    def ask(expression: str, views: str, state: State) -> Any:
        source = f"from world import {views}\ndef law(action):\n    return {{'ok': True, 'note': str({expression})}}\n"
        books.append(LawBook({"it": source}))
        (answer,) = books[-1].ask(state, Wait(1), ["it"])
        assert isinstance(answer, Effect), answer
        return answer.note

    yield ask
    for book in books:
        book.close()


def test_a_sound_law_has_no_problems() -> None:
    assert problems(SOUND) == []


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (SOUND.replace("import held", "import holds"), "no member `holds`"),
        (SOUND.replace("held()", "held(3)"), "Too many positional arguments"),
        (SOUND.replace("return None", "return 3"), "line 10"),
        (SOUND.replace("def law", "def laws"), "expected one function `law`, found 0"),
        ("import os\n" + SOUND, "line 1: write `from os import ...`"),
        ("from os import system\n" + SOUND, "not from os"),
        (SOUND.replace("    if", "    global LONG\n    if"), "keeps nothing between two calls"),
        (SOUND.replace("    if", "    from world import count\n    if"), "import from world at the top"),
        ("for i in range(3):\n    pass\n" + SOUND, "expected functions and constants, found For"),
        ("LOTS = [0] * 10**9\n" + SOUND, "memory"),
        ("X = (\n" + SOUND, "never closed"),
    ],
    ids="name arguments answer entry import module global inner loop memory syntax".split(),
)
def test_what_is_wrong_is_told_before_it_runs(source: str, problem: str) -> None:
    assert problem in "; ".join(problems(source))


def test_a_law_speaks_or_is_silent(land: Land) -> None:
    with LawBook({"waiting": SOUND}) as book:
        assert book.ask(land(held="stick"), Wait(7), ["waiting"]) == [Effect(ok=True, note="stick", ticks=(7, 8, 10))]
        assert book.ask(land(), Wait(7), ["waiting"]) == [Effect(ok=True, note="nothing", ticks=(7, 8, 10))], "each question is about its own state"
        assert book.ask(land(), Wait(5000), ["waiting"]) == [None]
        assert book.ask(land(), Mine(Pos(1, 64, 1)), ["waiting"]) == [None]


def test_one_that_never_ends_or_fails_does_not_stop_the_others(land: Land) -> None:
    laws = {
        "endless": "def law(action):\n    while True:\n        pass\n",
        "greedy": "def law(action):\n    return [0] * 10**9\n",
        "failing": "def law(action):\n    return {}['x']\n",
        "sound": SOUND,
    }
    with LawBook(laws) as book:
        for _ in range(2):
            endless, greedy, failing, sound = book.ask(land(), Wait(1), list(laws))
            assert isinstance(endless, Broken)
            assert "time limit" in endless.text
            assert isinstance(greedy, Broken)
            assert "memory" in greedy.text
            assert failing == Broken("KeyError: 'x'")
            assert sound == Effect(ok=True, note="nothing", ticks=(1, 2, 4))


def test_laws_do_not_see_each_other(land: Land) -> None:
    one = "def helper():\n    return 'one'\ndef law(action):\n    return {'ok': True, 'note': helper()}\n"
    with LawBook({"one": one, "two": one.replace("one", "two")}) as book:
        assert [answer.note for answer in book.ask(land(), Wait(1), ["one", "two"]) if isinstance(answer, Effect)] == ["one", "two"]


def test_what_a_law_is_given_it_may_change(land: Land) -> None:
    spoils = "from world import inventory\ndef law(action):\n    action['ticks'] = 9\n    inventory()['dirt'] = 9\n    return None\n"
    tells = "from world import inventory\ndef law(action):\n    return {'ok': True, 'note': str(inventory()) + str(action['ticks'])}\n"
    with LawBook({"spoils": spoils, "tells": tells}) as book:
        assert book.ask(land(inventory={"dirt": 2}), Wait(1), ["spoils", "tells"])[1] == Effect(ok=True, note="{'dirt': 2}1")


@pytest.mark.parametrize(
    ("expression", "views", "answer"),
    [
        ("way([3, 64, 0])['end']", "way", "[3, 64, 0]"),
        ("way([0, 64, 0])['moves']", "way", "False"),
        ("way([6, 64, 0], 2.0)['end'][0]", "way", "4"),
        ("way([2, 64, 0])", "way", "None"),
        ("way([2, 64, 0], 0.0, [5, 64, 5], [2, 64, 0])['end']", "way", "[2, 64, 0]"),
        ("way_to_reach([9, 64, 0])['end'][0] >= 5", "way_to_reach", "True"),
        ("[in_reach([2, 64, 0]), in_reach([9, 64, 0])]", "in_reach", "[True, False]"),
        ("[stands_in([0, 65, 0]), stands_in([0, 66, 0])]", "stands_in", "[True, False]"),
        ("rests([4, 70, 4])", "rests", "[4, 64, 4]"),
        ("rests([2, 64, 0], [2, 63, 0])", "rests", "[2, 63, 0]"),
        ("falls(None, [0, 63, 0])", "falls", "[0, 63, 0]"),
        ("falls([7, 64, 7], [0, 63, 0])", "falls", "[7, 64, 7]"),
        ("[picks_up(None, [1, 64, 0]), picks_up(None, [3, 64, 0]), picks_up([3, 64, 1], [3, 64, 0])]", "picks_up", "[True, False, True]"),
        ("[block_at([2, 64, 0]), block_at([2, 65, 0]), block_at([99, 64, 0])]", "block_at", "['oak_log', 'air', 'unknown']"),
        ("properties([2, 64, 0])", "properties", "{'axis': 'y'}"),
        ("[uses_left('iron_axe'), uses_left('iron_hoe'), free_slots()]", "uses_left, free_slots", "[250, 0, 30]"),
        # Minecraft Wiki: Gravel, Stick, Crafting Table, Milk Bucket, Iron Axe, Oak Log (hardness 2), Torch.
        ("drops('gravel', None)", "drops", "[{'p': 0.9, 'items': {'gravel': 1}}, {'p': 0.1, 'items': {'flint': 1}}]"),
        ("[r['yields'] for r in recipes('stick')]", "recipes", "[4, 1]"),
        ("[recipes('ladder')[0]['needs_table'], recipes('bedrock')]", "recipes", "[True, []]"),
        ("[remains('milk_bucket'), stack('ender_pearl'), uses('iron_axe')]", "remains, stack, uses", "['bucket', 16, 250]"),
        ("[dig_ticks('oak_log', None), dig_ticks('bedrock', None)]", "dig_ticks", "[60, None]"),
        ("[harvests('stone', None), harvests('stone', 'wooden_pickaxe'), wear('stone', 'iron_sword')]", "harvests, wear", "[False, True, 2]"),
        (
            "[block_of('wheat_seeds'), block_of('stick'), item_of('wheat'), item_of('dirt')]",
            "block_of, item_of",
            "['wheat', None, 'wheat_seeds', 'dirt']",
        ),
        ("[solid('dirt'), solid('torch'), replaceable('grass'), liquid('lava')]", "solid, replaceable, liquid", "[True, False, True, True]"),
        ("[stands_on_floor('torch'), stands_on_floor('wall_torch'), is_double('oak_door')]", "stands_on_floor, is_double", "[True, False, True]"),
    ],
)
def test_what_a_law_may_ask(asked: Callable[..., Any], land: Land, expression: str, views: str, answer: str) -> None:
    state = land({(2, 64, 0): "oak_log"}, inventory={"iron_axe": 1}, free_slots=30)
    assert asked(expression, views, state) == answer


def test_the_stub_shows_every_view() -> None:
    assert "def way(pos: list[int], near: float = 0.0, start: list[int] | None = None, without: list[int] | None = None) -> Way | None:" in stub()
    assert "state: State" not in stub()


@pytest.mark.parametrize(
    "answer",
    [
        3,
        {},
        {"ok": 1},
        {"ok": True, "color": "red"},
        {"ok": False, "reason": "bad_luck"},
        {"ok": True, "inventory": {"dirt": "two"}},
        {"ok": True, "blocks": [[1, 2, "air"]]},
        {"ok": True, "tolerance": 9.0},
        {"ok": True, "p": 0.5},
        {"ok": True, "alternatives": [{"ok": True}]},
        {"ok": True, "alternatives": [{"ok": True, "p": 0.6}, {"ok": True, "p": 0.6}]},
        {"ok": True, "alternatives": [{"ok": True, "p": 0.1, "alternatives": [{"ok": True, "p": 0.1}]}]},
    ],
    ids=repr,
)
def test_what_is_no_answer(answer: Any) -> None:
    with pytest.raises(BadAnswer):
        effect_of(answer)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"ok": True, "inventory": {"durt": 1}}, "'durt' is no item"),
        ({"ok": True, "inventory": {"dirt": -3}}, "3 dirt are more than the 2"),
        ({"ok": True, "tools": {"dirt": -1}}, "does not wear out"),
        ({"ok": True, "blocks": [[1, 64, 1, "durt"]]}, "'durt' is no block"),
        ({"ok": True, "blocks": [[500, 64, 1, "dirt"]]}, "was never seen"),
        ({"ok": True, "end": [500, 64, 0]}, "500 blocks away"),
        ({"ok": True, "ticks": [5, 3, 9]}, "not rising"),
        ({"ok": False}, "needs its reason"),
        ({"ok": True, "reason": "no_item"}, "has no reason"),
        ({"ok": True, "alternatives": [{"ok": True, "p": 0.1, "inventory": {"durt": 1}}]}, "'durt' is no item"),
    ],
)
def test_what_cannot_be_in_this_state(land: Land, known: Facts, answer: Any, problem: str) -> None:
    with pytest.raises(BadAnswer, match=problem):
        prediction_of(effect_of(answer), land(inventory={"dirt": 2}), Wait(1), known)


def test_an_effect_becomes_a_prediction(land: Land, known: Facts) -> None:
    action = MoveTo(Pos(3, 64, 0))
    answer = {"ok": True, "end": [3, 64, 0], "ticks": [9, 10, 14], "alternatives": [{"p": 0.25, "ok": False, "reason": "no_path"}]}
    prediction = prediction_of(effect_of(answer), land(), action, known)
    done, failed = prediction.branches
    assert (done.p, done.status, done.end, done.change.empty) == (0.75, "done", Vec(3.5, 64.0, 0.5), True)
    assert (failed.p, failed.status, failed.reason, failed.end) == (0.25, "failed", "no_path", None)
    assert (prediction.ticks, prediction.tolerance, prediction.action) == (Quantiles(9, 10, 14), 1.0, action)
    assert {leaf.source for leaf in prediction.sources} == {"learned"}


def test_a_change_knows_what_was_there(land: Land, known: Facts) -> None:
    answer = {"ok": True, "inventory": {"dirt": 1, "stick": 0}, "blocks": [[1, 63, 1, "air"], [0, 63, 0, "air"]]}
    (branch,) = prediction_of(effect_of(answer), land(), Craft("stick"), known).branches
    assert branch.change.inventory == {"dirt": 1}
    assert [(cell.pos, cell.before, cell.after) for cell in branch.change.blocks] == [
        (Pos(0, 63, 0), "grass_block", "air"),
        (Pos(1, 63, 1), "grass_block", "air"),
    ]
