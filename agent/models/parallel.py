"""Many questions at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import TypeVar

from agent.models.client import in_thread
from worldsim.errors import ModelDown
from worldsim.world import Ask

T = TypeVar("T")

#: Calls under way at the same time.
WORKERS = 8


def ask_many(ask: Ask, role: str, prompts: Sequence[str], reply: type[T]) -> list[T | ModelDown]:
    """One answer a prompt, in their order; where one has none, the ModelDown stands in its place."""
    answers: dict[int, T | ModelDown] = {}
    numbers = count()

    def work() -> None:
        while (number := next(numbers)) < len(prompts):
            try:
                answers[number] = ask(role, prompts[number], reply)
            except ModelDown as error:
                answers[number] = error

    # Threads that end with the process: Ctrl-C does not wait for a slow model.
    for future in [in_thread(work) for _ in range(min(WORKERS, len(prompts)))]:
        future.result()
    return [answers[number] for number in range(len(prompts))]
