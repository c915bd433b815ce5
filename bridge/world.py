"""The real world: a Minecraft server, embedded or foreign, through one Mineflayer bot."""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

import msgspec

from bridge.knowledge import TOLD, known_of
from bridge.link import Link
from bridge.node import JS, node_binary
from worldsim.actions import LONGEST_ACTION, Action, Control, Smelt, Wait
from worldsim.arguments import wrong_with
from worldsim.blocks import Blocks, SectionsUpdate
from worldsim.change import Outcome
from worldsim.errors import BridgeDead, MachineryError, ServerDead
from worldsim.facts import facts
from worldsim.motor.leaps import leap_of
from worldsim.state import Leap, Observed, State, state_of
from worldsim.tables.smelting import SMELT_TICKS

#: Seconds between two polls while a job is in flight: quickly at first, then patiently.
POLLS = (0.001, 0.002, 0.004, 0.008, 0.016)
#: Seconds without a tick after which the world counts as dead.
STANDSTILL = 60.0
#: Seconds that an interrupted action has to end.
GRACE = 2.0
#: Ticks beyond its own length that a wait may last.
MARGIN = 40
#: Messages that are kept until somebody asks for them; the oldest go first.
CHATS = 100


T = TypeVar("T")


class Wire(Protocol):
    """Who carries requests to the bot's process (bridge/link.py)."""

    @property
    def pid(self) -> int:
        """Of that process."""
        ...

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        ...

    def request(self, op: str, **fields: object) -> bytes:
        """Ask for one operation; the answer is JSON. Raises BridgeDead."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class Endpoint(msgspec.Struct, frozen=True):
    """Where a server listens. `control` and `token` are the embedded server's; without them time cannot be paused."""

    host: str
    port: int
    control: int | None = None
    token: str | None = None


class _Reply(msgspec.Struct):
    """The part that any answer may have."""

    error: str | None = None
    code: str = ""


class _Event(msgspec.Struct):
    type: str
    job: int = 0
    outcome: dict[str, Any] | None = None
    error: str = ""
    code: str = ""
    reason: str = ""
    who: str = msgspec.field(name="from", default="")
    text: str = ""


class _Poll(msgspec.Struct):
    events: list[_Event]
    busy: bool
    tick: int


class _Started(msgspec.Struct):
    job: int


class _Recollection(msgspec.Struct):
    mind: dict[str, Any]


class _Observation(msgspec.Struct):
    observed: Observed
    blocks: SectionsUpdate


class MineflayerWorld:
    """A `World` on a real server. Time flows only while `act` runs, if the server can be paused (`pausable`)."""

    def __init__(
        self,
        endpoint: Endpoint,
        palette: tuple[str, ...],
        *,
        warp: float = 20.0,
        username: str = "Lucid",
        version: str = "1.19.4",
        link: Wire | None = None,
    ) -> None:
        """Start the bot's process and enter the world: returns at rest, with the surroundings loaded.

        `palette` holds the block names of `version` by state id. `warp` is how many virtual seconds pass in a real one at most (0: as many
        as it can); on a foreign server it is 1. Raises UsageError for a version of which no facts are known, ServerDead when nothing answers
        there, BridgeDead when node fails.
        """
        self.pausable = endpoint.control is not None
        self._facts = facts(version)
        self._blocks = Blocks(palette)
        self._leap: Leap | None = None
        self._troubles: deque[str] = deque(maxlen=20)
        self._chats: deque[tuple[str, str]] = deque(maxlen=CHATS)
        self._link: Wire = link or Link(node_binary(), JS / "bot" / "index.js")
        try:
            self._run("connect", **msgspec.to_builtins(endpoint), username=username, warp=warp, version=version)
        except BaseException:
            self._link.close()
            raise

    @property
    def node_pid(self) -> int:
        """Of the process that owns the bot."""
        return self._link.pid

    def ping(self) -> None:
        """Ask the bot's process for nothing but an answer. Raises BridgeDead when it has none."""
        self._ask(msgspec.Raw, "hello")

    def observe(self) -> State:
        """All that is known now. Costs no time in the world."""
        seen = self._ask(_Observation, "observe")
        self._blocks = self._blocks.updated(seen.blocks)
        return state_of(msgspec.structs.replace(seen.observed, leap=self._leap), self._blocks)

    def act(self, action: Action) -> Outcome:
        """Do it, to its end. What nobody can do (an unknown name, a place that is none) fails at once, as it does in dreams: bad_argument.

        Ctrl-C stops the action, waits until the body is at rest (2 s at most), and is raised again. Raises BridgeDead, ServerDead or MachineryError.
        """
        if wrong_with(action, self._facts):
            state = self.observe()  # a foreign server may have things that the version does not
            if wrong := wrong_with(action, self._facts, state):
                return Outcome(action=action, status="failed", reason="bad_argument", note=wrong, end=state.body.pos, ticks=0)
        ticks = LONGEST_ACTION
        if isinstance(action, Wait):
            ticks = max(ticks, action.ticks + MARGIN)
        elif isinstance(action, Smelt):
            ticks = max(ticks, action.count * 2 * SMELT_TICKS)
        start = self.observe().body.pos if isinstance(action, Control) else None
        request: dict[str, Any] = msgspec.to_builtins(action)
        if isinstance(action, TOLD):
            request["known"] = known_of(self.observe(), action, self._facts)
        done = self._run("act", action=request, deadline=ticks)
        outcome = msgspec.convert({**(done.outcome or {}), "action": msgspec.to_builtins(action)}, Outcome)
        if start is not None and outcome.motion:
            self._leap = leap_of(start, outcome.motion, self.observe().blocks)
        return outcome

    def say(self, text: str) -> None:
        """Say a line in the game's chat; where time can be paused it is heard when time goes on. No action: it changes nothing, and is not dreamed.

        Raises MachineryError for what is empty, longer than 256 characters, a command, or holds control characters or section signs.
        """
        self._ask(msgspec.Raw, "say", text=text)

    def chats(self) -> list[tuple[str, str]]:
        """What players have said since it was last asked: name and text, oldest first. Raises ServerDead, BridgeDead."""
        self._sorted(self._ask(_Poll, "poll").events, 0)
        heard = [*self._chats]
        self._chats.clear()
        return heard

    def listen(self, ticks: int = 10) -> list[tuple[str, str]]:
        """Stand for so many ticks, no faster than people play, and tell what they said. Raises as `act` does."""
        self._run("act", action=msgspec.to_builtins(Wait(ticks)), deadline=ticks + MARGIN, pace=1.0)
        return self.chats()

    def recollect(self) -> dict[str, Any]:
        """What the bot knows beside what the server keeps, for its twin in a copy of the world."""
        return self._ask(_Recollection, "recollect").mind

    def recall(self, mind: dict[str, Any]) -> None:
        """Be the twin of the bot that `recollect`ed this: know what it knew, stand as it stood."""
        self._ask(msgspec.Raw, "recall", mind=mind)

    def close(self) -> None:
        """Leave the server and end the bot's process. Nothing happens the second time."""
        if self._link.alive:
            with suppress(MachineryError):  # it is going anyway
                self._link.request("quit")
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _ask(self, answer: type[T], op: str, **fields: object) -> T:
        text = self._link.request(op, **fields)
        reply = msgspec.json.decode(text, type=_Reply)
        if reply.error is None:
            return msgspec.json.decode(text, type=answer)
        raise (ServerDead if reply.code == "ended" else MachineryError)(reply.error)

    def _run(self, op: str, **fields: object) -> _Event:
        """Start a job and see it to its end."""
        job = self._ask(_Started, op, **fields).job
        try:
            return self._finished(job)
        except KeyboardInterrupt:
            self._cancel(job)
            raise

    def _finished(self, job: int) -> _Event:
        tick, since, polls = -1, time.monotonic(), 0
        while True:
            time.sleep(POLLS[min(polls, len(POLLS) - 1)])
            polls += 1
            now = self._ask(_Poll, "poll")
            ended = self._sorted(now.events, job)
            if ended:
                return ended
            if now.tick != tick:
                tick, since = now.tick, time.monotonic()
            elif time.monotonic() - since > STANDSTILL:
                raise BridgeDead(f"the bot's clock stands still since {STANDSTILL:.0f} s{self._last_trouble()}")

    def _sorted(self, events: list[_Event], job: int) -> _Event | None:
        """The end of this job, if it is among the events. Raises when the server or the job broke."""
        self._troubles.extend(event.error for event in events if event.type == "error")
        self._chats.extend((event.who, event.text) for event in events if event.type == "chat")
        for event in events:
            if event.type == "done" and event.job == job:
                return event
        for event in events:
            if event.type == "end":
                raise ServerDead(f"the server ended the connection: {event.reason}")
            if event.type == "fail" and event.job == job:
                raise (ServerDead if event.code == "server" else MachineryError)(event.error + self._last_trouble())
        return None

    def _last_trouble(self) -> str:
        return f" ({self._troubles[-1].splitlines()[0]})" if self._troubles else ""

    def _cancel(self, job: int) -> None:
        """End a job early; what goes wrong now does not matter any more."""
        latest = time.monotonic() + GRACE
        with suppress(MachineryError):
            self._ask(msgspec.Raw, "cancel", job=job)
            while time.monotonic() < latest and not self._sorted(self._ask(_Poll, "poll").events, job):
                time.sleep(POLLS[-1])
