"""Does a cell hold what it is to hold?"""


def is_right(found: str, block: str) -> bool:
    """Whether `found` will do for `block`: the same; and dirt that lies open turns to grass by itself."""
    return found == block or (block == "dirt" and found == "grass_block")
