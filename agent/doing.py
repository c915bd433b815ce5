"""Acting a program out: predict, act, compare, action by action; stop when the rest of the dream no longer holds."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import msgspec

from skills.calls import look
from skills.parts import Sources
from skills.program import Program, ViewCall
from skills.runtime import Execution, rest, start
from worldsim.actions import Action, name_of
from worldsim.blueprint import as_good_as
from worldsim.change import Outcome, Reason
from worldsim.compare import Comparison, compare
from worldsim.dream import dream
from worldsim.events import Acted, Compared, Event, Predicted, Redreamed, Viewed
from worldsim.goals import Built, Goal
from worldsim.space import Pos
from worldsim.state import State
from worldsim.world import Learner, World, WorldModel

Tell = Callable[[Event], None]
#: Keeps a real transition: state, action, outcome, next state.
Keep = Callable[[State, Action, Outcome, State], None]
#: Why what is being done has to wait, in a state that it has led to; '' if it has not.
Alarm = Callable[[State], str]

#: Rollouts of a rest that is dreamed again; a surprise must not cost more than the action did.
_ROLLOUTS = 4
#: A rest is dreamed again after this many surprises in a row at the latest, and at once when the action failed.
_PATIENCE = 3
#: A program is stopped when its dream was wrong about the same verb so often in a row; wrong is a failure that was given less than this probability.
_REFUTED, _UNLIKELY = 4, 0.25


class Failing(msgspec.Struct, frozen=True):
    """An action of a program that failed. `step`: its number in the program, from 1."""

    step: int
    outcome: Outcome


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """How a program ended in the real world."""

    ok: bool
    note: str
    reason: Reason | None = None  #: of the last action that failed
    actions: int = 0
    ticks: int = 0
    put_off: str = ""  #: why it has to wait for something more urgent; then it has not failed
    died_at: Pos | None = None  #: where the body was before the action that it died of
    failed: tuple[Failing, ...] = ()  #: the first action that failed, and the last one


def never(state: State) -> str:
    """Nothing is more urgent."""
    return ""


class Actor:
    """Acts programs out in one world, with one model watching. Numbers the steps of a run."""

    def __init__(self, world: World, model: WorldModel, tell: Tell, sources: Sources, keep: Keep, gate: float, rollouts: int, seed: int) -> None:
        self.world = world
        self.model = model
        self.tell = tell
        self.sources = sources
        self.keep = keep
        self.gate = gate
        self.rollouts = min(rollouts, _ROLLOUTS)
        self.seed = seed
        self.step = 0
        self._failed: list[Failing] = []

    def perform(self, program: Program, goal: Goal, alarm: Alarm = never) -> Deed:
        """Run `program` for `goal` to its end, or until its dream breaks, somebody gets in its way, the body dies or `alarm` says what comes first.

        Raises only MachineryError.
        """
        self._failed.clear()
        deed = self._perform(program, goal, alarm)
        return msgspec.structs.replace(deed, failed=tuple(self._failed))

    def _perform(self, program: Program, goal: Goal, alarm: Alarm) -> Deed:
        first, ticks, surprises = self.step, 0, 0
        refuted: Counter[str] = Counter()
        reason: Reason | None = None
        state = self.world.observe()
        with start(program, sources=self.sources) as execution:
            while (call := execution.pending) is not None:
                if isinstance(call, ViewCall):
                    answer = look(state, call)
                    self.tell(Viewed(tick=state.tick, view=answer.view, arguments=list(answer.arguments), answer=answer.answer))
                    execution.answer(answer)
                    continue
                before = state.body.pos.cell
                outcome, comparison, state = self._act(call, state)
                ticks += outcome.ticks
                if not outcome.ok:
                    reason = outcome.reason
                    self._failed[1:] = [Failing(self.step - first, outcome)]  # the first one stays
                execution.answer(outcome)
                if outcome.reason == "died":  # nothing is carried any more, and one is elsewhere: what was planned is void
                    return Deed(ok=False, note=f"died: {outcome.note}", reason="died", actions=self.step - first, ticks=ticks, died_at=before)
                if execution.pending is not None and (urgent := alarm(state)):
                    return Deed(ok=False, note=f"put off: {urgent}", actions=self.step - first, ticks=ticks, put_off=urgent)
                if intruder := _intruder(goal, outcome):
                    return Deed(ok=False, note=intruder, reason="occupied", actions=self.step - first, ticks=ticks)
                if wrong := _refuted(refuted, outcome, comparison):
                    return Deed(ok=False, note=wrong, reason=reason, actions=self.step - first, ticks=ticks)
                surprises = 0 if comparison.met else surprises + 1
                if surprises and (not outcome.ok or surprises >= _PATIENCE):
                    surprises = 0
                    if broken := self._broken(execution, state):
                        return Deed(ok=False, note=broken, reason=reason, actions=self.step - first, ticks=ticks)
            result = execution.result
        assert result is not None, "an execution without a pending call has a result"
        return Deed(ok=result.ok, note=result.note, reason=reason, actions=self.step - first, ticks=ticks)

    def _act(self, action: Action, before: State) -> tuple[Outcome, Comparison, State]:
        """One step: the prediction is written before the action is done, the comparison after; a model that can learn does."""
        self.step += 1
        prediction = self.model.predict(before, [action])[0]
        self.tell(Predicted(tick=before.tick, step=self.step, prediction=prediction))
        started = time.perf_counter()
        outcome = self.world.act(action)
        after = self.world.observe()
        self.tell(Acted(tick=after.tick, step=self.step, outcome=outcome, seconds=round(time.perf_counter() - started, 4)))
        self.keep(before, action, outcome, after)
        comparison = compare(prediction, before, outcome)
        self.tell(Compared(tick=after.tick, step=self.step, comparison=comparison))
        if isinstance(self.model, Learner):
            self.model.learn(prediction, before, outcome)
        return outcome, comparison, after

    def _broken(self, execution: Execution, state: State) -> str:
        """Dream the rest again, from what really happened; why it should stop, or '' to go on."""
        if execution.pending is None or self.rollouts == 0:
            return ""
        again = dream(rest(execution), state, self.model, k=self.rollouts, seed=self.seed + self.step)
        self.tell(Redreamed(tick=state.tick, p_success=again.p_success, note=again.note, seconds=round(again.seconds, 4)))
        return "" if again.p_success >= self.gate else f"the rest, dreamed again, fails: {again.note or again.reason}"


def _refuted(refuted: Counter[str], outcome: Outcome, comparison: Comparison) -> str:
    """Count how often the dream was wrong about a failure; what it is wrong about, once that is often enough, else ''."""
    verb = name_of(outcome.action)
    if outcome.ok:
        refuted[verb] = 0
    elif 1 - comparison.p_success < _UNLIKELY:
        refuted[verb] += 1
        if refuted[verb] >= _REFUTED:
            return f"{verb} failed {_REFUTED} times in a row, and was dreamed to succeed: {outcome.note or outcome.reason}"
    return ""


def _intruder(goal: Goal, outcome: Outcome) -> str:
    """What the world, not the actor, put where a building is to stand; '' if nothing."""
    if not isinstance(goal, Built) or not outcome.env.blocks:
        return ""
    want = {goal.blueprint.at(cell): cell.block for cell in goal.blueprint.cells}
    wrong = [block for block in outcome.env.blocks if block.pos in want and block.after not in as_good_as(want[block.pos]) and block.after != "air"]
    return f"{wrong[0].after} now stands at {wrong[0].pos}, where the blueprint has {want[wrong[0].pos]}" if wrong else ""
