"""The learner of the lab: tabular Q-learning, the same wherever the steps come from.

What it knows of a state is what the environment shows: how many it carries of each thing that the goal needs, clipped at `CLIP`, the mask of
the actions, and which action was done last if that altered none of both. Reward: 1 for the goal (the environment's), 1 for the first of each
thing that the goal needs (milestones, as MineRL's obtain tasks have them), -0.01 a step. It learns from each step at once; after each episode its
steps, and those of episodes drawn from all before, are gone through again from the end to the beginning, so that few real steps go a long way.
Nothing of the task is written in here.
"""

from __future__ import annotations

from random import Random
from typing import Any

import msgspec
import numpy as np

from worldsim.env.base import GoalEnv

#: Counts above this are alike: no recipe of the tasks needs more of a thing.
CLIP = 4
#: Discount, learning rate.
DISCOUNT, RATE = 0.9, 0.5
#: A random action is taken so often: at first, and at least; it falls with the episodes, halved after so many. In dreams, where nothing is at
#: stake, it stays higher.
EPSILON, LEAST, LEAST_DREAMING, HALVED = 0.5, 0.03, 0.2, 15
#: Episodes that are gone through again after each.
REPLAYED = 20
#: What an action that was never tried is thought to be worth: more than nothing, so that it is.
HOPE = 0.5
STEP_COST = -0.01

#: Actions that the lab leaves out, for all alike: all that is needed is in sight of the start, and who walks 64 blocks away has lost it.
LEFT_OUT = ("explore", "wait")

Key = tuple[int, ...]


class Step(msgspec.Struct, frozen=True):
    """One step as it is learned from."""

    key: Key
    action: int
    reward: float
    after: Key
    legal: tuple[int, ...]  #: actions afterwards; () where the episode ended for good


class Episode(msgspec.Struct, frozen=True):
    """How one went."""

    success: bool
    reward: float
    steps: tuple[Step, ...]
    why: str  #: why it ended: goal, died, unknown ..., '' if time was up


class Learner:
    """A table of values, and the dice that it explores with."""

    def __init__(self, actions: int, seed: int) -> None:
        self._actions = actions
        self._dice = Random(seed)
        self._values: dict[Key, np.ndarray[Any, np.dtype[np.float64]]] = {}
        self._memory: list[Episode] = []
        self.episodes = 0

    def act(self, key: Key, legal: tuple[int, ...], greedy: bool = False, dreaming: bool = False) -> int:
        """An action out of those that are legal; the best known, ties drawn, or if it is not greedy now and then any."""
        least = LEAST_DREAMING if dreaming else LEAST
        if not greedy and self._dice.random() < max(least, EPSILON * 0.5 ** (self.episodes / HALVED)):
            return self._dice.choice(legal)
        values = self._row(key)
        best = max(values[action] for action in legal)
        return self._dice.choice([action for action in legal if values[action] == best])

    def saw(self, step: Step) -> None:
        """Learn from one step, at once."""
        ahead = 0.0
        if step.legal:
            values = self._row(step.after)
            ahead = max(values[action] for action in step.legal)
        row = self._row(step.key)
        row[step.action] += RATE * (step.reward + DISCOUNT * ahead - row[step.action])

    def learn(self, episode: Episode) -> None:
        """Back up the steps of an episode that is over, and of some before it."""
        self.episodes += 1
        self._memory.append(episode)
        for past in (*self._dice.sample(self._memory, min(REPLAYED, len(self._memory))), episode):
            for step in reversed(past.steps):
                self.saw(step)

    def forget(self) -> None:
        """Drop the episodes that are remembered; what was learned from them stays."""
        self._memory.clear()

    def _row(self, key: Key) -> np.ndarray[Any, np.dtype[np.float64]]:
        row = self._values.get(key)
        if row is None:
            row = self._values[key] = np.full(self._actions, HOPE)
        return row


def seen(observation: dict[str, Any]) -> Key:
    """What the learner tells states apart by, but for the last action."""
    return (*np.minimum(observation["inventory"], CLIP).tolist(), *observation["action_mask"].tolist())


def legal_of(observation: dict[str, Any], left_out: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """The numbers of the actions that are not masked, nor left out."""
    return tuple(action for action in np.flatnonzero(observation["action_mask"]).tolist() if action not in left_out)


def play(env: GoalEnv, learner: Learner, greedy: bool = False, dreaming: bool = False, **options: object) -> Episode:
    """One episode, learned from unless it is greedy. `options` go to the reset."""
    left_out = frozenset(number for number, name in enumerate(env.action_names) if name.startswith(LEFT_OUT))
    observation, _ = env.reset(options=options)
    shown, legal = seen(observation), legal_of(observation, left_out)
    key, had = (*shown, -1), observation["inventory"] > 0
    steps, total = list[Step](), 0.0
    while True:
        action = learner.act(key, legal, greedy, dreaming)
        observation, reward, terminated, truncated, info = env.step(action)
        has = had | (observation["inventory"] > 0)
        gained = float(reward) + float(has.sum() - had.sum()) + STEP_COST
        before, shown, legal, had = shown, seen(observation), legal_of(observation, left_out), has
        step = Step(key, action, gained, (*shown, action if shown == before else -1), () if terminated else legal)
        if not greedy:
            learner.saw(step)
        steps.append(step)
        key, total = step.after, total + gained
        if terminated or truncated:
            episode = Episode(info["why"] == "goal", total, tuple(steps), info["why"])
            if not greedy:
                learner.learn(episode)
            return episode
