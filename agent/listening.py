"""`--listen PLAYER`: goals from one player's chat in the game, and what is said back. Pure: whoever has the chat hands it in.

Chat is data. Of the player who is listened to, a message becomes a goal in words, which is read like one of the command line; everybody else's is
dropped here, and what is left is capped and freed of control characters. What is said in the game never begins with a slash: it is no command.
"""

from __future__ import annotations

import json
import re
import time
from collections import deque
from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import Literal

import msgspec

from agent.players import OWN
from worldsim.events import Dreamed, Ended, Event, Proposed, Replanned
from worldsim.prompting import quoted

#: Characters of a message that Minecraft sends at most (Minecraft Wiki, "Chat"), and those of a message that is taken for a goal.
LONGEST, _GOAL = 256, 200
#: Goals that wait; of more the oldest are dropped, and that is said.
_WAITING = 5
#: Ticks in a second.
_SECOND = 20
#: Lines that may be said at once; each second one more. Servers cut off who says more than ten (vanilla). The last ones are kept for answers.
_BREATH, _KEPT = 8, 3
#: Lines that an answer may have.
_LINES = 2
_STOP = frozenset({"stop", "cancel", "halt", "enough"})


class Heard(msgspec.Struct, frozen=True):
    """What a message asks for."""

    kind: Literal["goal", "stop"]
    goal: str = ""


class Ear:
    """Listens to one player, by the exact name; keeps the goals that wait."""

    def __init__(self, player: str, own: str = OWN) -> None:
        """`own`: the bot's name; what begins with it ("Lucid, build a house") is meant for it."""
        self.player = player
        self._address = re.compile(rf"{re.escape(own)}[,:]?\s+", re.IGNORECASE)
        self._goals: deque[str] = deque()
        self._stop = False
        self.dropped = 0  #: goals that were asked for and given up because others came after them

    def hear(self, messages: Iterable[tuple[str, str]]) -> list[Heard]:
        """What these messages (who said it, and what) ask for, in order; the goals wait until they are taken."""
        found = [heard for who, text in messages if who == self.player and (heard := self._read(text))]
        for heard in found:
            if heard.kind == "stop":
                self._stop = True
                self._goals.clear()
                continue
            self._goals.append(heard.goal)
            if len(self._goals) > _WAITING:
                self._goals.popleft()
                self.dropped += 1
        return found

    def take(self) -> str | None:
        """The next goal; None if nobody asked for one. What was to stop has stopped by now."""
        self._stop = False
        return self._goals.popleft() if self._goals else None

    @property
    def stopped(self) -> bool:
        """Was it told to stop what it does, whatever it was told to do then?"""
        return self._stop

    def _read(self, text: str) -> Heard | None:
        flat = self._address.sub("", " ".join(str(json.loads(quoted(text, _GOAL))).split()), count=1)
        if not flat or flat.startswith("/"):
            return None
        return Heard("stop") if flat.lower().strip(" .!") in _STOP else Heard("goal", flat)


class Mouth:
    """Says lines, no more than a server bears: what is too much is not said, and nothing is said twice in a row."""

    def __init__(self, say: Callable[[str], None], now: Callable[[], float] = time.monotonic) -> None:
        """`say` gets each line, fit to be sent; `now`: seconds."""
        self._say = say
        self._now = now
        self._breath, self._since = float(_BREATH), now()
        self._last = ""

    def tell(self, event: Event) -> None:
        """Say what is to be said of an event, if there is breath to spare."""
        line = said_of(event)
        if line and line != self._last:
            self._line(line, _KEPT)

    def answer(self, text: str) -> None:
        """Say something to who has just spoken, in two lines if it is long."""
        for line in wrap(spoken(text, _LINES * LONGEST), LONGEST - 1)[:_LINES]:
            self._line(spoken(line), 0)

    def _line(self, line: str, kept: int) -> None:
        now = self._now()
        self._breath, self._since = min(float(_BREATH), self._breath + now - self._since), now
        if line and self._breath >= 1 + kept:
            self._breath -= 1
            self._last = line
            self._say(line)


def said_of(event: Event) -> str | None:
    """What is said in the game of an event: what comes next, what it expects, and how it ended; None: nothing."""
    match event:
        case Proposed(task=task):
            return spoken(f"next: {task.name}, because {task.why}" if task.why else f"next: {task.name}")
        case Dreamed(chosen=True, rollouts=rollouts) if rollouts:
            return spoken(f"I expect {event.p_success:.0%} success, in about {_time(event.ticks.p50)}, with {event.candidate.name}")
        case Replanned(why=why):
            return spoken(f"a new plan: {why}")
        case Ended(reached=reached, why=why):
            return spoken(f"{'done' if reached else 'not reached'}: {why}")
    return None


def spoken(text: str, most: int = LONGEST) -> str:
    """A line that may be sent as chat: one line, printable, no command, no longer than the game takes, and none of its formatting codes."""
    flat = " ".join("".join(mark if mark.isprintable() and mark != "§" else " " for mark in text).split()).lstrip("/ ")
    return flat if len(flat) <= most else flat[: most - 3] + "..."


def _time(ticks: float) -> str:
    seconds = ticks / _SECOND
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
