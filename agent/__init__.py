"""The agent: the loop, the command line, the models behind the roles, records and reports.

from agent import Agent
ending = Agent(seed=3).run("build a house")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.api import Agent, Ending

__all__ = ["Agent", "Ending"]


def __getattr__(name: str) -> Any:
    # Lazy: `python -m agent.run --help` must not pay for numpy and friends.
    if name in __all__:
        from agent import api

        return getattr(api, name)
    raise AttributeError(f"module 'agent' has no attribute {name!r}")
