"""Fight back."""

from world import attack, foes


def fight_off() -> bool:
    """Fight whoever attacks within 8 blocks, one after the other, until nobody does. At most 8 fights; gives up when two in a row came to nothing."""
    failed = 0
    for _ in range(8):
        near = foes(8.0)
        if not near:
            return True
        failed = 0 if attack(near[0])["ok"] else failed + 1
        if failed == 2:
            break
    if not foes(8.0):
        return True
    print(f"{' and '.join(foes(8.0))} could not be fought off")
    return False
