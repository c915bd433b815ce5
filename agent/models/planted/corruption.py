"""The mistakes that a planted simulator makes: where each can be made, and what it makes of a true answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, get_args

import msgspec

from agent.models.planted.profile import Kind, Profile
from agent.models.planted.truth import Answer
from worldsim.actions import Craft, Dig, Mine
from worldsim.change import Change, Reason
from worldsim.facts import facts
from worldsim.laws.crafting import craft
from worldsim.prediction import Quantiles
from worldsim.space import Vec

T = TypeVar("T")

#: What a model is sure of when it is right, and when it is wrong and knows that it might be.
SURE, UNSURE = 0.95, 0.6
_REASONS: tuple[Reason, ...] = get_args(Reason)
_DROPS = ("stick", "apple", "string", "diamond")
#: Farther than any law's tolerance, in blocks.
_OFF = 8.0


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as the model tells it, with what was done to it."""

    truth: Answer
    answer: Answer
    mistake: Kind | None
    p_success: float
    ticks_wrong: bool


def tell(truth: Answer, profile: Profile) -> Told:
    """What the model makes of the truth: a pure function of the profile and the answer's key."""
    made = {
        kind: change for kind, corrupt in _MISTAKES.items() if (change := corrupt(truth, lambda *what: profile.dice(*what, truth.key))) is not None
    }
    mistake = profile.mistake(truth.key, frozenset(made))
    answer = made[mistake] if mistake else truth
    ticks_wrong = profile.dice("ticks", truth.key) < profile.wrong_ticks
    if ticks_wrong:
        late = 3 * truth.ticks.p90 + 20
        answer = msgspec.structs.replace(answer, ticks=Quantiles(late, late + 10, late + 20))
    right = (answer.status == "done") == (truth.status == "done")
    sure = SURE if right or profile.dice("sure", truth.key) < profile.overconfidence else UNSURE
    p = sure if answer.status == "done" else round(1 - sure, 6)
    return Told(truth=truth, answer=answer, mistake=mistake, p_success=p, ticks_wrong=ticks_wrong)


#: Numbers in [0, 1) by name, for one transition.
Dice = Callable[..., float]


def _wrong_count(truth: Answer, dice: Dice) -> Answer | None:
    if truth.status != "done":
        return None
    wrong = {}
    for item, count in truth.change.inventory.items():
        if count > 0 or truth.before.count(item) > -count:
            wrong[item] = count + (1 if count > 0 else -1)
        elif count < -1:
            wrong[item] = count + 1
    if not wrong:
        return None
    item = _pick(sorted(wrong), dice("item"))
    return _changed(truth, inventory={**truth.change.inventory, item: wrong[item]})


def _hallucinated_drop(truth: Answer, dice: Dice) -> Answer | None:
    if truth.status != "done" or not isinstance(truth.action, Mine | Dig):
        return None
    item = _pick([name for name in _DROPS if name not in truth.change.inventory], dice("drop"))
    return _changed(truth, inventory={**truth.change.inventory, item: 1})


def _forgotten_cell(truth: Answer, dice: Dice) -> Answer | None:
    if truth.status != "done" or not truth.change.blocks:
        return None
    cell = _pick(truth.change.blocks, dice("cell"))
    return _changed(truth, blocks=tuple(change for change in truth.change.blocks if change != cell))


def _forgotten_table(truth: Answer, dice: Dice) -> Answer | None:
    if truth.reason != "no_table" or not isinstance(truth.action, Craft) or truth.action.times < 1:
        return None
    made = craft(list(facts().recipes_for(truth.action.item)), truth.action.times, truth.before, facts())
    if made.missing or made.full:
        return None
    before = truth.before.inventory
    gained = {item: made.inventory.get(item, 0) - before.get(item, 0) for item in {**before, **made.inventory}}
    change = Change(inventory={item: count for item, count in gained.items() if count})
    return msgspec.structs.replace(truth, status="done", reason=None, note="", change=change)


def _wrong_reason(truth: Answer, dice: Dice) -> Answer | None:
    if truth.status != "failed":
        return None
    return msgspec.structs.replace(truth, reason=_pick([reason for reason in _REASONS if reason != truth.reason], dice("reason")))


def _false_success(truth: Answer, dice: Dice) -> Answer | None:
    if truth.status != "failed":
        return None
    return msgspec.structs.replace(truth, status="done", reason=None, note="", change=Change(), end=truth.before.body.pos)


def _false_failure(truth: Answer, dice: Dice) -> Answer | None:
    if truth.status != "done":
        return None
    return msgspec.structs.replace(truth, status="failed", reason="refused", note="it will not work", change=Change(), end=truth.before.body.pos)


def _wrong_place(truth: Answer, dice: Dice) -> Answer | None:
    if truth.status != "done":
        return None
    return msgspec.structs.replace(truth, end=Vec(truth.end.x + _OFF, truth.end.y, truth.end.z))


def _unknown_name(truth: Answer, dice: Dice) -> Answer | None:
    names = [item for item in sorted(truth.change.inventory) if f"{item}s" not in facts().items]
    if truth.status != "done" or not names:
        return None
    item = _pick(names, dice("name"))
    return _changed(truth, inventory={f"{name}s" if name == item else name: count for name, count in truth.change.inventory.items()})


_MISTAKES: dict[Kind, Callable[[Answer, Dice], Answer | None]] = {
    "wrong_count": _wrong_count,
    "hallucinated_drop": _hallucinated_drop,
    "forgotten_cell": _forgotten_cell,
    "forgotten_table": _forgotten_table,
    "wrong_reason": _wrong_reason,
    "false_success": _false_success,
    "false_failure": _false_failure,
    "wrong_place": _wrong_place,
    "unknown_name": _unknown_name,
}


def possible(truth: Answer) -> frozenset[Kind]:
    """The mistakes that can be made of it."""
    return frozenset(kind for kind, corrupt in _MISTAKES.items() if corrupt(truth, lambda *what: 0.0) is not None)


def _changed(truth: Answer, **fields: object) -> Answer:
    return msgspec.structs.replace(truth, change=msgspec.structs.replace(truth.change, **fields))


def _pick(options: Sequence[T], point: float) -> T:
    return options[int(point * len(options))]
