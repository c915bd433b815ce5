"""The imagined world, and the vocabulary that it shares with the real one.

Imports nothing of ours: everything else is built on this package.
"""
