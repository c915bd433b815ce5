"""Names as people write them: which items and blocks are meant by 'planks', 'logs of birch', 'a wooden door', '2 dozen torches'."""

from __future__ import annotations

import re
from difflib import get_close_matches

from curriculum.house import WOODS
from worldsim.facts import facts
from worldsim.recipe_graph import NATURAL, TIERS

_COUNTS = {
    **dict.fromkeys(("a", "an", "the", "one", "some", "my"), 1),
    **{word: n for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)},
    **{word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety hundred".split(), start=2)},
}
#: Words of amount that take 'of', or nothing, after them.
_AMOUNTS = {"dozen": 12, "stack": 64, "stacks": 64, "couple": 2, "pair": 2, "few": 3}
#: What is made of every kind of wood, named without the wood.
_OF_WOOD = frozenset("log planks door fence fence_gate trapdoor slab stairs button pressure_plate sign boat sapling leaves".split())
_TOOLS = ("pickaxe", "axe", "shovel", "sword", "hoe")
_ALSO = {
    **dict.fromkeys(("wood", "tree", "timber", "lumber"), "log"),
    **dict.fromkeys(("plank", "board"), "planks"),
    **dict.fromkeys(("workbench", "table", "bench"), "crafting_table"),
    "leaf": "leaves",
    "stair": "stairs",
    "cobble": "cobblestone",
    "pick": "pickaxe",
    "spade": "shovel",
}
#: The metals, by their plain names: as an item, and as a block to look for.
_METALS = {"iron": "iron_ingot", "gold": "gold_ingot", "copper": "copper_ingot"}
_ORES = ("coal", "iron", "copper", "gold", "redstone", "lapis", "diamond", "emerald")
_FILLER = re.compile(r"^(?:(?:blocks?|pieces?|items?|units?|bits?) of |of |more |new )+| (?:blocks?|pieces?|items?)$")


def split_count(text: str) -> tuple[int | None, str]:
    """The number that a phrase begins with (None if it has none), and the rest: '3 dozen logs' -> 36, 'logs'."""
    words = text.split()
    count: int | None = None
    while words:
        word = words[0]
        if re.fullmatch(r"[+-]?\d+(x|×)?", word):
            count = int(word.rstrip("x×")) * (count or 1)
        elif word in _COUNTS and len(words) > 1:
            count = _COUNTS[word] * (count or 1)
        elif word in _AMOUNTS and len(words) > 1:
            count = _AMOUNTS[word] * (count or 1)
        else:
            break
        words = words[1:]
    return count, " ".join(words)


def items(name: str) -> tuple[str, ...]:
    """The items that a name can mean, () if none: any one of them will do."""
    return _meant(name, tuple(facts().items), _METALS)


def blocks(name: str) -> tuple[str, ...]:
    """The blocks that a name can mean, () if none. A metal or gem is looked for as its ore."""
    found = _meant(name, tuple(facts().blocks), {})
    if found:
        return found
    for form in _forms(name):
        kind = form.removesuffix("_ore")
        if kind in _ORES or kind == "lapis_lazuli":
            kind = kind.removesuffix("_lazuli")
            return (f"{kind}_ore", f"deepslate_{kind}_ore")
    return ()


def closest(name: str) -> str | None:
    """The known name that is most like it, as a person writes it; None if nothing is."""
    known = [*(item.replace("_", " ") for item in facts().items), *(kind.replace("_", " ") for kind in (*_OF_WOOD, *_TOOLS, *_ALSO))]
    found = get_close_matches(name.replace("_", " "), known, n=1, cutoff=0.6)
    return found[0] if found else None


def natural(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those that the land is made of."""
    return tuple(name for name in names if name in NATURAL)


def _meant(name: str, known: tuple[str, ...], metals: dict[str, str]) -> tuple[str, ...]:
    names = frozenset(known)
    for form in _forms(name):
        form = _ALSO.get(form, form)
        if form in names:
            return (form,)
        if metals.get(form) in names:
            return (metals[form],)
        kind = form.removeprefix("wooden_").removeprefix("wood_")
        kind = _ALSO.get(kind, kind)
        if kind in _OF_WOOD:
            return tuple(f"{wood}_{kind}" for wood in WOODS if f"{wood}_{kind}" in names)
        if form in _TOOLS:
            return tuple(f"{tier}_{form}" for tier in TIERS if f"{tier}_{form}" in names)
        wood = next((wood for wood in WOODS if form == wood or form == f"{wood}_wood" or form == f"{wood}_tree"), None)
        if wood and f"{wood}_log" in names:
            return (f"{wood}_log",)
    for form in _forms(name):  # a bed of any colour
        if kinds := tuple(known_name for known_name in known if known_name.endswith(f"_{form}")):
            return kinds
    return ()


def _forms(name: str) -> list[str]:
    """Ways to read a name: as it is, in the singular, 'logs of oak' turned around."""
    plain = " ".join(name.replace("_", " ").replace("-", " ").split())
    short = _FILLER.sub("", plain)
    turned = [f"{of} {thing}" for thing, _, of in [short.partition(" of ")] if of]
    forms = [form for base in dict.fromkeys((plain, short, *turned)) for form in (base, *_singular(base))]
    return [form.replace(" ", "_") for form in forms if form]


def _singular(text: str) -> list[str]:
    out = []
    if text.endswith("ies"):
        out.append(text[:-3] + "y")
    if text.endswith("ves"):
        out.append(text[:-3] + "f")
    if text.endswith("es"):
        out.append(text[:-2])
    if text.endswith("s"):
        out.append(text[:-1])
    return out
