"""The node process that owns the bot, reached through the `javascript` package: one request, one answer, both JSON.

The package starts node and speaks its own protocol on node's stdin and stderr. Its queues can lose messages, its event loop
dies of a late answer, and when node dies its callers wait for ever (`javascript` 1!1.2.6). So its parts are exchanged before it
runs: requests are registered before they are sent, one thread reads the answers and hands each to whoever waits, and the end of
node's stderr wakes everybody at once.
"""

from __future__ import annotations

import atexit
import importlib
import importlib.metadata
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections import deque
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from worldsim.errors import BridgeDead, MachineryError
from worldsim.keys import child_env

#: The version whose inner parts are exchanged here.
PACKAGE = "1!1.2.6"
#: Node writes no warnings (stderr is the transport) and fails with a message instead of filling the machine's memory.
FLAGS = ("--no-warnings", "--max-old-space-size=1024")
#: Seconds until our module must have been loaded.
LOADING = 60.0
#: Seconds until a request must have been answered.
ANSWER = 30.0
#: Seconds that node has to end by itself.
ENDING = 2.0

_ids = count(1)


class Link:
    """A running node process with one of our modules in it, whose `rpc(json) -> json` is called.

    Safe to use from several threads. One link at a time: the package has one node process.
    """

    _open: Link | None = None

    def __init__(self, node: Path, module: Path) -> None:
        """Start `node` and load `module`. Raises BridgeDead when either fails, MachineryError for another version of the package or a second link."""
        if Link._open is not None:
            raise MachineryError("expected one bot in a process, found another that is open: close it first, or use a process of its own")
        self._lock = threading.Lock()
        self._stray: deque[str] = deque(maxlen=20)  # what node wrote that is no answer: why it died
        self._closed = ""  # why
        self._process: subprocess.Popen[bytes] | None = None
        self._start(node)
        try:
            create_require = self._package.globalThis.process.getBuiltinModule("module").createRequire
            self._module = create_require(f"{module.parent}{os.sep}")(f"./{module.name}", timeout=LOADING)  # kept: a collected proxy loses its object
        except KeyError:
            raise self._dead("while loading") from None
        except self._package.errors.JavaScriptError as error:
            self.close()
            raise BridgeDead(f"node cannot load {module.name}: {str(error.js).splitlines()[0]}") from None
        atexit.register(self.close)

    @property
    def pid(self) -> int:
        """Of the node process."""
        return int(self._process.pid) if self._process else 0

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def request(self, op: str, **fields: object) -> bytes:
        """Ask for one operation; the answer is JSON. Raises BridgeDead at once when node is gone, after `ANSWER` seconds when it is silent."""
        text = msgspec.json.encode({"id": f"{os.getpid()}-{next(_ids)}", "op": op, **fields}).decode()
        with self._lock:
            if self._closed:
                raise BridgeDead(self._closed)
            number = self._package.config.executor.i = self._package.config.executor.i + 1
            call = {"r": number, "action": "call", "ffid": self._module.ffid, "key": "rpc", "args": [text]}
            loop = self._package.config.event_loop
            answered = loop.queue_request(number, json.dumps(call))
            if not answered.wait(ANSWER):
                self.close(f"node did not answer {op!r} within {ANSWER:.0f} s")
                raise BridgeDead(self._closed)
            reply = loop.responses.pop(number, None)
        if reply is None:
            raise self._dead(f"during {op!r}")
        if "error" in reply[0]:
            raise MachineryError(f"the bot's process failed in {op!r}: {str(reply[0]['error']).splitlines()[0]}")
        return str(reply[0]["val"]).encode()

    def close(self, why: str = "the bot's process was closed") -> None:
        """End node: it leaves when its stdin ends, and is killed when it does not. Nothing happens the second time; later requests say `why`."""
        if self._closed or self._process is None:
            return
        self._closed = why
        Link._open = None
        atexit.unregister(self.close)
        process = self._process
        try:
            if process.stdin:
                process.stdin.close()
            process.wait(ENDING)
        except (OSError, subprocess.TimeoutExpired):
            process.kill()
            process.wait()
        if self._package.config.event_loop is not None:
            self._package.config.event_loop.stop()

    def _dead(self, when: str) -> BridgeDead:
        process = self._process
        code = process.wait() if process else None
        said = next((line for line in self._stray if "rror" in line), self._stray[-1] if self._stray else "")
        why = f"the node process that owns the bot ended {when} (exit code {code}){': ' + said if said else ''}"
        self.close(why)
        return BridgeDead(why)

    def _start(self, node: Path) -> None:
        package, first = _package()
        self._package = package
        package.connection.start = lambda: self._spawn(node, package)
        package.events.EventLoop = _loop_type(package)
        package.config.event_loop = None
        try:
            if first and package.__spec__ and package.__spec__.loader:
                package.__spec__.loader.exec_module(package)  # it ends by calling init()
                atexit.unregister(package.connection.stop)
            else:
                package.init()
        except KeyError:
            raise self._dead("at its start") from None
        atexit.unregister(package.config.event_loop.on_exit)  # it sleeps

    def _spawn(self, node: Path, package: ModuleType) -> None:
        bridge = Path(package.connection.dn) / "js" / "bridge.js"
        try:
            command: list[str | Path] = [node, *FLAGS, bridge]
            process = subprocess.Popen(command, env=child_env(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        except OSError as error:
            raise BridgeDead(f"expected node at {node}, found: {error.strerror}") from None
        self._process = package.connection.proc = process
        Link._open = self
        threading.Thread(target=self._read, args=(process, package), name="bridge-reader", daemon=True).start()

    def _read(self, process: subprocess.Popen[bytes], package: ModuleType) -> None:
        """Hand out the answers; when there are no more, wake all that still wait."""
        assert process.stderr
        with process.stderr as stream:
            for line in stream:
                if line.startswith(b'{"r"'):
                    package.config.event_loop.arrived(json.loads(line))
                elif line.strip():
                    self._stray.append(line.decode(errors="replace").strip())
        process.wait()
        loop = package.config.event_loop
        if loop is not None and package.connection.proc is process:
            loop.ended()


def _package() -> tuple[ModuleType, bool]:
    """The package, its submodules imported but itself not yet run when this is the first time (running it starts node)."""
    found = importlib.metadata.version("javascript")
    if found != PACKAGE:
        raise MachineryError(f"expected javascript {PACKAGE}, found {found}: install requirements.lock")
    if "javascript" in sys.modules:
        return sys.modules["javascript"], False
    spec = importlib.util.find_spec("javascript")
    assert spec
    package = importlib.util.module_from_spec(spec)
    sys.modules["javascript"] = package
    color = os.environ.get("FORCE_COLOR")
    for name in ("config", "connection", "events", "proxy", "errors"):
        importlib.import_module(f"javascript.{name}")
    del os.environ["FORCE_COLOR"]  # the package sets it for the whole process
    if color is not None:
        os.environ["FORCE_COLOR"] = color
    return package, True


def _loop_type(package: ModuleType) -> type:
    """An event loop without a loop: requests are written by who makes them, answers come from the reader."""

    class Barrier:
        def wait(self) -> int:
            return 0

    class Loop(package.events.EventLoop):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            self._writing = threading.Lock()
            self._over = threading.Event()
            super().__init__()

        def queue_request(self, request_id: int, payload: object, timeout: float | None = None) -> threading.Event:
            event = threading.Event()
            self.requests[request_id] = [event, timeout]  # before it is sent: the answer may be faster than we are
            self.queue_payload(payload)
            return event

        def queue_payload(self, payload: object) -> None:
            text = payload if isinstance(payload, str) else json.dumps(payload)
            process = package.connection.proc
            try:
                with self._writing:
                    process.stdin.write(text.encode() + b"\n")
                    process.stdin.flush()
            except (OSError, ValueError):  # node is gone, or its stdin closed
                self.ended()
            if self._over.is_set():
                self.ended()

        def arrived(self, reply: dict[str, Any]) -> None:
            entry = self.requests.pop(reply["r"], None)
            if entry:  # else: whoever asked has given up
                self.responses[reply["r"]] = (reply, Barrier())
                entry[0].set()

        def ended(self) -> None:
            """No answer will come any more: whoever waits finds none."""
            self._over.set()
            for request_id in list(self.requests):
                entry = self.requests.pop(request_id, None)
                if entry:
                    entry[0].set()

        def loop(self) -> None:
            """What the package's thread runs; there is nothing left to do in it."""

        def stop(self) -> None:
            self.ended()
            self.callbackExecutor.running = False
            self.callbackExecutor.jobs.put([0, 0, lambda _: None, None])
            package.config.event_loop = None

    return Loop
