"""When no known program will do: a model writes some, all are dreamed, the best is taken; if none passes, the reasons go back to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import msgspec

from agent.choosing import Choice, faults_of, passes, reason_of, told
from agent.doing import Deed, Tell
from skills.conditions import goal_of
from skills.drafts import Drafted, Fault, Tried
from skills.parts import Sources
from skills.program import Program
from skills.runtime import run
from skills.signature import signature
from skills.writing import ROUNDS, Writer
from worldsim import sandbox
from worldsim.actions import describe
from worldsim.dream import Dream, dream
from worldsim.errors import BudgetSpent, ModelDown, Nonsense
from worldsim.events import WrittenDraft, Wrote
from worldsim.goals import Explored, Task
from worldsim.judging import judge
from worldsim.models import Rules
from worldsim.state import State
from worldsim.world import Play, PlayResult, World, WorldModel

#: The weights by which the best of several dreams is chosen. What a task that is done is worth; a minute of the game; a half heart that is expected
#: to be lost; a step that nothing like it was ever seen of. So ten minutes are risked for a fifth of the chance to get there, and no more.
VALUE, PER_MINUTE, PER_HALF_HEART, NEW = 1.0, 0.02, 0.05, 0.1
#: Ticks in a minute.
_MINUTE = 1200
#: So often in a run the writer is asked about a kind of task, each time for ROUNDS rounds.
_SESSIONS = 3
#: A program of the library is put aside for a task when it really failed so often; what was written for it, and what gave up without acting, at once.
_PATIENCE = 2
#: Dreams that are made at the same time, where the model allows it; each holds a worker of the sandbox's pool.
_AT_ONCE = 3
#: Reasons of earlier rounds that are told.
_REMEMBERED = 24


def utility(dreamed: Dream) -> float:
    """What a dream is worth: the value of the goal by the chance that it holds at the end, less time, risk and novelty."""
    harm = sum(risk.p * risk.cost for risk in dreamed.risks)
    return VALUE * dreamed.p_success - PER_MINUTE * dreamed.ticks.p50 / _MINUTE - PER_HALF_HEART * harm - NEW * dreamed.novelty


class Failures:
    """What was really tried in a run and did not do its task, by kind of task."""

    def __init__(self) -> None:
        self._tried: dict[str, list[Tried]] = {}
        self._often: Counter[tuple[str, str]] = Counter()
        self._sessions: Counter[str] = Counter()
        self._begun: dict[str, Program] = {}

    def add(self, task: Task, program: Program, deed: Deed, evidence: str) -> None:
        """A program was acted out, and the task is not done."""
        kind = signature(task)
        self._begun.pop(task.name, None)
        faults = [
            Fault(where="world", text=failing.outcome.note, step=failing.step, action=describe(failing.outcome.action), reason=failing.outcome.reason)
            for failing in deed.failed
        ]
        faults.append(Fault(where="world", text=f"{deed.note or 'it said that it was done'}; {evidence}", reason=None if faults else deed.reason))
        self._tried.setdefault(kind, []).append(Tried(name=program.name, source=program.source, faults=tuple(faults)))
        hopeless = program.origin == "written" or deed.actions == 0
        self._often[kind, program.hash] += _PATIENCE if hopeless else 1

    def forget(self, task: Task) -> None:
        """The task was done: the next one of its kind starts anew."""
        kind = signature(task)
        self._tried.pop(kind, None)
        self._begun.pop(task.name, None)
        self._often = Counter({key: often for key, often in self._often.items() if key[0] != kind})

    def put_off(self, task: Task, program: Program) -> None:
        """It was left for something more urgent: no failure. One that was written is known nowhere else, and is gone on with later."""
        if program.origin == "written":
            self._begun[task.name] = program

    def begun(self, task: Task) -> list[Program]:
        """What was put off of it."""
        return [self._begun[task.name]] if task.name in self._begun else []

    def split(self, task: Task, programs: Iterable[Program]) -> tuple[list[Program], list[Program]]:
        """Those that may be tried, and those that failed too often."""
        kind, fresh, aside = signature(task), list[Program](), list[Program]()
        for program in programs:
            (aside if self._often[kind, program.hash] >= _PATIENCE else fresh).append(program)
        return fresh, aside

    def tried(self, task: Task) -> list[Tried]:
        """The last programs that failed, oldest first."""
        return self._tried.get(signature(task), [])[-2:]

    def may_write(self, task: Task) -> bool:
        """Whether the writer is asked once more; counts."""
        self._sessions[signature(task)] += 1
        return self._sessions[signature(task)] <= _SESSIONS


def write(
    writer: Writer,
    task: Task,
    state: State,
    model: WorldModel,
    tell: Tell,
    *,
    sources: Sources,
    gate: float,
    rollouts: int,
    seed: int,
    tried: Sequence[Tried] = (),
    before: Sequence[Fault] = (),
) -> Choice:
    """Ask, dream, choose; at most ROUNDS rounds, every one is told. No program where none passes, or the model is down. Raises BudgetSpent.

    `tried`: what really failed at this task; `before`: why what was known was refused.
    """
    last = tuple(tried)
    weighed: list[_Weighed] = []
    for number in range(1, ROUNDS + 1):
        role = "repair" if last else "write"
        try:
            drafts = writer.write(task, state, number, last, before[-_REMEMBERED:])
        except BudgetSpent:
            raise
        except Nonsense as error:  # asked again with that reason, it is another question
            tell(Wrote(tick=state.tick, task=task.name, round=number, role=role, note=f"the answer was no draft: {error}"))
            before = (*before, Fault(where="check", text="the last answer was no draft that could be read"))
            continue
        except ModelDown as error:
            tell(Wrote(tick=state.tick, task=task.name, round=number, role=role, note=f"the writer cannot be asked: {error}"))
            return Choice(None, note=f"the writer cannot be asked: {error}")
        weighed = _weigh_all(drafts, partial(_weigh, task, state, model, sources, gate, rollouts, seed), at_once=isinstance(model, Rules))
        best = max((one for one in weighed if one.utility is not None), key=lambda one: one.utility or 0.0, default=None)
        for one in weighed:
            tell(told(one.program, one.dream, one is best, "; ".join(fault.text for fault in one.faults), state.tick))
        written = tuple(_written(one, one is best) for one in weighed)
        tell(Wrote(tick=state.tick, task=task.name, round=number, role=role, drafts=written, note="" if drafts else "it handed in no draft"))
        if best is not None:
            return Choice(best.program, best.dream)
        if not drafts and not last:  # the next question would be the same
            known = f"; what is known fails: {before[-1]}" if before else ""
            return Choice(None, note=f"the writer handed in no draft{known}")
        before = (*before, *(fault for one in last for fault in one.faults))
        last = tuple(Tried(name=one.program.name, source=one.program.source, faults=one.faults) for one in weighed)
    why = next((str(fault) for one in last for fault in one.faults), "it handed in no draft")
    reason = next((reason_of(one.dream) for one in weighed if one.dream is not None), None)
    return Choice(None, reason=reason, note=f"nothing that was written in {ROUNDS} rounds passes; the last: {why}")


class _Weighed(msgspec.Struct, frozen=True, kw_only=True):
    program: Program
    faults: tuple[Fault, ...] = ()
    dream: Dream | None = None
    utility: float | None = None  #: None: refused


def _weigh_all(drafts: Sequence[Drafted], weigh: Callable[[Drafted], _Weighed], at_once: bool) -> list[_Weighed]:
    """In their order, each as if it were alone. `at_once`: in threads; a model that asks or learns is left in peace.

    What runs at the same time is the sandbox's work and the waiting for it, about an eighth of a dream: the laws are Python, of one thread at a time.
    """
    if not at_once or len(drafts) < 2:
        return [weigh(draft) for draft in drafts]
    sandbox.prepare(min(len(drafts), _AT_ONCE) + 1)  # the one more is the world's, where it has laws of its own
    with ThreadPoolExecutor(min(len(drafts), _AT_ONCE)) as threads:
        return list(threads.map(weigh, drafts))


def _weigh(task: Task, state: State, model: WorldModel, sources: Sources, gate: float, rollouts: int, seed: int, draft: Drafted) -> _Weighed:
    program = draft.program
    if draft.faults:
        return _Weighed(program=program, faults=draft.faults)
    if rollouts == 0:  # foresight is off: nobody can tell them apart
        return _Weighed(program=program, utility=0.0)
    dreamed = dream(_to_the_goal(program, task, state, sources), state, model, k=rollouts, seed=seed)
    if passes(dreamed, gate):
        return _Weighed(program=program, dream=dreamed, utility=round(utility(dreamed), 4))
    return _Weighed(program=program, dream=dreamed, faults=faults_of(dreamed))


def _to_the_goal(program: Program, task: Task, state: State, sources: Sources) -> Play:
    """The program, and then what it does not decide itself: whether the goal, and all that it promised, holds at the end of the dream.

    How much of the land comes in sight cannot be dreamed: there its own word is taken.
    """
    promised = goal_of(program.postcondition, task, state.body.pos.cell)

    def play(world: World) -> PlayResult:
        result = run(program, world, sources=sources)
        if not result.ok or isinstance(task.goal, Explored):
            return result
        after = world.observe()
        for what, goal in (("the goal", task.goal), ("its postcondition", promised)):
            verdict = judge(goal, after)
            if not verdict.done:
                return msgspec.structs.replace(result, ok=False, note=f"{what} does not hold at the end of the dream: {verdict.evidence}")
        return result

    return play


def _written(one: _Weighed, chosen: bool) -> WrittenDraft:
    return WrittenDraft(
        name=one.program.name,
        source_hash=one.program.hash,
        source=one.program.source,
        problems=tuple(str(fault) for fault in one.faults),
        p_success=one.dream.p_success if one.dream else None,
        utility=one.utility,
        chosen=chosen,
    )
