"""What time does in an imagined state beside the body: chests keep what was put into them, fires burn down, crops ripen."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

import msgspec

from worldsim.actions import Action, Deposit, Smelt, Wait, Withdraw
from worldsim.blocks import Blocks
from worldsim.facts import Facts
from worldsim.laws.farming import age_of
from worldsim.laws.smelting import fire_of
from worldsim.laws.storing import CHESTS, IN_PART, chest_at
from worldsim.prediction import Branch
from worldsim.space import Pos
from worldsim.state import Job, State
from worldsim.tables.growth import DRY, DRY_BESIDE, MOIST, MOIST_BESIDE, WATER_REACHES, stage_ticks

#: After a wait as long as this one looks how the crops within so many blocks stand.
_LONG, _AROUND = 100, 16


def jobs_after(state: State, action: Action, branch: Branch, ticks: int, blocks: Blocks, facts: Facts) -> tuple[Job, ...]:
    """What is known but not seen, after `action` went as `branch` says. `blocks`: as they are then, but for what has ripened."""
    planted = [change.pos for change in branch.change.blocks if change.after in facts.plants]
    if not state.latent and not planted and not isinstance(action, Smelt | Deposit | Withdraw | Wait):
        return ()
    altered = {change.pos for change in (*branch.change.blocks, *branch.env.blocks)}
    now = state.tick + ticks
    # A crop that ripens by now is still listed, so that it is seen to; a chest is never done.
    latest = {"chest": -1, "crop": state.tick}
    jobs = [job for job in state.latent if job.pos.cell not in altered and job.done_at > latest.get(job.kind, now)]
    if branch.status == "done":
        jobs = _stored(state, action, jobs, facts)
        if isinstance(action, Smelt):
            jobs = _burning(state, action, jobs, now, facts)
    if isinstance(action, Wait) and ticks >= _LONG:
        watched = {job.pos.cell for job in jobs}
        planted += [pos for pos in blocks.find(facts.plants, state.body.pos.cell, 64, _AROUND) if pos not in watched]
    jobs += [job for pos in planted if (job := _growing(blocks, pos, state.tick if pos not in altered else now, facts)) is not None]
    return tuple(jobs)


def ripened(jobs: tuple[Job, ...], blocks: Blocks, now: int, facts: Facts) -> Mapping[Pos, int]:
    """The cells of the crops that have grown by then, with their new state ids."""
    cells: dict[Pos, int] = {}
    for job in jobs:
        pos = job.pos.cell
        name = blocks.name(pos)
        if job.kind != "crop" or name not in facts.plants:
            continue
        ripe = facts.plants[name].ripe
        age = ripe - ceil(max(0, job.done_at - now) / stage_ticks(name, points_at(blocks, pos)))
        if age > age_of(blocks, pos, facts):
            cells[pos] = facts.state_id(name, age=min(age, ripe))
    return cells


def points_at(blocks: Blocks, pos: Pos) -> float:
    """Points of the farmland that a crop at `pos` stands on, and of that around it (Minecraft Wiki, "Tutorials/Crop farming")."""
    below = pos.offset(0, -1, 0)
    near = [below.offset(dx, dy, dz) for dy in (0, 1) for dx in range(-WATER_REACHES, WATER_REACHES + 1) for dz in (0, -1, 1, -2, 2, -3, 3, -4, 4)]
    moist = any(blocks.name(cell) == "water" for cell in near)
    beside = sum(blocks.name(below.offset(dx, 0, dz)) == "farmland" for dx in (-1, 0, 1) for dz in (-1, 0, 1)) - (blocks.name(below) == "farmland")
    points = (MOIST if moist else DRY) + beside * (MOIST_BESIDE if moist else DRY_BESIDE)
    name = blocks.name(pos)
    along, across = (any(blocks.name(pos.offset(*side)) == name for side in sides) for sides in (((-1, 0, 0), (1, 0, 0)), ((0, 0, -1), (0, 0, 1))))
    corner = any(blocks.name(pos.offset(dx, 0, dz)) == name for dx in (-1, 1) for dz in (-1, 1))
    return points / 2 if corner or (along and across) else points


def _growing(blocks: Blocks, pos: Pos, since: int, facts: Facts) -> Job | None:
    name = blocks.name(pos)
    if name not in facts.plants:
        return None
    left = facts.plants[name].ripe - age_of(blocks, pos, facts)
    return Job("crop", pos.center, since + round(left * stage_ticks(name, points_at(blocks, pos)))) if left > 0 else None


def _stored(state: State, action: Action, jobs: list[Job], facts: Facts) -> list[Job]:
    if not isinstance(action, Deposit | Withdraw) or state.blocks.name(action.pos) not in CHESTS:
        return jobs
    known = chest_at(state, action.pos, facts) or Job("chest", action.pos.center, 0, IN_PART)
    inside = known.items.get(action.item, 0) + (action.count if isinstance(action, Deposit) else -action.count)
    items = {**known.items, action.item: inside}
    kept = [job for job in jobs if job.kind != "chest" or job.pos != known.pos]
    return [*kept, msgspec.structs.replace(known, items={item: count for item, count in items.items() if count > 0})]


def _burning(state: State, action: Smelt, jobs: list[Job], now: int, facts: Facts) -> list[Job]:
    fire = fire_of(state, action, facts)
    if fire is None:
        return jobs
    kept = [job for job in jobs if job.kind != "furnace" or job.pos.cell != fire.pos]
    return [*kept, Job("furnace", fire.pos.center, now + fire.left)] if fire.left > 0 else kept
