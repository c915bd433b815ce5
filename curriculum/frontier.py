"""What to try next when nothing was asked for: near the frontier of ability, by the tech tree or by a model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import inf

import msgspec

from curriculum.errands import wood_at_hand
from curriculum.house import WOODS
from curriculum.judge import count_known, judge
from curriculum.parse import parse
from curriculum.request import Reach, Request, Wish
from curriculum.techtree import TABLE, steps, ways
from worldsim.drops import harvests
from worldsim.errors import BudgetSpent, ModelDown, Nonsense, UsageError
from worldsim.facts import facts
from worldsim.goals import Has
from worldsim.prompting import filled, flat, prompt, quoted
from worldsim.recipe_graph import Crafted, Mined
from worldsim.situation import carried, nearby
from worldsim.state import State
from worldsim.tools import dig_ticks
from worldsim.world import Ask

#: How often a model answers, the first time included; characters of its prompt, and of a sentence.
ROUNDS = 3
_BUDGET, _SENTENCE, _PROBLEM = 10_000, 200, 400
#: Kinds of things that may be missing on the way to a goal near the frontier, beside the goal itself.
_NEARLY = 2
#: A goal that failed so often is not tried again.
_HOPELESS = 4
#: Ticks to something that is known to be near, and to something that has to be searched for; to see so many more columns.
_NEAR, _FAR, _STRIP = 60.0, 1200.0, 2500
#: Ticks that any goal takes, however small: so that what opens nothing up waits.
_BEGIN = 200.0
#: How many goals in reach a model is told.
_TOLD = 12
_ORES = ("coal", "iron", "copper", "gold", "redstone", "lapis", "diamond", "emerald")
_COLOURS = (
    *("white", "orange", "magenta", "light_blue", "yellow", "lime", "pink", "gray", "light_gray", "cyan"),
    *("purple", "blue", "brown", "green", "red", "black"),
)


class Tried(msgspec.Struct, frozen=True):
    """A goal that was pursued, and how that ended."""

    goal: str
    done: bool
    reason: str = ""


class Journey(msgspec.Struct, frozen=True):
    """All that was achieved and tried, over any number of runs. `had`: items that were ever carried."""

    had: frozenset[str] = frozenset()
    tried: tuple[Tried, ...] = ()

    def seen(self, state: State) -> Journey:
        """The journey with what is carried now."""
        return Journey(self.had | frozenset(state.inventory), self.tried)

    def after(self, goal: str, done: bool, reason: str = "") -> Journey:
        """The journey with one more goal."""
        return Journey(self.had, (*self.tried, Tried(goal, done, reason)))

    def rests(self, goal: str) -> bool:
        """Has it failed too lately to be tried again? After n failures in a row it rests for 2 ** n other goals, after four for good."""
        own = [number for number, one in enumerate(self.tried) if one.goal == goal]
        failures = 0
        for number in reversed(own):
            if self.tried[number].done:
                break
            failures += 1
        return failures >= _HOPELESS or (failures > 0 and len(self.tried) - 1 - own[-1] < 2**failures)


class NextGoal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a model answers: a sentence, and why it is the one."""

    goal: str
    why: str


#: Why a wish cannot be pursued, in a line; '' if it can (`LanguageCurriculum.refusal`).
Refusal = Callable[[Wish, State], str]


def next_goal(state: State, journey: Journey, ask: Ask | None = None, refusal: Refusal | None = None) -> Request | None:
    """What to try next; None when nothing is left. A model chooses if there is one, and rules if it is down or talks nonsense.

    `refusal`: with it a model may also wish for what rules cannot read. Raises BudgetSpent.
    """
    near = frontier(state, journey)
    if ask is not None and (chosen := _asked(state, journey, near, ask, refusal)) is not None:
        return chosen
    return parse(near[0]) if near else None


def frontier(state: State, journey: Journey) -> list[str]:
    """Goals that are new and nearly in reach, the best first: little effort, and much that they open up."""
    wood, had = wood_at_hand(state), _kinds(journey.had | frozenset(state.inventory))
    worth: dict[str, tuple[bool, float]] = {}
    for item in ways(wood).best:
        kind = _kind(item)
        if kind in had or (kind != item and item not in (f"{wood}_{kind}", f"white_{kind}")):
            continue
        plan = steps({item: 1}, state.inventory, wood)
        new = {_kind(step.item) for step in plan} - had - {kind}
        effort = sum(_effort(step.item, step.count, step.way, state) for step in plan)
        worth[f"obtain 1 {item.replace('_', ' ')}"] = (len(new) > _NEARLY, (_BEGIN + effort) / (1 + len(_opened(kind) - had)))
    for ore in _ORES:
        name = f"{ore}_ore"
        tools = facts().blocks[name].harvest or ()
        able = any(tool in journey.had or state.count(tool) for tool in tools)
        if able and not count_known(state.blocks, [name, f"deepslate_{name}"]):
            worth[f"find {ore} ore"] = (False, (_BEGIN + _FAR) / 2)
    known = state.blocks.count_columns()
    rung = (known // _STRIP + 1) * _STRIP
    worth[f"explore {rung} columns"] = (False, (_BEGIN + _FAR * (rung - known) / _STRIP) / 2)
    return sorted((goal for goal in worth if not journey.rests(goal)), key=lambda goal: (worth[goal], goal))


def _effort(item: str, count: int, way: Mined | Crafted, state: State) -> float:
    """Ticks that a step takes, roughly."""
    if isinstance(way, Crafted):
        return 5.0 * count
    there = _NEAR if count_known(state.blocks, [way.block]) else _FAR
    best = min(
        (
            ticks
            for tool in (way.tool, *state.inventory)
            if (tool is None or harvests(way.block, tool, facts())) and (ticks := dig_ticks(way.block, tool, facts()))
        ),
        default=_FAR,
    )
    return there + count * (best + 10.0) / max(way.mean, 0.01)


@cache
def _opened(kind: str) -> frozenset[str]:
    """The kinds of things that are made of it or dug with it, and all that these open up in turn."""
    found, new = set[str](), {kind}
    while new:
        found |= new
        new = {after for one in new for after in _openings().get(one, ())} - found
    return frozenset(found - {kind})


@cache
def _openings() -> dict[str, frozenset[str]]:
    """By each kind of thing, the kinds whose cheapest way goes through it."""
    known, found = ways(), dict[str, set[str]]()
    for item, way in known.best.items():
        if isinstance(way, Mined):
            needed = [way.tool] if way.tool else []
        else:
            needed = [min(cell, key=lambda name: known.cost.get(name, inf)) for cell in way.recipe.cells] + [TABLE] * way.needs_table
        for name in needed:
            found.setdefault(_kind(name), set()).add(_kind(item))
    return {kind: frozenset(opened) for kind, opened in found.items()}


def _kinds(items: frozenset[str]) -> frozenset[str]:
    return frozenset(_kind(item) for item in items)


@cache
def _kind(item: str) -> str:
    """The thing without its species of wood, or its colour: one door is as new as another."""
    prefix = next((name for name in sorted((*WOODS, "cherry", *_COLOURS), key=len, reverse=True) if item.startswith(f"{name}_")), None)
    return item.removeprefix(f"{prefix}_") if prefix else item


def _asked(state: State, journey: Journey, near: Sequence[str], ask: Ask, refusal: Refusal | None) -> Request | None:
    """A goal of a model's, after at most ROUNDS; None if none will do. Raises BudgetSpent."""
    last, wrong = "", ""
    for number in range(1, ROUNDS + 1):
        try:
            answer = ask("propose", _prompt(state, journey, near, number, last, wrong, refusal is not None), NextGoal)
        except BudgetSpent:
            raise
        except Nonsense as error:  # another round is another question
            wrong = f"the answer was no goal: {error}"
            continue
        except ModelDown:
            return None
        last = " ".join(answer.goal.split())[:_SENTENCE]
        request, wrong = _read(last, state, journey, refusal)
        if request is not None:
            return request
    return None


def _read(sentence: str, state: State, journey: Journey, refusal: Refusal | None) -> tuple[Request | None, str]:
    """What a sentence asks for, or what is wrong with it."""
    if journey.rests(sentence):
        return None, "it failed lately: try something else first"
    try:
        request = parse(sentence)
    except UsageError as error:
        if refusal is None:
            return None, str(error)
        wish = Wish(sentence)
        why = refusal(wish, state)
        return (None, f"{error}; and it cannot be split: {why}") if why else (wish, "")
    if isinstance(request, Reach) and (verdict := judge(request.goal, state)).done:
        return None, f"it holds already ({verdict.evidence})"
    if isinstance(request, Reach) and isinstance(request.goal, Has) and any(one.done and one.goal == sentence for one in journey.tried):
        return None, "it was done before: try something new"
    return request, ""


def _prompt(state: State, journey: Journey, near: Sequence[str], number: int, last: str, wrong: str, wishes: bool) -> str:
    done = dict.fromkeys(one.goal for one in reversed(journey.tried) if one.done)
    failed = {one.goal: one.reason for one in journey.tried if not one.done}
    parts: dict[str, str | Sequence[str]] = {
        "version": facts().version,
        "wishes": ', or, in words of your own, what is to be built or laid out: "a small farm with a fence"' if wishes else "",
        "carried": [f"- {line}" for line in carried(state)],
        "nearby": [f"- {line}" for line in nearby(state)],
        "columns": str(state.blocks.count_columns()),
        "done": [f"- {quoted(goal)}" for goal in done],
        "failed": [f"- {quoted(goal)}: {quoted(reason)}" for goal, reason in reversed(failed.items())],
        "near": [f"- {goal}" for goal in near[:_TOLD]],
        "round": str(number),
        "last": quoted(last) if last else "none",
        "problems": [f"- {flat(wrong, _PROBLEM)}"] if wrong else [],
    }
    return filled(prompt("curriculum", "next_goal"), _BUDGET, parts)
