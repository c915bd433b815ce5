"""Labelled failures: each is what its label says, by the laws, by hand-checked examples, and (a sample) by the real server."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from worldsim.actions import name_of
from worldsim.arguments import checked
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.failing.draft import Draft, Kind
from worldsim.failing.scene import Cell, Fails, Harms, Scenario, Scene, server_scenario
from worldsim.failures import KINDS, Tally, acted_out, agreed, check, failures, main, read_failures
from worldsim.models import Rules
from worldsim.space import Pos

#: What each kind must be labelled with, from what the kind's name says and the closed lists of worldsim/change.py and scene.py.
LABELS = {
    "no_tool": "no_tool", "no_material": "no_item", "no_table": "no_table", "unreachable": "no_path", "no_support": "no_support",
    "occupied": "occupied", "body_in_way": "body_in_way", "unbreakable": "unbreakable", "inventory_full": "inventory_full",
    "no_furnace": "no_furnace", "no_fuel": "no_fuel", "not_hungry": "not_hungry", "not_ripe": "not_ripe", "monsters_near": "monsters_near",
    "fall": "fall", "drowning": "drowning", "starving": "starving", "suffocating": "suffocation", "monsters": "monsters",
}  # fmt: skip


def test_every_kind_is_made_in_bulk_and_the_laws_agree() -> None:
    tally = Tally()
    made = list(failures(3 * len(KINDS), 11, tally=tally))
    assert set(tally.made.values()) == {3}
    assert len(KINDS) >= 35
    assert sum(tally.disputed.values()) <= 3, "makers that the laws contradict"
    for scenario in made:
        label = scenario.label
        assert LABELS.get(scenario.kind) in (None, label.reason if isinstance(label, Fails) else label.harm)
        checked(scenario.state, facts())
    # Kinds are not variations of one scene.
    assert len({msgspec.json.encode((s.scene, s.actions)) for s in made}) >= len(made) - 3
    assert len(Counter(name_of(s.actions[-1]) for s in made)) >= 12


def test_the_same_seed_gives_the_same_whatever_is_drawn_beside_it() -> None:
    assert list(failures(12, 5)) == list(failures(12, 5))
    assert list(failures(6, 5)) == list(failures(12, 5))[:6]
    assert list(failures(12, 5)) != list(failures(12, 6))
    (only,) = failures(1, 5, ["unbreakable"])
    assert (only.kind, only.label) == ("unbreakable", Fails("unbreakable"))


def test_a_fall_costs_what_the_wiki_says() -> None:
    for scenario in failures(5, 2, ["fall"]):
        high = scenario.scene.spawn.y - 64  # the grass carries feet at 64
        # Minecraft Wiki, "Damage", fall damage: half a heart for each block beyond three.
        assert Rules().predict(scenario.state, scenario.actions)[0].mode.change.health == -(high - 3)


def test_a_wrong_label_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    (scenario,) = failures(1, 3, ["no_tool"])
    wrong = msgspec.structs.replace(scenario, label=Fails("no_table"))
    armed = msgspec.structs.replace(scenario, scene=msgspec.structs.replace(scenario.scene, inventory={"netherite_pickaxe": 1}))
    assert agreed(scenario, facts())
    assert not agreed(wrong, facts())
    assert not agreed(armed, facts())

    def never(dice: object, known: object) -> Draft:
        return Draft(scenario.scene, scenario.actions, Harms("fall"), "it does not")

    monkeypatch.setitem(KINDS, "no_tool", Kind(never))
    with pytest.raises(UsageError, match="no_tool: expected the laws to agree"):
        list(failures(1, 3, ["no_tool"]))


def test_the_scene_is_the_state() -> None:
    scene = Scene(spawn=Pos(2, 64, 3), cells=(Cell(Pos(4, 64, 3), "oak_log", {"axis": "x"}),), inventory={"wooden_pickaxe": 2, "dirt": 65}, food=7)
    state = Scenario(kind="", seed=0, number=0, scene=scene, actions=(), label=Fails("no_path"), why="").state
    assert (state.body.pos.x, state.body.pos.y, state.body.pos.z) == (2.5, 64.0, 3.5)
    assert state.blocks.name(Pos(4, 64, 3)) == "oak_log"
    assert (state.blocks.name(Pos(0, 63, 0)), state.blocks.name(Pos(0, 64, 0)), state.blocks.name(Pos(0, 62, 0))) == ("grass_block", "air", None)
    assert state.free_slots == 36 - 2 - 2  # pickaxes do not stack, 65 of dirt fill two slots
    assert [tool.left for tool in state.tools] == [59, 59]  # Minecraft Wiki, "Pickaxe": durability of wood
    assert state.body.food == 7
    assert server_scenario(scene)["blocks"] == [[[4, 64, 3], "oak_log", {"axis": "x"}]]


def test_the_command_writes_what_reads_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "failures.jsonl"
    assert main(["--n", "20", "--seed", "4", "-o", str(file)]) == 0
    said = msgspec.json.decode(capsys.readouterr().out.splitlines()[-1])
    assert (said["n"], said["contradicted"]) == (20, [])
    assert said["scenarios_per_s"] > 0
    assert list(read_failures(file)) == list(failures(20, 4))


def test_bad_usage_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--kind", "sadness"]) == 2
    assert "--kind: expected some of no_tool, " in capsys.readouterr().err
    assert main(["--n", "-1"]) == 2
    assert main(["--n", "1", "-o", str(tmp_path / "no" / "file")]) == 2
    with pytest.raises(UsageError, match="expected a file of"):
        list(read_failures(tmp_path / "none"))
    (imagined,) = failures(1, 1, ["drowning"])
    with pytest.raises(UsageError, match="a server can set up, found drowning"):
        check([imagined])


@pytest.mark.timeout(240)
def test_the_real_server_agrees() -> None:
    scenarios = [next(failures(1, 21, [kind])) for kind in ("no_tool", "unreachable", "fall")]
    for scenario, outcome in zip(scenarios, check(scenarios), strict=True):
        assert acted_out(scenario, outcome), (scenario.kind, scenario.why, outcome)
