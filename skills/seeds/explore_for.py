"""Look for blocks of some kinds."""

from library import roam, unearth
from world import find


def explore_for(targets: list[str], want: int = 1) -> bool:
    """Know at least `want` blocks of the kinds in `targets`: dig for rock, walk in a spiral for all else. Gives up after 24 walks."""
    for leg in range(24):
        if len(find(targets, want, 128)) >= want:
            return True
        if unearth(targets, want):
            return True
        roam(targets, leg)
    if len(find(targets, want, 128)) >= want:
        return True
    print(f"no {' or '.join(targets)} came in sight on 24 walks")
    return False
