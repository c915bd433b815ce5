"""Which way to walk next, when all that is known is that it is not here."""

from world import Heading


def spiral(leg: int) -> Heading:
    """The heading of leg 0, 1, 2 ... of a square spiral: north, east, south, south, west, west, north, north, north, east ..."""
    headings: list[Heading] = ["north", "east", "south", "west"]
    corner, left, length = 0, leg, 1
    while left >= length:
        left -= length
        corner += 1
        length = corner // 2 + 1
    return headings[corner % 4]
