"""Running a program, call by call. Whoever answers the calls is its world: the real one, an imagined one, or a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
import pydantic_monty as monty

from skills import sandbox, seeds
from skills.calls import FAIL, BadCall, answer_of, answers, call_of, look
from skills.parts import MissingSkill, Sources, parts_of
from skills.program import Entry, Program, ViewCall, without_imports
from skills.sandbox import Limits, Snapshot
from worldsim.actions import Action
from worldsim.errors import MachineryError, SandboxDead
from worldsim.state import State
from worldsim.world import Play, PlayResult, World

#: Gets every answer before the program does.
Journal = Callable[[Entry], None]

DEFAULT = Limits()


class Frozen(msgspec.Struct, frozen=True):
    """A program that stands at a call, as bytes. It can be thawed many times, each time to go on differently."""

    program: Program
    parts: tuple[str, ...]  #: names of the sources, as they were fed
    blob: bytes
    limits: Limits

    def thaw(self) -> Execution:
        """An execution that stands at the same call. Raises SandboxDead."""
        execution = Execution(self.program, self.parts, self.limits)
        execution._advance(lambda session: session.load_snapshot(self.blob, print_callback=execution._print))
        return execution


class Execution:
    """A program in the sandbox: `pending` is what it asks for, until there is a `result`. A context manager: leaving it frees the worker."""

    def __init__(self, program: Program, parts: tuple[str, ...], limits: Limits) -> None:
        self.program = program
        self.pending: Action | ViewCall | None = None
        self.result: PlayResult | None = None
        self.calls = 0  #: answered so far, since the start or the fork
        self.printed = ""
        self._parts = parts
        self._limits = limits
        self._snapshot: monty.FunctionSnapshot | None = None
        self._session: monty.MontySession | None = sandbox.checkout(limits)

    def answer(self, entry: Entry) -> None:
        """Answer the pending call; then the next one is pending, or there is a result. Raises SandboxDead."""
        snapshot, self._snapshot, self.pending = self._snapshot, None, None
        if snapshot is None:
            raise MachineryError(f"expected {self.program.name} to wait for an answer, found that it has ended")
        self.calls += 1
        self._advance(lambda _: snapshot.resume({"return_value": answer_of(entry)}))

    def fork(self) -> Frozen:
        """The program as it stands, before its pending call is answered. The execution goes on as if nothing had been. Raises SandboxDead."""
        if self._snapshot is None:
            raise MachineryError(f"expected {self.program.name} to stand at a call, found that it has ended: nothing is left of it")
        try:
            return Frozen(self.program, self._parts, self._snapshot.dump(), self._limits)
        except monty.MontyCrashedError as error:
            self.close()
            raise self._dead(error) from error

    def close(self) -> None:
        """Give the worker back. May be called again."""
        session, self._session, self._snapshot, self.pending = self._session, None, None, None
        if session is not None:
            sandbox.close(session)

    def __enter__(self) -> Execution:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _begin(self, sources: Iterable[str]) -> None:
        def step(session: monty.MontySession) -> Snapshot:
            for source in sources:
                sandbox.feed(session, without_imports(source), self._print)
            # Arguments are data, not text: 75 cells would have to be parsed at every start.
            return session.feed_start(f"{self.program.entry}(**_args)", inputs={"_args": self.program.args}, print_callback=self._print)

        self._advance(step)

    def _advance(self, step: Callable[[monty.MontySession], Snapshot]) -> None:
        """Go on to the next call, or to the end. What goes wrong in the program is its result."""
        assert self._session is not None
        try:
            snapshot: Snapshot | None = step(self._session)
            while snapshot is not None:
                snapshot = self._take(snapshot)
        except monty.MontyCrashedError as error:
            if not error.timed_out:
                self.close()
                raise self._dead(error) from error
            self._end(False, "stopped: it computed for too long without acting")
        except monty.MontyError as error:
            self._end(False, self._explain(error))

    def _take(self, snapshot: Snapshot) -> Snapshot | None:
        """What comes next; None when it is for the world to answer, or at the end."""
        if isinstance(snapshot, monty.MontyComplete):
            value = snapshot.output
            if value is False:
                self._end(False, self._last_words() or "it gave up")
            else:
                self._end(value is True, "" if value is True else f"expected True or False from {self.program.entry}, found {value!r}")
            return None
        if not isinstance(snapshot, monty.FunctionSnapshot) or snapshot.is_os_function:
            return snapshot.resume_auto()  # an import, a name that nobody knows, or a file that is not there
        name = str(snapshot.function_name).removeprefix("world.")
        if name == FAIL:
            self._end(False, " ".join(str(value) for value in (*snapshot.args, *snapshot.kwargs.values())))
            return None
        if self.calls >= self._limits.calls:
            self._end(False, f"stopped after {self.calls} calls")
            return None
        try:
            self.pending = call_of(name, snapshot.args, snapshot.kwargs)
        except BadCall as error:
            return snapshot.resume({"exc_type": "TypeError", "message": str(error)})
        self._snapshot = snapshot
        return None

    def _end(self, ok: bool, note: str) -> None:
        self.result = PlayResult(ok=ok, note=note, calls=self.calls)
        self.close()

    def _print(self, stream: str, text: str) -> None:
        self.printed = (self.printed + text)[-self._limits.printed :]

    def _dead(self, error: monty.MontyCrashedError) -> SandboxDead:
        return SandboxDead(f"expected the sandbox to run {self.program.name}, found that its process ended: {error}")

    def _last_words(self) -> str:
        """The last line it printed: skills say there why they give up."""
        return self.printed.rstrip("\n").rpartition("\n")[2]

    def _explain(self, error: monty.MontyError) -> str:
        """`KeyError: 'x' (gather, line 12)`."""
        if not isinstance(error, monty.MontyRuntimeError | monty.MontySyntaxError):
            return str(error)
        text = error.display("type-msg")
        for frame in reversed(error.traceback()):
            feed = frame.filename.removeprefix("<python-input-").removesuffix(">")
            if feed.isdigit() and int(feed) < len(self._parts):
                return f"{text} ({self._parts[int(feed)]}, line {frame.line})"
        return text


def start(program: Program, limits: Limits = DEFAULT, sources: Sources = seeds.source) -> Execution:
    """Begin a program: the execution stands at its first call, or has a result. Raises SandboxDead."""
    try:
        parts = parts_of(program, sources)
    except MissingSkill as error:
        broken = Execution(program, (), limits)
        broken._end(False, str(error))
        return broken
    execution = Execution(program, tuple(part.name for part in parts), limits)
    execution._begin(part.source for part in parts)
    return execution


def run(program: Program, world: World, journal: Journal | None = None, limits: Limits = DEFAULT, sources: Sources = seeds.source) -> PlayResult:
    """Run a program to its end. What goes wrong in the program or in the world is the result; raises only MachineryError."""
    with start(program, limits, sources) as execution:
        return drive(execution, world, journal)


def drive(execution: Execution, world: World, journal: Journal | None = None) -> PlayResult:
    """Answer the calls of an execution from a world, to its end. The world is observed once between two actions, when a view asks."""
    state: State | None = None
    while (call := execution.pending) is not None:
        if isinstance(call, ViewCall):
            state = world.observe() if state is None else state
            entry: Entry = look(state, call)
        else:
            entry, state = world.act(call), None
        if journal is not None:
            journal(entry)
        execution.answer(entry)
    assert execution.result is not None
    return execution.result


def rest(execution: Execution) -> Play:
    """What is left of a program, from its pending call on, as a play that can be dreamed any number of times."""
    if execution.result is not None:
        ended = execution.result
        return lambda world: ended
    frozen = execution.fork()

    def play(world: World) -> PlayResult:
        with frozen.thaw() as again:
            return drive(again, world)

    return play


def replay(program: Program, entries: Iterable[Entry], limits: Limits = DEFAULT, sources: Sources = seeds.source) -> Execution:
    """Bring a program back to where its journal ends. Raises MachineryError if the journal is of another program."""
    execution = start(program, limits, sources)
    for number, entry in enumerate(entries, start=1):
        call = execution.pending
        if call is None or not answers(entry, call):
            execution.close()
            raise MachineryError(f"expected entry {number} of the journal to answer {call}, found {entry}: the journal is of another program")
        execution.answer(entry)
    return execution
