"""Let wounds heal."""

from world import foes, food, health, wait


def recover(least: float) -> bool:
    """Wait until health is at `least` half hearts. Only who has eaten heals; stops when somebody attacks, or nothing gets better in 20 seconds."""
    while health() < least:
        before = health()
        if foes(8.0):
            print("somebody attacks")
            return False
        if food() < 18:
            print(f"food is at {food()}: wounds heal from 18 on")
            return False
        wait(100)
        if health() <= before:
            wait(300)
        if health() <= before:
            print(f"health stays at {health()}")
            return False
    return True
