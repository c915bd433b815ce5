"""See more of the world."""

from library import roam


def wander(columns: int) -> bool:
    """See about `columns` columns (1 x 1) more, on walks of 64 blocks in a spiral. Gives up when four walks in a row lead nowhere."""
    stuck = 0
    walks = max(1, columns // 1500)
    for leg in range(2 * walks):
        stuck = 0 if roam([], leg) else stuck + 1
        if stuck == 4:
            print("there is no way on in any direction")
            return False
        walks -= stuck == 0
        if walks == 0:
            break
    return True
