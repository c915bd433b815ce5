"""What the imagined and the real environment share: spaces, actions, reward and info. They differ in the world that they open alone."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any

import gymnasium
import msgspec
import numpy as np

from worldsim.actions import describe
from worldsim.change import Outcome
from worldsim.env.asked import goal_of
from worldsim.env.needs import needs_of
from worldsim.env.templates import menu
from worldsim.env.watching import Eyes, Observation
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.goals import Goal
from worldsim.judging import judge
from worldsim.prediction import Prediction
from worldsim.state import State
from worldsim.world import World

#: Worlds have numbers below this.
WORLDS = 2**31 - 1


class Rewards(msgspec.Struct, frozen=True, kw_only=True):
    """What a step is worth. Reaching the goal is worth 1."""

    step: float = 0.0  #: each
    shaped: float = 0.0  #: times how much of the goal came to hold
    illegal: float = -0.01  #: an action that was masked; nothing is done then
    unknown: float = -1.0  #: leaving what the model knows, which ends the episode
    died: float = -1.0


class GoalEnv(gymnasium.Env[Observation, np.int64]):
    """A goal in a world. Observations: `worldsim/env/watching.py`; actions: `worldsim/env/templates.py`.

    An episode ends (terminated) with the goal reached, the body dead, or, in a dream, outside what the model knows; truncated after `max_steps`.
    `info` of a step: see `_info`. `reset(options={"world": 7})` takes that world; else each reset draws one, the same ones after `reset(seed=s)`.
    """

    metadata: dict[str, Any] = {"render_modes": ["rgb_array"], "render_fps": 4}  # noqa: RUF012 (gymnasium's own declaration)

    def __init__(
        self,
        goal: Goal | Mapping[str, Any] | str = "has:wooden_pickaxe",
        *,
        max_steps: int = 200,
        rewards: Rewards | Mapping[str, float] | None = None,
        world: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        if not isinstance(max_steps, int) or max_steps < 1:
            raise UsageError(f"max_steps: expected a whole number of at least 1, found {max_steps!r}")
        if render_mode not in (None, *self.metadata["render_modes"]):
            raise UsageError(f"render_mode: expected rgb_array or None, found {render_mode!r}")
        self.facts = facts()
        self.goal = goal_of(goal, self.facts)
        self.max_steps = max_steps
        self.rewards = _rewards(rewards)
        self.render_mode = render_mode
        self.world_number = _world(world)
        self.menu = menu(self.goal, self.facts)
        self.eyes = Eyes(needs_of(self.goal, self.facts), self.menu, self.facts)
        self.action_names = tuple(template.name for template in self.menu)
        self.action_space = gymnasium.spaces.Discrete(len(self.menu))
        self.observation_space = self.eyes.space()
        self.state: State | None = None  #: what is known now; None before the first reset
        self._world: World | None = None
        self._steps = 0
        self._progress = 0.0

    @abstractmethod
    def open(self, number: int, dice: int) -> World:
        """The world of this number, anew; `dice` is for what is left to chance in it."""

    def prediction(self) -> Prediction | None:
        """What was predicted of the last action, if anybody did."""
        return None

    def why_unknown(self, prediction: Prediction) -> str:
        """Why the last action led out of what is known; '' if it did not."""
        return ""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Observation, dict[str, Any]]:
        """A new episode. `options`: world (its number). Raises UsageError, MachineryError."""
        super().reset(seed=seed)
        asked = _world((options or {}).get("world", self.world_number))
        drawn, dice = (int(n) for n in self.np_random.integers(WORLDS, size=2))
        number = drawn if asked is None else asked
        self._world = self.open(number, dice)
        self.state = self._world.observe()
        self._steps = 0
        verdict = judge(self.goal, self.state)
        self._progress = verdict.progress
        observation = self.eyes.see(self.state, verdict.progress)
        return observation, {"world": number, "action_mask": observation["action_mask"].copy(), "evidence": verdict.evidence}

    def step(self, action: np.int64 | int) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Do one of the templates. Raises UsageError before the first reset and for a number that is none, and MachineryError."""
        if self._world is None or self.state is None:
            raise UsageError("step: expected a reset before the first step, found none; call env.reset()")
        if not self.action_space.contains(action):
            raise UsageError(f"action: expected a whole number from 0 to {len(self.menu) - 1}, found {action!r}")
        template = self.menu[int(action)]
        real = template.fill(self.state) if template.fits(self.state) else None
        outcome = None if real is None else self._world.act(real)
        prediction = None if outcome is None else self.prediction()
        if outcome is not None:
            self.state = self._world.observe()
        self._steps += 1
        verdict = judge(self.goal, self.state)
        why = self._why(outcome, prediction, verdict.done)
        gained, self._progress = verdict.progress - self._progress, verdict.progress
        worth = self.rewards
        reward = worth.step + worth.shaped * gained + (worth.illegal if outcome is None else 0.0)
        reward += {"goal": 1.0, "died": worth.died, "": 0.0}.get(why, worth.unknown)
        observation = self.eyes.see(self.state, verdict.progress)
        info = self._info(template.name, outcome, prediction)
        info |= {"why": why, "evidence": verdict.evidence, "action_mask": observation["action_mask"].copy()}
        return observation, float(reward), bool(why), not why and self._steps >= self.max_steps, info

    def render(self) -> Any:
        """What the eyes see, as a picture: uint8 [200, 320, 3]; None without a render mode."""
        if self.render_mode is None or self.state is None:
            return None
        from worldsim.seeing.picture import picture

        return picture(self.state, self.facts)

    def action_masks(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """The mask as booleans, by the name that libraries with masked policies look for."""
        if self.state is None:
            raise UsageError("action_masks: expected a reset before, found none; call env.reset()")
        return self.eyes.mask(self.state).astype(np.bool_)

    def _why(self, outcome: Outcome | None, prediction: Prediction | None, done: bool) -> str:
        """Why the episode ends: goal, died, or what is unknown; '' if it goes on. Nothing that is not known counts as reached."""
        assert self.state is not None
        unknown = "" if prediction is None else self.why_unknown(prediction)
        if unknown:
            return unknown
        if done:
            return "goal"
        return "died" if self.state.body.health <= 0 or (outcome is not None and outcome.reason == "died") else ""

    def _info(self, name: str, outcome: Outcome | None, prediction: Prediction | None) -> dict[str, Any]:
        """All of it plain data, with the same keys in every step. `p_success` and `novelty` are 1 and 0 where nobody predicted."""
        nothing: dict[str, Any] = {"change": {}, "env": {}}
        return {
            "legal": outcome is not None,
            "name": name,
            "action": "" if outcome is None else describe(outcome.action),
            "status": "" if outcome is None else outcome.status,
            "reason": "" if outcome is None else outcome.reason or "",
            "note": "" if outcome is None else outcome.note,
            "ticks": 0 if outcome is None else outcome.ticks,
            "delta": nothing if outcome is None else {"change": msgspec.to_builtins(outcome.change), "env": msgspec.to_builtins(outcome.env)},
            "p_success": 1.0 if prediction is None else float(prediction.p_success),
            "novelty": 0.0 if prediction is None else float(prediction.novelty),
            "scored": prediction is None or prediction.scored,
            "sources": [] if prediction is None else [[leaf.family, leaf.source] for leaf in prediction.sources],
        }


def _rewards(asked: Rewards | Mapping[str, float] | None) -> Rewards:
    if isinstance(asked, Rewards):
        return asked
    fields = Rewards.__struct_fields__
    wrong = next((name for name in asked or {} if name not in fields), None)
    if wrong is not None:
        raise UsageError(f"rewards: expected some of {', '.join(fields)}, found {wrong!r}")
    try:
        return msgspec.convert(dict(asked or {}), Rewards)
    except msgspec.ValidationError as error:
        raise UsageError(f"rewards: expected numbers, found {asked}: {error}") from None


def _world(number: object) -> int | None:
    if number is None or (isinstance(number, int | np.integer) and number >= 0):
        return None if number is None else int(number)
    raise UsageError(f"world: expected a whole number of at least 0, found {number!r}")
