"""Names of players, as Minecraft has them."""

from __future__ import annotations

import re

#: The agent's own.
OWN = "Lucid"
_NAME = re.compile(r"[A-Za-z0-9_]{1,16}")


def is_player(name: str) -> bool:
    """Can a player of Minecraft be called so?"""
    return _NAME.fullmatch(name) is not None
