"""How a block looks in the report: a colour by its material, a pattern, a shape. An unknown name gets a colour of its own, always the same."""

from __future__ import annotations

import colorsys
from hashlib import sha256

import msgspec

#: Patterns that the page draws on faces (assets/view.js); the order is the numbering.
PATTERNS = ("noise", "planks", "bark", "leaves", "stone", "glass", "grass")
#: Shapes, as boxes in a cell (x0, y0, z0, x1, y1, z1); the order is the numbering.
SHAPES: dict[str, tuple[float, float, float, float, float, float]] = {
    "cube": (0, 0, 0, 1, 1, 1),
    "slab": (0, 0, 0, 1, 0.5, 1),
    "post": (0.375, 0, 0.375, 0.625, 1, 0.625),
    "tuft": (0.3, 0, 0.3, 0.7, 0.6, 0.7),
    "stick": (0.42, 0, 0.42, 0.58, 0.62, 0.58),
    "sheet": (0, 0, 0, 1, 0.08, 1),
    "panel_x": (0.4, 0, 0, 0.6, 1, 1),
    "panel_z": (0, 0, 0.4, 1, 1, 0.6),
    "liquid": (0, 0, 0, 1, 0.88, 1),
    "chest": (0.06, 0, 0.06, 0.94, 0.88, 0.94),
}

_WOODS = {
    "oak": "#b8945f", "birch": "#d3c08a", "spruce": "#80603a", "jungle": "#b08060", "acacia": "#b8653a", "dark_oak": "#4f3620",
    "mangrove": "#7a3a36", "cherry": "#e0b0ac",
}  # fmt: skip
_BARKS = {
    "oak": "#6f5836", "birch": "#d9d6cc", "spruce": "#45301a", "jungle": "#5d4a24", "acacia": "#6b645a", "dark_oak": "#3b2a17",
    "mangrove": "#55422c", "cherry": "#3f2a36",
}  # fmt: skip
_LEAVES = {
    "oak": "#4f8a35", "birch": "#6d9a4e", "spruce": "#3f6b48", "jungle": "#46912a", "acacia": "#6f8f2f", "dark_oak": "#3f7a2a",
    "mangrove": "#5f8f2f", "cherry": "#e6a5c4", "azalea": "#65852f",
}  # fmt: skip
_DYES = {
    "white": "#e8ebeb", "orange": "#ea7f1d", "magenta": "#bd4fb3", "light_blue": "#4ab3d9", "yellow": "#f2c52f", "lime": "#76bd1f",
    "pink": "#eb91ae", "gray": "#42494d", "light_gray": "#96968e", "cyan": "#188f99", "purple": "#7d2cad", "blue": "#394199",
    "brown": "#74492a", "green": "#586f1f", "red": "#a32a24", "black": "#1b1c20",
}  # fmt: skip
_NAMED = {
    "grass_block": "#72a84a", "dirt": "#8a6444", "coarse_dirt": "#775338", "rooted_dirt": "#84644b", "podzol": "#6f4f2a", "mud": "#3d3a3d",
    "dirt_path": "#9a7f47", "farmland": "#6e4a2d", "sand": "#dfd3a4", "red_sand": "#bd6a2b", "gravel": "#8a8583", "clay": "#a2a7b5",
    "sandstone": "#d9cc98", "stone": "#868686", "cobblestone": "#7c7b7b", "granite": "#98695a", "diorite": "#bebebf", "andesite": "#898a8a",
    "deepslate": "#525257", "tuff": "#6c6c65", "bedrock": "#3f3f3f", "obsidian": "#1b1429", "water": "#3f76d8", "lava": "#e2611b",
    "ice": "#94bbfa", "packed_ice": "#8fb3f2", "snow": "#f4fafa", "snow_block": "#f4fafa", "glass": "#cfe8ee", "crafting_table": "#8d623b",
    "furnace": "#6d6d6d", "chest": "#a0742c", "torch": "#ffce55", "grass": "#7cae4f", "fern": "#6d9a45", "tall_grass": "#7cae4f",
    "dandelion": "#f6d52b", "poppy": "#d8322a", "azure_bluet": "#dfe6d2", "oxeye_daisy": "#e9e6d0", "cornflower": "#5476dd", "allium": "#b377dd",
    "dead_bush": "#8c6a32", "sugar_cane": "#93bf63", "cactus": "#58822e", "pumpkin": "#cf7a1c", "melon": "#71923a", "hay_block": "#b9992b",
    "bricks": "#976253", "terracotta": "#985e44", "wheat": "#c9b35a", "lily_pad": "#2f7a2b", "vine": "#4a7a2b", "seagrass": "#3b7f3a",
    "kelp": "#4d7f38", "moss_block": "#5a6e2d", "bookshelf": "#8f6f3e", "ladder": "#9a7a45", "coal_ore": "#6a6a6a", "iron_ore": "#9a8a7d",
    "copper_ore": "#8a7f6b", "gold_ore": "#a59a66", "diamond_ore": "#7fa7a6", "redstone_ore": "#8f6060", "lapis_ore": "#63749b",
    "emerald_ore": "#6d9b78", "iron_block": "#d9d9d9", "gold_block": "#f4d54a", "diamond_block": "#67e6df",
}  # fmt: skip
_FLOWERS = (
    "tulip",
    "orchid",
    "peony",
    "lilac",
    "rose",
    "sunflower",
    "mushroom",
    "sapling",
    "bush",
    "fern",
    "daisy",
    "bluet",
    "roots",
    "sprouts",
    "valley",
)
_TUFTS = frozenset({
    "grass", "tall_grass", "dandelion", "poppy", "cornflower", "allium", "sugar_cane", "wheat", "carrots", "potatoes", "beetroots", "seagrass",
    "kelp", "kelp_plant", "tall_seagrass", "cobweb", "fire", "vine", "bamboo", "sweet_berry_bush",
})  # fmt: skip
_FREE = frozenset({"air", "cave_air", "void_air"})


class Look(msgspec.Struct, frozen=True):
    """What is drawn in a cell."""

    name: str
    colour: str  #: '#rrggbb'
    pattern: int  #: index in PATTERNS
    shape: int  #: index in SHAPES; -1: nothing is drawn


def look(name: str, shape: str | None = None) -> Look:
    """The look of a block. `shape` overrides its own, where it is known how it is turned."""
    if name in _FREE:
        return Look(name, "#000000", 0, -1)
    return Look(name, _colour(name), PATTERNS.index(_pattern(name)), list(SHAPES).index(shape or _shape(name)))


def _colour(name: str) -> str:
    if name in _NAMED:
        return _NAMED[name]
    bare = name.removeprefix("stripped_")
    for table, endings in ((_BARKS, ("_log", "_wood")), (_LEAVES, ("_leaves", "_sapling"))):
        for wood, colour in table.items():
            if bare == name and bare.startswith(wood + "_") and bare.endswith(endings):
                return colour
    for table in (_WOODS, _DYES):
        for kind in sorted(table, key=len, reverse=True):
            if bare.startswith(kind + "_"):
                return table[kind]
    for known in sorted(_NAMED, key=len, reverse=True):
        if known in bare and len(known) > 3:
            return _NAMED[known]
    number = int.from_bytes(sha256(name.encode(errors="replace")).digest()[:4], "big")
    red, green, blue = colorsys.hls_to_rgb(number % 360 / 360, 0.45 + (number >> 9) % 20 / 100, 0.35 + (number >> 15) % 20 / 100)
    return f"#{int(red * 255):02x}{int(green * 255):02x}{int(blue * 255):02x}"


def _pattern(name: str) -> str:
    if name.endswith(("_leaves", "azalea")) or name == "moss_block":
        return "leaves"
    if name.endswith(("_log", "_wood")):
        return "bark"
    if "glass" in name or name in ("ice", "water"):
        return "glass"
    if name.endswith(("_planks", "_door", "_trapdoor", "_slab", "_stairs", "_fence", "_fence_gate")) or name in (
        "crafting_table",
        "chest",
        "bookshelf",
    ):
        return "planks"
    if "stone" in name or "brick" in name or name.endswith("_ore") or name in ("granite", "diorite", "andesite", "deepslate", "tuff", "furnace"):
        return "stone"
    return "grass" if name == "grass_block" else "noise"


def _shape(name: str) -> str:
    if name in ("water", "lava"):
        return "liquid"
    if name.endswith("_slab"):
        return "slab"
    if name.endswith(("_fence", "_wall", "_fence_gate", "chain")):
        return "post"
    if name.endswith(("_door", "_pane", "iron_bars", "ladder")):
        return "panel_z"
    if name.endswith(("_carpet", "_pressure_plate", "_trapdoor", "lily_pad", "rail")) or name == "snow":
        return "sheet"
    if "torch" in name or name in ("lever", "lantern", "end_rod"):
        return "stick"
    if name in _TUFTS or name.endswith(_FLOWERS):
        return "tuft"
    return "chest" if name.endswith("chest") else "cube"
