"""A language model as a world model: what it is told, and what it may answer."""
