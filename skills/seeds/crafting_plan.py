"""What has to be crafted, in which order, to have a thing: a plan only, nothing is done."""

from library import mined_from, table_is_near
from world import block_at, count, inventory, nearest, recipes

_WOODS = ["oak", "birch", "spruce", "jungle", "acacia", "dark_oak", "mangrove"]


def crafting_plan(item: str, want: int, raw: dict[str, int]) -> list[tuple[str, int, bool]] | None:
    """What to craft to carry at least `want` of `item`: (item, times, needs a table), in order; None if no way is known.

    `raw` gets what has to be mined before that: how many more of each. A crafting table is planned for where none is near.
    """
    missing, have = want - count(item), inventory()
    steps = _crafting_steps(item, missing, have, raw, [])
    if steps is None or table_is_near() or not any(needs_table for _, _, needs_table in steps):
        return steps
    have = inventory()
    raw.clear()
    first = _crafting_steps("crafting_table", 1, have, raw, [])
    then = _crafting_steps(item, missing, have, raw, [])
    return None if first is None or then is None else [*first, *then]


def _crafting_steps(item: str, missing: int, have: dict[str, int], raw: dict[str, int], above: list[str]) -> list[tuple[str, int, bool]] | None:
    """How to come by `missing` more: `have` is used up; `above`: what is being made of it (no ingot from a block that is made of ingots)."""
    if mined_from(item) is not None:
        raw[item] = raw.get(item, 0) + missing
        return []
    for recipe in recipes(item):
        times = -(-missing // recipe["yields"])
        left, needed = dict(have), dict(raw)
        steps = _supply(recipe["cells"], times, left, needed, [*above, item])
        if steps is not None:
            left[item] = left.get(item, 0) + times * recipe["yields"] - missing
            have.clear()
            have.update(left)
            raw.clear()
            raw.update(needed)
            return [*steps, (item, times, recipe["needs_table"])]
    return None


def _supply(cells: list[list[str]], times: int, have: dict[str, int], raw: dict[str, int], above: list[str]) -> list[tuple[str, int, bool]] | None:
    """Steps to have what `times` crafts use up, which is taken from `have`."""
    kinds: list[list[str]] = []
    for cell in cells:
        if cell not in kinds:
            kinds.append(cell)
    steps: list[tuple[str, int, bool]] = []
    for choices in kinds:
        need = times * cells.count(choices)
        for choice in sorted(choices, key=lambda name: -have.get(name, 0)):
            taken = min(need, have.get(choice, 0))
            have[choice] = have.get(choice, 0) - taken
            need -= taken
        if need == 0:
            continue
        for choice in _by_preference(choices, have):
            made = None if choice in above else _crafting_steps(choice, need, have, raw, above)
            if made is not None:
                steps += made
                break
        else:
            return None
    return steps


def _by_preference(choices: list[str], have: dict[str, int]) -> list[str]:
    """What can be mined comes first, and of the woods the one that is carried or near."""
    if len(choices) == 1:
        return choices
    wood = ""
    if any(choice.endswith(("_planks", "_log")) for choice in choices):
        carried = sorted(_WOODS, key=lambda name: -have.get(f"{name}_log", 0) - have.get(f"{name}_planks", 0))
        wood = carried[0]
        if have.get(f"{wood}_log", 0) + have.get(f"{wood}_planks", 0) == 0:
            at = nearest([f"{name}_log" for name in _WOODS])
            wood = "oak" if at is None else block_at(at).removesuffix("_log")
    return sorted(choices, key=lambda name: 0 if wood and name in (f"{wood}_planks", f"{wood}_log") else 1 if mined_from(name) is not None else 2)
