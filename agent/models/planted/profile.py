"""The error profile of a planted model: which mistakes it makes, how often, and the dice that decide for each transition."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

import msgspec

from worldsim.errors import UsageError
from worldsim.files import read_text

#: The mistakes of a simulator. At most one of them is made of a transition; each only where it can be made (`corruption.py`).
Kind = Literal[
    "wrong_count",  # one item gained or lost is told with another count
    "hallucinated_drop",  # an item is gained that nobody got
    "forgotten_cell",  # one altered cell is not told
    "forgotten_table",  # a craft that failed for want of a table is told to succeed
    "wrong_reason",  # a failure is told with another reason
    "false_success",  # a failure is told to succeed, and to change nothing
    "false_failure",  # a success is told to fail
    "wrong_place",  # the body is told to end eight blocks off
    "unknown_name",  # an item is told by a name that Minecraft does not know
]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rates are 0-1: of the transitions where the mistake can be made, the share where it is. The rates of the nine kinds sum to at most 1."""

    seed: int = 0
    wrong_count: float = 0.0
    hallucinated_drop: float = 0.0
    forgotten_cell: float = 0.0
    forgotten_table: float = 0.0
    wrong_reason: float = 0.0
    false_success: float = 0.0
    false_failure: float = 0.0
    wrong_place: float = 0.0
    unknown_name: float = 0.0
    wrong_ticks: float = 0.0  #: durations three times too long, of all transitions
    overconfidence: float = 0.0  #: of the transitions whose status is told wrong: told with as sure a p_success as a right one
    format_error: float = 0.0  #: of the replies: malformed when first asked, right when asked again
    stubborn: float = 0.0  #: of the malformed replies: they stay malformed, however often it asks
    buggy_laws: float = 0.0  #: of the laws that it writes: those written with a bug
    fixes: bool = True  #: every round with counter-examples takes one bug out of each law; what a plan or a drawing is blamed for is mended
    cyclic: float = 0.0  #: of the wishes that it splits: two sub-goals need one another
    unknown_goal: float = 0.0  #: a sub-goal names an item that Minecraft does not know
    unreachable: float = 0.0  #: a sub-goal is to carry what nobody can get
    already_true: float = 0.0  #: a sub-goal holds already
    missing_part: float = 0.0  #: a sub-goal is left out
    hanging_block: float = 0.0  #: of the buildings that it draws: a block touches nothing
    open_wall: float = 0.0  #: a cell of a wall is left out
    no_door: float = 0.0  #: the doors are left out
    unreachable_roof: float = 0.0  #: the stairs are left out
    unknown_block: float = 0.0  #: a part is of a block that Minecraft does not know
    unobtainable_material: float = 0.0  #: a part is of a block that nobody can get
    rambles: float = 0.0  #: of the failures that it explains: far too many words, and not true
    lies: float = 0.0  #: of the rules that it reads: those told as the opposite
    # Of the skills that it writes, where it can be believed: those in which it is, until the writer is told why that fails (fixes).
    misnames: float = 0.0  #: a verb that the world does not have
    endless_loop: float = 0.0
    imagined_recipe: float = 0.0  #: nothing is crafted like that
    missing_table: float = 0.0  #: crafted without one, or smelted without a furnace
    wrong_tier: float = 0.0  #: dug without the tool for it
    unsupported: float = 0.0  #: a block placed against nothing, or seeds sown on ground that is not tilled
    wrong_promise: float = 0.0  #: a postcondition that does not hold

    @classmethod
    def at(cls, rate: float, seed: int = 0) -> Profile:
        """The profile of one rate (0-1): every mistake of every role at it; the nine kinds of the simulator, of which a transition has one, share it.

        What is sent back is mended (`fixes`). Raises UsageError.
        """
        if not 0 <= rate <= 1:
            raise UsageError(f"--rate: expected a rate within 0-1, found {rate:g}; for example 0.1")
        rates = {name: rate / len(KINDS) if name in KINDS else rate for name in cls.__struct_fields__ if name not in ("seed", "fixes")}
        return msgspec.convert({**rates, "seed": seed}, cls)

    def __post_init__(self) -> None:
        rates = {name: getattr(self, name) for name in self.__struct_fields__ if name not in ("seed", "fixes")}
        wrong = {name: rate for name, rate in rates.items() if not 0 <= rate <= 1}
        if wrong:
            raise UsageError(f"profile: expected rates within 0-1, found {wrong}; mend them")
        if sum(self.rate(kind) for kind in KINDS) > 1 + 1e-9:
            raise UsageError(
                f"profile: expected {', '.join(KINDS)} to sum to at most 1, found {sum(self.rate(kind) for kind in KINDS):g}; lower them"
            )

    def rate(self, kind: Kind) -> float:
        """The share of the transitions where this mistake can be made."""
        return float(getattr(self, kind))

    def dice(self, *what: str) -> float:
        """A number in [0, 1) that depends on nothing but the seed and the words: the same in every process."""
        return int.from_bytes(sha256("\0".join((str(self.seed), *what)).encode()).digest()[:7], "big") / 2**56

    def mistake(self, key: str, possible: frozenset[Kind]) -> Kind | None:
        """The mistake that is made of the transition `key`. Each kind has its own stretch of one die: where it is possible it happens at its rate."""
        point = self.dice("mistake", key)
        for kind in KINDS:
            point -= self.rate(kind)
            if point < 0:
                return kind if kind in possible else None
        return None


def read_profile(path: Path) -> Profile:
    """A profile from a JSON file. Raises UsageError."""
    try:
        return msgspec.json.decode(read_text(path, "rates in JSON", "name another", flag="--profile"), type=Profile)
    except msgspec.MsgspecError as error:
        raise UsageError(f"--profile {path}: expected rates by name ({', '.join(Profile.__struct_fields__)}), found: {error}; mend it") from None
