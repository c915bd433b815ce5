"""Runs that were recorded: load them, list them, show one.

from agent.runs import load
runs = load("runs/*")
runs.steps.groupby("verb").met.mean()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.runs.columns import TABLES
    from agent.runs.folder import Run
    from agent.runs.loading import OldRunWarning, Runs, UnreadableRunWarning, load

__all__ = ["TABLES", "OldRunWarning", "Run", "Runs", "UnreadableRunWarning", "load"]

_WHERE = {"TABLES": "columns", "Run": "folder", "OldRunWarning": "loading", "Runs": "loading", "UnreadableRunWarning": "loading", "load": "loading"}


def __getattr__(name: str) -> Any:
    # Lazy: `python -m agent.runs --help` must not pay for pandas.
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(f"agent.runs.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'agent.runs' has no attribute {name!r}")
