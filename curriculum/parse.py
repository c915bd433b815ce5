"""Goals in words, without a model: a house, an item, a block, exploring, leaps and swims. Anything else is a UsageError that shows what works."""

from __future__ import annotations

import re
from difflib import get_close_matches

from curriculum import words
from curriculum.house import SMALLEST, WOODS, check_size
from curriculum.request import BuildHouse, Reach, Request
from curriculum.techtree import hindrance, obtainable
from worldsim.drops import drops
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.goals import Crossed, Explored, Goal, Has, Knows, Out
from worldsim.motor.manoeuvres import FARTHEST_LEAP
from worldsim.recipe_graph import cheapest_tool
from worldsim.space import Pos

#: Sentences that work, for messages and help.
EXAMPLES = (
    *("build a house", "obtain 1 wooden pickaxe", "collect 10 cobblestone", "explore", "find diamonds"),
    *("jump a 3-block gap", "climb out", "cross the water"),
)
#: Columns to know before a plain 'explore' is done: more than the 4,225 that are seen at most from one place.
EXPLORED = 5000
#: Slots of an inventory.
_SLOTS = 36

_BUILD = "build make construct create erect craft".split()
_OBTAIN = "obtain get craft make create have acquire produce build need".split()
_COLLECT = ("collect", "mine", "gather", "chop down", "chop", "cut down", "cut", "harvest", "dig up", "dig", "fell", "pick up", "fetch")
_FIND = ("find", "locate", "look for", "search for", "discover")
_EXPLORE = re.compile(r"(?:explore|look around|wander(?: around)?|scout)(?: the)?(?: world| area| surroundings| land| map)?")

_A = "(?:(?:a|an|the|any|some|that|this) )?"
_GAP = re.compile(
    rf"(?:(?:jump|leap|hop)(?: over| across)?|cross|get (?:over|across)) {_A}(?:(?P<before>\w+)[- ]blocks?[- ](?:wide )?)?"
    r"(?:gap|ditch|trench|chasm|ravine|hole)(?: (?:of|that is) (?P<after>\w+) blocks?(?: wide)?| (?P<wide>\w+) blocks? wide)?"
)
_WATER = re.compile(rf"(?:cross|swim(?: across| over| through)?|get (?:over|across)) {_A}(?:water|lake|pond|river|stream)")
_OUT = re.compile(
    r"(?:climb|get|jump|swim)(?: up)? (?:and )?out(?: of (?:(?:a|the|that|this) )?(?:pit|hole|water|lake|pond|river|trench|ditch|gap))?"
)

_POLITE = re.compile(r"^(?:please |(?:can|could|would|will) you |i (?:want|would like|need) (?:you )?to |i'd like (?:you )?to |let's |go and |go )+")
_WOOD = "|".join(wood.replace("_", "[ _]") for wood in sorted(WOODS, key=len, reverse=True))
_HOUSE = re.compile(
    r"(?:(?:" + "|".join(_BUILD) + r") )?(?:(?:me|us|yourself|myself) )?(?:(?:a|an|the|one|1) )?"
    r"(?:(?:small|little|tiny|simple|basic|new|wooden|wood|cozy|cosy|log|starter) )*"
    r"(?:(?P<size>\d+ ?[x×] ?\d+(?: ?[x×] ?\d+)?) )?(?:(?P<kind>\w+(?:[ _]oak)?) )?(?:wooden |wood |log |planks? )?"
    r"(?:house|home|hut|cabin|shelter|cottage|shack)(?: (?:out of|of|from|with|made of|in) (?P<of>\w+(?:[ _]oak)?)(?: wood| logs?| planks?)?)?"
)


def parse(sentence: str) -> Request:
    """What a sentence asks for. Raises UsageError (one line) if it asks for nothing that works without a model."""
    text = _POLITE.sub("", " ".join(sentence.lower().replace(",", " ").split()).strip(" .!?\"'"))
    if not text:
        raise _unknown(sentence, "")
    if house := _HOUSE.fullmatch(text):
        return _house(sentence, house)
    if text == "explore" or _EXPLORE.fullmatch(text):
        return Reach(sentence, Explored(EXPLORED))
    if columns := re.fullmatch(_EXPLORE.pattern + r" (?:at least )?(\d+)(?: columns?| blocks?)?", text):
        return Reach(sentence, Explored(_positive(int(columns[1]), sentence)))
    if gap := _GAP.fullmatch(text):
        return _gap(sentence, gap["before"] or gap["after"] or gap["wide"])
    if _WATER.fullmatch(text):
        return Reach(sentence, Crossed("water"))
    if _OUT.fullmatch(text):
        return Reach(sentence, Out())
    for verbs, goal in ((_COLLECT, _collect), (_FIND, _find), (_OBTAIN, _obtain)):
        for verb in verbs:
            if text.startswith(f"{verb} "):
                count, name = words.split_count(re.sub(r"^(?:me|us) ", "", text.removeprefix(f"{verb} ")))
                if not name or (verb == "build" and not words.items(name)):
                    raise _unknown(sentence, text)
                return Reach(sentence, goal(sentence, name, _positive(1 if count is None else count, sentence)))
    raise _unknown(sentence, text)


def _house(sentence: str, match: re.Match[str]) -> BuildHouse:
    kind = match["kind"] or match["of"]
    wood = kind.replace(" ", "_") if kind and kind not in ("wood", "wooden", "planks", "logs") else None
    if wood is not None and wood not in WOODS:
        raise UsageError(f"goal: expected a house of wood ({', '.join(WOODS)}), found {kind!r} in {sentence!r}; for example: build a birch house")
    size = SMALLEST
    if match["size"]:
        w, d, *h = (int(number) for number in re.findall(r"\d+", match["size"]))
        size = check_size(Pos(w, h[0] if h else SMALLEST.y, d))
    return BuildHouse(sentence, wood, size)


def _gap(sentence: str, wide: str | None) -> Reach:
    width = words.split_count(f"{wide} blocks")[0] if wide else None
    if wide and width is None:
        raise UsageError(f"goal: expected a gap of so many blocks, found {wide!r} in {sentence!r}; for example: jump a 3-block gap")
    if width is not None and not 1 <= width <= FARTHEST_LEAP:
        why = f"a sprinting jump over level ground carries over {FARTHEST_LEAP} blocks at most"
        raise UsageError(f"goal: expected a gap of 1 to {FARTHEST_LEAP} blocks, found {width} in {sentence!r}: {why}; ask for a narrower one")
    return Reach(sentence, Crossed("gap", width))


def _obtain(sentence: str, name: str, count: int) -> Goal:
    return _has(sentence, name, words.items(name), count)


def _collect(sentence: str, name: str, count: int) -> Goal:
    """Of a block that the land is made of: what falls from it, unless the block itself can be had."""
    blocks = words.natural(words.blocks(name))
    if not blocks:
        return _obtain(sentence, name, count)
    falls = tuple(dict.fromkeys(item for block in blocks for item in (block, *_falls(block)) if obtainable(item)))
    if not falls:
        falls = tuple(_falls(blocks[0])) or blocks
    return _has(sentence, name, falls, count)


def _find(sentence: str, name: str, count: int) -> Goal:
    found = words.blocks(name)
    if not found:
        raise _no_such("block", sentence, name)
    return Knows(found, count)


def _falls(block: str) -> list[str]:
    """What falls from a block with certainty, dug with the tool it needs."""
    lots = drops(block, cheapest_tool(block, facts()), facts())
    return [item for item in lots[0].items if all(item in lot.items for lot in lots)]


def _has(sentence: str, name: str, meant: tuple[str, ...], count: int) -> Has:
    if not meant:
        raise _no_such("item", sentence, name)
    possible = tuple(item for item in meant if obtainable(item))
    if not possible:
        why = hindrance(meant[0])
        raise UsageError(f"goal: expected something that can be dug or crafted, found {sentence!r}: {why}; ask for something on the way to it")
    if count > (room := _SLOTS * facts().stack(possible[0])):
        raise UsageError(f"goal: expected at most {room} {possible[0]} (an inventory of {_SLOTS} slots), found {count}; ask for fewer")
    return Has(possible, count)


def _positive(count: int, sentence: str) -> int:
    if count < 1:
        raise UsageError(f"goal: expected a number of at least 1, found {count} in {sentence!r}; ask for 1 or more")
    return count


def _no_such(what: str, sentence: str, name: str) -> UsageError:
    near = words.closest(name)
    hint = f"did you mean {near!r}?" if near else f"for example: {EXAMPLES[1]} | {EXAMPLES[2]}"
    return UsageError(f"goal: expected {what}s of Minecraft {facts().version}, found {name!r} in {sentence!r}; {hint}")


def _unknown(sentence: str, text: str) -> UsageError:
    shown = "an empty goal" if not text else repr(sentence)
    works = "'build a house', 'obtain N ITEM', 'collect N BLOCK', 'find BLOCK', 'explore', 'jump the gap', 'climb out' or 'cross the water'"
    some = f"for example: {' | '.join(EXAMPLES[:3])}; any sentence with --model PROVIDER:NAME"
    hint = f"did you mean {near!r}?" if (near := _nearest(text)) else some
    return UsageError(f"goal: expected {works} (what works without a model), found {shown}; {hint}")


def _nearest(text: str) -> str | None:
    whole = get_close_matches(text, EXAMPLES, n=1, cutoff=0.6)
    if whole:
        return whole[0]
    verb, _, rest = text.partition(" ")
    like = get_close_matches(verb, [*_OBTAIN, *_COLLECT, *_FIND, "explore", "jump", "climb", "cross"], n=1, cutoff=0.7)
    return f"{like[0]} {rest}".strip() if like and like[0] != verb else None
