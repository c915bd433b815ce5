"""Get things by mining blocks."""

from library import is_below, roam, stairs_up, unearth
from world import block_at, blocks_at, collect, count, find, mine, position, reachable


def gather(blocks: list[str], want: int, items: list[str] | None = None) -> bool:
    """Carry at least `want` of `items` (default: of `blocks` themselves) by mining `blocks`: nearest first, a trunk from its foot upwards.

    Explores when none is known that can be reached. Gives up after 16 walks in vain, when a tool is missing or when the pockets are full.
    """
    kinds = blocks if items is None else items
    bad: list[list[int]] = []
    failed: list[int] = []
    opened: list[list[int]] = []
    walks = vain = 0
    while count(*kinds) < want:
        at = _gather_next(blocks, bad)
        if at is None:
            if vain == 16:
                print(f"no {' or '.join(blocks)} could be reached on 16 walks: {count(*kinds)} of {want}")
                return False
            if find(blocks, 1) or not unearth(blocks):
                roam(blocks, walks)
                walks += 1
            vain += 1
            bad = []  # from here they may be within reach
            continue
        result = mine(at)
        if result["ok"]:
            vain = 0
            continue
        if result["reason"] == "item_lost" and [at[0], at[2]] not in opened:
            opened.append([at[0], at[2]])
            _open_way(at)
            continue
        if result["reason"] in ("no_tool", "inventory_full"):
            print(f"{' or '.join(blocks)}: {result['reason']} {result['note']}")
            return False
        if at == failed or result["reason"] == "no_path":
            bad.append(at)
        failed = at  # once may be bad luck
    if is_below():
        stairs_up()
    return True


def _gather_next(blocks: list[str], bad: list[list[int]]) -> list[int] | None:
    """The nearest block that can be reached, or the lowest one under it; None if there is none. Those that cannot be are added to `bad`.

    A trunk without leaves may be somebody's post: it is taken when there is nothing else.
    """
    known = [at for at in find(blocks, 48) if at not in bad]
    grown = _gather_grown(known) if blocks[0].endswith("_log") else []
    for at in grown + [at for at in known[:6] if at not in grown]:
        foot = at
        while [foot[0], foot[1] - 1, foot[2]] in known:
            foot = [foot[0], foot[1] - 1, foot[2]]
        if reachable(foot):
            return foot
        if foot != at and reachable(at):
            return at
        bad.append(at)
    return None


def _gather_grown(known: list[list[int]]) -> list[list[int]]:
    """The nearest logs, in their order, of trunks with leaves around their top."""
    grown: list[list[int]] = []
    trunks: list[list[int]] = []
    posts: list[list[int]] = []
    for x, y, z in known:
        if len(grown) == 6:
            break
        if [x, z] not in trunks and [x, z] not in posts:
            top = y
            while [x, top + 1, z] in known:
                top += 1
            around = blocks_at([[x + dx, top + dy, z + dz] for dy in (0, 1) for dx in (-1, 0, 1) for dz in (-1, 0, 1)])
            leaves = [name for name in around if name.endswith("_leaves")]
            (trunks if leaves else posts).append([x, z])
        if [x, z] in trunks:
            grown.append([x, y, z])
    return grown


def _open_way(at: list[int]) -> None:
    """What fell from `at` may lie under low leaves: dig a way through them, from the side where one stands, and pick it up."""
    x, y, z = at
    for _ in range(8):
        if block_at([x, y - 1, z]) != "air":
            break
        y -= 1
    here = position()
    east, south = here[0] - x, here[2] - z
    along_x = abs(east) >= abs(south)
    side = 1 if (east if along_x else south) > 0 else -1
    for step in [3, 2, 1, 0]:
        for up in [1, 0]:
            cell = [x + side * step, y + up, z] if along_x else [x, y + up, z + side * step]
            if block_at(cell).endswith("_leaves"):
                mine(cell)
    collect()
