"""The same measurement as a task of inspect_ai (extra `inspect`): rank any provider's model as a Minecraft simulator, without a server.

inspect eval worldsim/inspect_task.py --model openai/gpt-5-mini -T source=SET -T n=300
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from worldsim.actions import describe, name_of
from worldsim.compare import Comparison, compare
from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.language.llm import conditions, prompt_of
from worldsim.language.replies import RejectedError, Steps, prediction_of
from worldsim.language.told import told
from worldsim.metrics import report
from worldsim.models import nothing
from worldsim.simbench import sample, steps_in
from worldsim.transitions import Transition, read_transitions

try:
    from inspect_ai import Task, task
    from inspect_ai.dataset import MemoryDataset, Sample
    from inspect_ai.scorer import Metric, SampleScore, Score, Scorer, Target, mean, metric, scorer, stderr
    from inspect_ai.solver import TaskState, generate
except ModuleNotFoundError:
    raise UsageError("expected inspect_ai, found none; install it with pip install 'lucidcraft[inspect]'") from None

_FORM = "\nAnswer with one JSON object that fits this schema, and nothing else:\n{schema}\n"


@task
def minecraft_simulator(source: str, n: int = 300, given: str = "bare") -> Task:
    """`source`: a set of python -m worldsim.record. `n`: transitions, evenly over the verbs. `given`: bare or +facts."""
    steps = {step.key: step for step in sample(list(read_transitions(Path(source))), n)}
    samples = [Sample(id=key, input=_prompt(step, given), target=_target(step)) for key, step in steps.items()]
    return Task(dataset=MemoryDataset(samples, name=Path(source).name), solver=generate(), scorer=exactness(steps))


@metric
def headline() -> Metric:
    """Exact x coverage over the steps that altered something, every kind of action weighing the same: the figure of worldsim.fidelity."""

    def compute(scores: list[SampleScore]) -> float:
        return report(_comparisons(scores)).macro.headline or 0.0

    return compute


@metric
def by_verb() -> Metric:
    """The share of exact steps of each kind of action, changing or not."""

    def compute(scores: list[SampleScore]) -> dict[str, float]:
        groups: dict[str, list[bool]] = defaultdict(list)
        for each in _comparisons(scores):
            groups[name_of(each.action)].append(each.exact)
        return {verb: sum(exact) / len(exact) for verb, exact in sorted(groups.items())}

    return compute


@scorer(metrics=[mean(), stderr(), headline(), by_verb()])
def exactness(steps: dict[str, Transition]) -> Scorer:
    """1 if the whole transition was foreseen: status, reason, every altered atom and no other; else 0, with what was missed and made up."""

    async def grade(state: TaskState, target: Target) -> Score:
        step = steps[str(state.sample_id)]
        said = judge(step, state.output.completion)
        told = [f"missed: {', '.join(map(str, said.missed))}", f"made up: {', '.join(map(str, said.hallucinated))}"]
        return Score(value=float(said.exact), explanation="; ".join(told), metadata={"comparison": msgspec.to_builtins(said)})

    return grade


def judge(step: Transition, reply: str) -> Comparison:
    """A reply in text, held against what happened. What cannot be read or meant is a prediction of nothing."""
    prediction = nothing(step.action)
    said = steps_in(reply)
    if said is not None and said.steps:
        with suppress(RejectedError):
            prediction = prediction_of(step.action, said.steps[0], step.before, facts())
    return compare(prediction, step.before, step.outcome)


def _comparisons(scores: list[SampleScore]) -> list[Comparison]:
    return [msgspec.convert((each.score.metadata or {})["comparison"], Comparison) for each in scores]


def _prompt(step: Transition, given: str) -> str:
    wanted, extra = conditions(given), ""
    if wanted.retrieved or wanted.validators:
        raise UsageError(f"given: expected bare or +facts, found {given}")
    if wanted.facts:
        extra = "\nWhat the game's data says:\n" + "\n".join(f"- {line}" for line in told(step.before, [step.action], facts())) + "\n"
    schema: dict[str, Any] = msgspec.json.schema(Steps)
    return prompt_of(step.before, [step.action], facts(), extra) + _FORM.format(schema=msgspec.json.encode(schema).decode())


def _target(step: Transition) -> str:
    """For people who read the log."""
    out = step.outcome
    change = msgspec.json.encode(out.change).decode()
    return f"{describe(step.action)}: {out.status}{f' for {out.reason}' if out.reason else ''}; {change}; {out.ticks} ticks"
