"""One run, from an empty folder to a summary: what is opened is closed, what happened is on disk, whatever went wrong."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from agent.display import Display, show_plan, show_summary
from agent.doing import Tell
from agent.dry import Plan, plan
from agent.estimate import Use, estimate, show_estimate
from agent.exploring import JOURNEY, choose_goal, explore, load
from agent.loop import Mind, pursue
from agent.minds import mind_of
from agent.oracle import Oracle
from agent.record import Record, open_record
from agent.settings import Settings
from agent.summary import Frame, Summary, summarise
from agent.worlds import Opened, open_world
from curriculum.judge import blueprint_f1
from curriculum.request import Reach, Request
from worldsim.blueprint import Blueprint
from worldsim.errors import MachineryError, UsageError
from worldsim.events import Ended, Event, Proposed, Started, read_events
from worldsim.goals import Built, Crossed, Out
from worldsim.motor.search import get_ready
from worldsim.world import World, WorldModel

if TYPE_CHECKING:
    from agent.models.budget import Purse

#: Exit codes (README).
REACHED, NOT_REACHED, BROKEN, STOPPED = 0, 1, 3, 130


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """How a run ended."""

    reached: bool
    exit_code: int  #: 0 reached, 1 not reached, 3 our machinery broke, 130 stopped
    why: str
    folder: Path
    summary: Summary
    plan: Plan | None = None  #: of a dry run


class _Teller:
    """Takes every event: to the record first, then to the eye. Remembers what the end of the run needs."""

    def __init__(self, display: Display, also: Tell | None) -> None:
        self.display = display
        self.also = also
        self.record: Record | None = None
        self.tick = 0
        self.blueprint: Blueprint | None = None
        self._early: list[Event] = []

    def tell(self, event: Event) -> None:
        if self.record is None:  # a model that reads the rules of the world is asked before anything is written
            self._early.append(event)
            return
        self.tick = max(self.tick, event.tick)
        if isinstance(event, Proposed) and isinstance(event.task.goal, Built):
            self.blueprint = event.task.goal.blueprint
        self.record.append(event)
        self.display.tell(event)
        if self.also is not None and not isinstance(event, Ended):  # the end is known from what `run_goal` returns
            self.also(event)
        if isinstance(event, Started):
            for early in self._early:
                self.tell(early)


class _Result(msgspec.Struct, frozen=True):
    ended: Ended
    plan: Plan | None = None
    uses: tuple[Use, ...] = ()  #: what models would be asked for
    blueprint_f1: float | None = None


def run_goal(
    settings: Settings,
    request: Request | None,
    *,
    world: World | Opened | None = None,
    model: WorldModel | None = None,
    show: bool = False,
    purse: Purse | None = None,
    also: Tell | None = None,
) -> Ending:
    """Run one goal; without a `request`, goals of its own.

    `world`: one that is up already, and stays so. `purse`: what pays for it, if several runs have one. `also` hears every event but the end.
    Raises UsageError with nothing left behind; anything later ends the run in order, with its exit code.
    """
    began = time.perf_counter()
    display = Display(show=show)
    teller = _Teller(display, also)
    with _progress(display, "getting ready"):
        mind = mind_of(settings, teller.tell, model, purse)
    record = teller.record = open_record(settings)
    with ExitStack() as stack:
        stack.callback(record.close)
        try:
            with display:
                opened, result = _whole(stack, settings, request, world, mind, teller)
        except UsageError:
            record.close()
            shutil.rmtree(record.folder)
            raise
        teller.tell(msgspec.structs.replace(result.ended, tick=teller.tick))
        summary = summary_of(settings, record, time.perf_counter() - began, result.blueprint_f1)
        record.write("summary.json", summary)
        if result.plan is not None:
            record.write("plan.json", result.plan)
            show_plan(display, result.plan)
        if result.uses:
            record.write("estimate.json", result.uses)
            show_estimate(display, list(result.uses))
        show_summary(display, summary, record.folder, dreamed_only=settings.dry_run)
        if settings.keep_open and opened is not None and result.ended.exit_code in (REACHED, NOT_REACHED):
            _keep_open(opened, display)
    return Ending(
        reached=result.ended.reached, exit_code=result.ended.exit_code, why=result.ended.why, folder=record.folder, summary=summary, plan=result.plan
    )


def _whole(
    stack: ExitStack, settings: Settings, request: Request | None, own: World | Opened | None, mind: Mind, teller: _Teller
) -> tuple[Opened | None, _Result]:
    """Open the world and pursue the goal in it. Raises UsageError only while the world is being opened."""
    assert teller.record is not None
    opened: Opened | None = None
    try:
        teller.tell(Started(run=teller.record.spec.id, goal=settings.goal))
        if own is not None:
            opened = own if isinstance(own, Opened) else Opened(own, "")
        else:
            with _progress(teller.display, "waking up the world"):
                opened = stack.enter_context(open_world(settings, teller.record.folder / "world"))
        if isinstance(mind.model, Oracle):
            if opened.moment is None:
                raise UsageError("--imagine oracle: expected the embedded server, found a world of your own: it cannot be copied")
            stack.callback(mind.model.close)
            mind.model.attach(opened.world.observe, opened.moment)
        return opened, _pursue(settings, request, opened.world, mind, teller)
    except KeyboardInterrupt as stop:  # with words in it where somebody else stopped it
        return opened, _Result(Ended(reached=False, why=str(stop) or "stopped by Ctrl-C or SIGTERM", exit_code=STOPPED))
    except MachineryError as error:
        return opened, _Result(Ended(reached=False, why=f"{type(error).__name__}: {error}", exit_code=BROKEN))


def _pursue(settings: Settings, request: Request | None, world: World, mind: Mind, teller: _Teller) -> _Result:
    if settings.dry_run:
        state = world.observe()
        request = request or choose_goal(state, load(mind.library.folder / JOURNEY), mind)
        if request is None:
            return _Result(Ended(reached=False, why="nothing is left to try", exit_code=NOT_REACHED))
        planned = plan(request, state, mind, teller.tell, settings)
        ended = Ended(reached=False, why=planned.why, exit_code=REACHED if planned.complete else NOT_REACHED)
        return _Result(ended, planned, tuple(estimate(settings, request, state, planned)))
    assert teller.record is not None
    if isinstance(request, Reach) and isinstance(request.goal, Crossed | Out):
        with _progress(teller.display, "getting the body's physics ready; compiled once, then kept"):
            get_ready()
    if request is None:
        pursuit = explore(world, mind, teller.tell, teller.record.keep, settings, teller.record.spec.id)
    else:
        pursuit = pursue(request, world, mind, teller.tell, teller.record.keep, settings, teller.record.spec.id)
    f1 = None if teller.blueprint is None else round(blueprint_f1(teller.blueprint, world.observe()), 4)
    return _Result(Ended(reached=pursuit.reached, why=pursuit.why, exit_code=REACHED if pursuit.reached else NOT_REACHED), blueprint_f1=f1)


def summary_of(settings: Settings, record: Record, wall_s: float, blueprint_f1: float | None = None) -> Summary:
    """The figures of a run, from its record."""
    frame = Frame(
        goal=settings.goal,
        seed=settings.seed,
        warp=settings.warp,
        imagine=settings.imagine,
        cheats=len(record.spec.cheats),
        wall_s=wall_s,
        blueprint_f1=blueprint_f1,
    )
    return summarise(read_events(record.folder / "events.jsonl"), frame)


@contextmanager
def _progress(display: Display, what: str) -> Iterator[None]:
    """Say that something goes on, if it takes more than 2 s."""
    timer = threading.Timer(2.0, display.say, (f"{what} ...", "dim"))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _keep_open(opened: Opened, display: Display) -> None:
    """Leave the world up, with time running, until Ctrl-C."""
    if opened.free is not None:
        opened.free()
    display.say(f"join with Minecraft 1.19.4 at {opened.address}   (Ctrl-C ends it)", "bold green")
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        display.say("closing the world", "dim")
