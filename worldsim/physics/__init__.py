"""What the body does when keys are held: the physics of the mineflayer client, tick by tick, for one body or for a million."""
