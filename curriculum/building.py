"""The tasks on the way to a building: wood, materials, a place, a look at it, the work itself; and what to do when the place no longer fits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from curriculum.architecture.drawn import DrawnPlan
from curriculum.architecture.parts import Design
from curriculum.errands import Errand, errands, search_for, wood_at_hand
from curriculum.house import HousePlan, house
from curriculum.judge import judge, right, wrong_cells
from curriculum.plan import Plan
from curriculum.progress import Progress
from curriculum.request import BuildDesign, BuildHouse
from curriculum.site import Obstacle, Site, choose, obstacles, refit
from curriculum.techtree import steps
from worldsim.blueprint import Blueprint, Cell
from worldsim.goals import At, Built, Explored, Has, Task
from worldsim.space import Pos
from worldsim.state import State

#: A site is left for another after so many failures; or when less than this share is built, and to clear it takes longer than this, in ticks.
_FAILURES, _SHARE, _LONG = 2, 0.2, 600
#: How far one looks for what a building is to stand beside, and from how near one looks for a site, in blocks.
_FAR, _NEAR = 96, 24.0
#: Columns to explore in search of a site: a strip 16 wide, as far as is seen.
_STRIP = 500


def plan_errands(request: BuildHouse | BuildDesign, state: State, progress: Progress) -> list[Errand]:
    """The tasks until the building stands somewhere, in order; [] when it does."""
    current = _current(request, progress)
    wood = _wood(request, current, state)
    plan = _plan(request, wood)
    if current is not None and judge(Built(current), state).done and refit(plan, current, state) == current:
        return []
    moved = "" if current is None else _unfit(current, state, progress)
    if current is not None and not moved:
        return building_errands(refit(plan, current, state), _again(plan, current, state), wood, state, progress)
    if moved:
        wood = _wood(request, None, state)
        plan = _plan(request, wood)
    near = request.near if isinstance(request, BuildDesign) else ()
    if way := _way_there(near, plan, wood, moved, state, progress):
        return way
    site = choose(state, plan, _avoid(progress), near)
    if site is None:
        return _search(plan, wood, moved, state, progress)
    why = f"{moved}; now {site.why}" if moved else site.why
    return building_errands(site.blueprint, why, wood, state, progress, look=_look(plan, site, wood, state, progress))


def _way_there(near: tuple[str, ...], plan: Plan, wood: str, moved: str, state: State, progress: Progress) -> list[Errand]:
    """The tasks until one is where it is to stand, and the wood before that; [] if one is there, or no way was found."""
    if not near:
        return []
    feet, before = state.body.pos.cell, f"{moved}, and " if moved else ""
    spot = next(iter(state.blocks.find(near, feet, 1, _FAR)), None)
    if spot is None:
        last = search_for(near, 1, f"{before}it is to stand beside {near[0]}, and none is known", wood)
    elif state.body.pos.distance(spot.center) <= _NEAR:
        return []
    else:
        why = f"{before}it is to stand beside {near[0]}"
        last = Task(name=f"go to the {near[0]} at {spot}", goal=At(spot, _NEAR / 2), why=why, wood=wood)
    if any(attempt.task.goal == last.goal and not attempt.done for attempt in progress.history):
        return []
    somewhere = plan.at(feet, plan.sides[0])
    found = _materials(somewhere, somewhere.cells, wood, state, progress)
    return [*found, Errand(last, tuple(errand.task.name for errand in found[-1:]))]


def _plan(request: BuildHouse | BuildDesign, wood: str) -> Plan:
    return HousePlan(wood, request.size) if isinstance(request, BuildHouse) else DrawnPlan(request.design, wood)


def building_errands(blueprint: Blueprint, why: str, wood: str, state: State, progress: Progress, look: Task | None = None) -> list[Errand]:
    """The tasks until this building stands, in order: its materials, `look`, and the building. Raises KeyError for a material that cannot be had."""
    found = _materials(blueprint, wrong_cells(blueprint, state), wood, state, progress)
    if look is not None:
        found.append(Errand(look, tuple(errand.task.name for errand in found[-1:])))
    build = Task(name=f"build the {blueprint.name} at {blueprint.origin}", goal=Built(blueprint), why=why, wood=wood)
    return [*found, Errand(build, tuple(errand.task.name for errand in found[-1:]))]


def _materials(blueprint: Blueprint, cells: Sequence[Cell], wood: str, state: State, progress: Progress) -> list[Errand]:
    need: dict[str, int] = {}
    for cell in cells:
        if cell.item is not None:
            need[cell.item] = need.get(cell.item, 0) + 1
    why = f"the {blueprint.name} takes {', '.join(f'{count} {item}' for item, count in need.items())}"
    if lost := [item for item, count in need.items() if _was_had(item, count, progress) and state.count(item) < count]:
        why = f"{' and '.join(lost)} no longer suffice: {why} more than stands already"
    return errands(need, f"build the {blueprint.name}", why, wood, state, progress)


def _was_had(item: str, count: int, progress: Progress) -> bool:
    """Was a task done that was to have so many?"""
    goals = [attempt.task.goal for attempt in progress.history if attempt.done]
    return any(isinstance(goal, Has) and goal.items == (item,) and goal.count >= count for goal in goals)


def _search(plan: Plan, wood: str, moved: str, state: State, progress: Progress) -> list[Errand]:
    """No place is known: the wood all the same, and land to look for one."""
    columns = state.blocks.count_columns() + _STRIP
    before = f"{moved}, and " if moved else ""
    size = plan.extent(plan.sides[0])
    why = f"{before}nowhere in the known land is there dry, level ground of {size.x} x {size.z} with a way to it"
    search = Task(name=f"look for a place to build, {columns} columns known", goal=Explored(columns), why=why, wood=wood)
    somewhere = plan.at(state.body.pos.cell, plan.sides[0])
    found = _materials(somewhere, somewhere.cells, wood, state, progress)
    return [*found, Errand(search, tuple(errand.task.name for errand in found[-1:]))]


def _current(request: BuildHouse | BuildDesign, progress: Progress) -> Blueprint | None:
    """The building of this request that was worked on last."""
    if isinstance(request, BuildHouse):
        return next(reversed(progress.buildings()), None)
    return next((built for built in reversed(progress.buildings()) if built.name == request.design.name), None)


def _unfit(blueprint: Blueprint, state: State, progress: Progress) -> str:
    """Why to leave a place for another; '' to stay."""
    stand = obstacles(blueprint, state)
    if never := [block for block in stand if block.ticks is None]:
        return f"{_listed(never)} stands in the {blueprint.name} at {blueprint.origin} and cannot be cleared"
    ticks = sum(block.ticks or 0 for block in stand)
    if ticks > _LONG and _share(blueprint, state) < _SHARE:
        return f"too much stands in the {blueprint.name} at {blueprint.origin} ({_listed(stand)}), {ticks} ticks to clear"
    failures = sum(count for other, count in progress.buildings().items() if other.origin == blueprint.origin)
    last = progress.last
    if last is not None and (failures >= _FAILURES or (failures and progress.in_vain(last.task, state.tick))):
        return f"building at {blueprint.origin} failed {failures} time{'s' * (failures != 1)} ({last.reason or last.task.name})"
    return ""


def _again(plan: Plan, blueprint: Blueprint, state: State) -> str:
    """Why to go on with a building."""
    stand = obstacles(blueprint, state)
    more = len(refit(plan, blueprint, state).cells) - len(blueprint.cells)
    parts = [judge(Built(blueprint), state).evidence]
    if stand:
        parts.append(f"to clear first: {_listed(stand)}")
    if more:
        parts.append(f"to fill first, holes in the ground below it: {more}")
    return "it is not finished: " + "; ".join(parts)


def _look(plan: Plan, site: Site, wood: str, state: State, progress: Progress) -> Task | None:
    """A place with cells that were never seen is looked at from its doorstep, once."""
    origin = site.blueprint.origin
    step = plan.ground(plan.side_of(site.blueprint))[-1]
    feet = origin.offset(step.x, step.y + 1, step.z)
    goal = At(feet, 2.0)
    if site.unknown == 0 or judge(goal, state).done or any(attempt.task.goal == goal for attempt in progress.history):
        return None
    return Task(name=f"look at the place at {feet}", goal=goal, why=f"cells of the building that were not seen yet: {site.unknown}", wood=wood)


def _avoid(progress: Progress) -> list[Pos]:
    """Where not to build: places that were given up, and those that could not be walked to."""
    middles = [b.origin.offset(b.size.x // 2, 0, b.size.z // 2) for b in progress.buildings()]
    return middles + [a.task.goal.pos for a in progress.history if isinstance(a.task.goal, At) and not a.done]


def _share(blueprint: Blueprint, state: State) -> float:
    """Which part of the solid cells stands already."""
    solid = [cell for cell in blueprint.cells if cell.block != "air"]
    return sum(right(cell, state.blocks.name(blueprint.at(cell))) for cell in solid) / len(solid)


def _listed(blocks: Sequence[Obstacle]) -> str:
    named = ", ".join(f"{block.block} at {block.pos}" for block in blocks[:2])
    return named + (f" and {len(blocks) - 2} more" if len(blocks) > 2 else "")


def _wood(request: BuildHouse | BuildDesign, current: Blueprint | None, state: State) -> str:
    """Of what to build: as asked, as begun, or of what suffices and is near."""
    if isinstance(request, BuildHouse):
        return current.name.removesuffix(" house") if current else request.wood or wood_at_hand(state, _logs(request.size))
    begun = [cell.item.removesuffix("_planks") for cell in current.cells if cell.item and cell.item.endswith("_planks")] if current else []
    return begun[0] if begun else wood_at_hand(state, _drawn_logs(request.design))


@lru_cache(maxsize=8)
def _logs(size: Pos) -> int:
    """Logs for a house on level ground, from bare hands."""
    return sum(step.count for step in steps(house(Pos(0, 0, 0), size=size).materials(), {}) if step.item == "oak_log")


@lru_cache(maxsize=8)
def _drawn_logs(design: Design) -> int:
    """The same for a design, of oak."""
    plan = DrawnPlan(design, "oak")
    return sum(step.count for step in steps(plan.at(Pos(0, 0, 0), plan.sides[0]).materials(), {}) if step.item == "oak_log")
