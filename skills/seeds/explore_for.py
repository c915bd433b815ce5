"""Look for blocks of some kinds."""

from library import roam
from world import find


def explore_for(targets: list[str], want: int = 1) -> bool:
    """Know at least `want` blocks of the kinds in `targets`: walk in a spiral until they came in sight. Gives up after 24 walks."""
    for leg in range(24):
        if len(find(targets, want, 128)) >= want:
            return True
        roam(targets, leg)
    if len(find(targets, want, 128)) >= want:
        return True
    print(f"no {' or '.join(targets)} came in sight on 24 walks")
    return False
