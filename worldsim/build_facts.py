"""Writes `data/<version>.json.gz`, the reduced extract of minecraft-data that `facts.py` reads.

    python -m worldsim.build_facts NODE_MODULES/minecraft-data 1.19.4

minecraft-data (npm, PrismarineJS) has the MIT licence. The bytes depend on the input alone.

Its recipes list an item tag as one recipe per item, never a mixture; `merge_tags` joins them again. Recipes that have the
same result, count and pattern of slot classes (two slots are in one class when they hold the same item) become one, and
each class may hold whatever any of them held there.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import TypeVar

import msgspec

from worldsim.errors import LucidcraftError, UsageError
from worldsim.facts import LIQUIDS, BlockFact, Extract, FoodFact, ItemFact, Recipe

T = TypeVar("T")

_OUT = Path(__file__).parent / "data"
#: A full block in the units of BlockFact.tops.
_UNITS = 16
_AIR = ("air", "cave_air", "void_air")


class _Raw(msgspec.Struct, frozen=True, rename="camel"):
    pass


class _Property(_Raw, frozen=True):
    name: str
    type: str
    num_values: int = msgspec.field(name="num_values")
    values: tuple[str, ...] = ()


class _Block(_Raw, frozen=True):
    name: str
    hardness: float | None
    diggable: bool
    transparent: bool
    default_state: int
    min_state_id: int
    max_state_id: int
    states: list[_Property]
    drops: list[int]
    bounding_box: str
    material: str = "default"
    harvest_tools: dict[int, bool] | None = None


class _Item(_Raw, frozen=True):
    id: int
    name: str
    stack_size: int
    max_durability: int = 0


class _Food(_Raw, frozen=True):
    name: str
    food_points: float
    saturation: float


class _Entity(_Raw, frozen=True):
    name: str


class _Stack(_Raw, frozen=True):
    id: int
    count: int = 1


class _Crafting(_Raw, frozen=True):
    result: _Stack
    in_shape: list[list[int | None]] | None = None
    ingredients: list[int] | None = None


class _Shapes(_Raw, frozen=True):
    blocks: dict[str, int | list[int]]
    shapes: dict[int, list[list[float]]]


def extract(package: Path, version: str) -> Extract:
    """The extract of one version. `package`: the folder of minecraft-data. Raises UsageError if it is not there, or lacks the version."""
    root = package / "minecraft-data" / "data"
    if not (root / "dataPaths.json").exists():
        raise UsageError(f"expected the folder of the npm package minecraft-data, found {package}: give .../node_modules/minecraft-data")
    folders = _read(root / "dataPaths.json", dict[str, dict[str, dict[str, str]]])["pc"]
    if version not in folders:
        raise UsageError(f"expected a version that minecraft-data knows, found {version!r}: see its dataPaths.json")

    def load(name: str, kind: type[T]) -> T:
        return _read(root / folders[version][name] / f"{name}.json", kind)

    items = load("items", list[_Item])
    names = {0: "air", **{item.id: item.name for item in items}}  # 1.16 does not list it
    shapes = load("blockCollisionShapes", _Shapes)
    crafting = [recipe for variants in load("recipes", dict[int, list[_Crafting]]).values() for recipe in variants]
    speeds = load("materials", dict[str, dict[int, float]])
    return Extract(
        version=version,
        blocks=tuple(_block(block, names, shapes) for block in load("blocks", list[_Block])),
        items=tuple(ItemFact(item.name, item.stack_size, item.max_durability) for item in items),
        foods=tuple(FoodFact(food.name, int(food.food_points), round(food.saturation, 3)) for food in load("foods", list[_Food])),
        tool_speeds={material: {names[tool]: speed for tool, speed in by_tool.items()} for material, by_tool in speeds.items()},
        recipes=tuple(merge_tags([_recipe(recipe, names) for recipe in crafting])),
        entities=tuple(entity.name for entity in load("entities", list[_Entity])),
    )


def merge_tags(recipes: list[Recipe]) -> list[Recipe]:
    """Join the recipes that differ only in which item of a tag they hold. Order of first appearance."""
    groups: dict[tuple[object, ...], list[Recipe]] = {}
    for recipe in recipes:
        groups.setdefault((recipe.result, recipe.count, recipe.shapeless, _classes(recipe)), []).append(recipe)
    merged = []
    for group in groups.values():
        classes = _classes(group[0])
        choices: dict[int, dict[str, None]] = {}  # a dict as an ordered set
        for recipe in group:
            for cell, number in zip(recipe.grid, classes, strict=True):
                if cell is not None and number is not None:
                    choices.setdefault(number, {}).update(dict.fromkeys(cell))
        grid = tuple(None if number is None else tuple(choices[number]) for number in classes)
        merged.append(msgspec.structs.replace(group[0], grid=grid))
    return merged


def _classes(recipe: Recipe) -> tuple[int | None, ...]:
    seen: dict[tuple[str, ...], int] = {}
    return tuple(None if cell is None else seen.setdefault(cell, len(seen)) for cell in recipe.grid)


def _recipe(raw: _Crafting, names: dict[int, str]) -> Recipe:
    if raw.in_shape is not None:
        rows = raw.in_shape
        side = 2 if max(len(rows), *(len(row) for row in rows)) <= 2 else 3
    else:
        flat: list[int | None] = list(raw.ingredients or ())
        side = 2 if len(flat) <= 4 else 3
        rows = [flat[i : i + side] for i in range(0, len(flat), side)]
    slots = [rows[y][x] if y < len(rows) and x < len(rows[y]) else None for y in range(side) for x in range(side)]
    grid = tuple(None if slot is None else (names[slot],) for slot in slots)
    return Recipe(names[raw.result.id], raw.result.count, grid, raw.in_shape is None)


def _block(raw: _Block, names: dict[int, str], shapes: _Shapes) -> BlockFact:
    which = shapes.blocks[raw.name]
    tops = tuple(_top(shapes.shapes[shape]) for shape in (which if isinstance(which, list) else [which]))
    if len(set(tops)) == 1 or len(tops) != raw.max_state_id - raw.min_state_id + 1:
        tops = tops[:1]
    nothing_to_dig = raw.name in _AIR or raw.name in LIQUIDS
    return BlockFact(
        name=raw.name,
        default=raw.default_state,
        first=raw.min_state_id,
        last=raw.max_state_id,
        hardness=-1.0 if raw.hardness is None or nothing_to_dig else raw.hardness,
        material=raw.material,
        harvest=None if raw.harvest_tools is None else tuple(names[tool] for tool in raw.harvest_tools),
        solid=raw.bounding_box == "block",
        transparent=raw.transparent,
        diggable=raw.diggable and not nothing_to_dig,
        tops=tops,
        drops=tuple(names[item] for item in raw.drops if names[item] != "air"),
        properties=tuple((p.name, ("true", "false") if p.type == "bool" else p.values) for p in raw.states),
    )


def _top(boxes: list[list[float]]) -> int:
    return round(_UNITS * max((box[4] for box in boxes), default=0.0))


def _read(path: Path, kind: type[T]) -> T:
    return msgspec.json.decode(path.read_bytes(), type=kind, strict=False)


def main(arguments: list[str]) -> None:
    """The command; see the top of this file."""
    if len(arguments) != 2:
        raise UsageError(f"expected the folder of minecraft-data and a version, found {arguments}: python -m worldsim.build_facts FOLDER 1.19.4")
    data = extract(Path(arguments[0]), arguments[1])
    _OUT.mkdir(exist_ok=True)
    target = _OUT / f"{data.version}.json.gz"
    target.write_bytes(gzip.compress(msgspec.json.encode(data), compresslevel=9, mtime=0))
    counts = f"{len(data.blocks)} blocks, {len(data.items)} items, {len(data.recipes)} recipes"
    sys.stdout.write(f"{target.name}: {counts}, {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except LucidcraftError as error:
        sys.exit(str(error))
