"""`python -m benchmarks.hybrid SET`: is the hybrid at least as good as the rules and the model alone, on every family, whatever laws are withheld?

The model is the planted one, at two error profiles, asked over HTTP by the real client. Seeds are dealt into four: trained on three parts,
scored on the fourth, each in turn, so no step is scored by somebody who saw its seed. Two views, each a share of 0-1:
- by family of laws: steps that are exact x coverage of what was altered;
- by leaf, macro-averaged over families of laws: steps on which a source covers the leaf and is right about it.
A family counts as kept when the hybrid is not below the better of the two. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from math import comb
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from agent.models.factory import ask_of
from agent.models.planted.profile import Profile
from agent.models.planted.server import PlantedModel
from worldsim.actions import Action
from worldsim.compare import Comparison, compare
from worldsim.errors import LucidcraftError, ModelDown, UsageError
from worldsim.language.llm import LLM
from worldsim.laws import LAWS, law_of, withheld
from worldsim.mixing.hybrid import hybrid_of
from worldsim.mixing.trust import LEAVES, marks
from worldsim.models import Rules, nothing
from worldsim.prediction import FAMILIES, Prediction
from worldsim.state import State
from worldsim.transitions import Transition, read_transitions
from worldsim.world import WorldModel

#: Two models: one errs on one step in six, mostly in numbers; the other on two of five, and is sure of itself.
PROFILES = {
    "careful": Profile(
        seed=1, wrong_count=0.05, hallucinated_drop=0.02, forgotten_cell=0.03, forgotten_table=0.1, wrong_reason=0.03, false_success=0.02,
        wrong_place=0.03, wrong_ticks=0.05, overconfidence=0.5, format_error=0.02,
    ),
    "careless": Profile(
        seed=2, wrong_count=0.15, hallucinated_drop=0.08, forgotten_cell=0.08, forgotten_table=0.3, wrong_reason=0.1, false_success=0.08,
        false_failure=0.05, wrong_place=0.08, wrong_ticks=0.2, overconfidence=1.0, format_error=0.05,
    ),
}  # fmt: skip
FOLDS = 4
LAW_SETS = ("all", "none", "-crafting,-mining", "-moving,-placing,-collecting")


class Paired(msgspec.Struct, frozen=True):
    """The hybrid against the better of the two, step by step."""

    gained: int  #: steps that the hybrid has right, and the other not
    lost: int  #: the other way round


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One family, or one leaf, under one profile and one set of laws."""

    profile: str
    laws: str
    view: str  #: family | leaf
    name: str
    n: int
    rules: float
    llm: float
    hybrid: float
    paired: Paired

    @property
    def margin(self) -> float:
        return round(self.hybrid - max(self.rules, self.llm), 6)

    @property
    def p(self) -> float:
        """How often as many steps or more would be lost if both were equally good (sign test, one-sided)."""
        n = self.paired.gained + self.paired.lost
        return sum(comb(n, k) for k in range(self.paired.lost, n + 1)) / float(2**n)


class Overall(msgspec.Struct, frozen=True, kw_only=True):
    """Under one profile and one set of laws: exact x coverage, macro-averaged over families of laws."""

    profile: str
    laws: str
    rules: float
    llm: float
    hybrid: float
    asked: float  #: share of the scored steps for which the hybrid asked the model


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The last line."""

    transitions: int
    overall: list[Overall]
    rows: dict[str, int]  #: by view
    kept: dict[str, int]  #: by view: the hybrid is not below the better of the two
    below: list[Row]
    clearly_below: int  #: those of them that chance alone would seldom make (p < .05; of as many rows as these, some are by chance)
    least_margin: float


class Marked(msgspec.Struct, frozen=True):
    """One scored step of one model."""

    law: str
    comparison: Comparison
    right: dict[str, bool]  #: by leaf: covered, and right as the mode has it


class Replayed:
    """A model that was asked before: its predictions by state and action."""

    def __init__(self, name: str, steps: Sequence[Transition], predictions: Iterable[Prediction]) -> None:
        self.name = name
        self._said = {(id(step.before), step.action): prediction for step, prediction in zip(steps, predictions, strict=True)}

    def predict(self, state: State, actions: Sequence[Action]) -> list[Prediction]:
        """As it was said; of one action only."""
        (action,) = actions
        return [self._said[id(state), action]]


def marked(step: Transition, prediction: Prediction) -> Marked:
    """Hold one prediction against its step."""
    compared = compare(prediction, step.before, step.outcome)
    wrong = {atom.family for atom in (*compared.missed, *compared.hallucinated)}
    if compared.end_error is not None and compared.end_error > prediction.tolerance:
        wrong.add("position")
    right = {str(family): family in prediction.covers and family not in wrong for family in FAMILIES}
    mode = prediction.mode
    right["p_success"] = bool(prediction.covers) and mode.status == step.outcome.status and (compared.ok or mode.reason == step.outcome.reason)
    right["ticks"] = bool(prediction.covers) and marks(prediction, step.before, step.outcome)["ticks"]
    return Marked(law_of(step.action), compared, right)


def score(steps: Sequence[Marked]) -> float:
    """Exact x coverage."""
    exact = sum(step.comparison.exact for step in steps) / len(steps)
    return exact * sum(step.comparison.coverage for step in steps) / len(steps)


def right(steps: Sequence[Marked], leaf: str) -> float:
    """Share of the steps on which a leaf is right, macro-averaged over families of laws."""
    shares = [[step.right[leaf] for step in steps if step.law == law] for law in LAWS]
    return sum(sum(share) / len(share) for share in shares if share) / sum(bool(share) for share in shares)


def imagine(steps: Sequence[Transition], profile: Profile) -> list[Prediction]:
    """What a planted model says of each step, asked over HTTP; what it fails at, it does not cover."""
    with PlantedModel(profile, steps) as planted:
        said = LLM(ask_of("openai:planted", planted.url)).predict_each([(step.before, step.action) for step in steps])
    return [nothing(step.action) if isinstance(p, ModelDown) else p for step, p in zip(steps, said, strict=True)]


def rows(steps: Sequence[Transition], laws: str, profile: str, rules: Sequence[Prediction], llm: Sequence[Prediction]) -> tuple[list[Row], float]:
    """All families and leaves under one profile and one set of laws; and the share of steps for which the hybrid asked."""
    hidden = withheld(laws)
    known = [nothing(step.action) if law_of(step.action) in hidden else p for step, p in zip(steps, rules, strict=True)]
    seeds = sorted({step.world for step in steps})
    joined: dict[int, Prediction] = {}
    asked = 0
    folds = min(FOLDS, len(seeds))
    for fold in (seeds[start::folds] for start in range(folds)):
        sources: dict[str, WorldModel] = {"rules": Replayed("rules", steps, known)}
        model = hybrid_of(rules=Rules(), models={"llm:planted": Replayed("llm", steps, llm)})
        model.sources = {**sources, "statistics": model.sources["statistics"]}
        model.study(step for step in steps if step.world not in fold)
        model.asked = 0
        for number, step in enumerate(steps):
            if step.world in fold:
                joined[number] = model.predict(step.before, [step.action])[0]
        asked += model.asked
    said = {"rules": known, "llm": llm, "hybrid": [joined[number] for number in range(len(steps))]}
    held = {name: [marked(step, p) for step, p in zip(steps, predictions, strict=True)] for name, predictions in said.items()}
    found = []
    for law in LAWS:
        if n := sum(mark.law == law for mark in held["rules"]):
            scores = {name: round(score([mark for mark in each if mark.law == law]), 4) for name, each in held.items()}
            exact = {name: [mark.comparison.exact for mark in each if mark.law == law] for name, each in held.items()}
            found.append(Row(profile=profile, laws=laws, view="family", name=law, n=n, **scores, paired=_paired(scores, exact)))
    for leaf in LEAVES:
        shares = {name: round(right(each, leaf), 4) for name, each in held.items()}
        good = {name: [mark.right[leaf] for mark in each] for name, each in held.items()}
        found.append(Row(profile=profile, laws=laws, view="leaf", name=leaf, n=len(steps), **shares, paired=_paired(shares, good)))
    return found, round(asked / len(steps), 4)


def _paired(scores: dict[str, float], good: dict[str, list[bool]]) -> Paired:
    """Steps gained and lost against the better of the two."""
    better = good["rules" if scores["rules"] >= scores["llm"] else "llm"]
    pairs = list(zip(good["hybrid"], better, strict=True))
    return Paired(gained=sum(a and not b for a, b in pairs), lost=sum(b and not a for a, b in pairs))


def table(every: Sequence[Row], laws: str, profile: str, asked: float) -> Table:
    """For people."""
    shown = Table(title=f"laws {laws}, model {profile}; the hybrid asked it on {asked:.0%} of the steps", title_justify="left")
    for column in ("", "n", "rules", "llm", "hybrid", "margin", "steps gained", "lost"):
        shown.add_column(column, justify="left" if not column else "right")
    for row in every:
        scores = (f"{value:.3f}" for value in (row.rules, row.llm, row.hybrid))
        margin = f"{row.margin:+.3f}" if row.margin >= 0 else f"[bold red]{row.margin:+.3f}[/]"
        shown.add_row(f"{row.view} {row.name}", str(row.n), *scores, margin, str(row.paired.gained), str(row.paired.lost))
    return shown


def _overall(found: Sequence[Row], profile: str, laws: str, asked: float) -> Overall:
    families = [row for row in found if row.view == "family"]
    rules, llm, hybrid = (round(sum(values) / len(families), 3) for values in zip(*((r.rules, r.llm, r.hybrid) for r in families), strict=True))
    return Overall(profile=profile, laws=laws, rules=rules, llm=llm, hybrid=hybrid, asked=asked)


def _summary(report: Report) -> Table:
    shown = Table("model", "laws", "rules", "llm", "hybrid", "asked", title="exact x coverage, macro over families of laws", title_justify="left")
    for each in report.overall:
        shown.add_row(each.profile, each.laws, f"{each.rules:.3f}", f"{each.llm:.3f}", f"{each.hybrid:.3f}", f"{each.asked:.0%}")
    return shown


def _seeds(text: str) -> frozenset[str]:
    low, _, high = text.partition("-")
    return frozenset(f"seed {seed}" for seed in range(int(low), int(high or low) + 1))


def main(argv: Sequence[str] | None = None) -> int:
    """Run it; 0 when no family and no leaf is below."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hybrid", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", metavar="A-B", type=_seeds, help="only these seeds of the set (default: all)")
    parser.add_argument("set", metavar="SET", type=Path, help="a set of python -m worldsim.record, of at least 2 seeds")
    asked_for = parser.parse_args(argv)
    console, every, overall = Console(), list[Row](), list[Overall]()
    try:
        steps = [step for step in read_transitions(asked_for.set) if asked_for.seeds is None or step.world in asked_for.seeds]
        if len({step.world for step in steps}) < 2:
            raise UsageError(f"{asked_for.set}: expected at least 2 seeds, to train on some and score on others, found fewer; record more")
        said = [Rules().predict(step.before, [step.action])[0] for step in steps]
        for name, profile in PROFILES.items():
            llm = imagine(steps, profile)
            for laws in LAW_SETS:
                found, share = rows(steps, laws, name, said, llm)
                every += found
                overall.append(_overall(found, name, laws, share))
                console.print(table(found, laws, name, share))
    except LucidcraftError as error:
        print(f"lucidcraft: {error}", file=sys.stderr)
        return error.exit_code
    below = [row for row in every if row.margin < 0]
    views = ("family", "leaf")
    report = Report(
        transitions=len(steps),
        overall=overall,
        rows={view: sum(row.view == view for row in every) for view in views},
        kept={view: sum(row.view == view and row.margin >= 0 for row in every) for view in views},
        below=below,
        clearly_below=sum(row.p < 0.05 for row in below),
        least_margin=min((row.margin for row in every), default=0.0),
    )
    console.print(_summary(report))
    print(msgspec.json.encode(report).decode())
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
