"""A wish is split by a model: asked, checked, and sent back with all that is wrong, until it can be pursued."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

import msgspec

from curriculum.decomposition import MOST, Decomposition, Having, SubGoal, Wanted, described, problems
from worldsim.errors import BudgetSpent, ModelDown, Nonsense
from worldsim.events import Decomposed, Event
from worldsim.facts import facts
from worldsim.prompting import data, filled, flat, prompt, quoted
from worldsim.situation import carried, nearby
from worldsim.state import State
from worldsim.world import Ask

#: How often a model answers, the first time included.
ROUNDS = 3
#: Characters of a prompt, of a wish in it, and of a last plan that is shown again.
_BUDGET, _WISH, _SHOWN = 12_000, 400, 4_000
#: Problems that are sent back at most, characters of each, and of a reason that is told in one.
_PROBLEMS, _PROBLEM, _REASON = 20, 300, 120

#: Things that a wish can name beside items and blocks: what is built, and what is laid out.
_THINGS = frozenset(
    "house home hut cabin cottage shack shelter barn stable shed tower watchtower lookout castle workshop smithy pen coop corral well bridge mine"
    " quarry tunnel entrance gate wall fence roof porch balcony cellar room storey stairs path road farm field garden orchard dock pier pond pool"
    " fountain pavilion gazebo platform pyramid statue lamp lamppost bed chest furnace torch table ladder door window crop tree".split()
)
#: Names of items that are other words as well.
_WORDS = frozenset({"light", "lead", "air", "barrier", "map", "shield"})

Tell = Callable[[Event], None]
#: Draws the buildings of a split that is otherwise right, and says what cannot be drawn, a line each.
Draw = Callable[[Decomposition], list[str]]


class Failed(msgspec.Struct, frozen=True):
    """A sub-goal that was given up."""

    name: str
    goal: Wanted
    before: tuple[Wanted, ...]  #: what came before it
    why: str


class Unsplit(msgspec.Struct, frozen=True):
    """No plan that can be pursued came; `why` is one line for people."""

    why: str


def split(
    wish: str, state: State, ask: Ask, tell: Tell, draw: Draw, done: Sequence[str] = (), failed: Sequence[Failed] = ()
) -> Decomposition | Unsplit:
    """A wish in sub-goals with which nothing is wrong, after at most ROUNDS; every round is told. Raises BudgetSpent."""
    last: Decomposition | None = None
    wrong: list[str] = []
    trouble = ""
    for number in range(1, ROUNDS + 1):
        try:
            last = ask("propose", _prompt(wish, state, done, failed, number, last, wrong), Decomposition)
        except BudgetSpent:
            raise
        except Nonsense as error:  # another round is another question
            trouble = f"the answer was no plan: {error}"
            tell(Decomposed(tick=state.tick, wish=wish, round=number, sub_goals=(), needs=(), problems=(trouble,)))
            continue
        except ModelDown as error:
            return Unsplit(f"nobody can split {wish!r} into sub-goals: {error}")
        wrong = [*problems(last, state), *_again(last, failed), *unspoken(wish, last)] or draw(last)
        names = tuple(part.name for part in last.sub_goals)
        needs = tuple((need, part.name) for part in last.sub_goals for need in part.needs)
        tell(Decomposed(tick=state.tick, wish=wish, round=number, sub_goals=names, needs=needs, problems=tuple(wrong)))
        if not wrong:
            return last
        trouble = f"the last had {len(wrong)}: {wrong[0]}"
    return Unsplit(f"no plan for {wish!r} without problems after {ROUNDS} rounds; {trouble}")


def unspoken(wish: str, plan: Decomposition) -> list[str]:
    """The things that a wish names, and that no sub-goal speaks of: something was left out."""
    said = " ".join(_words(part) for part in plan.sub_goals)
    spoken = set(_stems(said))
    named = dict.fromkeys(word for word in _stems(wish) if word in _known_things())
    return [
        f"it was asked for a {word}, and no sub-goal speaks of it: add one, or say in a `why` which one it is" for word in named if word not in spoken
    ]


def _words(part: SubGoal) -> str:
    """What a sub-goal speaks of. The reason for which a thing is carried is what comes later: a hoe for a farm is no farm."""
    return f"{part.name} {described(part.goal)} {'' if isinstance(part.goal, Having) else part.why}"


def _stems(text: str) -> list[str]:
    """Words in the singular, in lower case; of a name like oak_fence each part."""
    words = re.findall(r"[a-z]+", text.lower())
    return [word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word for word in words]


@cache
def _known_things() -> frozenset[str]:
    return frozenset(stem for thing in (*_THINGS, *(name for name in facts().items if "_" not in name)) for stem in _stems(thing)) - _WORDS


def _again(plan: Decomposition, failed: Sequence[Failed]) -> list[str]:
    """What failed is asked for again, and nothing new comes before it."""
    goals = {part.name: part.goal for part in plan.sub_goals}
    found = []
    for part in plan.sub_goals:
        before = {goals[need] for need in part.needs if need in goals}
        for one in failed:
            if part.goal == one.goal and before <= set(one.before):
                found.append(f"{part.name!r} failed before ({quoted(one.why, _REASON)}): ask for something else, or put before it what it lacked")
                break
    return found


def _prompt(
    wish: str, state: State, done: Sequence[str], failed: Sequence[Failed], number: int, last: Decomposition | None, wrong: Sequence[str]
) -> str:
    shown = data(last, _WISH) if last else "none"
    parts: dict[str, str | Sequence[str]] = {
        "version": facts().version,
        "most": str(MOST),
        "wish": quoted(wish, _WISH),
        "columns": str(state.blocks.count_columns()),
        "carried": [f"- {line}" for line in carried(state)],
        "nearby": [f"- {line}" for line in nearby(state)],
        "done": [f"- {quoted(line)}" for line in done],
        "failed": [f"- {quoted(described(one.goal), _WISH)}: {quoted(one.why, _PROBLEM)}" for one in failed],
        "round": str(number),
        "last": shown if len(shown) <= _SHOWN else f"(its {len(last.sub_goals) if last else 0} sub-goals are too long to show again: say less)",
        "problems": [f"- {flat(line, _PROBLEM)}" for line in wrong[:_PROBLEMS]],
    }
    return filled(prompt("curriculum", "propose"), _BUDGET, parts)
