"""equip, for many scenarios: what is carried can be held."""

from __future__ import annotations

import numpy as np

from worldsim.batch.pockets import Done, Pockets, expected, in_range
from worldsim.batch.tables import REASONS, Ints, Tables

_NO_ITEM = REASONS.index("no_item")
#: worldsim/laws/holding.py
_TICKS = 2


def equip(scenarios: Pockets, names: Tables, item: Ints) -> Done:
    """Each scenario takes `item[n]` (numbers) in the hand; in place. Done has the shape [n]. Raises UsageError as `crafting.craft` does."""
    n = len(scenarios.carried)
    expected(scenarios.carried, "carried", np.int32, (None, len(names.items)))
    expected(item, "item", np.int32, (n,))
    in_range(item, "item", 0, len(names.items) - 1)
    has = scenarios.carried[np.arange(n), item] > 0
    np.copyto(scenarios.held, item, where=has)
    return Done(np.where(has, 0, _NO_ITEM).astype(np.int8), np.full(n, _TICKS, dtype=np.int32))
