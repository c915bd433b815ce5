"""Opening the world of a run: the embedded server and the bot in it, or a bot on somebody's server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from agent.settings import Settings
from worldsim.errors import ServerDead, UsageError
from worldsim.facts import facts
from worldsim.world import World


class Opened(msgspec.Struct, frozen=True):
    """A world that is up."""

    world: World
    address: str  #: HOST:PORT, where people join
    free: Callable[[], None] | None = None  #: lets time run by itself; None where it always does
    moment: Callable[[], Any] | None = None  #: keeps the present moment, to be copied (bridge.fork.Moment); None where that cannot be


@contextmanager
def open_world(settings: Settings, save: Path) -> Iterator[Opened]:
    """The world that `settings` ask for; saved, closed and gone at the end. Raises UsageError, MachineryError."""
    from bridge.altering.rules import read_overlay
    from bridge.fork import Moment
    from bridge.server import EmbeddedServer
    from bridge.world import Endpoint, MineflayerWorld

    address = settings.address()
    palette = facts().palette
    with ExitStack() as stack:
        if address is not None:
            try:
                foreign = stack.enter_context(MineflayerWorld(Endpoint(address.host, address.port), palette))
            except ServerDead as error:
                raise UsageError(
                    f"--server: expected an offline-mode Minecraft 1.19.4 server at {settings.server}, found: {error}; is it up?"
                ) from None
            yield Opened(foreign, f"{address.host}:{address.port}")
            return
        rules = read_overlay(settings.world_rules).rules if settings.world_rules else {}
        server = stack.enter_context(
            EmbeddedServer(seed=settings.seed, port=settings.port, world=save, warp=settings.warp, scenario=settings.scenario, rules=rules)
        )
        world = stack.enter_context(MineflayerWorld(Endpoint("127.0.0.1", server.port, server.control, server.token), palette, warp=settings.warp))
        yield Opened(world, f"127.0.0.1:{server.port}", server.free, lambda: Moment(server, world))
