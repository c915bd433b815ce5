"""`--dry-run --model M`: calls, tokens and cost, role by role, before anything is spent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent import Agent
from agent.critic import Critic, Failure, Tried
from agent.dry import Plan, Step
from agent.estimate import Use, estimate, schema_size
from agent.models.factory import ask_of
from agent.models.planted import PlantedModel
from agent.roles import ROLES
from agent.settings import Settings
from curriculum.architect import Architect
from curriculum.request import Reach, Request, Wish
from worldsim.actions import Craft, Mine
from worldsim.blocks import blocks_of
from worldsim.errors import UsageError
from worldsim.events import Asked, Event
from worldsim.facts import facts
from worldsim.goals import Explored
from worldsim.imagined import ImaginedWorld
from worldsim.language.llm import LLM
from worldsim.models import Rules
from worldsim.space import Pos, Vec
from worldsim.state import Body, Observed, State, state_of

PLAN = Plan(goal="", steps=(Step(task="t", program="p", p_success=1, actions=10, ticks=1, uses={}),), complete=True, why="")
WISH, KNOWN = Wish("make a small farm with a fence"), Reach("explore", Explored(1))


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.delenv("LUCIDCRAFT_PRICE", raising=False)


def land(inventory: dict[str, int] | None = None) -> State:
    name = facts().state_id
    span = range(-8, 9)
    cells = {Pos(x, y, z): name("dirt") if y < 64 else 0 for x in span for z in span for y in range(62, 70)}
    cells |= {Pos(3, y, 3): name("oak_log") for y in range(64, 67)}
    body = Body(pos=Vec(0.5, 64.0, 0.5), vel=Vec(0, 0, 0))
    return state_of(Observed(tick=0, body=body, inventory=inventory or {}), blocks_of(facts().palette, cells))


def uses(request: Request = KNOWN, **options: Any) -> dict[str, Use]:
    return {use.role: use for use in estimate(Settings(**{"model": "openai:gpt-5-mini", "imagine": "hybrid", **options}), request, land(), PLAN)}


def test_no_call_is_made_and_every_role_is_told(endpoint: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    endpoint.replies = ["{}"]
    for imagine in ("llm", "hybrid"):
        settings = Settings(
            imagine=imagine, dry_run=True, model="openai:gpt-5-mini", base_url=endpoint.url,
            runs=str(tmp_path / "runs"), library=str(tmp_path / "lib"),
        )  # fmt: skip
        ending = Agent(world=ImaginedWorld(Rules(), land({"oak_log": 3})), settings=settings, show=True).run("obtain 1 crafting_table")
        assert ending.plan is not None
        assert ending.plan.complete, ending.why
        told = json.loads((ending.folder / "estimate.json").read_text())
        assert [use["role"] for use in told] == list(ROLES)
        assert (told[0]["calls"] > 0) == (imagine == "llm")
        out = " ".join(capsys.readouterr().out.split())
        assert "an estimate:" in out
        assert "no model was asked" in out
    assert endpoint.bodies == []


def test_a_wish_is_estimated_and_nobody_is_asked_for_it(endpoint: Any, tmp_path: Path) -> None:
    options: dict[str, Any] = {"dry_run": True, "runs": str(tmp_path / "runs"), "library": str(tmp_path / "lib")}
    settings = Settings(model="openai:gpt-5-mini", base_url=endpoint.url, imagine="hybrid", **options)
    ending = Agent(world=ImaginedWorld(Rules(), land()), settings=settings).run(WISH.sentence)
    assert ending.exit_code == 1
    assert "a dry run asks none" in ending.why
    told = {use["role"]: use for use in json.loads((ending.folder / "estimate.json").read_text())}
    assert told["propose"]["calls"] == 1
    assert told["propose"]["tokens_in"] > 500
    assert endpoint.bodies == []
    for roles in ({}, {"propose": "none", "architect": "none"}):
        settings = Settings(model="openai:gpt-5-mini" if roles else None, base_url=endpoint.url, imagine="rules", roles=roles, **options)
        with pytest.raises(UsageError, match=r"^goal: expected items of Minecraft"):
            Agent(world=ImaginedWorld(Rules(), land()), settings=settings).run(WISH.sentence)


def test_without_a_model_there_is_nothing_to_estimate(tmp_path: Path) -> None:
    settings = Settings(dry_run=True, runs=str(tmp_path / "runs"), library=str(tmp_path / "lib"))
    ending = Agent(world=ImaginedWorld(Rules(), land({"oak_log": 3})), settings=settings).run("obtain 1 crafting_table")
    assert not (ending.folder / "estimate.json").exists()


def test_what_rules_know_costs_nothing() -> None:
    told = uses()
    assert {role for role, use in told.items() if use.calls} == {"critic"}
    assert told["imagine"].cost == 0.0
    asked = {role for role, use in uses(WISH).items() if use.calls}
    assert asked == {"propose", "architect", "write", "repair", "critic"}


def test_a_simulator_is_asked_for_every_action_twice() -> None:
    assert uses(imagine="llm")["imagine"].calls == 20
    assert uses(imagine="llm", rollouts=3)["imagine"].calls == 60
    assert uses(laws="-crafting")["imagine"].calls == 20


def test_each_role_has_its_own_price_and_an_unknown_one_is_said() -> None:
    told = uses(WISH, roles={"write": "openai:gpt-5", "critic": "openai:own", "architect": "none"})
    assert "architect" not in told
    write = told["write"]
    assert write.cost == pytest.approx((write.tokens_in * 1.25 + write.tokens_out * 10) / 1e6)
    assert told["critic"].cost is None
    assert told["propose"].cost == pytest.approx((told["propose"].tokens_in * 0.25 + told["propose"].tokens_out * 2) / 1e6)


def test_exploring_asks_for_every_goal() -> None:
    assert uses(explore=True, iterations=7)["propose"].calls == 7


def test_it_is_of_the_size_of_what_a_planted_model_is_really_sent_and_says() -> None:
    heard: list[Event] = []
    step = Tried("craft('oak_door')", "97% sure to succeed: inventory oak_door +3", "failed (no table: the recipe needs a table within reach)")
    with PlantedModel() as planted:
        ask = ask_of("openai:planted", planted.url, listen=heard.append)
        LLM(ask, facts()).predict(land(), [Mine(Pos(3, 64, 3))])
        LLM(ask, facts()).predict(land({"oak_log": 1}), [Craft("oak_planks")])
        Critic(ask).explain(Failure(task="have 1 oak_door", reason="no_table", note="no table in reach", steps=(step,) * 3))
        Architect(ask, heard.append).design("a two-storey house with a porch", "oak")
    told = {**uses(WISH), "imagine": uses(imagine="llm")["imagine"]}
    asked = [event for event in heard if isinstance(event, Asked)]
    assert [event.role for event in asked] == ["imagine", "imagine", "critic", "architect"]
    for event in asked:
        use = told[event.role]
        # The schema is counted here; the planted model counts the messages alone.
        words = use.tokens_in / use.calls - schema_size(event.role) / 4
        assert 1 / 2 < words / event.tokens_in < 2, event.role
        if event.role != "critic":  # who is planted says less than it may
            assert 1 / 2 < use.tokens_out / use.calls / event.tokens_out < 2, event.role
