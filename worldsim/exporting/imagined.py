"""Imagined transitions: from real states, actions that the explorer draws, and what a world model makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from worldsim.explorer import Explorer
from worldsim.facts import Facts
from worldsim.imagined import ImaginedWorld
from worldsim.transitions import Origin, Transition
from worldsim.world import WorldModel

#: Actions in a row that are imagined from one real state: errors of a model add up beyond that.
CHAIN = 4


def imagined(real: Sequence[Transition], model: WorldModel, n: int, seed: int, known: Facts) -> Iterator[Transition]:
    """`n` transitions, `CHAIN` in a row from real states that are drawn. The same arguments give the same. Raises what the model raises."""
    dice = Random(seed)
    for number in range(0, n, CHAIN):
        start = dice.choice(real)
        explorer = Explorer(dice.getrandbits(48), known)
        world = ImaginedWorld(model, start.before, dice.getrandbits(48), known)
        for step in range(1, min(CHAIN, n - number) + 1):
            before = world.observe()
            action = explorer.next(before)
            outcome = world.act(action)
            yield Transition(
                episode=f"{start.world} imagined {model.name} {number // CHAIN + 1}",
                step=step,
                before=before,
                action=action,
                outcome=outcome,
                after=world.observe(),
                origin=Origin(source="imagined", model=model.name, start=start.key, likely=round(world.likelihood, 6)),
            )
