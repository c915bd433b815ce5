"""Figures, as runnable commands. The last line of each one's output is one JSON object."""
