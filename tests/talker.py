"""A second player, who only talks: a Mineflayer client of its own (tests/bridge/js/talk.js)."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from bridge.node import node_binary

SCRIPT = Path(__file__).parent / "bridge" / "js" / "talk.js"


class Talker:
    """Joins a server by a name; hears what is said there."""

    def __init__(self, port: int, name: str) -> None:
        command = [str(node_binary()), str(SCRIPT), json.dumps({"port": port, "username": name})]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.heard: list[tuple[str | None, str]] = []  #: who said it (None: the server), and the line as the game shows it
        self._alive = False

    def say(self, *lines: object) -> None:
        """Say lines in the chat; {"raw": text} unchecked; {"packet": [name, fields]}: send that."""
        assert self._process.stdin
        for line in lines:
            self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()

    def joined(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Wait until it is in the world; `meanwhile` is done again and again, for example to let time flow."""
        self._until(lambda line: "joined" in line, "to join", meanwhile)

    def hears(self, what: str, meanwhile: Callable[[], object] = lambda: None) -> str:
        """Wait for a line that holds `what`; gives it whole."""
        return str(self._until(lambda line: what in line.get("heard", ""), f"to hear {what!r}", meanwhile)["heard"])

    def alive(self) -> None:
        """Wait for the server's sign of life that keeps clients from leaving while time stands still."""
        if not self._alive:
            self._until(lambda line: "alive" in line, "a sign of life", lambda: None)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _until(self, right: Callable[[dict[str, Any]], bool], what: str, meanwhile: Callable[[], object], patience: float = 120.0) -> dict[str, Any]:
        latest = time.monotonic() + patience
        while time.monotonic() < latest:
            meanwhile()
            try:
                line = self._lines.get(timeout=0.05)
            except queue.Empty:
                continue
            assert line is not None, f"expected {what}, found that it left: {self._process.stderr.read() if self._process.stderr else ''}"
            if "heard" in line:
                self.heard.append((line["by"], line["heard"]))
            self._alive |= "alive" in line
            if right(line):
                return line
        raise AssertionError(f"expected {what} within {patience:.0f} s, found: {self.heard}")

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)
