"""The mechanics suite on the embedded server: what it does is what vanilla 1.19.4 does. The cases are in benchmarks/js/mechanics."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.mechanics import embedded, listed, play, topics
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


def test_the_docs_have_every_case():
    """After a change of the cases: python -m benchmarks.mechanics --table docs/embedded-world.md."""
    text = (Path(__file__).parents[2] / "docs" / "embedded-world.md").read_text("utf-8")
    assert [case.title for case in listed() if case.row not in text] == []
