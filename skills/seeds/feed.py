"""Eat; and hunt for it where nothing is carried."""

from world import attack, count, creature_at, eat, food, inventory, move_to


def feed(least: int, meals: dict[str, int], prey: list[str]) -> bool:
    """Have `least` half shanks of food or more: eat of `meals` what is carried (by what each gives), and kill of `prey` what is in sight for more.

    Goes on until a meal more would be wasted; gives up after 6 hunts.
    """
    hunts = 0
    while True:
        _eat_up(meals)
        if food() >= least:
            return True
        if hunts == 6 or not _hunt(prey):
            break
        hunts += 1
    print(f"food is at {food()}, and nothing to eat is carried or in sight")
    return False


def _eat_up(meals: dict[str, int]) -> None:
    """What fills without waste comes first, the largest; something is wasted only by who would starve else."""
    for _ in range(20):
        lacking = 20 - food()
        carried = sorted([(points, name) for name, points in meals.items() if count(name) > 0])
        fitting = [name for points, name in carried if points <= lacking]
        if fitting:
            meal = fitting[-1]
        elif carried and food() <= 6:
            meal = carried[0][1]
        else:
            return
        if eat(meal)["reason"] in ("no_item", "refused", "not_hungry"):
            return


def _hunt(prey: list[str]) -> bool:
    """Kill the nearest of these in sight. False if there is none, or it got away."""
    before = sum(inventory().values())
    for _ in range(4):
        at = creature_at(prey)
        if at is None:
            return False
        near = [kind for kind in prey if creature_at([kind]) == at]
        if creature_at(near, 12.0) is None and not move_to(at, 8.0)["ok"]:
            return False
        if attack(near[0])["ok"] and sum(inventory().values()) > before:
            return True
    return False
