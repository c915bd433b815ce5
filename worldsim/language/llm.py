"""A language model as the world model: whole transitions by structured calls, under conditions that can be switched on one by one.

What it must answer in is in `replies.py`. A step that cannot be meant is rejected: the fallback's prediction stands for it, or one that
covers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from inspect import getdoc
from itertools import islice, product

import msgspec

from worldsim.actions import ACTIONS, Action, describe, name_of
from worldsim.apply import apply
from worldsim.errors import ModelDown, Nonsense, UsageError
from worldsim.facts import Facts, facts
from worldsim.language.experience import Experience
from worldsim.language.replies import REASONS, AlteredCell, Count, Failure, Hazard, RejectedError, Step, Steps, prediction_of
from worldsim.language.told import told
from worldsim.measuring.violations import violations
from worldsim.models import nothing
from worldsim.prediction import Prediction
from worldsim.prompting import acted, data, flat
from worldsim.space import Pos
from worldsim.state import State
from worldsim.world import Ask, WorldModel

__all__ = ["CONDITIONS", "LLM", "ROLE", "AlteredCell", "Conditions", "Count", "Failure", "Hazard", "Step", "Steps", "conditions", "prompt_of"]

ROLE = "imagine"
#: How far around the body and the action's cell blocks are told, and how many of each at most; and how deep below the ground that things fall on.
_AROUND, _TOLD, _DEEP = 4, 160, 16
#: Characters of a problem that is sent back, and of the call in it.
_PROBLEM, _CALL = 300, 100
#: How many similar real transitions are told for an action.
_SIMILAR = 4
#: So many questions in a row to which no reply can be read are taken for a model that cannot answer at all (own choice).
_PATIENCE = 8

HEAD = """\
You predict what actions do in Minecraft {version}, survival mode, default rules. One unit is one block: x east, y up, z south; 20 ticks a second.
For each action, in order, each from the state that the ones before it lead to, give one step:
- p_success, 0-1; reason: what it most likely fails for, one of {reasons}; note: that reason in a few words; failures: all ways to fail with their p.
- what changes if it succeeds: inventory (items gained + or lost -), tools (uses lost, -1 for a dug block), blocks (cells altered, 'air' for none), \
health, food (differences), end (where the feet are at rest, null if they stay), vel (null: at rest), and nothing that stays as it was.
- seen: blocks that come in sight and were not known before, as far as you can tell; [] otherwise.
- how long it takes, in ticks, as quantiles p10 <= p50 <= p90. Risks beside the purpose: what, p, cost in half hearts.
Use the exact names of Minecraft: oak_log, crafting_table.

What the actions mean:
{verbs}
"""

#: One line each, the state in canonical JSON: so that a transition can be looked up by what a prompt tells of it.
SITUATION = """
State: {state}
Blocks near (name: cells): {blocks}
Actions: {actions}
"""


class Conditions(msgspec.Struct, frozen=True):
    """What the model is given beside the situation. Nothing: it is bare. Names that do not exist are never believed, under any condition."""

    facts: bool = False  #: what the game's data says of the things that the actions are about
    retrieved: bool = False  #: similar real transitions
    validators: bool = False  #: what cannot be is sent back once, with the reason

    def __str__(self) -> str:
        return "".join(f"+{name}" for name in self.__struct_fields__ if getattr(self, name)) or "bare"


#: Each with all that the one before it has.
CONDITIONS = (Conditions(), Conditions(True), Conditions(True, True), Conditions(True, True, True))


def conditions(text: str) -> Conditions:
    """'bare', or names joined by '+': '+facts+validators'. Raises UsageError."""
    names = [] if text == "bare" else text.strip("+").split("+")
    wrong = next((name for name in names if name not in Conditions.__struct_fields__), None)
    if wrong is not None:
        raise UsageError(f"--conditions: expected bare, or some of +{'+'.join(Conditions.__struct_fields__)}, found {wrong!r}")
    return Conditions(**dict.fromkeys(names, True))


class LLM:
    """Asks once for all actions. `fallback` predicts the steps that are rejected; without it they are covered by nobody."""

    def __init__(
        self,
        ask: Ask,
        known: Facts | None = None,
        fallback: WorldModel | None = None,
        given: Conditions | None = None,
        experience: Experience | None = None,
    ) -> None:
        self.given = given or Conditions()
        self.name = "llm" if self.given == Conditions() else f"llm {self.given}"
        self.ask = ask
        self.facts = known or facts()
        self.fallback = fallback
        self.experience = experience
        self._unread: dict[str, Nonsense] = {}  #: questions to which no reply could be read: they are not asked again
        self._in_a_row = 0  #: of these, without one in between that was answered

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """One prediction an action; steps of a reply that stays unreadable are rejected too, and the question is not asked again.

        Raises ModelDown if the model cannot be reached, and if the replies to eight questions in a row stay unreadable.
        """
        if not actions:
            return []
        prompt = self.prompt(state, actions)
        if prompt in self._unread:
            return self._predictions(state, actions, self._unread[prompt])
        try:
            steps = self.ask(ROLE, prompt, Steps).steps
            if self.given.validators and (wrong := self._wrong(state, actions, steps)):
                steps = self.ask(ROLE, prompt + _repair(steps, wrong), Steps).steps
        except Nonsense as error:  # the next step is another question: a dream does not end with it
            self._unread[prompt], self._in_a_row = error, self._in_a_row + 1
            if self._in_a_row >= _PATIENCE:
                raise
            return self._predictions(state, actions, error)
        self._in_a_row = 0
        return self._predictions(state, actions, steps)

    def predict_each(self, situations: Sequence[tuple[State, Action]]) -> list[Prediction | ModelDown]:
        """One action each, in states that have nothing to do with one another; in parallel if `ask` can. Where the model failed, its error stands."""
        prompts = [self.prompt(state, [action]) for state, action in situations]
        replies = self._many(prompts)
        if self.given.validators:
            wrong = {
                number: problems
                for number, ((state, action), reply) in enumerate(zip(situations, replies, strict=True))
                if isinstance(reply, Steps) and (problems := self._wrong(state, [action], reply.steps))
            }
            again = self._many([prompts[number] + _repair(_steps(replies[number]), problems) for number, problems in wrong.items()])
            for number, reply in zip(wrong, again, strict=True):
                replies[number] = reply
        return [
            self._predictions(state, [action], reply.steps)[0] if isinstance(reply, Steps) else reply
            for (state, action), reply in zip(situations, replies, strict=True)
        ]

    def prompt(self, state: State, actions: Sequence[Action]) -> str:
        """What is put to the model."""
        extra = ""
        if self.given.facts:
            extra += "\nWhat the game's data says:\n" + "\n".join(f"- {line}" for line in told(state, actions, self.facts)) + "\n"
        if self.given.retrieved and self.experience is not None:
            lines = [line for action in actions for line in self.experience.similar(state, action, _SIMILAR)]
            if lines:
                extra += "\nWhat really happened in similar cases, elsewhere:\n" + "\n".join(f"- {line}" for line in dict.fromkeys(lines)) + "\n"
        return prompt_of(state, actions, self.facts, extra)

    def _many(self, prompts: list[str]) -> list[Steps | ModelDown]:
        many = getattr(self.ask, "many", None)
        if many is not None:
            return list(many(ROLE, prompts, Steps))
        replies: list[Steps | ModelDown] = []
        for prompt in prompts:
            try:
                replies.append(self.ask(ROLE, prompt, Steps))
            except ModelDown as error:
                replies.append(error)
        return replies

    def _wrong(self, state: State, actions: Sequence[Action], steps: Sequence[Step]) -> list[str]:
        """What cannot be, step by step, for the model to mend."""
        found = []
        for number, action in enumerate(actions):
            try:
                prediction = self._one(state, actions, steps, number)
            except RejectedError as error:
                found.append(f"step {number + 1}, {acted(describe(action), _CALL)}: {error}")
                prediction = nothing(action)
            else:
                found += [
                    f"step {number + 1}, {acted(describe(action), _CALL)}: {broken.why}" for broken in violations(prediction, state, self.facts)
                ]
            state = apply(state, action, prediction.mode, round(prediction.ticks.p50), self.facts)
        return found

    def _predictions(self, state: State, actions: Sequence[Action], steps: Sequence[Step] | Nonsense) -> list[Prediction]:
        predictions = []
        for number, action in enumerate(actions):
            try:
                prediction = self._one(state, actions, steps, number)
            except RejectedError as error:
                prediction = self._instead(state, action, str(error))
            predictions.append(prediction)
            state = apply(state, action, prediction.mode, round(prediction.ticks.p50), self.facts)
        return predictions

    def _one(self, state: State, actions: Sequence[Action], steps: Sequence[Step] | Nonsense, number: int) -> Prediction:
        if isinstance(steps, Nonsense):
            raise RejectedError(str(steps))
        if number >= len(steps):
            raise RejectedError(f"expected {len(actions)} steps, found {len(steps)}")
        return prediction_of(actions[number], steps[number], state, self.facts)

    def _instead(self, state: State, action: Action, why: str) -> Prediction:
        if self.fallback is not None:
            return self.fallback.predict(state, [action])[0]
        blank = nothing(action)
        return msgspec.structs.replace(blank, branches=tuple(msgspec.structs.replace(b, note=f"reply rejected: {why}") for b in blank.branches))


def prompt_of(state: State, actions: Sequence[Action], known: Facts, extra: str = "") -> str:
    """The question about these actions in this state; `extra` stands before the situation."""
    return head(actions, known) + extra + situation(state, actions)


def head(actions: Iterable[Action], known: Facts) -> str:
    """What is asked for, and what the verbs of these actions mean."""
    verbs = dict.fromkeys(name_of(action) for action in actions)
    meaning = "\n".join(f"- {verb}: {' '.join((getdoc(ACTIONS[verb]) or '').split())}" for verb in verbs)
    return HEAD.format(version=known.version, reasons=", ".join(REASONS), verbs=meaning)


def situation(state: State, actions: Sequence[Action]) -> str:
    """The state, the blocks near, and the actions, a line each."""
    seen = msgspec.structs.replace(state.observed(), latent=())
    lines = (data(each) for each in (seen, _blocks_near(state, actions), list(actions)))
    return SITUATION.format(**dict(zip(("state", "blocks", "actions"), lines, strict=True)))


def _repair(steps: Sequence[Step], wrong: Sequence[str]) -> str:
    said = data(Steps(list(steps)))
    problems = "\n".join(f"- {flat(problem, _PROBLEM)}" for problem in wrong)
    return f"\nYour answer was: {said}\nThat cannot be:\n{problems}\nAnswer again, all steps.\n"


def _steps(reply: Steps | ModelDown) -> list[Step]:
    return reply.steps if isinstance(reply, Steps) else []


def _blocks_near(state: State, actions: Sequence[Action]) -> dict[str, list[list[int]]]:
    """Known blocks around the feet and the cells that the actions name, air left out, nearest first; and the ground below them, if it is deeper."""
    middles = [state.body.pos.cell, *(action.pos for action in actions if hasattr(action, "pos"))]
    found: dict[str, list[list[int]]] = {}
    seen: set[Pos] = set()
    span = range(-_AROUND, _AROUND + 1)
    cells = sorted(((dx, dy, dz) for dx in span for dy in span for dz in span), key=lambda d: d[0] ** 2 + d[1] ** 2 + d[2] ** 2)
    for middle in dict.fromkeys(middles):
        near = (middle.offset(dx, dy, dz) for dx, dy, dz in cells)
        solid = (pos for pos in near if state.blocks.name(pos) not in (None, "air") and pos not in seen)
        for pos in (*islice(solid, _TOLD), *_ground(state, middle)):
            if pos not in seen:
                seen.add(pos)
                found.setdefault(str(state.blocks.name(pos)), []).append([pos.x, pos.y, pos.z])
    return found


def _ground(state: State, middle: Pos) -> Iterable[Pos]:
    """What lies below, in the nine columns around a cell: the first block that is not air, where that is deeper than what is told anyway."""
    for dx, dz in product((-1, 0, 1), repeat=2):
        column = (middle.offset(dx, -depth, dz) for depth in range(1, _DEEP + 1))
        pos = next((pos for pos in column if state.blocks.name(pos) != "air"), None)
        if pos is not None and pos.y < middle.y - _AROUND and state.blocks.name(pos) is not None:
            yield pos
