"""Writes the program that has a thing: straight, readable code from the steps of `ways.py`, general over the wood and the number."""

from __future__ import annotations

from skills.ways import TABLE, Step

#: Helpers of the shipped library that the code may call.
_LIBRARY = ("craft_times", "crafts_needed", "gather", "has_tool", "table_is_near")


def source_for(entry: str, steps: list[Step], wood: str) -> str:
    """`def entry(wood: str, want: int) -> bool`, which carries at least `want` of the last step's item.

    How much of everything is needed is worked out when it runs, from what is carried then.
    """
    lines = [
        f'"""Carry at least `want` {_shown(steps[-1].item, wood)}: {_story(steps, wood)}."""',
        *(f"{_variable(step.item, wood)} = {_quoted(step.item, wood)}" for step in steps),
        "",
        "# From the end to the beginning: how much is needed, less what is carried.",
        *(f"{_amount(step, wood)} = {_need(step, steps, wood)}" for step in reversed(steps)),
        "",
        *(line for step in steps for line in (f"if not {_deed(step, wood)}:", "    return False")),
        "return True",
    ]
    code = "\n".join(f"    {line}" if line else "" for line in lines)
    used = ", ".join(name for name in _LIBRARY if f"{name}(" in code)
    views = "from world import count\n" if " count(" in code or "(count(" in code else ""
    return f"from library import {used}\n{views}\n\ndef {entry}(wood: str, want: int) -> bool:\n{code}\n"


def _need(step: Step, steps: list[Step], wood: str) -> str:
    """The expression for how many to carry (mined), or how often to craft."""
    variable, final = _variable(step.item, wood), step is steps[-1]
    uses = [(count, _amount(other, wood)) for other in steps for item, count in other.needs if item == step.item]
    total = "want" if final else " + ".join(name if count == 1 else f"{count} * {name}" for count, name in uses)
    if step.recipe is None:
        return total
    if final or uses:
        return f"crafts_needed({variable}, {total}, {step.recipe.count})"
    if step.item == TABLE:
        crafts = [_amount(other, wood) for other in steps if other.recipe is not None and other.recipe.needs_table]
        return f"int({' + '.join(crafts)} > 0 and not table_is_near())"
    mined = [other for other in steps if other.tool == step.item]
    missing = " or ".join(f"count({_variable(other.item, wood)}) < {_amount(other, wood)}" for other in mined)
    return f"int({f'({missing})' if len(mined) > 1 else missing} and not has_tool({variable}))"


def _deed(step: Step, wood: str) -> str:
    variable, amount = _variable(step.item, wood), _amount(step, wood)
    if step.recipe is not None:
        return f"craft_times({variable}, {amount}, {step.recipe.needs_table})"
    if step.blocks == (step.item,):
        return f"gather([{variable}], {amount})"
    return f"gather([{', '.join(_quoted(block, wood) for block in step.blocks)}], {amount}, [{variable}])"


def _story(steps: list[Step], wood: str) -> str:
    mined = [_shown(step.item, wood) for step in steps if step.recipe is None]
    crafted = [_shown(step.item, wood) for step in steps if step.recipe is not None]
    return "; ".join(f"{verb} {', '.join(items)}" for verb, items in (("mine", mined), ("craft", crafted)) if items)


def _amount(step: Step, wood: str) -> str:
    return f"{_variable(step.item, wood)}_{'need' if step.recipe is None else 'times'}"


def _variable(item: str, wood: str) -> str:
    return item.removeprefix(f"{wood}_")


def _shown(item: str, wood: str) -> str:
    return f"<wood>_{_variable(item, wood)}" if item.startswith(f"{wood}_") else item


def _quoted(item: str, wood: str) -> str:
    return f'f"{{wood}}_{_variable(item, wood)}"' if item.startswith(f"{wood}_") else f'"{item}"'
