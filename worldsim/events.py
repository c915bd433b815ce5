"""What happens in a run, event by event: the record, the display and the metrics are made from these alone.

One event is one line of JSON in `runs/<id>/events.jsonl`. Everything from outside is stored as it came.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import msgspec

from worldsim.change import Outcome, Reason
from worldsim.compare import Comparison
from worldsim.errors import UsageError
from worldsim.goals import Task, Verdict
from worldsim.prediction import Prediction, Quantiles, Risk
from worldsim.state import Observed


class _Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    seq: int = 0  #: 0, 1, 2 ... within the run; given by the record
    tick: int = 0  #: of the world


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A program that may be run."""

    name: str
    origin: str  #: where it comes from: seed | library | written | repaired ...
    source_hash: str = ""
    call: str = ""  #: the call with its arguments, for people: "gather(['oak_log'], 24)"


class Started(_Event, frozen=True, tag="started"):
    """The run begins."""

    run: str  #: name of its folder
    goal: str
    spec: dict[str, Any] = {}


class Observation(_Event, frozen=True, tag="observed"):
    """What was seen. The blocks stay outside the log; `revision` tells which they were."""

    observed: Observed
    revision: int = 0
    known_columns: int = 0


class Proposed(_Event, frozen=True, tag="proposed"):
    """The curriculum says what is next, and what it expects after that."""

    task: Task
    outlook: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()  #: of the outlook: (what comes first, what needs it)


class Dreamed(_Event, frozen=True, tag="dreamed"):
    """One candidate was dreamed: the chosen one, and those that were rejected."""

    candidate: Candidate
    chosen: bool
    p_success: float  #: share of rollouts that ended well
    low: float = 0.0  #: Wilson interval, 95 %
    high: float = 1.0
    rollouts: int = 0
    actions: float = 0.0  #: mean per rollout
    ticks: Quantiles = Quantiles(0, 0, 0)  #: of a whole rollout
    failing_step: int | None = None  #: first step of the first rollout that failed
    reason: Reason | None = None
    note: str = ""  #: why it was rejected, for people
    risks: tuple[Risk, ...] = ()
    materials: dict[str, int] = {}  #: items used up, mean, rounded up
    novelty: float = 0.0
    horizon: int | None = None  #: first step that hangs on a hypothetical site
    llm_leaves: int = 0  #: predictions in it of which a language model said a part
    seconds: float = 0.0  #: of wall time


class Predicted(_Event, frozen=True, tag="predicted"):
    """What is expected of the next action, written before it is done."""

    step: int
    prediction: Prediction


class Acted(_Event, frozen=True, tag="acted"):
    """What the action did."""

    step: int
    outcome: Outcome
    seconds: float = 0.0  #: of wall time


class Compared(_Event, frozen=True, tag="compared"):
    """The prediction held against the outcome."""

    step: int
    comparison: Comparison


class Viewed(_Event, frozen=True, tag="viewed"):
    """A program read the world: the call and its answer, so that the program can be brought back to where it was."""

    view: str
    arguments: list[Any] = []
    answer: Any = None


class Redreamed(_Event, frozen=True, tag="redreamed"):
    """The rest of the running program was dreamed again, from what really happened."""

    p_success: float
    note: str = ""
    seconds: float = 0.0  #: of wall time


class Replanned(_Event, frozen=True, tag="replanned"):
    """The running program was given up."""

    task: str
    why: str
    reason: Reason | None = None


class PutOff(_Event, frozen=True, tag="put_off"):
    """The running program was left for something more urgent; its task comes again."""

    task: str
    why: str


class Asked(_Event, frozen=True, tag="asked"):
    """A language model was asked once; a repair and a second try are calls of their own."""

    role: str
    model: str
    prompt_hash: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0  #: US dollars
    seconds: float = 0.0
    cached: bool = False  #: the answer was known; it cost no tokens
    dialect: str = ""  #: how the shape of the reply was asked for: json_schema | json_object | tools | prompt
    raw: str = ""  #: the reply as it came, its beginning if it is long
    error: str = ""  #: why the reply was not accepted, or why there is none; '' if it was


class Decomposed(_Event, frozen=True, tag="decomposed"):
    """A model split a wish into sub-goals, and what code found wrong with that; it is pursued only if that is nothing."""

    wish: str
    round: int  #: 1 is the first
    sub_goals: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()  #: (what comes first, what needs it)
    problems: tuple[str, ...] = ()


class Designed(_Event, frozen=True, tag="designed"):
    """An architect drew a building, and what code found wrong with it; it is built only if that is nothing."""

    brief: str  #: what was asked for, in words
    round: int  #: 1 is the first
    name: str = ""
    parts: int = 0
    defects: tuple[str, ...] = ()


class WrittenDraft(msgspec.Struct, frozen=True, kw_only=True):
    """One program of a reply, and what came of it."""

    name: str
    source_hash: str
    source: str
    problems: tuple[str, ...] = ()  #: why it was refused: unfit, or what fails in its dream; () if its dream passed
    p_success: float | None = None  #: share of its rollouts at whose end the goal holds; None: not dreamed
    utility: float | None = None  #: by which the best of several is chosen (agent/writing.py); None: refused
    chosen: bool = False


class Wrote(_Event, frozen=True, tag="wrote"):
    """A model was asked for programs once: written, or mended by the reasons of the round before. `drafts` is empty where it could not be asked."""

    task: str
    round: int  #: 1 is the first
    role: str  #: write | repair
    drafts: tuple[WrittenDraft, ...] = ()
    note: str = ""  #: why there are no drafts


class Learned(_Event, frozen=True, tag="learned"):
    """The library changed: a skill was admitted, demoted, or earned evidence."""

    skill: str
    verb: str  #: added | demoted | reused ...
    note: str = ""
    source_hash: str = ""


class Talked(_Event, frozen=True, tag="talked"):
    """In the game's chat: what a player who is listened to asked for, or what the agent said."""

    who: str
    text: str


class Judged(_Event, frozen=True, tag="judged"):
    """Whether a task, or the goal (`task` None), is done, by evidence."""

    task: str | None
    verdict: Verdict


class Ended(_Event, frozen=True, tag="ended"):
    """The run ends."""

    reached: bool
    why: str  #: in words
    exit_code: int  #: of the process: 0 reached, 1 not reached, 3 broken, 130 stopped


Event = (
    Started | Observation | Proposed | Dreamed | Predicted | Acted | Compared | Viewed | Redreamed | Replanned | PutOff | Asked | Decomposed
    | Designed | Wrote | Learned | Talked | Judged | Ended
)  # fmt: skip

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """One line of JSON, without its end of line."""
    return _encoder.encode(event)


def decode(line: bytes) -> Event:
    """The event of one line. Raises UsageError if it is none."""
    try:
        return cast(Event, _decoder.decode(line))
    except msgspec.DecodeError as error:
        raise UsageError(f"expected an event as one line of JSON, found {line[:60]!r}: {error}") from None


def read_events(path: Path) -> list[Event]:
    """All events of a record, in order.

    A last line that was cut off (the process was killed) is left out; a broken line before it raises UsageError.
    """
    lines = path.read_bytes().split(b"\n")
    # After a whole last line split leaves b''; anything else there was never finished.
    events: list[Event] = []
    for number, line in enumerate(lines[:-1], start=1):
        try:
            events.append(_decoder.decode(line))
        except msgspec.DecodeError as error:
            raise UsageError(f"{path}:{number}: expected an event as one line of JSON, found {line[:60]!r}: {error}; restore the file") from None
    return events
