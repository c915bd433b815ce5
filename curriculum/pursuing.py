"""The sub-goals of a wish, pursued by rules: what each takes next, and when it counts as reached."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from curriculum.architecture.defects import defects
from curriculum.architecture.drawing import solid
from curriculum.architecture.parts import Design, Furniture, of_wood
from curriculum.decomposition import Building, Decomposition, SubGoal, Wanted, described, takes
from curriculum.errands import wood_at_hand
from curriculum.judge import judge
from curriculum.progress import Attempt, Curriculum, GiveUp, Progress
from curriculum.request import BuildDesign, Reach
from curriculum.techtree import obtainable
from worldsim.goals import At, Built, Goal, Has, Stands, Task
from worldsim.state import State
from worldsim.tables.growth import PLANTED, PLANTS

if TYPE_CHECKING:
    import networkx

#: How often the task to let something stand may fail in a row: whoever writes a skill for it has rounds of its own.
_TRIES = 2
#: Blocks that are put down in a row, and those that are put down at all where they have to stand.
_ROW, _MOST_ROWS = 8, 8
#: How a task says which sub-goal it belongs to.
_LABEL = re.compile(r"^[\w][\w' -]* \(\d+ of \d+\): ")


class Part(msgspec.Struct, frozen=True, eq=False):
    """A sub-goal as it is pursued."""

    name: str
    label: str  #: with its place among the others: "fence (2 of 4)"
    needs: tuple[str, ...]
    wanted: Wanted
    goal: Goal | None  #: None: of a building, whose predicate is its blueprint
    design: Design | None = None  #: what is built for it, if anything is
    held: bool = False  #: it was reached when it was named

    @staticmethod
    def of(name: str, label: str, needs: tuple[str, ...], wanted: Wanted, goal: Goal | None, design: Design | None, state: State) -> Part:
        """A sub-goal, seen from here."""
        if isinstance(goal, Stands):
            design = row(goal)
        return Part(name, label, needs, wanted, goal, design, goal is not None and judge(goal, state).done)


def ordered(whole: Decomposition) -> list[SubGoal]:
    """The sub-goals, each after what it needs; else in the order in which they were named."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    place = {sub.name: number for number, sub in enumerate(whole.sub_goals)}
    graph.add_nodes_from(place)
    graph.add_edges_from((need, sub.name) for sub in whole.sub_goals for need in sub.needs)
    return [whole.sub_goals[place[name]] for name in networkx.lexicographical_topological_sort(graph, key=place.__getitem__)]


def anchored(part: Part, parts: tuple[Part, ...], progress: Progress) -> Part:
    """What is to stand is to stand where the buildings are that come before it, once they were worked on; else where it was asked for."""
    if not isinstance(part.goal, Stands):
        return part
    by_name = {other.name: other for other in parts}
    before, queue = dict[str, None](), list(part.needs)
    while queue:
        if (name := queue.pop()) not in before:
            before[name] = None
            queue += by_name[name].needs
    names = {design.name for name in before if isinstance(by_name[name].wanted, Building) and (design := by_name[name].design)}
    built = next((blueprint for blueprint in reversed(progress.buildings()) if blueprint.name in names), None)
    if built is None:
        return part
    middle = built.origin.offset(built.size.x // 2, 0, built.size.z // 2)
    return msgspec.structs.replace(part, goal=msgspec.structs.replace(part.goal, near=middle))


def reached(part: Part, parts: tuple[Part, ...], state: State, since: Progress) -> bool:
    """Does a sub-goal that is no building count as reached? What is carried may be used up later; what stands must hold.

    `since`: what was tried for this plan. Whether a building stands is said by `next_task`.
    """
    if part.goal is None:
        return False
    if judge(part.goal, state).done:
        return True
    if not isinstance(part.goal, Has):
        return False
    later = tuple(f"{other.label}: " for other in parts[[other.name for other in parts].index(part.name) + 1 :])
    return part.held or any(_implies(one, part.goal) or one.task.why.startswith(later) for one in since.history)


def next_task(part: Part, state: State, progress: Progress, since: Progress, rules: Curriculum) -> Task | GiveUp | None:
    """What a sub-goal takes next; None: nothing more. `progress`: all that was tried; `since`: what was tried for this plan."""
    own = _own(part, progress, since)
    if isinstance(part.wanted, Building):
        building = _building(part)
        answer = rules.propose(building, state, own) if building else GiveUp("it was never drawn")
    elif isinstance(part.goal, Stands):
        answer = _standing(part, part.goal, state, own, rules)
    elif part.goal is not None:
        answer = rules.propose(Reach(described(part.wanted), part.goal), state, own)
    else:
        return None
    return labelled(part, answer) if isinstance(answer, Task) else answer


def part_of(part: Part, state: State, rules: Curriculum) -> networkx.DiGraph[str]:
    """The tasks that are foreseen for a sub-goal: a DAG over their names."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    if building := _building(part):
        graph = rules.plan(building, state)
    elif isinstance(part.goal, Stands):
        missing = _lacking(part.goal, state)
        graph = rules.plan(Reach(described(part.wanted), missing), state) if missing else graph
        last = [name for name, degree in graph.out_degree() if not degree]
        task = _let_stand(part.goal, state)
        graph.add_node(task.name, task=task)
        graph.add_edges_from((name, task.name) for name in last)
    elif part.goal is not None:
        graph = rules.plan(Reach(described(part.wanted), part.goal), state)
    for _, data in graph.nodes(data=True):
        data["task"] = labelled(part, data["task"])
    return graph


def labelled(part: Part, task: Task) -> Task:
    """A task that says which sub-goal it is for."""
    return msgspec.structs.replace(task, why=f"{part.label}: {task.why}")


def row(goal: Stands) -> Design | None:
    """All of it put down in rows, with a gap between any two; None for what has to be planted, tilled or hung."""
    block = next((block for block in goal.blocks if takes(block) == block and block not in PLANTED and block not in PLANTS), None)
    if block is None or not obtainable(block) or not 0 < goal.count <= _ROW * _MOST_ROWS or not (solid(block) or block.endswith("torch")):
        return None
    parts = tuple(Furniture(x=2 * (n % _ROW), y=0, z=2 * (n // _ROW), block=block) for n in range(goal.count))
    design = Design(name=f"row of {goal.count} {block}", parts=parts, rooms=False)
    return None if defects(of_wood(design, "oak")) else design


def _building(part: Part) -> BuildDesign | None:
    """What is built for a sub-goal; None if nothing is."""
    near = part.wanted.near if isinstance(part.wanted, Building) else ()
    return BuildDesign(described(part.wanted), part.design, near) if part.design else None


def _standing(part: Part, goal: Stands, state: State, own: Progress, rules: Curriculum) -> Task | GiveUp | None:
    """Put down by rules where that will do; else what it takes is had by rules, and the rest is a task for whoever writes skills."""
    if building := _building(part):
        answer = rules.propose(building, state, own)
        if answer is not None:
            return answer
    lacking = _lacking(goal, state)
    if lacking is not None:
        answer = rules.propose(Reach(described(part.wanted), lacking), state, own)
        if answer is not None:
            return answer
    task = _let_stand(goal, state)
    if (failures := own.failures(task)) >= _TRIES or own.in_vain(task, state.tick):
        last = next((attempt.reason for attempt in reversed(own.history) if not attempt.done and attempt.reason), "no reason was given")
        return GiveUp(f"{task.name}: tried {failures} times in vain, at last: {last}")
    return task


def _lacking(goal: Stands, state: State) -> Has | None:
    """What has to be carried to let it stand; None if it is, or nothing is known to do."""
    items = tuple(dict.fromkeys(item for block in goal.blocks if (item := takes(block)) and obtainable(item)))
    missing = goal.count - len(state.blocks.find(goal.blocks, goal.near, goal.count, goal.within))
    tool = bool(items) and items[0].endswith(("_hoe", "_shovel"))
    want = Has(items, 1 if tool else missing)
    return want if items and missing > 0 and not judge(want, state).done else None


def _let_stand(goal: Stands, state: State) -> Task:
    name = f"let {goal.count} {goal.blocks[0]} stand within {goal.within} blocks of {goal.near}"
    return Task(name=name, goal=goal, why="the goal itself", wood=wood_at_hand(state))


def _own(part: Part, progress: Progress, since: Progress) -> Progress:
    """What was tried for a sub-goal, as rules left it; and, of all else, where things were built, which rules have to know."""
    start, mine = len(progress.history) - len(since.history), f"{part.label}: "
    kept = [
        attempt
        for number, attempt in enumerate(progress.history)
        if isinstance(attempt.task.goal, Built | At) or (number >= start and attempt.task.why.startswith(mine))
    ]
    return _plain(Progress(tuple(kept)))


def _plain(progress: Progress) -> Progress:
    """The attempts without the names of their sub-goals."""
    return Progress(
        tuple(msgspec.structs.replace(one, task=msgspec.structs.replace(one.task, why=_LABEL.sub("", one.task.why))) for one in progress.history)
    )


def _implies(attempt: Attempt, goal: Has) -> bool:
    """Was so much carried when this attempt was done?"""
    done = attempt.task.goal
    return attempt.done and isinstance(done, Has) and set(done.items) <= set(goal.items) and done.count >= goal.count
