"""Two worlds: a few blocks that answer as it is written down here, for the runtime; flat land with trees that obeys the laws, for the skills."""

from __future__ import annotations

import pytest

from skills import Program
from worldsim.actions import Action, Craft, Explore, Mine, MoveTo
from worldsim.blocks import blocks_of
from worldsim.change import Change, Outcome
from worldsim.facts import facts
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, State, state_of

START = Vec(0.5, 64.0, 0.5)


class FakeWorld:
    """`mine` takes the block away and gives an item of its name; all else succeeds and changes nothing."""

    def __init__(self, cells: dict[Pos, str], inventory: dict[str, int] | None = None) -> None:
        self.cells = dict(cells)
        self.inventory = dict(inventory or {})
        self.acted: list[Action] = []
        self.observed = 0

    def observe(self) -> State:
        self.observed += 1
        known = facts()
        cells = {pos: known.state_id(name) for pos, name in self.cells.items()}
        seen = Observed(tick=len(self.acted), body=Body(pos=START, vel=Vec(0, 0, 0)), inventory=dict(self.inventory))
        return state_of(seen, blocks_of(known.palette, cells))

    def act(self, action: Action) -> Outcome:
        self.acted.append(action)
        if isinstance(action, Mine):
            name = self.cells.pop(action.pos, None)
            if name is None:
                return Outcome(action=action, status="failed", reason="nothing_there", end=START, ticks=1)
            self.inventory[name] = self.inventory.get(name, 0) + 1
            return Outcome(action=action, status="done", change=Change(inventory={name: 1}), end=START, ticks=60)
        if isinstance(action, Craft):
            return Outcome(action=action, status="done", change=Change(inventory={action.item: 1, "oak_log": -1}), end=START, ticks=2)
        return Outcome(action=action, status="done", end=START, ticks=5)


GATHER = '''\
from world import count, fail, mine, nearest

def gather_some(names: list[str], want: int) -> bool:
    """Mine the nearest until there are enough."""
    while count(*names) < want:
        at = nearest(names)
        if at is None:
            fail(f"no {names[0]} is known")
        mine(at)
    return True
'''


@pytest.fixture
def gather_some() -> Program:
    return Program(name="gather_some", source=GATHER, entry="gather_some", args={"names": ["oak_log"], "want": 3})


@pytest.fixture
def logs() -> FakeWorld:
    return FakeWorld({Pos(2, 64, 0): "oak_log", Pos(2, 65, 0): "oak_log", Pos(-4, 64, 0): "oak_log", Pos(9, 64, 9): "birch_log"})


@pytest.fixture
def program():
    """A program from its body: `def main() -> bool` with four spaces of indent."""

    def make(body: str, imports: str = "", **args: object) -> Program:
        parameters = ", ".join(f"{name}: {type(value).__name__}" for name, value in args.items())
        lines = "\n".join(f"    {line}" for line in body.splitlines())
        return Program(name="main", source=f"{imports}\n\ndef main({parameters}) -> bool:\n{lines}\n", entry="main", args=args)

    return make


class Unlucky:
    """A world in which every third action but walking is refused once."""

    def __init__(self, world: ImaginedWorld) -> None:
        self.world = world
        self.tries = 0

    def observe(self) -> State:
        return self.world.observe()

    def act(self, action: Action) -> Outcome:
        self.tries += not isinstance(action, MoveTo | Explore)
        if self.tries % 3 == 0 and not isinstance(action, MoveTo | Explore):
            return Outcome(action=action, status="failed", reason="refused", end=self.observe().body.pos, ticks=20)
        return self.world.act(action)


#: Trunks: x, z, height. Six trees, 29 logs.
TREES = ((6, 3, 5), (-7, 4, 4), (10, -8, 5), (-9, -10, 6), (3, -12, 5), (14, 9, 4))


@pytest.fixture
def land():
    """Grass at y=63 from -20 to 19, the body at (0, 64, 0), and oaks with leaves; `more`: further blocks."""

    def make(inventory: dict[str, int] | None = None, more: dict[Pos, str] | None = None, wood: str = "oak", trees=TREES) -> ImaginedWorld:
        names: dict[Pos, str] = {}
        for x in range(-20, 20):
            for z in range(-20, 20):
                names.update({Pos(x, y, z): "dirt" for y in (61, 62)})
                names[Pos(x, 63, z)] = "grass_block"
                names.update({Pos(x, y, z): "air" for y in range(64, 72)})
        for x, z, height in trees:
            for dx in range(-2, 3):
                for dz in range(-2, 3):
                    names.update({Pos(x + dx, 64 + y, z + dz): f"{wood}_leaves" for y in (height - 2, height - 1)})
            names[Pos(x, 64 + height, z)] = f"{wood}_leaves"
            names.update({Pos(x, 64 + y, z): f"{wood}_log" for y in range(height)})
        names.update(more or {})
        known = facts()
        blocks = blocks_of(known.palette, {pos: known.state_id(name) for pos, name in names.items()})
        body = Body(pos=START, vel=Vec(0, 0, 0))
        return ImaginedWorld(Rules(), state_of(Observed(tick=0, body=body, inventory=dict(inventory or {})), blocks), seed=1)

    return make


@pytest.fixture
def unlucky():
    return Unlucky
