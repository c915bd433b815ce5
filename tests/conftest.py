"""No test reaches a real endpoint, finds a key, or writes to the user's own folders; none passes while server or bot log what must never occur."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

#: Lines of a server or a client that mean a broken packet, or a mistake of ours that nobody caught.
WRONG = re.compile(r'SizeOf|Write error|partial packet|"where": ?"(uncaught|unhandled)"|unhandled ?rejection', re.IGNORECASE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--real-model", default=None, metavar="PROVIDER:NAME", help="let the tests that are meant for it ask this model, over the network"
    )


def _is_here(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else address
    if not isinstance(address, tuple) and not isinstance(host, str | None):
        return True  # the path of a socket in the file system
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return not isinstance(address, tuple) and "/" in host


def _guarded(real: Callable[..., Any], which: int) -> Callable[..., Any]:
    def guarded(*arguments: Any, **rest: Any) -> Any:
        address = arguments[which] if len(arguments) > which else None
        if not _is_here(address):
            pytest.fail(f"a test tried to reach {address}: only this machine is allowed, unless --real-model names a model")
        return real(*arguments, **rest)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def closed_off(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LUCIDCRAFT_HOME", str(tmp_path_factory.mktemp("home")))
        if request.config.getoption("--real-model") is None:
            for name in [*os.environ]:
                if re.search(r"_API_KEY$|^OPENAI_|^LANGSMITH_|^LANGCHAIN_", name):
                    patch.delenv(name)
            for name in ("connect", "connect_ex"):
                patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), 1))
            patch.setattr(socket.socket, "sendto", _guarded(socket.socket.sendto, -1))
            patch.setattr(socket, "getaddrinfo", _guarded(socket.getaddrinfo, 0))
        yield


@pytest.fixture(scope="session")
def overheard() -> Iterator[list[str]]:
    """All lines so far of all servers' error logs and bots' errors that are WRONG."""
    from bridge.server import EmbeddedServer
    from bridge.world import MineflayerWorld

    wrong: list[str] = []
    sort = MineflayerWorld._sorted

    def listen(server: EmbeddedServer) -> None:
        assert server._process.stderr
        with server._process.stderr as stderr:
            for line in stderr:
                server._troubles.append(line.rstrip())
                if WRONG.search(line):
                    wrong.append(f"server: {line.rstrip()[:1000]}")

    def sorted_(world: MineflayerWorld, events: list[Any], job: int) -> Any:
        wrong.extend(f"bot: {event.error[:1000]}" for event in events if event.type == "error" and WRONG.search(event.error))
        return sort(world, events, job)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmbeddedServer, "_listen", listen)
        patch.setattr(MineflayerWorld, "_sorted", sorted_)
        yield wrong
    assert wrong == []


@pytest.fixture(autouse=True)
def sound(overheard: list[str]) -> Iterator[None]:
    """The test fails on what was WRONG meanwhile, and takes it off the list."""
    yield
    found = overheard[:]
    overheard.clear()
    assert found == []
