"""The goal as a graph of tasks: what needed what, and what became of each. Drawn as SVG, by generation, from the left to the right."""

from __future__ import annotations

import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import msgspec

from agent.reporting.account import Account
from agent.reporting.markup import Markup, join, tag

if TYPE_CHECKING:
    import networkx

Status = Literal["done", "given-up", "begun", "open", "goal-reached", "goal-missed"]
_WORDS: dict[Status, str] = {
    "done": "✓ done", "given-up": "✗ given up", "begun": "… begun", "open": "· not begun",
    "goal-reached": "★ reached", "goal-missed": "☆ not reached",
}  # fmt: skip
#: Of a node and the room around it, in units of the drawing.
_WIDTH, _LINE, _GAP_X, _GAP_Y, _CHARS, _LINES = 168, 17, 48, 18, 21, 3


class Plan(msgspec.Struct, frozen=True):
    """The tasks in the order in which they were thought of, what became of each, and what needs what."""

    tasks: dict[str, Status]
    tries: dict[str, int]
    needs: list[tuple[str, str]]  #: (what comes first, what needs it)
    ordered: bool  #: True: the record has no needs, so these are the order in which the tasks came


def plan_of(account: Account) -> Plan:
    """All tasks that were begun, and those that were still ahead at the end; tasks that a later plan left out are left out."""
    tasks: dict[str, Status] = {}
    tries: dict[str, int] = {}
    for attempt in account.attempts:
        name = attempt.task.name
        tries[name] = tries.get(name, 0) + 1
        if tasks.get(name) != "done":
            done = attempt.verdict is not None and attempt.verdict.done
            tasks[name] = "done" if done else "given-up" if attempt.replanned or attempt.verdict else "begun"
    if account.attempts and not account.summary.reached:
        for name in account.attempts[-1].outlook:
            tasks.setdefault(name, "open")
    needs = list(dict.fromkeys((a, b) for attempt in account.attempts for a, b in attempt.needs if a in tasks and b in tasks and a != b))
    begun = [attempt.task.name for attempt in account.attempts]
    order = list(dict.fromkeys([*begun, *tasks]))
    if not any(attempt.needs for attempt in account.attempts):
        return Plan(tasks, tries, list(pairwise(order)), True)
    # A task whose amount changed from plan to plan has another name: what came next in time needs what was done before it.
    linked = {name for pair in needs for name in pair}
    needs += [(a, b) for a, b in pairwise(order) if a not in linked or (b not in linked and b in begun)]
    return Plan(tasks, tries, needs, False)


def graph(account: Account) -> Markup:
    """The drawing, and what it says in words for those who cannot see it."""
    import networkx

    plan = plan_of(account)
    tree: networkx.DiGraph[str] = networkx.DiGraph()
    tree.add_nodes_from(plan.tasks)
    for first, then in plan.needs:
        if not (then in tree and first in tree and networkx.has_path(tree, then, first)):
            tree.add_edge(first, then)
    tree = networkx.transitive_reduction(tree)
    ends = [name for name in plan.tasks if tree.out_degree(name) == 0]
    goal = f"goal: {account.goal}"
    tree.add_edges_from((end, goal) for end in ends)
    tree.add_node(goal)
    status: dict[str, Status] = {**plan.tasks, goal: "goal-reached" if account.summary.reached else "goal-missed"}
    places = _places(tree, list(status))
    width = max(x for x, _ in places.values()) + _WIDTH + 2
    height = max(y for _, y in places.values()) + _tall(goal) + 40
    lines = [_edge(places[a], places[b], _tall(a), _tall(b)) for a, b in tree.edges]
    nodes = [_node(name, places[name], status[name], plan.tries.get(name, 0)) for name in status]
    said = "; ".join(f"{name}: {_WORDS[status[name]][2:]}" for name in status)
    drawing = tag("svg", tag("title", f"Tasks and what became of them: {said}"), *lines, *nodes, viewBox=f"0 0 {width} {height}", width=width,
                  height=height, role="img", class_="dag")  # fmt: skip
    note = (
        "The record tells no needs; the arrows are the order of the tasks."
        if plan.ordered
        else "An arrow leads from what is needed to what needs it; arrows that follow from others are left out."
    )
    return join(
        [
            tag("div", drawing, class_="scroll", tabindex="0", role="group", aria_label="Graph of tasks, scrolls sideways"),
            tag("p", note, class_="hint"),
        ]
    )


def _places(tree: networkx.DiGraph[str], order: list[str]) -> dict[str, tuple[float, float]]:
    """Upper left corners: a column per generation, each in the middle; within it in the order of the plan."""
    import networkx

    columns = [sorted(names, key=order.index) for names in networkx.topological_generations(tree)]
    heights = [sum(_tall(name) + _GAP_Y for name in names) - _GAP_Y for names in columns]
    places: dict[str, tuple[float, float]] = {}
    for number, (names, height) in enumerate(zip(columns, heights, strict=True)):
        y = (max(heights) - height) / 2 + 2
        for name in names:
            places[name] = (number * (_WIDTH + _GAP_X) + 2, y)
            y += _tall(name) + _GAP_Y
    return places


def _lines(name: str) -> list[str]:
    return textwrap.wrap(name, _CHARS, max_lines=_LINES, placeholder=" …") or [name[:_CHARS]]


def _tall(name: str) -> int:
    return len(_lines(name)) * _LINE + _LINE + 16


def _edge(a: tuple[float, float], b: tuple[float, float], tall_a: int, tall_b: int) -> Markup:
    x0, y0, x1, y1 = a[0] + _WIDTH, a[1] + tall_a / 2, b[0], b[1] + tall_b / 2
    bend = max(24.0, (x1 - x0) / 2)
    arrow = tag("path", d=f"M{x1 - 7:.1f} {y1 - 4:.1f}L{x1:.1f} {y1:.1f}L{x1 - 7:.1f} {y1 + 4:.1f}", class_="arrow")
    return join([tag("path", d=f"M{x0:.1f} {y0:.1f}C{x0 + bend:.1f} {y0:.1f} {x1 - bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}", class_="edge"), arrow])


def _node(name: str, at: tuple[float, float], status: Status, tries: int) -> Markup:
    x, y = at
    rows = [tag("text", line, x=x + 12, y=y + 21 + _LINE * row) for row, line in enumerate(_lines(name))]
    word = _WORDS[status] + (f", {tries} tries" if tries > 1 else "")
    rows.append(tag("text", word, x=x + 12, y=y + 21 + _LINE * len(rows), class_="state"))
    box = tag("rect", x=x, y=y, width=_WIDTH, height=_tall(name), rx=9)
    return tag("g", tag("title", f"{name}: {word}"), box, *rows, class_=f"node {status}")
