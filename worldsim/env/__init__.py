"""The imagined world as a Gymnasium environment. Importing this registers it:

    import gymnasium, worldsim.env
    env = gymnasium.make("lucidcraft/Imagined-v0", goal="has:stone_pickaxe")

or, in one line, `gymnasium.make("worldsim.env:lucidcraft/Imagined-v0")`. See docs/environment.md.
"""

import gymnasium

IMAGINED = "lucidcraft/Imagined-v0"

if IMAGINED not in gymnasium.registry:
    gymnasium.register(IMAGINED, entry_point="worldsim.env.imagined:ImaginedEnv")
