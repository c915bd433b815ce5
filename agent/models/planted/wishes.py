"""What a competent planted proposer knows: seven wishes, each split by hand, by the words that it is known by."""

from __future__ import annotations

import re

from curriculum.decomposition import Building, Having, Knowing, Standing, SubGoal, Wanted, described, takes
from curriculum.errands import LOGS
from worldsim.facts import facts


def _sub(name: str, goal: Wanted, *needs: str, why: str) -> SubGoal:
    return SubGoal(name=name, goal=goal, needs=needs, why=why)


def _farm() -> tuple[SubGoal, ...]:
    return (
        _sub("hoe", Having(items=("wooden_hoe", "stone_hoe")), why="to till the soil of the farm"),
        _sub("seeds", Having(items=("wheat_seeds",), count=4), why="to plant; they fall from grass"),
        _sub("water", Knowing(blocks=("water",)), why="a field within four blocks of water stays wet"),
        _sub("fence", Building(brief="a pen: a ring of fence, 7 x 7, with a gate", near=("water",)), "water", why="to keep animals off the crops"),
        _sub("crops", Standing(blocks=("wheat",), count=4), "hoe", "seeds", "fence", why="a farm is what grows on it"),
    )


def _lit_cabin() -> tuple[SubGoal, ...]:
    return (
        _sub("pickaxe", Having(items=("wooden_pickaxe", "stone_pickaxe")), why="coal does not fall to bare hands"),
        _sub("torches", Having(items=("torch",), count=4), "pickaxe", why="to light it"),
        _sub("cabin", Building(brief="a cabin: a small hut with a gable roof"), why="the cabin itself"),
        _sub("light", Standing(blocks=("torch", "wall_torch"), count=4), "torches", "cabin", why="lit is where torches stand"),
    )


def _workshop() -> tuple[SubGoal, ...]:
    return (
        _sub("workshop", Building(brief="a workshop with a crafting table and a chest"), why="the place to work in"),
        _sub("tools", Having(items=("wooden_pickaxe",)), "workshop", why="what one works with"),
        _sub("axe", Having(items=("wooden_axe",)), "workshop", why="for the wood of the stock"),
        _sub("stock", Having(items=LOGS, count=8), "axe", why="what it is stocked with"),
    )


def _mine() -> tuple[SubGoal, ...]:
    return (
        _sub("pickaxe", Having(items=("wooden_pickaxe", "stone_pickaxe")), why="to mine with"),
        _sub("vein", Knowing(blocks=("coal_ore", "iron_ore")), why="a mine begins where there is something to mine"),
        _sub(
            "entrance", Building(brief="a gate of two posts and a beam: the entrance of a mine"), "pickaxe", "vein", why="so that it is found again"
        ),
    )


def _watch() -> tuple[SubGoal, ...]:
    return (
        _sub("watchtower", Building(brief="a lookout to watch from: a deck on four posts, with stairs up to it"), why="to see far"),
        _sub("pen", Building(brief="a pen of fence, 7 x 7, with a gate"), "watchtower", why="for animals, within sight of the tower"),
    )


def _furnished() -> tuple[SubGoal, ...]:
    return (
        _sub("house", Building(brief="a plain house of one room"), why="what is furnished"),
        _sub("table", Standing(blocks=("crafting_table",)), "house", why="a table to work at"),
        _sub("chest", Standing(blocks=("chest",), count=2), "house", why="chests to keep things in"),
    )


def _field() -> tuple[SubGoal, ...]:
    return (
        _sub("hoe", Having(items=("wooden_hoe", "stone_hoe")), why="to till the field"),
        _sub("seeds", Having(items=("wheat_seeds",), count=2), why="to sow"),
        _sub("crops", Standing(blocks=("wheat",), count=2), "hoe", "seeds", why="what grows in the field"),
    )


#: Words, all of which are in the wish; the first that fits.
_WISHES = (
    (("farm",), _farm),
    (("lit", "cabin"), _lit_cabin),
    (("workshop",), _workshop),
    (("mine",), _mine),
    (("watchtower",), _watch),
    (("furnish",), _furnished),
    (("sow", "field"), _field),
)

#: A thing of a wish: "a furnace and a chest", and not "a stone house".
_ONE = re.compile(r"\ban? ([a-z]+)(?=$|[,.]| and | with )")
#: What is asked for like this is no building, and it is no thing that rules know, or they would read it.
_TO_HAVE = ("obtain ", "collect ", "find ", "explore ")


def wish_of(sentence: str) -> tuple[SubGoal, ...]:
    """How a wish is split rightly; one that it does not know is a building, in the words of the wish; () for a thing to be had.

    Blocks that it names beside what is known of it ("with a furnace") are put there as well.
    """
    words = sentence.lower()
    right = next((make() for wanted, make in _WISHES if all(word in words for word in wanted)), None)
    if right is None and words.startswith(_TO_HAVE):
        return ()
    return (*right, *_with(words, right)) if right else (_sub("building", Building(brief=sentence), why="it is something to build"),)


def _with(words: str, right: tuple[SubGoal, ...]) -> tuple[SubGoal, ...]:
    said = re.findall(r"[a-z]+", " ".join(described(sub.goal) for sub in right))
    named = dict.fromkeys(word for word in _ONE.findall(words) if word in facts().blocks and takes(word) == word and word not in said)
    built = [sub.name for sub in right if isinstance(sub.goal, Building)]
    return tuple(_sub(f"the {word}", Standing(blocks=(word,)), *built, why="it was asked for by name") for word in named)
