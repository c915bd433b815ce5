"""The agent as an object: `Agent(seed=3).run("build a house")`. The command line is this, with a display."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from agent.roles import player
from agent.running import Ending, run_goal
from agent.settings import Settings
from curriculum.files import read_blueprint
from curriculum.parse import parse
from curriculum.request import Request, Wish
from worldsim.errors import UsageError
from worldsim.world import World, WorldModel

__all__ = ["Agent", "Ending"]


class Agent:
    """Pursues goals. `world`: a World of your own (default: the one the settings ask for, opened anew for each run).

    `model`: who imagines, a WorldModel (default: the one the settings name). All other options are those of `Settings`.
    """

    def __init__(
        self, *, world: World | None = None, model: WorldModel | None = None, settings: Settings | None = None, show: bool = False, **options: Any
    ) -> None:
        self._world = world
        self._model = model
        self._settings = settings or _settings(options)
        self._show = show

    def run(self, goal: str) -> Ending:
        """Pursue `goal` to its end. Raises UsageError for bad input, before anything is written; whatever happens later is in the Ending."""
        request = self._request(goal)
        settings = msgspec.structs.replace(self._settings, goal=goal)
        return run_goal(settings, request, world=self._world, model=self._model, show=self._show)

    def _request(self, goal: str) -> Request:
        """What rules read in it; else a wish, if there is a model that could make something of one. Raises UsageError."""
        try:
            return parse(goal)
        except UsageError:
            able = any(player(self._settings, role) for role in ("propose", "architect"))
            if not able or not goal.strip():
                raise
            return Wish(goal)

    def build(self, blueprint: str | Path) -> Ending:
        """Build what a file holds (curriculum/files.py). Raises UsageError for a building that cannot be built, before anything is written."""
        request = read_blueprint(Path(blueprint))
        settings = msgspec.structs.replace(self._settings, goal=request.sentence, blueprint=str(blueprint))
        return run_goal(settings, request, world=self._world, model=self._model, show=self._show)

    def listen(self) -> Ending:
        """Pursue what a player asks for in the game's chat (`listen`), each goal as a run of its own, until Ctrl-C. Raises UsageError.

        A `world` of your own must be one in which players talk: agent.listening_run.Talking.
        """
        from agent.listening_run import listen

        return listen(self._settings, self._request, world=self._world, show=self._show)

    def explore(self) -> Ending:
        """Pursue as many goals of its own as the settings say (`iterations`), near the frontier of ability."""
        settings = msgspec.structs.replace(self._settings, goal=f"{self._settings.iterations} goals of its own", explore=True)
        return run_goal(settings, None, world=self._world, model=self._model, show=self._show)


def _settings(options: dict[str, Any]) -> Settings:
    """Options as they come from Python, checked like those of the command line. Raises UsageError."""
    try:
        return msgspec.convert({"goal": "", **options}, Settings)
    except msgspec.ValidationError as error:
        raise UsageError(f"Agent: expected options of Settings ({', '.join(Settings.__struct_fields__)}), found: {error}") from None
