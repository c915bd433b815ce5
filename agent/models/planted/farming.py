"""Skills of the planted writer that grow things: to till, to sow, to reap. In capitals is what the task says."""

from __future__ import annotations

from textwrap import indent

from agent.models.planted.programs import MADE, SPOTS

#: Where things grow: soil that is known, and how it is sown.
_SOIL = '''

def _ENTRY_soils(near: list[int], within: int) -> list[list[int]]:
    """Cells of soil with nothing but weeds on them, the nearest to `near` first; those beside water come before others that are a little nearer."""
    soils = find(["farmland"], 64, 64) + find(SOILS, 192, 64)
    soils = [at for at in soils if sum([(at[axis] + (axis == 1) - near[axis]) ** 2 for axis in range(3)]) <= within * within]
    above = blocks_at([[x, y + 1, z] for x, y, z in soils])
    here = position()
    water = [at for at in find(["water"], 48, 64) if abs(at[1] - near[1]) <= 4]
    ranked: list[tuple[float, list[int]]] = []
    for number, soil in enumerate(soils):
        x, y, z = soil
        if above[number] not in _ENTRY_WEEDS or [x, z] == [here[0], here[2]]:
            continue
        wet = any(abs(a - x) <= 4 and abs(c - z) <= 4 and 0 <= b - y <= 1 for a, b, c in water)
        beside = any(abs(a - x) + abs(c - z) == 1 and b == y for a, b, c in water)
        if beside or not BESIDE:
            ranked.append((abs(x - near[0]) + abs(z - near[2]) + 3.0 * abs(y + 1 - near[1]) - (5.0 if wet else 0.0), soil))
    return [soil for _, soil in sorted(ranked)]


_ENTRY_WEEDS = ["air", "grass", "tall_grass", "fern", "dandelion", "poppy", "azure_bluet", "oxeye_daisy", "cornflower"]
'''
_SOWN = '''

def _ENTRY_sown(crop: str, seed: str, more: int, near: list[int], within: int) -> int:
    """Till and sow until `more` more of `crop` stand, or it fails twelve times; how many were sown."""
    sown = 0
    tries = 0
    for soil in _ENTRY_soils(near, within):
        if sown >= more or count(seed) == 0 or tries >= 12:
            break
        above = [soil[0], soil[1] + 1, soil[2]]
        if block_at(above) != "air":
            mine(above)
TILLING        put = plant(seed, above)
        if put["ok"]:
            sown += 1
        else:
            print(put["note"])
            tries += 1
    return sown
'''
#: What a hoe does before it is sown.
TILLED = """        if block_at(soil) != "farmland":
            tilled = till(soil)
            if not tilled["ok"]:
                print(tilled["note"])
                tries += 1
                continue
"""
_HOE = """    if count("wooden_hoe", "stone_hoe", "iron_hoe", "golden_hoe", "diamond_hoe") == 0 and not _ENTRY_made("wooden_hoe", 1):
        print("needs a hoe")
        return False
"""
_WORLD = "from world import block_at, blocks_at, count, craft, find, harvest, mine, nearest, place, plant, position, reachable, standable, till, wait"
_LIBRARY = "from library import crafting_plan, ensure_table, gather, go_to, mined_from, obtain"


TILL = (
    f'''"""Till a field."""

{_LIBRARY}
{_WORLD}


def ENTRY(blocks: list[str], want: int, near: list[int], within: int) -> bool:
    """Till a field: at least `want` of farmland lie within `within` blocks of `near`. Gives up without a hoe or ground."""
    tries = 0
{_HOE}    go_to(near, 4.0)
    for soil in _ENTRY_soils(near, within):
        if _ENTRY_standing(blocks, near, within) >= want or tries >= 12:
            break
        above = [soil[0], soil[1] + 1, soil[2]]
        if block_at(above) != "air":
            mine(above)
        if block_at(soil) != "farmland":
            tilled = till(soil)
            if not tilled["ok"]:
                print(tilled["note"])
                tries += 1
    return _ENTRY_standing(blocks, near, within) >= want
'''
    + MADE
    + SPOTS
    + _SOIL
)

PLANT = (
    f'''"""Grow things."""

{_LIBRARY}
{_WORLD}


def ENTRY(blocks: list[str], want: int, near: list[int], within: int) -> bool:
    """Sow SEED: at least `want` of the first of `blocks` stand within `within` blocks of `near`. Gives up without NEEDED."""
    tries = 0
    missing = want - _ENTRY_standing(blocks, near, within)
HOE    if count("SEED") < missing and not gather(FROM, missing, ["SEED"]):
        print("needs SEED")
        return False
    go_to(near, 4.0)
    while missing > 0 and tries < 3:
        tries += 1
        _ENTRY_sown(blocks[0], "SEED", missing, near, within)
        missing = want - _ENTRY_standing(blocks, near, within)
    return missing <= 0
'''
    + MADE
    + SPOTS
    + _SOIL
    + _SOWN
)

HARVEST = (
    f'''"""Bring in a harvest."""

{_LIBRARY}
{_WORLD}


def ENTRY(items: list[str], want: int) -> bool:
    """Carry at least `want` of `items`: reap ripe CROP, sow it anew, and wait for what is not ripe. Gives up without SEED, or after three hours."""
    tries = 0
    reaped: list[list[int]] = []
    while count(*items) < want and tries < 90:
        before = len(reaped)
        crops = [at for at in find(["CROP"], 24, 48) if reachable(at)]
        for at in crops[: 24 if tries == 0 else 6]:
            if count(*items) >= want:
                return True
            cut = harvest(at)
            if cut["ok"]:
                reaped.append(at)
                plant("SEED", at)
        if not crops:
            if count("SEED") == 0 and not gather(FROM, want, ["SEED"]):
                print("no CROP grows here, and there is no SEED")
                return False
THE_TOOL            if _ENTRY_sown("CROP", "SEED", want + 2, position(), 24) == 0:
                return False
        if len(reaped) == before:
            tries += 1
            wait(2400)
    return count(*items) >= want
'''
    + MADE
    + SPOTS
    + _SOIL
    + _SOWN
)


def sowing(block: str, seed: str, soils: tuple[str, ...], sources: list[str]) -> str:
    """The program that lets `block` grow of `seed`, on these soils; the seed falls from `sources`."""
    return _filled(PLANT, block, seed, soils, sources)


def reaping(block: str, seed: str, soils: tuple[str, ...], sources: list[str]) -> str:
    """The program that harvests `block`."""
    return _filled(HARVEST, block, seed, soils, sources)


def tilling() -> str:
    """The program that tills a field."""
    return TILL.replace("SOILS", repr(["grass_block", "dirt"])).replace("BESIDE", "False")


def _filled(program: str, block: str, seed: str, soils: tuple[str, ...], sources: list[str]) -> str:
    tilled = "farmland" in soils
    ground = ["grass_block", "dirt"] if tilled and len(soils) == 1 else list(soils)
    words = {
        "TILLING": TILLED if len(soils) == 1 and tilled else "",
        "THE_TOOL": indent(_HOE, "        ") if len(soils) == 1 and tilled else "",
        "HOE": _HOE if len(soils) == 1 and tilled else "",
        "NEEDED": "a hoe, ground, or SEED" if tilled else "ground, or SEED",
        "SOILS": repr(ground),
        "BESIDE": str(block == "sugar_cane"),
        "FROM": repr(sources),
        "SEED": seed,
        "CROP": block,
    }
    for word, text in words.items():
        program = program.replace(word, text)
    return program
