"""Who plays the roles of a run: built from the settings, or handed in by a user."""

from __future__ import annotations

import importlib
from pathlib import Path

from agent.doing import Tell
from agent.loop import Mind
from agent.settings import Settings
from curriculum.propose import RuleCurriculum
from skills.library import Library
from worldsim.errors import UsageError
from worldsim.events import Asked
from worldsim.facts import Facts, facts
from worldsim.models import Null, Rules
from worldsim.world import WorldModel


def mind_of(settings: Settings, tell: Tell, model: WorldModel | None = None) -> Mind:
    """The mind that `settings` ask for. Raises UsageError for a model that cannot be had, or a library that cannot be read."""
    known = facts()
    library = Library(Path(settings.library) if settings.library else None)
    return Mind(curriculum=RuleCurriculum(), library=library, model=model or _imaginer(settings, known, tell), facts=known)


def _imaginer(settings: Settings, known: Facts, tell: Tell) -> WorldModel:
    match settings.imagine:
        case "off":
            return Null(known)
        case "rules":
            return Rules(known)
        case "llm":
            from agent.models.chat import Call, ChatAsk
            from worldsim.llm import LLM

            def listen(call: Call) -> None:
                tell(
                    Asked(
                        role=call.role, model=call.model, tokens_in=call.tokens_in, tokens_out=call.tokens_out,
                        seconds=round(call.seconds, 4), error=call.problem or "",
                    )
                )  # fmt: skip

            assert settings.model is not None, "checked by Settings"
            return LLM(ChatAsk(settings.model, settings.base_url, listen), known)
        case path:
            return _custom(path)


def _custom(path: str) -> WorldModel:
    """A user's own class, by `package.module:Class`; it is made without arguments."""
    module, _, name = path.partition(":")
    try:
        made: object = getattr(importlib.import_module(module), name)()
    except ModuleNotFoundError as error:
        raise UsageError(f"--imagine {path}: expected a module that can be imported, found: {error}; is it on PYTHONPATH?") from None
    except AttributeError:
        raise UsageError(f"--imagine {path}: expected a class {name!r} in {module}, found none") from None
    if not isinstance(made, WorldModel):
        raise UsageError(f"--imagine {path}: expected a WorldModel (name, predict), found {type(made).__name__}; see worldsim/world.py")
    return made
