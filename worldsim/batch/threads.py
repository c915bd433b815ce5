"""Work on rows, dealt out to threads: compiled code and most of numpy let other threads run."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

#: As many as the class of machine has cores that the figures are given for.
THREADS = 2


def deal(part: Callable[[slice], None], rows: int, least: int, threads: int = THREADS) -> None:
    """Do `part` of all rows: in as many pieces as there are threads, or at once if a piece would have fewer than `least` rows."""
    pieces = max(1, min(threads, rows // max(1, least)))
    if pieces == 1:
        part(slice(0, rows))
        return
    cuts = [rows * number // pieces for number in range(pieces + 1)]
    with ThreadPoolExecutor(pieces) as pool:
        for _ in pool.map(part, map(slice, cuts, cuts[1:])):
            pass
