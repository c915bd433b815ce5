"""What goes wrong in this game, scene by scene: the makers behind `python -m worldsim.failures`."""
