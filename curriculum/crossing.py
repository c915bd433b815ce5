"""The tasks on the way across a gap or a water: find one, or dig a trench where there is none, then leap or swim."""

from __future__ import annotations

from curriculum.errands import Errand, search_for
from curriculum.judge import count_known
from curriculum.progress import NoWay, Progress
from worldsim.goals import At, Clear, Crossed, Explored, Knows, Task
from worldsim.motor.sites import Site, sites
from worldsim.motor.trench import trench
from worldsim.state import State

#: Columns more that a look around must show.
_MORE = 1500
_WATER = ("water",)
#: How often one goes to look before a gap is dug instead, and at most.
_LOOKS_FIRST, _LOOKS = 1, 8
#: So many known places are tried, each once, before one is dug.
_PLACES = 3
#: The gap that is dug where any would do, in blocks.
_PLAIN = 3


def crossing_errands(goal: Crossed, why: str, wood: str, state: State, progress: Progress) -> list[Errand]:
    """The tasks until it is crossed, in order, as far as they can be foreseen. Raises NoWay."""
    if goal.near is not None and goal.far is not None:
        return [Errand(_cross(Site(goal.over, goal.near, goal.far, goal.width or 0, 0), why, wood))]
    failed = [attempt.task.goal for attempt in progress.history if not attempt.done]
    if sum(isinstance(attempt, Crossed) for attempt in failed) < _PLACES or goal.over == "water":
        for site in sites(state, goal.over, goal.width):
            task = _cross(site, why, wood)
            if task.goal in failed:
                continue
            if site.seen:
                return [Errand(task)]
            look = Task(name=f"take a look at the {site.over} at {site.near}", goal=At(site.near, 0.5), why="not all of it is seen yet", wood=wood)
            if all(attempt.task.goal != look.goal for attempt in progress.history):
                return [Errand(look), Errand(task, (look.name,))]
    what = "water" if goal.over == "water" else f"a {goal.width}-block gap" if goal.width else "a gap"
    looks = [attempt.done for attempt in progress.history if isinstance(attempt.task.goal, Explored | Knows)]
    if goal.over == "gap" and len(looks) >= _LOOKS_FIRST:
        tried = {cell for attempt in failed if isinstance(attempt, Clear) for cell in attempt.cells}
        if place := trench(state, goal.width or _PLAIN, tried):
            name = f"dig a gap {place.site.width} wide and 2 deep before {place.site.near}"
            dig = Task(name=name, goal=Clear(place.cells), why=f"{what} was not found, so one is dug", wood=wood)
            return [Errand(dig), Errand(_cross(place.site, why, wood), (dig.name,))]
    if len(looks) >= _LOOKS:
        raise NoWay(f"{what} that can be crossed was not found, with {state.blocks.count_columns()} columns of land known")
    if goal.over == "water" and not count_known(state.blocks, _WATER):
        return [Errand(search_for(_WATER, 1, why, wood))]
    columns = state.blocks.count_columns() + _MORE * (1 + looks.count(False))  # who got nowhere goes on in more directions
    return [Errand(Task(name=f"look for {what}, {columns} columns known", goal=Explored(columns), why=f"{what} to cross is not known", wood=wood))]


def _cross(site: Site, why: str, wood: str) -> Task:
    verb = f"leap over the {site.width}-block gap" if site.over == "gap" else f"swim across the {site.width} blocks of water"
    return Task(name=f"{verb} at {site.near}", goal=Crossed(site.over, site.width or None, site.near, site.far), why=why, wood=wood)
