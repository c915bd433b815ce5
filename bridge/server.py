"""The embedded Minecraft server: a node process of our own, on the loopback interface only, whose time moves when the bot moves it.

`python -m bridge.server --port 25565` runs one in real time, for any 1.19.4 client on this machine, until its stdin ends.
"""

from __future__ import annotations

import json
import secrets
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bridge.altering.rules import read_overlay
from bridge.node import JS, node_binary
from worldsim.errors import MachineryError, ServerDead, UsageError
from worldsim.flags import Parser, command, say
from worldsim.keys import child_env

#: Seconds until the server must have said that it is ready.
STARTING = 60.0
#: Seconds that an answer of the control port may take; a save writes every altered chunk.
ANSWER = 20.0
#: Seconds that the process has to end by itself.
ENDING = 2.0
#: Seeds cross to node as JSON numbers.
SEEDS = 2**53 - 1


class EmbeddedServer:
    """A running server. Time stands still until a bot moves it through the control port, or until `free()`.

    It ends when `stop()` is called, when the `with` block ends, and when this process ends in whatever way.
    """

    port: int  #: where Minecraft clients of `version` join, on 127.0.0.1
    control: int  #: where time is moved, on 127.0.0.1; needs `token`
    spawn: tuple[float, float, float]  #: the feet of a player who joins

    def __init__(
        self,
        *,
        seed: int = 0,
        port: int = 0,
        world: Path | None = None,
        warp: float = 20.0,
        scenario: Mapping[str, object] | None = None,
        token: str | None = None,
        version: str = "1.19.4",
        rules: Mapping[str, object] | None = None,
        test_commands: bool = False,
        held: bool = False,
    ) -> None:
        """Start it and return when it is ready.

        `port` 0 takes any free one. `world` is the folder of the save, made if missing and taken up again if it holds a world of this seed;
        None saves nothing. `scenario` sets things up before the first player joins (bridge/js/server/plugins/scenario.js). `warp` is noted
        in the server's status; who moves time keeps to it. `rules` alters the world: name of a file in bridge/js/server/rules -> what is laid over it
        (bridge/js/server/rules.js). `test_commands` opens the verbs of `setup` as chat commands: for tests, never for a run.
        `held`: the world waits from the start, see `hold`.
        Raises UsageError for bad options, ServerDead when it does not come up.
        """
        if not isinstance(seed, int) or abs(seed) > SEEDS:
            raise UsageError(f"seed: expected a whole number from -{SEEDS} to {SEEDS}, found {seed!r}")
        if not 0 <= port <= 65535:
            raise UsageError(f"port: expected 0 (any free one) to 65535, found {port}")
        self.token = token or secrets.token_hex(16)
        options: dict[str, object] = {"seed": seed, "port": port, "warp": warp, "version": version, "token": self.token}
        options |= {"scenario": dict(scenario or {}), "rules": dict(rules or {}), "testCommands": test_commands}
        self.made_of: dict[str, Any] = {"seed": seed, "scenario": dict(scenario or {}), "rules": dict(rules or {}), "version": version}  #: for forks
        self.folder = None if world is None else _folder(Path(world))
        if world is not None:
            options["world"] = str(self.folder)
        if held:
            options["held"] = True
        self._troubles: deque[str] = deque(maxlen=20)
        command = [str(node_binary()), str(JS / "server" / "main.js"), json.dumps(options)]
        # Its stdin stays open as long as we live: it ends when stdin does.
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, env=child_env(), stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")
        self._listener = threading.Thread(target=self._listen, name="server-stderr", daemon=True)
        self._listener.start()
        try:
            ready = self._first_line(port, world)
        except BaseException:
            self.kill()
            raise
        self.port, self.control = ready["port"], ready["control"]
        x, y, z = ready["spawn"]
        self.spawn = (x, y, z)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def free(self, on: bool = True) -> None:
        """Let time run by itself at 20 ticks a second, for witnesses and people; False: make it stand still again."""
        self._ask({"free": on})

    def hold(self, on: bool = True) -> None:
        """Let the world wait: time still moves for who comes in, but no tick of the world goes by; False: it goes on."""
        self._ask({"held": on})

    def save(self) -> None:
        """Write the world to its folder; returns when it is there."""
        self._ask({"save": True})

    def status(self) -> dict[str, Any]:
        """Tick, virtual ms, players, entities, memory (see bridge/js/server/control.js)."""
        return self._ask({"status": True})

    def setup(self, verb: str, *args: object, player: str | None = None) -> None:
        """Set a scene up: `setup("setblock", 0, 64, 2, "furnace")`; `player` None means who is here.

        The verbs are told in bridge/js/server/plugins/setup.js. Every use stands in `ledger()`. Raises MachineryError when it cannot be done.
        """
        self._ask({"setup": [verb, *args], **({"player": player} if player else {})})

    def ledger(self) -> list[str]:
        """What was ever set up in this world, one line each: what goes into a run's cheat ledger."""
        lines: list[str] = self._ask({"ledger": True})["ledger"]
        return lines

    @property
    def troubles(self) -> list[str]:
        """The last lines of its error log (bridge/js/server/log.js); empty when all is well."""
        return [*self._troubles]

    def stop(self) -> None:
        """Save and end. Nothing happens the second time, or when it is dead already."""
        try:
            if self.alive:
                self.save()
        except ServerDead:
            pass  # it dies with what it saved last
        finally:
            self.kill()

    def kill(self) -> None:
        """End it without saving."""
        process = self._process
        try:
            if process.stdin:
                process.stdin.close()
            process.wait(ENDING)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        self._listener.join(ENDING)
        if process.stdout:
            process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _first_line(self, port: int, world: Path | None) -> dict[str, Any]:
        assert self._process.stdout
        alarm = threading.Timer(STARTING, self._process.kill)
        alarm.start()
        try:
            line = self._process.stdout.readline()
        finally:
            alarm.cancel()
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            raise self._dead("did not start") from None
        if "error" not in said:
            return said
        code = said["code"]
        if code == "EADDRINUSE":
            raise UsageError(f"port: expected a free one, found {port} in use; name another, or 0 for any free one")
        if code in ("EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"):
            raise UsageError(f"world: expected a folder that can be written to, found {world} ({code})")
        if code == "EWORLD":
            raise UsageError(f"world: {said['error']}")
        if code == "ERULES":
            raise UsageError(f"rules: {said['error']}")
        raise MachineryError(f"the embedded server did not start: {said['error']} ({code})")

    def _listen(self) -> None:
        assert self._process.stderr
        with self._process.stderr as stderr:
            self._troubles.extend(line.rstrip() for line in stderr)

    def _ask(self, request: dict[str, object]) -> dict[str, Any]:
        try:
            with (
                socket.create_connection(("127.0.0.1", self.control), timeout=ANSWER) as connection,
                connection.makefile("rw", encoding="utf-8") as lines,
            ):
                for line in ({"token": self.token}, request):
                    lines.write(json.dumps(line) + "\n")
                lines.flush()
                lines.readline()
                answer: dict[str, Any] = json.loads(lines.readline())
        except (OSError, ValueError) as error:
            raise self._dead(f"did not answer {next(iter(request))!r} ({error})") from None
        if "error" in answer:
            raise MachineryError(f"the embedded server says: {answer['error']}")
        return answer

    def _dead(self, what: str) -> ServerDead:
        code = self._process.poll()
        if code is not None:
            self._listener.join(ENDING)  # its last words
        why = next((_message(line) for line in reversed(tuple(self._troubles))), "")
        state = f"; it ended with {code}" if code is not None else ""
        return ServerDead(f"the embedded server {what}{state}{': ' + why if why else ''}")


def _folder(world: Path) -> Path:
    """Made here: node tries for ever where that cannot be done. Raises UsageError."""
    try:
        world.mkdir(parents=True, exist_ok=True)
        return world.resolve()
    except OSError as error:
        raise UsageError(f"world: expected a folder that can be written to, found {world} ({error.strerror})") from None


def _message(line: str) -> str:
    try:
        return str(json.loads(line)["error"])
    except (ValueError, KeyError, TypeError):
        return line


@command
def main() -> int:
    """Run a server in real time. Its first line tells where it is, as JSON."""
    parser = Parser(prog="python -m bridge.server", description="The embedded server, in real time, until stdin ends.")
    parser.add_argument("--port", type=int, default=0, help="where clients join (default: any free one)")
    parser.add_argument("--seed", type=int, default=0, help="of the world (default 0)")
    parser.add_argument("--world", type=Path, metavar="DIR", help="folder of the save (default: nothing is saved)")
    parser.add_argument("--terrain", choices=("seeded", "flat", "superflat"), default="seeded")
    parser.add_argument("--world-rules", type=Path, metavar="FILE", help="JSON to lay over the rules in bridge/js/server/rules")
    parser.add_argument("--test-commands", action="store_true", help="/give, /setblock and others in the chat, for everybody")
    asked = parser.parse_args()
    rules = read_overlay(asked.world_rules).rules if asked.world_rules else {}
    options = {"world": asked.world, "scenario": {"terrain": asked.terrain}, "rules": rules, "test_commands": asked.test_commands}
    with EmbeddedServer(seed=asked.seed, port=asked.port, **options) as server, suppress(KeyboardInterrupt):
        server.free()
        say([json.dumps({"port": server.port, "control": server.control, "token": server.token})])
        if sys.__stdin__ is not None:  # else it has ended already
            sys.__stdin__.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
