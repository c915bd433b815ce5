"""The lab of dreams: its worlds, its learner, its figures; one training in dreams alone, and one episode on the real server."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from agent.server_env import ServerEnv
from benchmarks import lab, training
from benchmarks.learner import Episode, Learner, Step, legal_of, play, seen
from benchmarks.training import DREAMED, OTHER, TRAINED, UNSEEN, Settings, Shaken, Training, Try
from benchmarks.yards import ALTERED, ALTERED_RULES, OTHER_WOODS, WOODS, yard
from worldsim.actions import Craft, Mine
from worldsim.env.imagined import ImaginedEnv
from worldsim.models import Rules
from worldsim.space import Pos

SETTINGS = Settings(goal="has:stone_pickaxe", dreams=2, cap=300, tests=1)


def test_yards_differ_by_number_and_hold_what_the_task_needs() -> None:
    made = [yard(number) for number in range(20)]
    assert yard(3) == made[3]
    assert len({msgspec.json.encode(each) for each in made}) == 20
    for scenario in made:
        names = [name for _, name in scenario["blocks"]]
        # A pickaxe of wood, one of stone, a table and sticks take 3 logs and 3 of stone (Minecraft Wiki, their recipes).
        assert sum(name.endswith("_log") for name in names) >= 3
        assert names.count("stone") >= 3
        assert all(cell[0] or cell[2] for cell, _ in scenario["blocks"]), "the start is free"


def test_the_altered_world_is_another_one() -> None:
    woods = {name.removesuffix("_log") for number in range(9) for _, name in yard(number, **ALTERED)["blocks"] if name.endswith("_log")}
    assert woods == set(OTHER_WOODS)
    assert not woods & set(WOODS)
    assert ALTERED_RULES["drops"]["blocks"]["stone"][0]["chance"] < 1
    spans = [range(first, first + 100_000) for first in (DREAMED, TRAINED, UNSEEN, OTHER)]
    assert len({number for span in spans for number in (span[0], span[-1])}) == 8, "numbers of worlds do not meet"


def test_the_learner_finds_the_way_through_a_corridor() -> None:
    """Four states in a row; action 1 goes on, 0 stays; the end is worth 1."""
    learner = Learner(2, 0)
    for _ in range(40):
        place, steps = 0, list[Step]()
        while place < 3 and len(steps) < 30:
            action = learner.act((place,), (0, 1))
            after = place + action
            steps.append(Step((place,), action, 1.0 if after == 3 else -0.01, (after,), () if after == 3 else (0, 1)))
            learner.saw(steps[-1])
            place = after
        learner.learn(Episode(place == 3, 0.0, tuple(steps), ""))
    assert [learner.act((place,), (0, 1), greedy=True) for place in range(3)] == [1, 1, 1]
    assert learner.act((0,), (0,), greedy=True) == 0, "what is masked is never done"


def test_what_the_learner_sees_is_clipped_and_masked() -> None:
    observation = {"inventory": np.array([70, 2]), "action_mask": np.array([1, 0, 1])}
    assert seen(observation) == (4, 2, 1, 0, 1)
    assert legal_of(observation) == (0, 2)
    assert legal_of(observation, frozenset({2})) == (0,)


def test_shaken_dreams_lose_drops_and_nothing_else() -> None:
    env = ImaginedEnv("has:stone_pickaxe", start=yard(4))
    env.reset(options={"world": 4})
    assert env.state is not None
    log = env.state.blocks.find(("oak_log", "birch_log", "spruce_log"), Pos(0, 64, 0), 1)[0]
    shaken, plain = Shaken(Rules()), Rules()
    shaken.p = 0.25
    (said,), (told,) = shaken.predict(env.state, [Mine(log)]), plain.predict(env.state, [Mine(log)])
    assert sum(branch.p for branch in said.branches) == pytest.approx(sum(branch.p for branch in told.branches))

    def had(prediction) -> float:
        return sum(branch.p for branch in prediction.branches if any(n > 0 for n in branch.change.inventory.values()))

    assert had(said) == pytest.approx(0.75 * had(told))
    assert shaken.predict(env.state, [Craft("oak_planks")]) == plain.predict(env.state, [Craft("oak_planks")])


def _row(arm: str, number: int, until: int | None, unseen: str = "", altered: str = "") -> Training:
    tries = [tuple(Try(20, letter == "1") for letter in text) for text in (unseen, altered)]
    return Training(
        arm=arm, number=number, settings=SETTINGS, dreamed=(), unseen=tries[0], altered=tries[1], real=(Try(until or 60, False),), until=until,
        tested=(Try(20, True),), seconds=1.0,
    )  # fmt: skip


def test_figures_are_what_they_say() -> None:
    rows = [_row("none", 1, 200), _row("none", 2, None), _row("rules", 1, 20, "1111", "1110"), _row("rules", 2, 30, "1111", "1111")]
    found = lab.report("stone_pickaxe", SETTINGS, rows, 7)
    none, rules = found.arms["none"], found.arms["rules"]
    assert rules.before == [0, 0]
    assert (none.steps, none.reached, none.fewer, none.lower_bound) == ([200, 300], 1, None, False)
    assert (rules.steps, rules.fewer, rules.lower_bound) == ([20, 30], 10.0, True)  # 250 / 25, the cap counted for the one that was given up
    assert rules.fewer_interval is not None
    assert 6.6 <= rules.fewer_interval.low <= 10.0 <= rules.fewer_interval.high <= 15.1
    assert rules.transfer == 0.875  # 7 of 8 by 8 of 8
    assert rules.altered is not None
    assert (rules.altered.n, rules.altered.interval.low) == (8, pytest.approx(0.529, abs=0.001))  # Wilson, 95 %
    assert found.law_steps == 7


def test_the_command_runs_in_dreams_and_takes_up_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--arms", "none,rules", "--trainings", "1", "--dreams", "2", "--cap", "60", "--tests", "1", "--real", "rules", "--workers", "1"]
    file = tmp_path / "lab.jsonl"
    assert lab.main([*words, "-o", str(file)]) == 0
    first = msgspec.json.decode(capsys.readouterr().out.splitlines()[-1], type=lab.Report)
    assert first.arms["none"].steps == [60]
    assert first.arms["rules"].dream_steps[0] > 0
    assert len(file.read_bytes().splitlines()) == 2
    file.write_bytes(file.read_bytes() + b'{"arm":"no')  # cut off
    assert lab.main([*words, "-o", str(file)]) == 0
    assert msgspec.json.decode(capsys.readouterr().out.splitlines()[-1], type=lab.Report) == first
    assert lab.main(["--task", "happiness"]) == 2
    assert lab.main(["--arms", "none,wishes"]) == 2


@pytest.mark.timeout(240)
def test_a_real_episode_in_an_altered_yard() -> None:
    """Stone that leaves nothing: the server takes the altered rules, and everything else is as in a dream."""
    settings = msgspec.structs.replace(SETTINGS, goal="has:cobblestone")
    env = ServerEnv(settings.goal, max_steps=6)
    try:
        env.scenario = {**yard(UNSEEN), "inventory": {"wooden_pickaxe": 1}}
        env.rules = {"drops": {"blocks": {"stone": []}}}
        learner = Learner(int(env.action_space.n), 0)
        mine = env.action_names.index("mine cobblestone")
        observation, _ = env.reset(options={"world": UNSEEN})
        assert observation["action_mask"][mine] == 1
        observation, _, _, _, info = env.step(mine)
        assert info["status"] == "done"
        assert info["delta"]["change"].get("inventory", {}) == {}  # a usual server gives 1 cobblestone
        episode = play(env, learner, world=UNSEEN)
        assert not episode.success
        assert 1 <= len(episode.steps) <= 6
    finally:
        env.close()
    assert training.WINDOW >= 20
