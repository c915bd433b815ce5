"""`--listen PLAYER`: the world stays open; each goal that the player asks for in the game's chat is a run of its own, one after the other."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Protocol, runtime_checkable

import msgspec

from agent.display import Display, show_summary
from agent.listening import Ear, Mouth
from agent.minds import mind_of
from agent.players import OWN
from agent.record import Record, open_record
from agent.roles import Roles
from agent.running import BROKEN, REACHED, STOPPED, Ending, run_goal, summary_of
from agent.settings import Settings
from agent.worlds import Opened, open_world
from curriculum.request import Request
from worldsim.actions import Action
from worldsim.change import Outcome
from worldsim.errors import MachineryError, UsageError
from worldsim.events import Dreamed, Ended, Event, Proposed, Replanned, Started, Talked
from worldsim.state import State
from worldsim.world import World

#: Makes of a goal in words what is asked for. Raises UsageError with the reason.
Read = Callable[[str], Request]


@runtime_checkable
class Talking(World, Protocol):
    """A world in which players talk (bridge/world.py)."""

    def say(self, text: str) -> None:
        """Say a line in the chat."""
        ...

    def chats(self) -> list[tuple[str, str]]:
        """What players have said since it was last asked: name and text."""
        ...

    def listen(self, ticks: int = 10) -> list[tuple[str, str]]:
        """Stand for so many ticks, and tell what they said."""
        ...


class Attentive:
    """A world in which the ear is open between any two actions: who is told to stop there stops, as with Ctrl-C."""

    def __init__(self, world: Talking, hear: Callable[[Iterable[tuple[str, str]]], str]) -> None:
        """`hear` takes in what was said, and tells why to stop; '' to go on."""
        self._world = world
        self._hear = hear

    def observe(self) -> State:
        return self._world.observe()  # also right after an action, which is not on record yet

    def act(self, action: Action) -> Outcome:
        self.attend()
        return self._world.act(action)

    def attend(self) -> None:
        """Hear what was said. Raises KeyboardInterrupt, with the reason, when it was to stop."""
        if why := self._hear(self._world.chats()):
            raise KeyboardInterrupt(why)


class Session:
    """The goals that a player asks for, as they come."""

    def __init__(self, settings: Settings, read: Read, opened: Opened, record: Record, roles: Roles, show: bool) -> None:
        """`roles`: their purse pays for all goals together."""
        assert settings.listen is not None
        assert isinstance(opened.world, Talking)
        self.player, self.world = settings.listen, opened.world
        self._settings, self._read, self._record, self._roles, self._show = settings, read, record, roles, show
        self._attentive = Attentive(self.world, self._hear)
        self._opened = msgspec.structs.replace(opened, world=self._attentive)
        self._ear = Ear(self.player)
        self._mouth = Mouth(self._say)
        self._busy = False
        self.reached = self.asked = 0

    def serve(self) -> Ended:
        """Wait for goals and pursue them, until Ctrl-C. Raises MachineryError when the world is gone."""
        try:
            self._mouth.answer(f"I listen to {self.player}. Tell me a goal, for example: obtain 1 wooden pickaxe. To end it, say: stop")
            while True:
                if (goal := self._ear.take()) is None:
                    self._hear(self.world.listen())
                elif (ending := self._pursue(goal)) is not None:
                    if ending.exit_code == STOPPED and not self._ear.stopped:
                        return self._ended(STOPPED, "; the last one was stopped by Ctrl-C or SIGTERM")
                    self.reached += ending.reached
                    self._mouth.answer(f"{'done' if ending.reached else 'not reached'}: {ending.why}")
        except KeyboardInterrupt:
            return self._ended(REACHED, "")

    def _pursue(self, goal: str) -> Ending | None:
        """One goal; None if nobody can make anything of it, which is answered with the reason."""
        self.asked += 1
        self._busy = True
        try:
            request = self._read(goal)
            settings = msgspec.structs.replace(self._settings, goal=goal, keep_open=False)
            return run_goal(settings, request, world=self._opened, show=self._show, purse=self._roles.purse, also=self._told)
        except UsageError as error:
            self._mouth.answer(str(error).removeprefix("goal: "))
            return None
        finally:
            self._busy = False

    def _told(self, event: Event) -> None:
        self._mouth.tell(event)
        if isinstance(event, Proposed | Dreamed | Replanned):  # it may be long until the next action
            self._attentive.attend()

    def _hear(self, messages: Iterable[tuple[str, str]]) -> str:
        """Take in what was said; why to stop what is being done, or ''."""
        dropped = self._ear.dropped
        for heard in self._ear.hear(messages):
            self._record.append(Talked(who=self.player, text=heard.goal or heard.kind))
            if self._busy and heard.kind == "goal":
                self._mouth.answer(f"after this one: {heard.goal}")
        if self._ear.dropped > dropped:
            self._mouth.answer("too many goals wait: I forgot the oldest")
        return f"{self.player} said stop" if self._ear.stopped else ""

    def _say(self, line: str) -> None:
        self.world.say(line)
        self._record.append(Talked(who=OWN, text=line))

    def _ended(self, code: int, how: str) -> Ended:
        return Ended(reached=self.reached > 0, why=f"{self.reached} of {self.asked} goals of {self.player} reached{how}", exit_code=code)


def listen(settings: Settings, read: Read, *, world: World | None = None, show: bool = False) -> Ending:
    """Take goals from a player's chat until Ctrl-C. Raises UsageError with nothing left behind; anything later ends it in order, with its exit code.

    `world`: one that is up already, and stays so; None: the one that the settings ask for.
    Its own folder holds what was heard and said, and the world; the run of each goal has one of its own.
    """
    began = time.perf_counter()
    if settings.listen is None:
        raise UsageError("--listen: expected a player's name, found none")
    if world is not None and not isinstance(world, Talking):
        raise UsageError(f"--listen: expected a world in which players talk (say, chats, listen), found {type(world).__name__}")
    settings = msgspec.structs.replace(settings, goal=f"what {settings.listen} asks for")
    roles = Roles(settings)
    mind_of(settings, _unheard, purse=roles.purse)  # what cannot be had is said before the world is up
    display = Display(show=show)
    record = open_record(settings)
    with ExitStack() as stack:
        stack.callback(record.close)
        record.append(Started(run=record.spec.id, goal=settings.goal))
        try:
            opened = Opened(world, "") if world else stack.enter_context(open_world(settings, record.folder / "world"))
            join = f": join with Minecraft 1.19.4 at {opened.address}" if opened.address else ""
            display.say(f"listening to {settings.listen}{join}   (Ctrl-C ends it)", "bold green")
            ended = Session(settings, read, opened, record, roles, show).serve()
        except UsageError:
            record.close()
            shutil.rmtree(record.folder)
            raise
        except KeyboardInterrupt:
            ended = Ended(reached=False, why="stopped by Ctrl-C or SIGTERM", exit_code=STOPPED)
        except MachineryError as error:
            ended = Ended(reached=False, why=f"{type(error).__name__}: {error}", exit_code=BROKEN)
        record.append(ended)
        summary = summary_of(settings, record, time.perf_counter() - began)
        record.write("summary.json", summary)
        show_summary(display, summary, record.folder)
    return Ending(reached=ended.reached, exit_code=ended.exit_code, why=ended.why, folder=record.folder, summary=summary)


def _unheard(event: Event) -> None:
    """No goal is pursued yet: nobody records it."""
