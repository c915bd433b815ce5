from __future__ import annotations

import threading
from collections import deque
from typing import Any

import msgspec
import pytest

from agent.models.budget import LONGEST, Budget
from agent.models.factory import ask_of
from agent.models.prices import Price, price_of
from worldsim.errors import BudgetSpent, ModelDown, UsageError


class Reply(msgspec.Struct):
    ok: bool


GOOD = '{"ok": true}'


def test_calls_stop_before_the_one_too_many(endpoint: Any) -> None:
    endpoint.replies = [GOOD]
    ask = ask_of("openai:fake", endpoint.url, max_calls=2)
    for prompt in "ab":
        ask("imagine", prompt, Reply)
    with pytest.raises(BudgetSpent, match=r"--max-calls 2: expected room for one more call, found 2 made; raise the cap"):
        ask("imagine", "c", Reply)
    assert len(endpoint.bodies) == 2


def test_a_repair_is_a_call(endpoint: Any) -> None:
    endpoint.replies = ["what?"]
    with pytest.raises(BudgetSpent):
        ask_of("openai:fake", endpoint.url, max_calls=2)("imagine", "a", Reply)
    assert len(endpoint.bodies) == 2


def test_parallel_calls_keep_the_cap_together(endpoint: Any, say: Any) -> None:
    endpoint.replies = [say(GOOD, seconds=0.05)]
    answers = ask_of("openai:fake", endpoint.url, max_calls=5).many("imagine", [str(n) for n in range(12)], Reply)
    assert len(endpoint.bodies) == 5
    assert sum(isinstance(answer, Reply) for answer in answers) == 5
    assert sum(isinstance(answer, BudgetSpent) for answer in answers) == 7


@pytest.mark.parametrize("cap", [3_000, 20_000])
def test_tokens_are_never_passed_by_an_endpoint_that_keeps_to_the_limit_it_is_sent(endpoint: Any, say: Any, cap: int) -> None:
    def answer(body: dict[str, Any]) -> Any:
        return say(GOOD, usage=(400, min(2_000, body["max_completion_tokens"])))

    endpoint.answer = answer
    used: list[int] = []
    ask = ask_of("openai:fake", endpoint.url, max_tokens=cap, listen=lambda asked: used.append(asked.tokens_in + asked.tokens_out))
    answers = ask.many("imagine", ["x" * 900 + str(n) for n in range(30)], Reply)
    assert cap * 0.6 < sum(used) <= cap
    assert {type(answer) for answer in answers} == {Reply, BudgetSpent}


def test_cost_is_never_passed(endpoint: Any, say: Any) -> None:
    def answer(body: dict[str, Any]) -> Any:
        return say(GOOD, usage=(400, min(3_000, body["max_completion_tokens"])))

    endpoint.answer = answer
    cost: list[float] = []
    # gpt-5-mini: 400 tokens at $0.25 and 3,000 at $2 per million are $0.0061 a call
    ask = ask_of("openai:gpt-5-mini", endpoint.url, max_cost=0.05, listen=lambda asked: cost.append(asked.cost))
    questions = ("x" * 900 + str(number) for number in range(30))
    with pytest.raises(BudgetSpent, match=r"--max-cost 0.05: expected room for .* found \d+ tokens and \$0.05"):
        deque((ask("imagine", question, Reply) for question in questions), maxlen=0)
    assert cost[0] == pytest.approx(0.0061)
    assert 0.04 < sum(cost) <= 0.05


def test_a_cap_too_small_for_any_call_makes_none(endpoint: Any) -> None:
    endpoint.replies = [GOOD]
    with pytest.raises(BudgetSpent):
        ask_of("openai:fake", endpoint.url, max_tokens=100)("imagine", "a", Reply)
    assert endpoint.bodies == []


def test_without_a_cap_no_limit_is_sent(endpoint: Any) -> None:
    endpoint.replies = [GOOD]
    ask_of("openai:fake", endpoint.url)("imagine", "a", Reply)
    assert not {"max_tokens", "max_completion_tokens"} & set(endpoint.bodies[0])


@pytest.mark.usefixtures("at_once")
def test_what_was_refused_costs_nothing_and_what_got_lost_may_have_cost_all(endpoint: Any, say: Any) -> None:
    endpoint.replies = [say(status=429), say(drop=True), GOOD]
    ask = ask_of("openai:fake", endpoint.url, max_calls=9, max_tokens=50_000)
    ask("imagine", "a", Reply)
    assert ask.budget.calls == 2
    assert LONGEST < ask.budget.tokens < LONGEST + 1_000


def test_a_call_waits_for_one_that_may_leave_it_room() -> None:
    budget = Budget(max_tokens=12_000)
    first = budget.reserve(1_000)
    got = []
    waiting = threading.Thread(target=lambda: got.append(budget.reserve(1_000)))
    waiting.start()
    waiting.join(0.1)
    assert got == []
    budget.settle(first, 500, 100)
    waiting.join(5)
    assert [ticket.tokens_out for ticket in got] == [LONGEST]


def test_the_price_of_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Price(0.25, 2.0).of(1_000_000, 500_000) == 1.25
    assert price_of("openai:nobody") is None
    monkeypatch.setenv("LUCIDCRAFT_PRICE", "1,4")
    assert price_of("openai:nobody") == Price(1.0, 4.0)
    for wrong in ("1", "a,b", "1,2,3", "-1,2", "nan,1"):
        monkeypatch.setenv("LUCIDCRAFT_PRICE", wrong)
        with pytest.raises(UsageError, match="LUCIDCRAFT_PRICE: expected IN,OUT"):
            price_of("openai:nobody")


def test_bad_caps_are_bad_usage(endpoint: Any) -> None:
    with pytest.raises(UsageError, match="--max-cost: expected a model whose price is known, found openai:fake; set LUCIDCRAFT_PRICE"):
        ask_of("openai:fake", endpoint.url, max_cost=1.0)
    for cap in ("max_calls", "max_tokens", "max_cost"):
        with pytest.raises(UsageError, match=f"--{cap.replace('_', '-')}: expected a number above 0, found 0"):
            ask_of("openai:gpt-5-mini", endpoint.url, **{cap: 0})


def test_spent_is_a_model_that_is_down() -> None:
    assert issubclass(BudgetSpent, ModelDown)
