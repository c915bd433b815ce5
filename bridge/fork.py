"""A fork of the embedded world: a copy of the server with a twin of the bot in it, in which one can act and which is then thrown away.

    with Moment(server, world) as moment:        # what is saved now; the live world goes on unaltered
        with moment.fork() as twin:              # as often as one likes
            twin.act(action)

What is the same in the fork: the seed and its dice, the tick, blocks, what lies about, containers, everything that a plugin keeps on disk
(serv.keeps), the player's record, the bot's knowledge, place and look. What is not, because nobody saves it: numbers of entities (and dice that hang
on them), counters that a plugin does not keep. A fork is made at rest, between two actions, and only of a server that has a folder.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from bridge.node import JS, node_binary
from bridge.server import EmbeddedServer
from bridge.world import Endpoint, MineflayerWorld
from worldsim.errors import BridgeDead, UsageError
from worldsim.facts import facts
from worldsim.keys import child_env

#: Seconds that the twin's process has to answer, and to end.
ANSWER, ENDING = 30.0, 2.0
_ids = count(1)


class LineLink:
    """A bot's process of its own, spoken to by lines of JSON (bridge/js/bot/lines.js): the `javascript` package has one process, the live bot's."""

    def __init__(self) -> None:
        """Start it; it loads while others work."""
        command = [str(node_binary()), "--no-warnings", "--max-old-space-size=1024", str(JS / "bot" / "lines.js")]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, env=child_env(), stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")
        self._said: deque[str] = deque(maxlen=20)
        threading.Thread(target=self._listen, name="twin-stderr", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def request(self, op: str, **fields: object) -> bytes:
        """Ask for one operation; the answer is JSON. Raises BridgeDead when the process is gone or silent."""
        assert self._process.stdin
        assert self._process.stdout
        alarm = threading.Timer(ANSWER, self._process.kill)
        alarm.start()
        try:
            self._process.stdin.write(msgspec.json.encode({"id": f"twin-{next(_ids)}", "op": op, **fields}).decode() + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except (OSError, ValueError):
            line = ""
        finally:
            alarm.cancel()
        if not line:
            why = f": {self._said[-1]}" if self._said else ""
            raise BridgeDead(f"the process of a fork's bot ended during {op!r}{why}")
        return line.encode()

    def close(self) -> None:
        """End it. Nothing happens the second time."""
        process = self._process
        try:
            if process.stdin:
                process.stdin.close()
            process.wait(ENDING)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stderr
        with self._process.stderr as stderr:
            self._said.extend(line.rstrip() for line in stderr)


class Moment:
    """A live world as it is now, to be forked from for as long as this is open; the live one may go on meanwhile."""

    def __init__(self, server: EmbeddedServer, world: MineflayerWorld, *, username: str = "Lucid") -> None:
        """Save the world and keep the save. Raises UsageError for a server without a folder, ServerDead, BridgeDead."""
        if server.folder is None:
            raise UsageError("oracle: expected a server that saves its world, found one without a folder")
        self._made_of = server.made_of
        self._username = username
        self._mind = world.recollect()
        server.save()
        self._home = tempfile.TemporaryDirectory(prefix="lucidcraft-moment-")
        self._save = Path(self._home.name) / "world"
        _copied(server.folder, self._save)
        self._forks = count(1)

    @contextmanager
    def fork(self) -> Iterator[MineflayerWorld]:
        """A bot in a copy of that moment. Raises ServerDead, BridgeDead."""
        folder = Path(self._home.name) / f"fork-{next(self._forks)}"
        _copied(self._save, folder)
        with ExitStack() as stack:
            link = LineLink()
            stack.callback(link.close)
            server = EmbeddedServer(**self._made_of, world=folder, held=True)
            stack.callback(server.kill)  # nobody will miss what it has not saved
            endpoint = Endpoint("127.0.0.1", server.port, server.control, server.token)
            twin = MineflayerWorld(endpoint, facts(self._made_of["version"]).palette, warp=0, username=self._username, link=link)
            stack.callback(twin.close)
            twin.recall(self._mind)
            server.hold(False)
            yield twin
        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Throw the save away. Forks must be closed before."""
        self._home.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _copied(source: Path, target: Path) -> None:
    """A copy of a save: its columns are never written again, so they are shared; the record is exchanged, not written to."""
    record = json.loads((source / "lucidcraft.json").read_text("utf-8"))
    (target / "columns").mkdir(parents=True)
    for key, number in record["columns"]:
        name = f"{key.replace(',', '.')}.{number}.nbt"
        try:
            os.link(source / "columns" / name, target / "columns" / name)
        except OSError:
            shutil.copyfile(source / "columns" / name, target / "columns" / name)
    (target / "lucidcraft.json").write_text(json.dumps(record), "utf-8")
