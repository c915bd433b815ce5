"""Altered worlds: what can be changed in the rules of the embedded server, how it would show, and that the game stays playable."""
