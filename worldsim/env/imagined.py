"""`lucidcraft/Imagined-v0`: a goal pursued in a dream, at the speed of the model that dreams it. No server, no node."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from worldsim.env.base import GoalEnv, Rewards
from worldsim.env.dreamed import DreamedWorld
from worldsim.env.starting import SCRATCH, Start, begun
from worldsim.errors import UsageError
from worldsim.goals import Goal
from worldsim.models import Rules
from worldsim.plugins import load
from worldsim.prediction import Prediction
from worldsim.world import World, WorldModel

#: Makes world models by name; this package cannot import who speaks to language models.
FACTORY = "agent.minds:imaginer"


class ImaginedEnv(GoalEnv):
    """`imagine`: rules | llm | hybrid | package.module:Class, or a WorldModel; `model` is the language model of llm and hybrid, PROVIDER:NAME.

    `start`: see `begun`. A step that is newer than `novel`, or hangs on a place that nobody saw, is outside what the model knows: it ends the episode
    with `rewards.unknown`; `beyond=True` goes on instead, on hypothetical ground.
    """

    def __init__(
        self,
        goal: Goal | Mapping[str, Any] | str = "has:wooden_pickaxe",
        *,
        start: Start = SCRATCH,
        imagine: str | WorldModel = "rules",
        model: str | None = None,
        novel: float = 0.9,
        beyond: bool = False,
        max_steps: int = 200,
        rewards: Rewards | Mapping[str, float] | None = None,
        world: int | None = None,
        render_mode: str | None = None,
    ) -> None:
        super().__init__(goal, max_steps=max_steps, rewards=rewards, world=world, render_mode=render_mode)
        if not 0.0 <= novel <= 1.0:
            raise UsageError(f"novel: expected a number from 0 to 1, found {novel!r}")
        self.start = start
        self.novel = novel
        self.beyond = beyond
        self.model = self._model(imagine, model)
        begun(start, world or 0, self.facts)  # said now, not at the first reset

    def open(self, number: int, dice: int) -> World:
        """The start in the world of this number, to be dreamed on."""
        land, more = begun(self.start, number, self.facts)
        return DreamedWorld(self.model, land.state, land.there, self.facts, dice, more)

    def prediction(self) -> Prediction | None:
        """What the model said of the last action."""
        assert isinstance(self._world, DreamedWorld)
        return self._world.predictions[-1]

    def why_unknown(self, prediction: Prediction) -> str:
        """Why the last action led out of what the model knows."""
        if self.beyond:
            return ""
        if not prediction.scored or (isinstance(self._world, DreamedWorld) and self._world.adrift):
            return "unknown: the step hangs on a place that nobody saw"
        return f"unknown: novelty {prediction.novelty:.2f} is above {self.novel:g}" if prediction.novelty > self.novel else ""

    def _model(self, imagine: str | WorldModel, language: str | None) -> WorldModel:
        if not isinstance(imagine, str):
            if not isinstance(imagine, WorldModel):
                raise UsageError(f"imagine: expected a WorldModel (name, predict) or its name, found {type(imagine).__name__}")
            return imagine
        if imagine == "rules":
            return Rules(self.facts)
        made: WorldModel = load(FACTORY, "imagine")(imagine, language, known=self.facts)
        return made
