"""The architect: a building from words, drawn by a model and checked by code, until nothing is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from curriculum.architecture.defects import LARGEST, Defect, defects
from curriculum.architecture.parts import Design, of_wood
from worldsim.errors import BudgetSpent, ModelDown, Nonsense
from worldsim.events import Designed, Event
from worldsim.prompting import data, filled, flat, prompt, quoted
from worldsim.world import Ask

#: How often a model draws, the first time included.
ROUNDS = 4
#: Characters of a prompt, and of a brief and a defect in it.
_BUDGET, _BRIEF, _DEFECT = 14_000, 400, 300
#: Characters of a last design that is shown again; a longer one is described by its defects alone.
_SHOWN = 8_000

Tell = Callable[[Event], None]


class Undrawn(msgspec.Struct, frozen=True):
    """No design without defects came; `why` is one line for people."""

    why: str


class Architect:
    """A model in the role of the architect."""

    def __init__(self, ask: Ask, tell: Tell) -> None:
        self.ask = ask
        self.tell = tell

    def design(self, brief: str, wood: str, tick: int = 0) -> Design | Undrawn:
        """A design for `brief` that has no defects, after at most ROUNDS; every one is told. Raises BudgetSpent."""
        last: Design | None = None
        wrong: list[Defect] = []
        trouble = ""
        for number in range(1, ROUNDS + 1):
            try:
                drawn = self.ask("architect", _prompt(brief, wood, number, last, wrong), Design)
            except BudgetSpent:
                raise
            except Nonsense as error:  # another round is another question
                trouble = f"the answer was no design: {error}"
                self.tell(Designed(tick=tick, brief=brief, round=number, defects=(trouble,)))
                continue
            except ModelDown as error:
                return Undrawn(f"the architect cannot be asked: {error}")
            wrong = defects(of_wood(drawn, wood))
            self.tell(Designed(tick=tick, brief=brief, round=number, name=drawn.name, parts=len(drawn.parts), defects=tuple(d.text for d in wrong)))
            if not wrong:
                return drawn
            last, trouble = drawn, f"the last had {len(wrong)}: {wrong[0].text}"
        return Undrawn(f"no design without defects after {ROUNDS} rounds; {trouble}")


def _prompt(brief: str, wood: str, number: int, last: Design | None, wrong: list[Defect]) -> str:
    parts = {
        "largest": f"{LARGEST.x} x {LARGEST.y} x {LARGEST.z}",
        "brief": quoted(brief, _BRIEF),
        "wood": wood,
        "round": str(number),
        "last": _shown(last),
        "defects": [f"- {flat(defect.text, _DEFECT)}" for defect in wrong],
    }
    return filled(prompt("curriculum", "architect"), _BUDGET, parts)


def _shown(last: Design | None) -> str:
    if last is None:
        return "none"
    text = data(last)
    return text if len(text) <= _SHOWN else f"(its {len(last.parts)} parts are too long to show again: use fewer)"
