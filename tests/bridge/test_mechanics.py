"""The mechanics suite on the embedded server: what it does is what vanilla 1.19.4 does. The cases are in benchmarks/js/mechanics."""

from __future__ import annotations

import pytest

from benchmarks.mechanics import embedded, play, topics
from bridge.server import EmbeddedServer


@pytest.fixture(scope="module")
def server():
    with EmbeddedServer(seed=1, scenario={"terrain": "flat"}) as running:
        yield running


@pytest.mark.timeout(600)
@pytest.mark.parametrize("topic", topics())
def test_mechanics(server, topic):
    before = len(server.troubles)
    cases = list(play(embedded(server), [topic]))
    assert cases
    assert [case.line() for case in cases if not case.ok] == []
    assert server.troubles[before:] == []
