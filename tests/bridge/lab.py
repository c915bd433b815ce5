"""A server, a bot on it, and plots to play on: what is done there is held against what the laws predict."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import msgspec

from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.actions import Action, Wait
from worldsim.change import Change, Outcome
from worldsim.compare import Comparison, compare
from worldsim.facts import facts
from worldsim.laws import predict
from worldsim.prediction import Prediction
from worldsim.space import Pos
from worldsim.state import Job, State

APART = 48


class Lab:
    """A server, a bot on it, and plots to play on."""

    def __init__(self, server: EmbeddedServer, world: MineflayerWorld) -> None:
        self.server, self.world = server, world
        self._plots = count(1)
        self.x = 0

    def scene(self, blocks: dict[tuple[int, int, int], str] | None = None, inventory: dict[str, int] | None = None) -> State:
        """A new plot: `blocks` by place, the feet being (0, 0, 0); all that is carried."""
        self.x = next(self._plots) * APART
        self.server.setup("clear")
        self.server.setup("tp", self.x + 0.5, 64, 0.5)
        self.world.act(Wait(5))
        for (x, y, z), name in (blocks or {}).items():
            self.server.setup("setblock", *self.at(x, y, z), name)
        for name, number in (inventory or {}).items():
            self.server.setup("give", name, number)
        self.world.act(Wait(5))
        state = self.world.observe()
        assert state.inventory == (inventory or {})
        return state

    def at(self, x: int, y: int, z: int) -> tuple[int, int, int]:
        """A place of the plot in the world."""
        return self.x + x, 64 + y, z

    def pos(self, x: int, y: int, z: int) -> Pos:
        return Pos(*self.at(x, y, z))

    def latent(self) -> list[Job]:
        """What is known but not seen, of this plot."""
        return [job for job in self.world.observe().latent if abs(job.pos.x - self.x) < APART / 2]

    def act(self, action: Action) -> tuple[Outcome, Comparison, Prediction]:
        """Predicted, done, compared."""
        before = self.world.observe()
        said = predict(before, action, facts())
        outcome = self.world.act(action)
        return outcome, compare(said, before, outcome), said

    def as_said(self, action: Action) -> Outcome:
        """It goes as the laws say: status, reason, change, place and time."""
        outcome, comparison, said = self.act(action)
        assert comparison.met, f"{said.mode.status} {said.mode.reason} {said.mode.change} {said.mode.end}\n{outcome}"
        assert comparison.ticks_in, (said.ticks, outcome.ticks)
        return outcome

    def fails(self, action: Action, reason: str) -> Outcome:
        """It fails for this reason, as the laws say, and changes nothing."""
        outcome = self.as_said(action)
        assert (outcome.status, outcome.reason) == ("failed", reason), outcome
        assert msgspec.structs.replace(outcome.change, health=0.0, food=0, saturation=0.0) == Change()
        return outcome


@contextmanager
def opened(**scenario: object) -> Iterator[Lab]:
    """A server of its own."""
    with (
        EmbeddedServer(seed=7, scenario={"terrain": "flat", "spawn": [0, 64, 0], **scenario}) as server,
        MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), facts().palette, warp=0) as world,
    ):
        server.setup("gamerule", "doMobSpawning", False)
        yield Lab(server, world)
        assert server.troubles == []
