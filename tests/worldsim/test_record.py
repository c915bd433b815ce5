"""Recording, in an imagined world: the real one is recorded in tests/agent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from worldsim.actions import Craft, Wait, name_of
from worldsim.errors import ServerDead, UsageError
from worldsim.explorer import WEIGHTS, Explorer
from worldsim.imagined import ImaginedWorld
from worldsim.models import Rules
from worldsim.record import Lab, main, record
from worldsim.transitions import FILE, read_transitions
from worldsim.world import World


@pytest.fixture
def labs_of(land, rules: Rules) -> Callable[[int], list[Lab]]:
    def labs(seed: int) -> list[Lab]:
        @contextmanager
        def opened() -> Iterator[World]:
            state = land({(3, 64, z): "oak_log" for z in range(5)}, inventory={"oak_log": 3, "dirt": 8, "wooden_axe": 1})
            yield ImaginedWorld(rules, state, seed)

        def play(world: World) -> None:
            for _ in range(5):
                world.act(Wait(3))

        return [Lab("free", opened, {"inventory": {"dirt": 8}}), Lab("played", opened, {}, play)]

    return labs


def test_a_set_is_what_its_note_says(tmp_path: Path, labs_of) -> None:
    said: list[str] = []
    note = record(tmp_path, labs_of, (4, 5), 30, "the script", said.append)
    steps = list(read_transitions(tmp_path))
    assert note.count == len(steps) == 120
    assert [episode.name for episode in note.episodes] == ["seed 4 free", "seed 4 played", "seed 5 free", "seed 5 played"]
    assert [step.world for step in steps[::60]] == ["seed 4", "seed 5"]
    assert note.failed == sum(not step.outcome.ok for step in steps)
    assert note.kinds["wait"] == sum(name_of(step.action) == "wait" for step in steps)
    assert note.checksum == hashlib.sha256((tmp_path / FILE).read_bytes()).hexdigest()
    assert len(said) == 4
    # Plays do their own, and something of the explorer's in between.
    played = [step.action for step in steps if step.episode == "seed 4 played"]
    assert played.count(Wait(3)) >= 5
    assert len(set(map(str, played))) > 10


def test_the_same_seeds_make_the_same_set(tmp_path: Path, labs_of) -> None:
    first, second = (record(tmp_path / name, labs_of, (1,), 20, "", print) for name in ("a", "b"))
    assert first.checksum == second.checksum
    assert record(tmp_path / "c", labs_of, (2,), 20, "", print).checksum != first.checksum


def test_an_episode_that_breaks_does_not_end_the_set(tmp_path: Path, labs_of) -> None:
    @contextmanager
    def broken() -> Iterator[World]:
        raise ServerDead("it is gone")
        yield

    note = record(tmp_path, lambda seed: [Lab("broken", broken), *labs_of(seed)[:1]], (1,), 5, "", print)
    assert [(episode.count, episode.trouble) for episode in note.episodes] == [(0, "ServerDead: it is gone"), (5, "")]


def test_a_set_is_not_written_over(tmp_path: Path, labs_of) -> None:
    record(tmp_path, labs_of, (1,), 2, "", print)
    with pytest.raises(UsageError, match="expected a new or empty folder, found things in it"):
        record(tmp_path, labs_of, (1,), 2, "", print)


def test_an_unknown_world_is_bad_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "set"), "--world", "no.such_module:labs"]) == 2
    assert "expected a module that can be imported" in capsys.readouterr().err


def test_the_explorer_tries_every_verb_and_fails_at_times(land, rules: Rules) -> None:
    world = ImaginedWorld(rules, land({(3, 64, 0): "oak_log"}, inventory={"oak_log": 3, "dirt": 8}), 1)
    explorer = Explorer(1)
    for _ in range(300):
        world.act(explorer.next(world.observe()))
    verbs = {name_of(outcome.action) for outcome in world.outcomes}
    assert verbs == set(WEIGHTS)
    failed = sum(not outcome.ok for outcome in world.outcomes)
    assert 45 <= failed <= 250  # there is little to do on this land
    assert any(isinstance(outcome.action, Craft) and outcome.ok for outcome in world.outcomes)
