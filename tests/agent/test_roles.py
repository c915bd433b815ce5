"""One model for all roles or one for each; the caps hold for all of them together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from agent.models.budget import Budget, Purse
from agent.models.prices import Price, price_of
from agent.roles import ROLES, Player, Roles, player, read_role
from agent.settings import Settings
from worldsim.errors import BudgetSpent, UsageError
from worldsim.events import Asked


class Reply(msgspec.Struct):
    ok: bool


GOOD = '{"ok": true}'


def asked(**options: Any) -> Settings:
    return Settings(goal="explore", **options)


def test_the_model_plays_every_role_that_names_no_other() -> None:
    settings = asked(
        model="openai:small", base_url="http://127.0.0.1:1/v1", roles={"write": "openai:large@https://models.example/v1", "critic": "none"}
    )
    small = Player("openai:small", "http://127.0.0.1:1/v1")
    large = Player("openai:large", "https://models.example/v1")
    played = {role: player(settings, role) for role in ROLES}
    assert played == {**dict.fromkeys(ROLES, small), "write": large, "repair": large, "critic": None}


def test_without_a_model_only_named_roles_are_played() -> None:
    settings = asked(roles={"architect": "openai:x"})
    assert {role for role in ROLES if player(settings, role)} == {"architect"}
    assert not any(player(asked(), role) for role in ROLES)


def test_a_repair_may_have_a_player_of_its_own_or_none() -> None:
    assert player(asked(roles={"write": "openai:a", "repair": "openai:b"}), "repair") == Player("openai:b")
    assert player(asked(roles={"write": "openai:a", "repair": "none"}), "repair") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wite=openai:x", "found 'wite'; did you mean write?"),
        ("writer=openai:x", "did you mean write?"),
        ("write", "expected ROLE=PROVIDER:NAME, found 'write'"),
        ("write=gpt-5", "expected PROVIDER:NAME"),
        ("write=openai:", "expected PROVIDER:NAME"),
        ("write=openai:x@localhost:80/v1", "PROVIDER:NAME@http://..."),
        ("write=", "expected PROVIDER:NAME"),
        ("write=openai:x@https://me:hunter2@h/v1", "expected an address without a password"),
        ("write=openai:x@me:hunter2@h/v1", "PROVIDER:NAME@http://..."),
    ],
)
def test_what_is_no_role_is_said_in_one_line(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_role(text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_names_with_an_at_sign_and_cassettes_are_players() -> None:
    assert read_role("write = google:claude@2025") == ("write", "google:claude@2025")
    assert player(asked(roles={"write": "cassette:some/file.jsonl"}), "write") == Player("cassette:some/file.jsonl")


def test_settings_from_python_are_checked_as_well() -> None:
    with pytest.raises(UsageError, match="did you mean propose"):
        asked(roles={"propos": "openai:x"})
    with pytest.raises(UsageError, match="--imagine llm: expected a model"):
        asked(model="openai:x", imagine="llm", roles={"imagine": "none"})


def test_each_role_is_asked_where_its_model_is(endpoint: Any) -> None:
    endpoint.replies = [GOOD]
    told: list[Asked] = []
    roles = Roles(asked(model="openai:small", base_url=endpoint.url, roles={"write": f"openai:large@{endpoint.url}", "critic": "none"}), told.append)
    write, propose = roles.ask("write"), roles.ask("propose")
    assert roles.ask("critic") is None
    assert propose is roles.ask("architect"), "one connection to one model"
    assert write is not None
    assert propose is not None
    write("write", "w", Reply)
    propose("propose", "p", Reply)
    assert [(event.role, event.model) for event in told] == [("write", "openai:large"), ("propose", "openai:small")]
    assert [body["model"] for body in endpoint.bodies] == ["large", "small"]


def test_calls_of_all_roles_count_together(endpoint: Any) -> None:
    endpoint.replies = [GOOD]
    roles = Roles(asked(model="openai:small", base_url=endpoint.url, roles={"write": f"openai:large@{endpoint.url}"}, max_calls=3))
    for role, prompt in (("write", "a"), ("propose", "b"), ("write", "c")):
        ask = roles.ask(role)
        assert ask is not None
        ask(role, prompt, Reply)
    for role in ("write", "propose"):
        ask = roles.ask(role)
        assert ask is not None
        with pytest.raises(BudgetSpent, match="--max-calls 3: expected room for one more call, found 3 made"):
            ask(role, "d", Reply)
    assert len(endpoint.bodies) == 3
    assert roles.purse.calls == 3


def test_each_model_costs_its_own_price(endpoint: Any, say: Any) -> None:
    endpoint.replies = [say(GOOD, usage=(1_000, 1_000))]
    settings = asked(
        model="openai:gpt-5-nano", base_url=endpoint.url, roles={"write": f"openai:gpt-5@{endpoint.url}", "critic": "none"}, max_cost=0.0995
    )
    roles = Roles(settings)
    write, propose = roles.ask("write"), roles.ask("propose")
    assert write is not None
    assert propose is not None
    write("write", "a", Reply)
    propose("propose", "b", Reply)
    # gpt-5: (1.25 + 10) / 1000; gpt-5-nano: (0.05 + 0.4) / 1000
    assert roles.purse.cost == pytest.approx(0.01125 + 0.00045)


def test_a_dear_call_under_way_holds_the_room_that_it_may_need() -> None:
    purse = Purse(max_cost=0.1)
    dear, cheap = Budget(Price(0.0, 10.0), purse=purse), Budget(Price(0.0, 1.0), purse=purse)
    under_way = dear.reserve(100)
    assert under_way.tokens_out == 8192
    assert under_way.cost == pytest.approx(0.08192)
    assert cheap.reserve(100).tokens_out == 8192, "0.018 are left, and it costs 0.0082 at most"
    cheap.refused(purse.open[-1])
    dear.lost(under_way)
    with pytest.raises(BudgetSpent, match=r"--max-cost 0\.1: .* \$0\.0819 used"):
        Budget(Price(0.0, 100.0), purse=purse).reserve(100)


def test_a_cap_on_cost_needs_every_price(endpoint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = asked(model="openai:gpt-5", base_url=endpoint.url, roles={"write": f"openai:own@{endpoint.url}"}, max_cost=1.0)
    assert Roles(settings).ask("propose") is not None
    with pytest.raises(UsageError, match="--max-cost: expected a model whose price is known, found openai:own; set LUCIDCRAFT_PRICE"):
        Roles(settings).ask("write")
    monkeypatch.setenv("LUCIDCRAFT_PRICE", "openai:own=0,0")
    assert Roles(settings).ask("write") is not None


def test_prices_of_several_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUCIDCRAFT_PRICE", "openai:own=1,4; openai:other=0,0")
    assert price_of("openai:own") == Price(1.0, 4.0)
    assert price_of("openai:other") == Price(0.0, 0.0)
    assert price_of("openai:gpt-5-mini") == Price(0.25, 2.0), "the table's, where nothing is said"
    monkeypatch.setenv("LUCIDCRAFT_PRICE", "openai:own=1,4;2,3")
    assert price_of("openai:gpt-5-mini") == Price(2.0, 3.0)
    monkeypatch.setenv("LUCIDCRAFT_PRICE", "openai:own=1")
    with pytest.raises(UsageError, match="LUCIDCRAFT_PRICE: expected IN,OUT"):
        price_of("openai:gpt-5-mini")


def test_a_dry_run_asks_nobody() -> None:
    roles = Roles(asked(model="openai:x", base_url="http://127.0.0.1:1/v1", dry_run=True))
    assert [roles.ask(role) for role in ROLES] == [None] * len(ROLES)


def test_a_role_is_a_setting_that_is_saved() -> None:
    settings = asked(roles={"write": "openai:x@http://127.0.0.1:1/v1"})
    assert json.loads(msgspec.json.encode(settings))["roles"] == {"write": "openai:x@http://127.0.0.1:1/v1"}


def test_the_page_tells_every_role_and_how_much_it_is_told() -> None:
    from agent import critic
    from curriculum import architect, splitting
    from skills import writing

    page = (Path(__file__).parents[2] / "docs/models.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \|.*?\|.*?\| ([^|]*) \|", page, re.MULTILINE)
    assert [role for role, _ in rows] == list(ROLES)
    told = {role: int(most.replace(",", "")) for role, most in rows if re.fullmatch("[0-9,]+", most)}
    assert told == {
        "propose": splitting._BUDGET, "write": writing._BUDGET, "repair": writing._BUDGET, "architect": architect._BUDGET, "critic": critic._BUDGET
    }  # fmt: skip
