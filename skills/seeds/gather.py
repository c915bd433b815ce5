"""Get things by mining blocks."""

from library import spiral
from world import count, explore, find, mine, reachable


def gather(blocks: list[str], want: int, items: list[str] | None = None) -> bool:
    """Carry at least `want` of `items` (default: of `blocks` themselves) by mining `blocks`: nearest first, a trunk from its foot upwards.

    Explores when none is known that can be reached. Gives up after 16 walks, when a tool is missing or when the pockets are full.
    """
    kinds = blocks if items is None else items
    bad: list[list[int]] = []
    failed: list[int] = []
    walks = 0
    while count(*kinds) < want:
        at = _gather_next(blocks, bad)
        if at is None:
            if walks == 16:
                print(f"no {' or '.join(blocks)} could be reached on 16 walks: {count(*kinds)} of {want}")
                return False
            explore(blocks, spiral(walks))
            walks += 1
            bad = []  # from here they may be within reach
            continue
        result = mine(at)
        if result["ok"]:
            continue
        if result["reason"] in ("no_tool", "inventory_full"):
            print(f"{' or '.join(blocks)}: {result['reason']} {result['note']}")
            return False
        if at == failed or result["reason"] == "no_path":
            bad.append(at)
        failed = at  # once may be bad luck
    return True


def _gather_next(blocks: list[str], bad: list[list[int]]) -> list[int] | None:
    """The nearest block that can be reached, or the lowest one under it; None if there is none. Those that cannot be are added to `bad`."""
    known = [at for at in find(blocks, 48) if at not in bad]
    for at in known[:6]:
        foot = at
        while [foot[0], foot[1] - 1, foot[2]] in known:
            foot = [foot[0], foot[1] - 1, foot[2]]
        if reachable(foot):
            return foot
        if foot != at and reachable(at):
            return at
        bad.append(at)
    return None
