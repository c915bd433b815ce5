"""Is there a tool for it?"""

from world import count


def has_tool(least: str) -> bool:
    """Whether the tool `least` ('wooden_pickaxe'), or a better one of its kind, is carried."""
    tiers = ["wooden", "stone", "iron", "diamond", "netherite"]
    tier, kind = least.split("_")
    return count(*[f"{better}_{kind}" for better in tiers[tiers.index(tier) :]]) > 0
