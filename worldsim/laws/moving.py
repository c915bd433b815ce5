"""move_to: there if there is a way on foot."""

from __future__ import annotations

from worldsim.actions import MoveTo
from worldsim.change import Change
from worldsim.facts import Facts
from worldsim.laws.parts import SOURCES, STILL, plus, walk
from worldsim.laws.picking import in_passing
from worldsim.prediction import Branch, Prediction, Quantiles, fails
from worldsim.state import State
from worldsim.walking.ground import ground_of
from worldsim.walking.targets import into, near

#: Coming to rest, where no step was needed.
_AT_ONCE = Quantiles(0, 1, 2)


def predict(state: State, action: MoveTo, facts: Facts) -> Prediction:
    """no_path if there is no way; else the body ends there, with what lay on the way."""
    way = walk(state, into(action.pos) if action.near <= 0 else near(action.pos, action.near))
    if way is None:
        return fails(action, "no_path", f"no way on foot to {action.pos}", ticks=_AT_ONCE, sources=SOURCES, tolerance=STILL)
    branches = [Branch(p=way.p, change=Change(inventory=in_passing(state, ground_of(state.blocks), way.nodes, facts)), end=way.end)]
    if way.p < 1:
        branches.append(Branch(p=1 - way.p, status="failed", reason="no_path", note=f"the way to {action.pos} is not seen as a whole"))
    # Near: any cell of the sphere will do, and of equally long ways the other may be taken.
    tolerance = way.tolerance if action.near <= 0 or way.tolerance == STILL else way.tolerance + min(action.near, 2.0) / 2
    return Prediction(
        action=action, branches=tuple(branches), ticks=plus(way.ticks, _AT_ONCE), tolerance=tolerance, sources=SOURCES, novelty=1 - way.p
    )


RULES = {MoveTo: predict}
