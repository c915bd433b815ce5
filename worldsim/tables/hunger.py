"""What tires the body, what feeds it, and when it heals or starves.

Source: Minecraft Wiki, Java Edition 1.19.4: "Hunger" (exhaustion, "Mechanics", "Natural regeneration", starvation). Difficulty: easy, as a server
has it unless it is told ("server.properties"). Exhaustion adds up; above 4 it is taken off, and one point of saturation goes with it, or of food
when there is no saturation.
"""

from __future__ import annotations

#: Exhaustion above which a point of saturation or food is lost.
EXHAUSTED = 4.0
#: Exhaustion by what is done: for each block of way, each jump, each blow, each block broken, each time that one is hurt.
SPRINT_BLOCK, SWIM_BLOCK, WALK_BLOCK = 0.1, 0.01, 0.0
JUMP, SPRINT_JUMP = 0.05, 0.2
BLOW, HURT, BREAK = 0.1, 0.1, 0.005

#: Food from which wounds heal slowly: a half heart every 80 ticks, for 6 of exhaustion.
HEALS_FROM, HEAL_TICKS, HEAL_EXHAUSTION = 18, 80, 6.0
#: With food at its full and saturation left it heals every 10 ticks: min(saturation, 6) / 6 half hearts, for min(saturation, 6) of exhaustion.
FULL, FAST_HEAL_TICKS, FAST_HEAL_MOST = 20, 10, 6.0
#: With no food left, a half heart is lost every 80 ticks, down to this many (easy difficulty).
STARVE_TICKS, STARVE_DOWN_TO = 80, 10.0
#: Nobody sprints with this much food or less.
NO_SPRINT = 6
#: Ticks to eat one; dried kelp takes half of it.
EAT_TICKS, EAT_FAST_TICKS, EATEN_FAST = 32, 16, frozenset({"dried_kelp"})
#: Food that can be eaten when one is full (its page says so).
EATEN_WHEN_FULL = frozenset({"golden_apple", "enchanted_golden_apple", "chorus_fruit", "honey_bottle", "suspicious_stew"})
#: What is left in the hand of it.
LEFT_OVER = {
    **dict.fromkeys(("mushroom_stew", "rabbit_stew", "beetroot_soup", "suspicious_stew"), "bowl"),
    "honey_bottle": "glass_bottle",
}
#: Chance that a food makes one hungry (Hunger effect: 0.005 of exhaustion a tick and level), its ticks, and its level.
HUNGER_EFFECT: dict[str, tuple[float, int, int]] = {
    "rotten_flesh": (0.8, 600, 1),
    "chicken": (0.3, 600, 1),
    "pufferfish": (1.0, 300, 3),
}
HUNGER_EXHAUSTION = 0.005
#: Chance that a food poisons, and the half hearts that the poison takes at most (it never kills: it stops at 1).
POISON: dict[str, tuple[float, float]] = {
    "poisonous_potato": (0.6, 4.0),  # 5 s of it, a half heart every 25 ticks
    "spider_eye": (1.0, 4.0),
    "pufferfish": (1.0, 100.0),  # 60 s of the second level, a half heart every 12 ticks
}
