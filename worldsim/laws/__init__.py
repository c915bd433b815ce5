"""What each action does, by the rules of the game: one small file per family, each a pure function (state, action, facts) -> Prediction.

They follow the meaning of the actions as `worldsim/actions.py` and the bridge define it, and the facts of the played version;
they know nothing of any server's code.
"""

from __future__ import annotations

from worldsim.actions import Action, Collect, Craft, Dig, Equip, Explore, Mine, MoveTo, Place, Wait
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.laws import collecting, crafting, digging, exploring, holding, moving, placing, waiting
from worldsim.prediction import Prediction
from worldsim.state import State

#: The families of laws by name, and the actions that each is about.
LAWS: dict[str, tuple[type[Action], ...]] = {
    "moving": (MoveTo,),
    "exploring": (Explore,),
    "mining": (Mine, Dig),
    "collecting": (Collect,),
    "placing": (Place,),
    "crafting": (Craft,),
    "holding": (Equip,),
    "waiting": (Wait,),
}


def law_of(action: Action) -> str:
    """The family of laws that an action belongs to."""
    return next(family for family, kinds in LAWS.items() if isinstance(action, kinds))


def withheld(text: str) -> frozenset[str]:
    """What `--laws TEXT` withholds: 'all' (are known): nothing; 'none': every family; '-crafting,-mining': those. Raises UsageError."""
    if text == "all":
        return frozenset()
    if text == "none":
        return frozenset(LAWS)
    names = text.split(",")
    wrong = next((name for name in names if name[:1] != "-" or name[1:] not in LAWS), None)
    if wrong is not None:
        raise UsageError(f"--laws: expected all | none | -FAMILY,... of {', '.join(LAWS)}, found {wrong!r}; for example --laws=-crafting,-mining")
    return frozenset(name[1:] for name in names)


def predict(state: State, action: Action, facts: Facts) -> Prediction:
    """What the laws say of one action in one state. Never raises for a bad action: it fails for a typed reason."""
    match action:
        case MoveTo():
            return moving.predict(state, action, facts)
        case Explore():
            return exploring.predict(state, action, facts)
        case Mine():
            return digging.predict_mine(state, action, facts)
        case Dig():
            return digging.predict_dig(state, action, facts)
        case Collect():
            return collecting.predict(state, action, facts)
        case Place():
            return placing.predict(state, action, facts)
        case Craft():
            return crafting.predict(state, action, facts)
        case Equip():
            return holding.predict(state, action, facts)
        case Wait():
            return waiting.predict(state, action, facts)
