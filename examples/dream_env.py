"""Play a goal in dreams, with Gymnasium: `python -m examples.dream_env`. The policy does anything that makes sense now; yours will be better."""

import gymnasium
import numpy as np

env = gymnasium.make("worldsim.env:lucidcraft/Imagined-v0", goal="has:crafting_table", max_steps=40)
dice, names, won = np.random.default_rng(0), env.get_wrapper_attr("action_names"), 0
for episode in range(3):
    observation, info = env.reset(seed=episode)
    over = False
    while not over:
        action = dice.choice(np.flatnonzero(observation["action_mask"]))
        observation, reward, terminated, truncated, info = env.step(action)
        over = terminated or truncated
    won += info["why"] == "goal"
    print(f"world {episode}: {info['evidence']}; the last action was {names[action]}, which changed {info['delta']['change']['inventory']}")
print(f"{won} of 3 reached the goal")
