"""What each action does, by the rules of the game: one small file per family, each a pure function (state, action, facts) -> Prediction.

They follow the meaning of the actions as `worldsim/actions.py` and the bridge define it, and the facts of the played version;
they know nothing of any server's code. A file that has `RULES`, from kinds of action to such functions, is a family: adding a law is adding a file.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from worldsim.actions import Action
from worldsim.arguments import wrong_with
from worldsim.errors import UsageError
from worldsim.facts import Facts
from worldsim.laws.environment import endured
from worldsim.laws.hostile import beset
from worldsim.laws.meanwhile import meanwhile
from worldsim.laws.parts import SOURCES, STILL
from worldsim.prediction import Prediction, fails
from worldsim.state import State

Rule = Callable[[State, Any, Facts], Prediction]


def _families() -> dict[str, dict[type[Action], Rule]]:
    modules = {module.name: import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)}
    return {name: module.RULES for name, module in modules.items() if hasattr(module, "RULES")}


_FAMILIES = _families()
_RULES: dict[type[Action], Rule] = {kind: rule for rules in _FAMILIES.values() for kind, rule in rules.items()}
#: The families of laws by name, and the actions that each is about.
LAWS: dict[str, tuple[type[Action], ...]] = {name: tuple(rules) for name, rules in _FAMILIES.items()}


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
    if wrong := wrong_with(action, facts, state):
        return fails(action, "bad_argument", wrong, sources=SOURCES, tolerance=STILL)
    return beset(state, endured(state, meanwhile(state, _RULES[type(action)](state, action, facts), facts), facts), facts)
