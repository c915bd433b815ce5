"""Who plays which role: one language model for all, or one for each; and one purse for all of them together.

`--model openai:gpt-5-mini --role write=openai:gpt-5 --role critic=none`: the small one everywhere, but the large one writes skills, and nobody
explains failures. Imports nothing heavy until one is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

import msgspec

from worldsim.errors import ModelDown, UsageError
from worldsim.keys import public

if TYPE_CHECKING:
    from agent.models.budget import Purse
    from agent.settings import Settings
    from worldsim.events import Asked
    from worldsim.world import Ask

T = TypeVar("T")

#: The roles, and what whoever plays one does. Without a player, rules do it where there are any.
ROLES = {
    "imagine": "predicts what an action does, where rules do not know",
    "author": "writes laws of the world as programs, from what was seen",
    "read": "turns rules in prose (--notes) into laws",
    "propose": "splits a wish into sub-goals, and says what to try next",
    "write": "writes skills as programs",
    "repair": "mends a skill whose dream, or whose try, failed",
    "architect": "draws buildings from words",
    "critic": "puts a failure into words",
}
#: Who plays no role at all.
NOBODY = "none"
_PLAYER = re.compile(r"(?P<model>[^:=@\s]+:\S+?)(?:@(?P<url>https?://\S+))?")
_EXAMPLE = "for example --role write=openai:gpt-5, write=openai:big@http://127.0.0.1:8080/v1 or write=none"


class Player(msgspec.Struct, frozen=True):
    """A model, and where it is asked. `base_url` None: OPENAI_BASE_URL, or the provider's own."""

    model: str  #: PROVIDER:NAME
    base_url: str | None = None


def read_role(text: str) -> tuple[str, str]:
    """`write=openai:gpt-5` as role and player. Raises UsageError."""
    role, equals, who = text.partition("=")
    if not equals:
        raise UsageError(f"--role: expected ROLE=PROVIDER:NAME, found {text!r}; {_EXAMPLE}")
    check_roles({role.strip(): who.strip()})
    return role.strip(), who.strip()


def check_roles(roles: Mapping[str, str]) -> None:
    """Raises UsageError for a role that there is not, and for a player that cannot be."""
    for role, who in roles.items():
        if role not in ROLES:
            near = get_close_matches(role, ROLES, n=1)
            hint = f"did you mean {near[0]}?" if near else _EXAMPLE
            raise UsageError(f"--role: expected one of {', '.join(ROLES)}, found {role!r}; {hint}")
        _player(role, who)


def player(settings: Settings, role: str) -> Player | None:
    """Who plays `role`: the one that is named for it, else --model; a repair is also played by who writes. None: nobody, rules do."""
    assert role in ROLES, role
    for name in (role, "write") if role == "repair" else (role,):
        if name in settings.roles:
            return _player(name, settings.roles[name])
    return Player(settings.model, settings.base_url) if settings.model is not None else None


class Roles:
    """The players of a run, each connected when it is first asked for. The caps of the settings hold for all of them together."""

    def __init__(self, settings: Settings, tell: Callable[[Asked], None] | None = None, purse: Purse | None = None) -> None:
        """`tell` hears of every call to any of them. `purse`: of several runs together; None: one of its own."""
        self._settings = settings
        self._tell = tell
        self._asks: dict[Player, Ask] = {}
        self._purse = purse

    @property
    def dry(self) -> bool:
        """In a dry run nobody is asked anything."""
        return self._settings.dry_run

    def player(self, role: str) -> Player | None:
        """Who will play `role`. None: nobody; in a dry run nobody plays any."""
        return None if self.dry else player(self._settings, role)

    def ask(self, role: str) -> Ask | None:
        """Who plays `role`; None: nobody, and rules do it. Raises UsageError for a model that cannot be had, or whose price --max-cost needs."""
        who = self.player(role)
        if who is None:
            return None
        if who not in self._asks:
            from agent.models.factory import ask_of

            self._asks[who] = ask_of(who.model, who.base_url, listen=self._tell, purse=self.purse, cache=self._settings.cache)
        return self._asks[who]

    def __call__(self, role: str, prompt: str, reply: type[T]) -> T:
        """Ask whoever plays `role`: all of them behind one `Ask`. Raises ModelDown, also where nobody plays it."""
        ask = self.ask(role)
        if ask is None:
            raise ModelDown(f"expected somebody who plays {role}, found nobody; name one with --role {role}=PROVIDER:NAME")
        return ask(role, prompt, reply)

    @property
    def purse(self) -> Purse:
        """What all players have used, and what they may."""
        if self._purse is None:
            from agent.models.budget import Purse

            self._purse = Purse(max_calls=self._settings.max_calls, max_tokens=self._settings.max_tokens, max_cost=self._settings.max_cost)
        return self._purse


def _player(role: str, who: str) -> Player | None:
    if who == NOBODY:
        return None
    found = _PLAYER.fullmatch(who)
    if found is None or ("@" in found["model"] and re.search(r"@[^@]*[:/]", found["model"])):
        name, at, _ = who.partition("@")  # what follows may hold a password
        shown = f"{name}@..." if at else name
        raise UsageError(f"--role {role}: expected PROVIDER:NAME, PROVIDER:NAME@http://... or {NOBODY}, found {shown!r}; {_EXAMPLE}")
    if found["url"]:
        public(found["url"])
    return Player(found["model"], found["url"])
