"""Who plays the roles of a run: built from the settings, or handed in by a user."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from agent.critic import Critic
from agent.doing import Tell
from agent.loop import Mind
from agent.roles import Roles
from agent.settings import IMAGINERS, Settings
from curriculum.architect import Architect
from curriculum.progress import Curriculum
from curriculum.propose import RuleCurriculum
from curriculum.proposing import LanguageCurriculum
from curriculum.upkeep import Upkeep
from skills.library import Library, default_folder
from skills.withholding import withheld as skills_withheld
from skills.writing import Writer
from worldsim.errors import UsageError
from worldsim.facts import Facts, facts
from worldsim.laws import withheld
from worldsim.models import Null, Rules
from worldsim.plugins import load
from worldsim.world import Ask, WorldModel

if TYPE_CHECKING:
    from agent.models.budget import Purse

#: In the skill library's folder: who was right about what, and what was counted; both grow with every real step. And the laws that were learned.
BELIEFS, LAWS = "beliefs", "laws"


def mind_of(settings: Settings, tell: Tell, model: WorldModel | None = None, purse: Purse | None = None) -> Mind:
    """The mind that `settings` ask for; `purse`: what pays for it, if not one of its own.

    Raises UsageError for a model that cannot be had, or a library that cannot be read.
    """
    known = facts()
    folder = Path(settings.library) if settings.library else default_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)  # said now, not after an hour's work
    except OSError as error:
        raise UsageError(f"--library: expected a folder that can be written, found {folder} ({error.strerror}); name another") from None
    library = Library(folder, skills_withheld(settings.skills))
    roles = Roles(settings, tell, purse)
    return Mind(
        curriculum=_curriculum(roles, tell),
        library=library,
        model=model or _imaginer(settings, known, roles, library),
        facts=known,
        critic=Critic(roles.ask("critic")),
        writer=Writer(roles, library) if roles.ask("write") else None,
    )


def _curriculum(roles: Roles, tell: Tell) -> Curriculum:
    propose, draw = roles.ask("propose"), roles.ask("architect")
    if propose is None and draw is None:
        return Upkeep(RuleCurriculum())
    return Upkeep(LanguageCurriculum(RuleCurriculum(), propose, Architect(draw, tell) if draw else None, tell))


def _imaginer(settings: Settings, known: Facts, roles: Roles, library: Library) -> WorldModel:
    name = "rules" if settings.dry_run and settings.imagine == "llm" else settings.imagine  # a dry run asks nobody
    return imaginer(name, laws=settings.laws, known=known, folder=library.folder, notes=settings.notes, roles=roles)


def imaginer(
    name: str,
    model: str | None = None,
    base_url: str | None = None,
    laws: str = "all",
    *,
    known: Facts | None = None,
    tell: Tell | None = None,
    folder: Path | None = None,
    notes: str | None = None,
    given: str = "bare",
    max_calls: int | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    roles: Roles | None = None,
) -> WorldModel:
    """Who is called `name`: off | null | rules | llm | hybrid | oracle | package.module:Class. Raises UsageError.

    `model`: PROVIDER:NAME, for llm and hybrid; `tell` hears of each call to it. `given`: what it is given beside the situation (worldsim/language).
    `laws`: which laws are known. `folder`: the skill library's, where a hybrid keeps what it learns, and finds learned laws; None: nowhere.
    `notes`: a file of rules in prose that this world has, for hybrid; what is learned under them is kept apart.
    `roles`: who plays imagine and read, instead of `model` and its caps.
    """
    known = known or facts()
    if roles is None:
        roles = Roles(Settings(model=model, base_url=base_url, max_calls=max_calls, max_tokens=max_tokens, max_cost=max_cost), tell)
    player = roles.player("imagine")

    def ask(role: str) -> Ask:
        found = roles.ask(role)
        if found is None:
            raise UsageError(f"--imagine {name}: expected a model, found none; name one with --model PROVIDER:NAME, or use --imagine rules")
        return found

    def llm() -> WorldModel:
        from worldsim.language.llm import LLM, conditions

        return LLM(ask("imagine"), known, given=conditions(given))

    match name:
        case "off" | "null":
            return Null(known)
        case "rules":
            return Rules(known, withheld(laws))
        case "oracle":
            from agent.oracle import Oracle

            return Oracle()
        case "llm":
            return llm()
        case "hybrid":
            from worldsim.mixing.hybrid import hybrid_of

            home, learned = folder, dict[str, WorldModel]()
            if folder is not None:
                learned |= _learned("learned", folder / LAWS, known)
                if notes is not None:
                    home = _noted(Path(notes), folder, roles)
                    learned |= _learned("notes", home / LAWS, known)
            models = {f"llm:{player.model}": llm()} if player else {}
            beliefs = home / BELIEFS if home else None
            return hybrid_of(beliefs, rules=Rules(known, withheld(laws)), learned=learned, models=models, vanilla=notes is None)
        case path:
            return _custom(path)


def _learned(name: str, folder: Path, known: Facts) -> dict[str, WorldModel]:
    """The laws in a folder, by the name of their source; nobody if there are none."""
    from worldsim.learning.lawstore import LawStore

    store = LawStore(folder)
    if not store.laws:
        return {}
    from worldsim.learning.learned import Learned

    return {name: Learned(store, known)}


def _noted(file: Path, folder: Path, roles: Roles) -> Path:
    """The folder of the world that a rule sheet describes; the sheet is read by a model the first time. Raises UsageError, ModelDown."""
    from worldsim.learning.lawstore import LawStore
    from worldsim.learning.notes import read_notes, sheet

    text = sheet(file)
    home = folder / "worlds" / hashlib.sha256(text.encode()).hexdigest()[:16]
    store = LawStore(home / LAWS)
    player, ask = roles.player("read"), roles.ask("read")
    if not store.laws and not roles.dry:
        if player is None or ask is None:
            raise UsageError("--notes: expected a model that reads them, found none; name one with --model or --role read=PROVIDER:NAME")
        store.save(*read_notes(text, ask, model=player.model, title=file.name).laws)
    return home


def _custom(path: str) -> WorldModel:
    """A user's own class, by `package.module:Class`; it is made without arguments."""
    if ":" not in path:
        raise UsageError(f"--imagine: expected {' | '.join(IMAGINERS)} | package.module:Class, found {path!r}")
    made: object = load(path, "--imagine")()
    if not isinstance(made, WorldModel):
        raise UsageError(f"--imagine {path}: expected a WorldModel (name, predict), found {type(made).__name__}; see worldsim/world.py")
    return made
