"""What a run is asked to be: from the command line, or from Python. All of it is saved in the run's spec; keys never are."""

from __future__ import annotations

import math
from typing import Any

import msgspec

from agent.players import OWN, is_player
from agent.roles import check_roles, player
from worldsim.errors import UsageError
from worldsim.keys import public

#: Game time runs this many times faster than the clock on the wall, unless the machine cannot keep up; then it runs slower, and nothing else changes.
DEFAULT_WARP = 20.0

#: The world models that can be named; a user's own class is `package.module:Class`.
IMAGINERS = ("off", "rules", "llm", "hybrid", "oracle")


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One run. Validated on construction: every field that is wrong raises UsageError with one line."""

    goal: str = ""  #: in words; '' only with `explore`, `blueprint` or `listen`
    explore: bool = False  #: goals of its own, one after the other
    iterations: int = 10  #: how many of them
    blueprint: str | None = None  #: file of a building that is to be built
    listen: str | None = None  #: player whose chat in the game is where goals come from
    seed: int = 1  #: of terrain, spawn, drops and dreams
    warp: float = DEFAULT_WARP  #: game time per wall time; > 0
    server: str = "embedded"  #: or HOST:PORT of an offline-mode server
    port: int = 0  #: of the embedded server; 0: any free one
    imagine: str = "rules"  #: off | rules | llm | hybrid | oracle | package.module:Class
    laws: str = "all"  #: all | none | -FAMILY,...: which laws are known; the rest is withheld, to see what others know
    skills: str = "all"  #: all | none | -KIND,...: goals for which skills are known; for the others they must be earned, or written
    model: str | None = None  #: PROVIDER:NAME of the language model, for every role that names no other
    base_url: str | None = None  #: where `model` is asked; None: OPENAI_BASE_URL, or the provider's own
    roles: dict[str, str] = {}  #: role to PROVIDER:NAME, PROVIDER:NAME@BASE_URL or none; the roles: agent/roles.py
    notes: str | None = None  #: file of rules in prose that this world has; for hybrid
    cache: str | None = None  #: file of the replies of all models, or off; None: the user's own, without those of endpoints on this machine
    max_calls: int | None = None  #: to all models together; None: no cap
    max_tokens: int | None = None  #: sent and received, together
    max_cost: float | None = None  #: US dollars
    runs: str = "runs"  #: folder that gets a folder per run
    library: str | None = None  #: folder of the skill library; None: the user's data folder
    dry_run: bool = False  #: dream only
    keep_open: bool = False
    max_replans: int = 20
    rollouts: int = 0  #: k of every dream; 0: 8, or 1 where every step of a dream is a call to a model
    gate: float = 0.5  #: least p_success of a dream that is acted out
    world_rules: str | None = None  #: file of an altered world (bridge.alter); of it the embedded server alone reads "rules"
    scenario: dict[str, Any] = {}  #: what is set up before the first observation; goes to the cheat ledger

    def __post_init__(self) -> None:
        check_roles(self.roles)
        if self.listen is not None:
            self._listens(self.listen)
        if self.iterations < 1:
            raise UsageError(f"--iterations: expected 1 or more, found {self.iterations}")
        if not 0 < self.warp < math.inf:
            raise UsageError(f"--warp: expected a number above 0, found {self.warp}; try --warp {DEFAULT_WARP:g}")
        if not 0 <= self.port <= 65535:
            raise UsageError(f"--port: expected 0 (any free one) to 65535, found {self.port}")
        if self.imagine not in IMAGINERS and ":" not in self.imagine:
            raise UsageError(f"--imagine: expected {' | '.join(IMAGINERS)} | package.module:Class, found {self.imagine!r}")
        if self.imagine == "oracle" and self.server != "embedded":
            raise UsageError(f"--imagine oracle: expected the embedded server, found --server {self.server}: another's world cannot be copied")
        if self.imagine == "llm" and player(self, "imagine") is None:
            raise UsageError("--imagine llm: expected a model, found none; name one with --model PROVIDER:NAME, or use --imagine rules")
        if self.notes is not None and self.imagine != "hybrid":
            raise UsageError(f"--notes: expected --imagine hybrid with it, found {self.imagine}; name a model that reads them with --model")
        if self.laws != "all":
            from worldsim.laws import withheld

            withheld(self.laws)
            if self.imagine not in ("rules", "hybrid"):
                raise UsageError(f"--laws: expected --imagine rules or hybrid with it, found {self.imagine}; leave --laws out")
        if self.skills != "all":
            from skills.withholding import withheld as skills_withheld

            skills_withheld(self.skills)
        if self.world_rules is not None and self.server != "embedded":
            raise UsageError(f"--world-rules: expected the embedded server with it, found --server {self.server}: a foreign server has its own rules")
        if self.base_url:
            public(self.base_url)
        for cap in ("max_calls", "max_tokens", "max_cost"):
            most = getattr(self, cap)
            if most is not None and not most >= 0:  # nor is nan a cap
                raise UsageError(f"--{cap.replace('_', '-')}: expected 0 or more, found {most}; leave it out for no cap")
        if self.max_replans < 0:
            raise UsageError(f"max_replans: expected 0 or more, found {self.max_replans}")
        if not 0 <= self.gate <= 1:
            raise UsageError(f"gate: expected a chance, 0-1, found {self.gate}")
        if self.rollouts < 0:
            raise UsageError(f"--rollouts: expected 1 or more, found {self.rollouts}")
        if not -(2**31) <= self.seed < 2**31:
            raise UsageError(f"--seed: expected an integer of 32 bits, found {self.seed}")
        self.address()

    def _listens(self, name: str) -> None:
        if not is_player(name):
            raise UsageError(f"--listen: expected a player's name (1-16 letters, digits and _), found {name!r}")
        if name == OWN:
            raise UsageError(f"--listen: expected another player than the agent itself, found {name}")
        if self.dry_run:
            raise UsageError("--listen: expected goals that are pursued, found --dry-run with it; use --goal TEXT --dry-run")

    @property
    def dreams(self) -> int:
        """How many rollouts a dream has; 0 with foresight off."""
        if self.imagine == "off":
            return 0
        asks = self.imagine in ("llm", "oracle") or (self.imagine == "hybrid" and player(self, "imagine") is not None and self.laws != "all")
        return self.rollouts or (1 if asks else 8)

    def address(self) -> Address | None:
        """Where the server is; None for the embedded one."""
        if self.server == "embedded":
            return None
        host, colon, port = self.server.rpartition(":")
        if not colon or not host or not port.isdecimal() or not 0 < int(port) <= 65535:
            raise UsageError(f"--server: expected 'embedded' or HOST:PORT, found {self.server!r}; for example --server 127.0.0.1:25565")
        return Address(host=host, port=int(port))


class Address(msgspec.Struct, frozen=True):
    """A Minecraft server."""

    host: str
    port: int
