"""The hybrid world model: several sources, each believed where it has proved right; the language model is heard only where that is worth it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from worldsim.actions import Action, name_of
from worldsim.apply import apply
from worldsim.change import Outcome
from worldsim.errors import BudgetSpent, ModelDown
from worldsim.facts import Facts, facts
from worldsim.mixing.merging import best_pair, merge
from worldsim.mixing.statistics import Statistics
from worldsim.mixing.trust import Trust, marks, voice
from worldsim.models import Rules
from worldsim.prediction import FAMILIES, Prediction
from worldsim.state import State
from worldsim.transitions import Transition
from worldsim.world import Learner, WorldModel

#: Steps that the others are right about as often as this are not worth a call to a model (own choice).
SURE = 0.98
#: Nor is a source that is right less often than this, even where nobody else has a word.
LEAST = 0.1
#: After so many calls that failed in a row the model is asked no more.
_PATIENCE = 3
TRUST, STATISTICS = "trust.json", "statistics.json"


class _Ballot(msgspec.Struct, frozen=True):
    """Who said what, the last time."""

    state: State
    action: Action
    said: dict[str, Prediction]


class Hybrid:
    """Joins `sources` (by name, the cheapest first) by `trust`; `costly` ones are asked last, and only where the others are believed too little.

    It learns: after each real step `learn` counts who was right; with a `folder` that is kept in it, in `trust.json` and `statistics.json`.
    """

    def __init__(
        self,
        sources: Mapping[str, WorldModel],
        trust: Trust | None = None,
        costly: Mapping[str, WorldModel] | None = None,
        folder: Path | None = None,
        known: Facts | None = None,
    ) -> None:
        self.name = "hybrid"
        self.sources = dict(sources)
        self.costly = dict(costly or {})
        self.trust = trust or Trust()
        self.folder = folder
        self.facts = known or facts()
        self.asked = 0  #: steps for which a costly source was asked
        self._failures = 0
        self._ballot: _Ballot | None = None

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """One prediction an action; each from the state that the mode of the one before it leads to. A model that is down is done without."""
        predictions = []
        for number, action in enumerate(actions):
            said = self._hear(state, action)
            self._ballot = _Ballot(state, action, said)
            prediction = merge({voice(name, p): p for name, p in said.items()}, name_of(action), state.body.pos, self.trust)
            predictions.append(prediction)
            if number + 1 < len(actions):
                state = apply(state, action, prediction.mode, round(prediction.ticks.p50), self.facts)
        return predictions

    def learn(self, prediction: Prediction, state: State, outcome: Outcome) -> None:
        """Count who was right, and let those learn that can. Raises RecordBroken if it cannot be kept."""
        ballot = self._ballot
        if ballot is None or ballot.state is not state or ballot.action != outcome.action:
            # Something else was dreamed since: who costs nothing is asked again.
            ballot = _Ballot(state, outcome.action, {name: model.predict(state, [outcome.action])[0] for name, model in self.sources.items()})
        self.count(ballot.said, state, outcome)
        if self.folder is not None:
            self.save(self.folder)

    def count(self, said: Mapping[str, Prediction], state: State, outcome: Outcome) -> None:
        """Count what each source said against what happened; then the sources themselves learn."""
        free = {name: prediction for name, prediction in said.items() if name not in self.costly}
        for heard in (said, free) if len(free) < len(said) else (said,):
            spoken = {family for prediction in heard.values() for family in prediction.covers}
            judged = {voice(name, p): marks(p, state, outcome, spoken) for name, p in heard.items()}
            # Who costs something may not be heard the next time: the others are counted among themselves as well.
            self.trust.update(name_of(outcome.action), judged, general=heard is said)
        for name, prediction in said.items():
            source = {**self.sources, **self.costly}[name]
            if isinstance(source, Learner):
                source.learn(prediction, state, outcome)

    def study(self, transitions: Iterable[Transition]) -> int:
        """Train on recorded steps, in their order: every source says what it expects, costly ones too, and then learns. How many there were.

        A step that a model fails at is counted for the others; raises BudgetSpent.
        """
        everybody = {**self.sources, **self.costly}
        number = 0
        for step in transitions:
            said = {}
            for name, model in everybody.items():
                try:
                    said[name] = model.predict(step.before, [step.action])[0]
                except BudgetSpent:
                    raise
                except ModelDown:
                    continue
            self.count(said, step.before, step.outcome)
            number += 1
        return number

    def save(self, folder: Path) -> None:
        """Write what was learned. Raises RecordBroken."""
        self.trust.save(folder / TRUST)
        for source in self.sources.values():
            if isinstance(source, Statistics):
                source.save(folder / STATISTICS)

    def _hear(self, state: State, action: Action) -> dict[str, Prediction]:
        said = {name: model.predict(state, [action])[0] for name, model in self.sources.items()}
        for name, model in self.costly.items():
            if self._failures < _PATIENCE and self._worth(name, name_of(action), said):
                try:
                    said[name] = model.predict(state, [action])[0]
                    self._failures = 0
                    self.asked += 1
                except ModelDown:
                    self._failures += 1
        return said

    def _worth(self, name: str, verb: str, said: Mapping[str, Prediction]) -> bool:
        """Whether nobody else covers a family, or what the others say is weak and this source would make it better."""
        voices = [voice(other, prediction) for other, prediction in said.items() if prediction.covers]
        covered = {family for prediction in said.values() for family in prediction.covers}
        everybody = [*voices, name]
        if any(self.trust.belief(name, verb, family, everybody) > LEAST for family in FAMILIES if family not in covered):
            return True
        alone = best_pair(voices, verb, self.trust, everybody).belief
        return best_pair(voices, verb, self.trust, voices).belief < SURE and best_pair(everybody, verb, self.trust, everybody).belief > alone


def hybrid_of(
    folder: Path | None = None,
    *,
    rules: Rules | None = None,
    learned: Mapping[str, WorldModel] | None = None,
    models: Mapping[str, WorldModel] | None = None,
    vanilla: bool = True,
) -> Hybrid:
    """The usual one: rules, `learned` laws by name ('learned', 'notes'), statistics, and language `models` ('llm:openai:gpt-5-mini').

    With what was learned in `folder`; `vanilla`: the world keeps the default rules.

    Raises UsageError for a damaged file.
    """
    rules = rules or Rules()
    sources: dict[str, WorldModel] = {"rules": rules, **(learned or {})}
    sources["statistics"] = Statistics.load(folder / STATISTICS, rules.facts) if folder else Statistics(known=rules.facts)
    trust = Trust.load(folder / TRUST, vanilla) if folder else Trust(vanilla=vanilla)
    return Hybrid(sources, trust, models, folder, rules.facts)
