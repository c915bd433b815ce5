"""With `--real-model PROVIDER:NAME`, and its key in the environment: that what the fakes are asked is what a real model understands."""

from __future__ import annotations

import msgspec
import pytest

from agent.models.chat import ChatAsk
from agent.models.dialects import DIALECTS, Dialect
from agent.models.factory import ask_of
from worldsim.events import Asked


class Crafted(msgspec.Struct):
    item: str
    count: int


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_real_model_answers_in_the_shape_that_is_asked_for(request: pytest.FixtureRequest, dialect: Dialect) -> None:
    model = request.config.getoption("--real-model")
    if model is None:
        pytest.skip("needs --real-model PROVIDER:NAME")
    calls: list[Asked] = []
    ask = ask_of(model, listen=calls.append, max_calls=4, cache="off")
    assert isinstance(ask, ChatAsk)
    if dialect not in ask.client.dialects:
        pytest.skip(f"{model} is not asked by {dialect}")
    ask.dialect = dialect
    answer = ask("craft", "In Minecraft, which item, by its id without the namespace, and how many of it does 1 oak_log give?", Crafted)
    assert answer == Crafted("oak_planks", 4)
    assert calls[-1].tokens_in > 0
