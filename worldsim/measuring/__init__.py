"""How well a world model knows the world: scores, calibration, rollouts, violations."""
