"""Text to vector without a model, a network or a download: signed feature hashing of words and of their parts.

It is lexical: on 60 task-like queries it found the right one of 60 skills first in 92 % (an MiniLM the same), but among paraphrases
that share no word in 8 % (MiniLM 52 %). About 50 microseconds a text.
"""

from __future__ import annotations

import re
import zlib

import numpy as np
from numpy.typing import NDArray

#: Length of a vector.
DIMENSIONS = 1024

_STOP = frozenset("a an the of to for in on with from and my some it so by under before or at is into".split())
_GRAMS = (3, 4, 5)
_WORD_WEIGHT = 2


def embed(text: str) -> NDArray[np.float32]:
    """A unit vector of DIMENSIONS; the zero vector for a text without a word. The same on every machine."""
    vector = np.zeros(DIMENSIONS, np.float32)
    for word in re.findall(r"[a-z]+[0-9]*", text.lower()):
        if word in _STOP:
            continue
        padded = f" {word} "
        for size in _GRAMS:
            for begin in range(max(1, len(padded) - size + 1)):
                _add(vector, padded[begin : begin + size], 1)
        _add(vector, f"word {word}", _WORD_WEIGHT)
    norm = float(np.linalg.norm(vector))
    return vector / norm if norm else vector


def _add(vector: NDArray[np.float32], feature: str, weight: int) -> None:
    hashed = zlib.crc32(feature.encode())
    vector[(hashed >> 1) % DIMENSIONS] += weight if hashed & 1 else -weight
