"""One training of the lab: in dreams first, or not, then in the real environment, until it is good enough or has had its steps."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from agent.server_env import ServerEnv
from benchmarks.learner import Episode, Learner, play
from benchmarks.yards import ALTERED, ALTERED_RULES, yard
from worldsim.actions import Action, Mine
from worldsim.env.base import GoalEnv
from worldsim.env.imagined import ImaginedEnv
from worldsim.facts import facts
from worldsim.learning.lawstore import LawStore
from worldsim.learning.learned import Learned
from worldsim.models import Rules
from worldsim.prediction import Branch, Prediction
from worldsim.state import State
from worldsim.world import WorldModel

#: An episode ends after so many steps.
MOST_STEPS = 60
#: Good enough: of the last `WINDOW` episodes, `ENOUGH` reached the goal.
WINDOW, ENOUGH = 20, 18
#: In dreams, rock crumbles and drops are lost more often than the model says, by up to so much, drawn anew for each: a world is never quite as told.
SHAKEN = 0.3
#: Numbers of worlds: dreamed, trained in, and never trained in.
DREAMED, TRAINED, UNSEEN, OTHER = 1_000_000, 500_000_000, 900_000_000, 950_000_000


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What all trainings of a run share."""

    goal: str
    dreams: int  #: episodes in dreams
    cap: int  #: real steps after which a training is given up
    tests: int  #: unseen worlds in which a policy is tried, of each kind
    real: str = "server"  #: server; rules: a dream stands for the real world, to try the lab itself


class Try(msgspec.Struct, frozen=True, array_like=True):
    """One episode, in short."""

    steps: int
    success: bool


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the lab's file. A try is greedy, in a world that was never trained in, and not learned from."""

    arm: str
    number: int
    settings: Settings
    dreamed: tuple[Try, ...]  #: episodes in dreams
    unseen: tuple[Try, ...]  #: after the dreams, before any real step
    altered: tuple[Try, ...]  #: the same, in the altered world
    real: tuple[Try, ...]  #: episodes learned from
    until: int | None  #: real steps until it was good enough, those of the window that shows it included; None: not within the cap
    tested: tuple[Try, ...]  #: after all training
    seconds: float

    @property
    def steps(self) -> int:
        """Real steps that were learned from."""
        return sum(each.steps for each in self.real)


class Shaken:
    """Another model, with losses added: what is mined yields nothing, `p` of the times. Whoever learns here does not rely on the model."""

    def __init__(self, model: WorldModel) -> None:
        self.name = f"{model.name} shaken"
        self.model = model
        self.p = 0.0

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """What the other says, and the losses."""
        return [self._shaken(prediction) for prediction in self.model.predict(state, actions)]

    def _shaken(self, prediction: Prediction) -> Prediction:
        if not isinstance(prediction.action, Mine) or not self.p:
            return prediction
        branches = list[Branch]()
        for branch in prediction.branches:
            gains = {item: n for item, n in branch.change.inventory.items() if n > 0}
            if branch.status != "done" or not gains:
                branches.append(branch)
                continue
            kept = {item: n for item, n in branch.change.inventory.items() if n < 0}
            change = msgspec.structs.replace(branch.change, inventory=kept)
            branches.append(msgspec.structs.replace(branch, p=branch.p * (1 - self.p)))
            branches.append(msgspec.structs.replace(branch, p=branch.p * self.p, change=change))
        return msgspec.structs.replace(prediction, branches=tuple(branches))


def train(arm: str, number: int, settings: Settings, laws: Path | None, say: Callable[[str], None] | None = None) -> Training:
    """One training. `arm`: none | rules | authored | both: who dreams; `laws`: the store of authored ones. Raises MachineryError."""
    tell = say or (lambda text: print(f"{arm} {number}: {text}", file=sys.stderr, flush=True))
    began = time.perf_counter()
    real = _real(settings)
    learner = Learner(int(real.action_space.n), number)  # type: ignore[attr-defined]
    dreamed = _dream(learner, arm, number, settings, laws, tell)
    unseen, altered = tuple[Try, ...](), tuple[Try, ...]()
    if arm != "none":
        unseen = _tries(real, learner, settings, UNSEEN + 1000 * number)
        altered = _tries(real, learner, settings, OTHER + 1000 * number, ALTERED)
        tell(f"{_share(unseen)} in unseen worlds, {_share(altered)} in altered ones, before any real step")
        learner.forget()
    episodes, until = list[Try](), None
    while until is None and sum(each.steps for each in episodes) < settings.cap:
        episodes.append(_try(real, learner, TRAINED + 1000 * number + len(episodes)))
        last = episodes[-WINDOW:]
        if len(last) == WINDOW and sum(each.success for each in last) >= ENOUGH:
            until = sum(each.steps for each in episodes)
        if len(episodes) % 10 == 0 or until is not None:
            tell(f"{sum(each.steps for each in episodes)} real steps, {len(episodes)} episodes; {_share(last)} of the last reached the goal")
    tested = _tries(real, learner, settings, UNSEEN + 1000 * number + 500)
    real.close()
    return Training(
        arm=arm, number=number, settings=settings, dreamed=dreamed, unseen=unseen, altered=altered, real=tuple(episodes), until=until, tested=tested,
        seconds=round(time.perf_counter() - began, 1),
    )  # fmt: skip


def _dream(learner: Learner, arm: str, number: int, settings: Settings, laws: Path | None, tell: Callable[[str], None]) -> tuple[Try, ...]:
    models = _dreamers(arm, laws)
    if not models:
        return ()
    envs = [ImaginedEnv(settings.goal, start=yard(0), imagine=model, max_steps=MOST_STEPS) for model in models]
    dice, made = Random(number), list[Try]()
    for episode in range(settings.dreams):
        env, model = envs[episode % len(envs)], models[episode % len(envs)]
        model.p = dice.uniform(0.0, SHAKEN)
        made.append(_try(env, learner, DREAMED * (number + 1) + episode, dreaming=True))
        if (episode + 1) % 50 == 0:
            tell(f"{episode + 1} dreams, {sum(each.steps for each in made)} steps; {_share(made[-50:])} of the last reached the goal")
    return tuple(made)


def _dreamers(arm: str, laws: Path | None) -> list[Shaken]:
    models: list[WorldModel] = []
    if arm in ("rules", "both"):
        models.append(Rules())
    if arm in ("authored", "both"):
        assert laws is not None
        models.append(Learned(LawStore(laws), facts()))
    return [Shaken(model) for model in models]


def _real(settings: Settings) -> GoalEnv:
    if settings.real == "server":
        return ServerEnv(settings.goal, max_steps=MOST_STEPS)
    return ImaginedEnv(settings.goal, start=yard(0), max_steps=MOST_STEPS)


def _try(env: GoalEnv, learner: Learner, world: int, altered: dict[str, Any] | None = None, greedy: bool = False, dreaming: bool = False) -> Try:
    """One episode in the yard of this number."""
    scenario = yard(world, **(altered or {}))
    if isinstance(env, ServerEnv):
        env.scenario, env.rules = scenario, ALTERED_RULES if altered else {}
    elif isinstance(env, ImaginedEnv):
        env.start = scenario
    episode: Episode = play(env, learner, greedy, dreaming, world=world)
    return Try(len(episode.steps), episode.success)


def _tries(env: GoalEnv, learner: Learner, settings: Settings, first: int, altered: dict[str, Any] | None = None) -> tuple[Try, ...]:
    return tuple(_try(env, learner, number, altered, greedy=True) for number, _ in zip(count(first), range(settings.tests), strict=False))


def _share(tries: Sequence[Try]) -> str:
    return f"{sum(each.success for each in tries)} of {len(tries)}"
