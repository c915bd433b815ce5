"""Upkeep in the loop: a running task is put off for it and goes on; a death voids what was planned; hunger with no food stops nobody."""

from __future__ import annotations

from pathlib import Path

import msgspec

from agent import Agent, Ending
from worldsim.actions import Action, Mine
from worldsim.blocks import Blocks, blocks_of
from worldsim.change import Change, Outcome
from worldsim.events import Acted, Ended, Event, Judged, Proposed, PutOff, Replanned, read_events
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, State


def _land() -> Blocks:
    """Grass from -20 to 20 on dirt, air above, and three trunks of four logs."""
    state = facts().state_id
    cells = {}
    for x in range(-20, 21):
        for z in range(-20, 21):
            cells |= {Pos(x, y, z): state("dirt") for y in (60, 61, 62)} | {Pos(x, 63, z): state("grass_block")}
            cells |= {Pos(x, y, z): state("air") for y in range(64, 74)}
    for n in range(3):
        cells |= {Pos(-9 + 3 * n, y, -6): state("oak_log") for y in range(64, 68)}
    return blocks_of(facts().palette, cells)


def _start(inventory: dict[str, int] | None = None, time: int = 1000, **body: object) -> State:
    own = Body(pos=Vec(0.5, 64.0, 0.5), vel=Vec(0, 0, 0), **body)  # type: ignore[arg-type]
    return State(tick=0, body=own, inventory=inventory or {}, time_of_day=time, blocks=_land())


def _run(tmp_path: Path, world: ImaginedWorld, goal: str) -> tuple[Ending, list[Event]]:
    ending = Agent(world=world, runs=str(tmp_path / "runs"), library=str(tmp_path / "library")).run(goal)
    return ending, read_events(ending.folder / "events.jsonl")


def _tasks(events: list[Event]) -> list[str]:
    return [event.task.name for event in events if isinstance(event, Proposed)]


def test_a_task_is_put_off_at_nightfall_and_goes_on_in_the_morning(tmp_path: Path) -> None:
    ending, events = _run(tmp_path, ImaginedWorld(Rules(), _start(time=12600), seed=1), "collect 6 oak_log")
    assert ending.reached, ending.why
    assert _tasks(events) == ["gather 6 oak_log", "see the night through", "gather 6 oak_log"]
    assert [event.task for event in events if isinstance(event, PutOff)] == ["gather 6 oak_log"]
    assert ending.summary.replans == 0, "to put off is not to fail"
    assert not [event for event in events if isinstance(event, Judged) and event.task == "gather 6 oak_log" and not event.verdict.done]


def test_hunger_with_no_food_anywhere_is_recorded_and_the_goal_goes_on(tmp_path: Path) -> None:
    ending, events = _run(tmp_path, ImaginedWorld(Rules(), _start(food=2, saturation=0.0), seed=1), "collect 3 oak_log")
    assert ending.reached, ending.why
    assert 1 <= _tasks(events).count("look for something to hunt") <= 2
    assert isinstance(events[-1], Ended)


class Deadly(ImaginedWorld):
    """The second block that is mined kills; one comes back at the start, with nothing."""

    mined = 0

    def act(self, action: Action) -> Outcome:
        self.mined += isinstance(action, Mine)
        if isinstance(action, Mine) and self.mined == 2:
            self.mined += 1
            before = self._state
            body = msgspec.structs.replace(before.body, pos=Vec(0.5, 64.0, 0.5), health=20.0, food=20)
            self._state = msgspec.structs.replace(before, body=body, inventory={}, tick=before.tick + 40)
            lost = Change(inventory={item: -count for item, count in before.inventory.items()})
            return Outcome(action=action, status="failed", reason="died", note="the player died", change=lost, end=body.pos, ticks=40)
        return super().act(action)


def test_after_a_death_one_fetches_what_was_lost_and_starts_from_what_is_carried(tmp_path: Path) -> None:
    ending, events = _run(tmp_path, Deadly(Rules(), _start(), seed=1), "collect 3 oak_log")
    assert ending.reached, ending.why
    assert [name.partition(" at")[0] for name in _tasks(events)] == ["gather 3 oak_log", "fetch what was lost", "gather 3 oak_log"]
    died = next(number for number, event in enumerate(events) if isinstance(event, Acted) and event.outcome.reason == "died")
    following = next(event for event in events[died:] if isinstance(event, Acted | Replanned) and event is not events[died])
    assert isinstance(following, Replanned), "the program does not go on where it is no more"
    assert ending.summary.replans == 1
