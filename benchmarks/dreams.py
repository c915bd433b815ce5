"""What dreaming costs: 200 actions of a program in the sandbox, imagined by the laws from a state; the sandbox alone; and a fork in the middle."""

from __future__ import annotations

from itertools import cycle, islice, product

import msgspec

from benchmarks.pace import Work, timed
from skills import runtime
from skills.program import Program, ViewCall
from worldsim.actions import Action, Wait
from worldsim.change import Outcome
from worldsim.dream import Dream, dream
from worldsim.errors import UsageError
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.space import REACH, Pos
from worldsim.state import State
from worldsim.walking.ground import ground_of
from worldsim.world import World

ACTIONS = 200
#: Each round is five actions, of five kinds.
_CHORES = """
from world import craft, equip, mine, move_to, place

def chores(spots: list[list[int]], ways: list[list[int]]) -> bool:
    for round in range(len(spots)):
        craft("oak_planks")
        place("oak_planks", spots[round])
        mine(spots[round])
        equip("oak_log")
        move_to(ways[round])
    return True
"""
_NOTHING = """
from world import wait

def nothing(times: int) -> bool:
    for _ in range(times):
        wait(1)
    return True
"""


def dreamed(state: State) -> Work:
    """Chores around where the body stands, dreamed over Rules. Raises UsageError where there is no room for them."""
    program, start, rules = chores(state), stocked(state), Rules()

    def run() -> float:
        found: list[Dream] = []
        took = timed(lambda: found.append(dream(lambda world: runtime.run(program, world), start, rules, k=1)))
        if found[0].actions != ACTIONS or not found[0].p_success:
            raise UsageError(f"expected a dream of {ACTIONS} actions, found {found[0].actions:g}, {found[0].note!r}: start on more level land")
        return took

    return Work(run, ACTIONS)


def floor(state: State) -> Work:
    """As many calls, answered at once by nobody: what the sandbox takes."""
    program = Program(name="nothing", source=_NOTHING, entry="nothing", args={"times": ACTIONS})
    world = _Nobody(state)
    return Work(lambda: timed(lambda: runtime.run(program, world)), ACTIONS)


def fork(state: State) -> Work:
    """The program stands at its 101st call, in a world that was imagined so far: both go on twice."""
    program, start, rules = chores(state), stocked(state), Rules()

    def run() -> float:
        world = ImaginedWorld(rules, start)
        with runtime.start(program) as execution:
            for _ in range(ACTIONS // 2):
                _answer(execution, world)
            thawed: list[runtime.Execution] = []

            def both() -> None:
                thawed.append(execution.fork().thaw())
                ImaginedWorld(rules, world.observe())

            took = timed(both)
            thawed[0].close()
        return took

    return Work(run, 1)


def _answer(execution: runtime.Execution, world: World) -> None:
    """Answer the pending action."""
    call = execution.pending
    assert call is not None
    assert not isinstance(call, ViewCall)
    execution.answer(world.act(call))


def chores(state: State) -> Program:
    """The program, with cells around the body to build in, and to walk to. Raises UsageError where there are none."""
    here, ground = state.body.pos.cell, ground_of(state.blocks)
    around = [here.offset(dx, dy, dz) for dx, dy, dz in product(range(-4, 5), (0, -1, 1), range(-4, 5)) if dx or dz]
    free = [pos for pos in around if ground.stands(pos.x, pos.y, pos.z) and state.body.eyes.distance(pos.center) < REACH]
    if len(free) < 3:
        raise UsageError(f"expected free ground around {here}, found {len(free)} cells to stand in: start elsewhere")
    rounds = ACTIONS // 5
    spots = list(islice(cycle(free), rounds))
    ways = list(islice(cycle([*free[1:], free[0]]), rounds))
    args = {"spots": [_cell(pos) for pos in spots], "ways": [_cell(pos) for pos in ways]}
    return Program(name="chores", source=_CHORES, entry="chores", args=args)


def stocked(state: State) -> State:
    """The same body with what the chores use up."""
    return msgspec.structs.replace(state, inventory={"oak_log": 64}, tools=(), free_slots=30)


class _Nobody:
    """Answers at once, and nothing happens."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._outcome = Outcome(action=Wait(1), status="done", end=state.body.pos, ticks=1)

    def observe(self) -> State:
        return self._state

    def act(self, action: Action) -> Outcome:
        return self._outcome


def _cell(pos: Pos) -> list[int]:
    return [pos.x, pos.y, pos.z]
