"""How far each source of predictions is believed: counts of right and wrong, by (source, verb, leaf), from what really happened.

A belief is the mean of a Beta distribution: a prior, written as counts that were never seen, plus the counts that were.
`python -m worldsim.mixing.trust SET` makes a file of them from recorded transitions.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from worldsim.change import Outcome
from worldsim.compare import MOVED, altered
from worldsim.errors import UsageError
from worldsim.files import keep
from worldsim.flags import Parser, command, joined, patience, say
from worldsim.prediction import FAMILIES, Branch, Family, Prediction
from worldsim.state import State

T = TypeVar("T")

#: What a belief is about: a family of atoms, success, duration; and two that hold together what is not independent: "change", all families
#: (who errs, errs on several at once), and "step", change and success.
LeafName = Family | Literal["p_success", "ticks", "change", "step"]
LEAVES: tuple[LeafName, ...] = (*FAMILIES, "p_success", "ticks")


class Tally(msgspec.Struct, frozen=True, array_like=True):
    """How often a source was right and wrong; older ones count for less."""

    right: float = 0.0
    wrong: float = 0.0


#: Before anything was seen, by kind of source (what stands before a colon in its name). Rules of a vanilla world are taken to be right nine times
#: of ten, as if ten steps had been seen; laws that were accepted because they replay a log, or that a rule sheet states, a little more: they are
#: about less. A language model: 60 %, the best of GPT-4 on transitions that change something (ByteSized32, arXiv 2406.06485), worth 5 steps.
PRIORS = {"rules": Tally(9, 1), "learned": Tally(19, 1), "notes": Tally(19, 1), "statistics": Tally(2, 3), "llm": Tally(3, 2)}
#: Anybody else; and the rules, where the world is known to be altered.
UNKNOWN = Tally(1, 1)
#: Whoever is not sure itself, on success: a few failures of what is no more than likely refute nobody (own choice, like that of statistics).
UNSURE = Tally(6, 4)
#: A source is sure if it gives the likelier end at least this probability (own choice).
SURELY = 0.8
#: What is believed of a source in general is worth so many steps among certain others (of 5, 20 and 60 the best on seeds 1-6 of the set in
#: docs/world-model.md).
_GENERAL = 20.0
#: A count fades as 1 - 1/MEMORY with each new one: what was right 500 steps ago weighs 37 %.
MEMORY = 500
#: A duration is right if its median is off by no more than this share of the real one, or that many ticks (own choice).
_TICKS_SHARE, _TICKS_LEAST = 0.25, 3


class Trust:
    """Beliefs in all sources. `vanilla`: the world keeps the default rules; else the laws have no credit in advance.

    Sources speak about different steps: some only about what they saw before, which is the easy part. So a belief is also counted `among` those that
    speak about the same step, where it can be compared; it starts from the general one, worth _GENERAL steps. Sources go by their `voice`: who says
    "half and half" is another witness than the same one when it is sure.
    """

    def __init__(self, tallies: dict[str, Tally] | None = None, vanilla: bool = True) -> None:
        self.tallies = dict(tallies or {})  #: by "source|verb|leaf", and by "among|source|verb|leaf"
        self.vanilla = vanilla

    def belief(self, source: str, verb: str, leaf: LeafName, among: Iterable[str] = ()) -> float:
        """How likely `source` is right about this leaf of this kind of action, 0-1: the mean of the Beta distribution."""
        mean = _mean(self.seen(source, verb, leaf), self._prior(source, leaf))
        return self._among(mean, source, verb, leaf, among)

    def pair(self, success: str, change: str, verb: str, among: Iterable[str] = ()) -> float:
        """How likely a step is right as a whole, 0-1, if one source says whether it succeeds and another what changes."""
        if success == change:
            return self.belief(success, verb, "step", among)
        both = f"{success}&{change}"
        apart = self.belief(success, verb, "p_success") * self.belief(change, verb, "change")
        mean = _mean(self.seen(both, verb, "step"), Tally(_GENERAL * apart, _GENERAL * (1 - apart)))
        return self._among(mean, both, verb, "step", among)

    def seen(self, source: str, verb: str, leaf: LeafName) -> Tally:
        """What was counted, without the prior."""
        return self.tallies.get(f"{source}|{verb}|{leaf}", Tally())

    def update(self, verb: str, marks: Mapping[str, Mapping[LeafName, bool]], general: bool = True) -> None:
        """Count one step: what each source that spoke was right about; in `general`, and among these."""
        marks = {source: each for source, each in marks.items() if each}
        joined = {f"{success}&{change}": _both(marks[success], marks[change]) for success, change in permutations(marks, 2)}
        for source, each in (*marks.items(), *joined.items()):
            if general:
                self._count(f"{source}|{verb}", each)
            if joined:
                self._count(f"{_group(marks)}|{source}|{verb}", each)

    def save(self, path: Path) -> None:
        """Write it, all or nothing. Raises RecordBroken."""
        write(path, dict(sorted(self.tallies.items())))

    @classmethod
    def load(cls, path: Path, vanilla: bool = True) -> Trust:
        """What was saved; nothing yet if there is no file. Raises UsageError for a damaged one."""
        return cls(read(path, dict[str, Tally]) or {}, vanilla)

    def _among(self, mean: float, source: str, verb: str, leaf: LeafName, among: Iterable[str]) -> float:
        seen = self.tallies.get(f"{_group(among)}|{source}|{verb}|{leaf}", Tally())
        return _mean(seen, Tally(_GENERAL * mean, _GENERAL * (1 - mean)))

    def _count(self, where: str, marks: Mapping[LeafName, bool]) -> None:
        keep = 1 - 1 / MEMORY
        for leaf, right in marks.items():
            old = self.tallies.get(f"{where}|{leaf}", Tally())
            self.tallies[f"{where}|{leaf}"] = Tally(round(old.right * keep + right, 4), round(old.wrong * keep + (not right), 4))

    def _prior(self, source: str, leaf: LeafName) -> Tally:
        kind = kind_of(source)
        prior = UNKNOWN if kind == "rules" and not self.vanilla else PRIORS.get(kind, UNKNOWN)
        return UNSURE if prior.right > prior.wrong and source.endswith("?") and leaf in ("p_success", "step") else prior


def kind_of(voice: str) -> str:
    """'llm' of 'llm:openai:gpt-5-mini?'."""
    return voice.rstrip("?").partition(":")[0]


def _both(success: Mapping[LeafName, bool], change: Mapping[LeafName, bool]) -> dict[LeafName, bool]:
    return {"step": success["p_success"] and change["change"]}


def _mean(seen: Tally, prior: Tally) -> float:
    right, wrong = seen.right + prior.right, seen.wrong + prior.wrong
    return right / (right + wrong)


def _group(among: Iterable[str]) -> str:
    return "+".join(sorted(among))


def speaks(prediction: Prediction, leaf: str) -> bool:
    """Whether a prediction says something of a leaf. Who covers nothing has no word on success and duration either."""
    return leaf in prediction.covers if leaf in FAMILIES else bool(prediction.covers)


def voice(name: str, prediction: Prediction) -> str:
    """The name under which a prediction is counted: its source's, with '?' where that source is not sure whether it succeeds."""
    return name if abs(prediction.p_success - 0.5) >= SURELY - 0.5 else f"{name}?"


def marks(prediction: Prediction, state: State, outcome: Outcome, spoken: Collection[Family] = FAMILIES) -> dict[LeafName, bool]:
    """What a prediction, made in `state`, was right about; {} if it covers nothing.

    A family is judged by what was said for the case that really came (success, or failure for that reason): whether that case was foreseen
    is the leaf p_success. So the leaves of several sources can be joined: one says whether it succeeds, another what changes if it does.
    The change as a whole is right if nothing was altered, either, of which others have `spoken` and this prediction has not.
    """
    if not prediction.covers:
        return {}
    mode, here = prediction.mode, state.body.pos
    branch = max(like(prediction.branches, outcome.ok, outcome.reason), key=lambda b: b.p, default=mode)
    real, said = altered(outcome.change), altered(branch.change)
    found: dict[LeafName, bool] = {}
    for family in prediction.covers:
        if family == "position":
            found[family] = (branch.end or here).distance(outcome.end) <= prediction.tolerance
        else:
            found[family] = {atom for atom in said if atom.family == family} == {atom for atom in real if atom.family == family}
    touched = {atom.family for atom in real} | ({"position"} if here.distance(outcome.end) > MOVED else set())
    found["change"] = all(found.values()) and touched & set(spoken) <= set(prediction.covers)
    found["p_success"] = mode.status == outcome.status and (outcome.ok or mode.reason == outcome.reason)
    found["step"] = found["change"] and found["p_success"]
    found["ticks"] = abs(prediction.ticks.p50 - outcome.ticks) <= max(_TICKS_LEAST, _TICKS_SHARE * outcome.ticks)
    return found


def like(branches: Iterable[Branch], ok: bool, reason: str | None) -> list[Branch]:
    """The branches of that end: those that succeed, or those that fail, for the same reason if there are any."""
    same = [branch for branch in branches if (branch.status == "done") == ok and branch.p > 0]
    return same if ok else [branch for branch in same if branch.reason == reason] or same


def write(path: Path, value: object) -> None:
    """Write JSON through a temporary file, so that the path never holds half of it. Raises RecordBroken."""
    keep(path, msgspec.json.encode(value) + b"\n")


def read(path: Path, kind: type[T]) -> T | None:
    """What `write` wrote, as a `kind`; None if there is no file. Raises UsageError for a damaged one."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{path}: expected a file that was saved here, found: {error}; restore it, or remove it to begin anew") from None


@command
def main(argv: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    from worldsim.laws import withheld
    from worldsim.mixing.hybrid import hybrid_of
    from worldsim.models import Rules
    from worldsim.plugins import load
    from worldsim.transitions import read_transitions

    parser = Parser(prog="python -m worldsim.mixing.trust", description="Train a hybrid's trust and statistics on recorded transitions.")
    parser.add_argument("set", metavar="SET", type=Path, help="a set of python -m worldsim.record, or a run")
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="gets trust.json and statistics.json; 'beliefs' in a skill library")
    parser.add_argument("--laws", default="all", metavar="WHICH", help="all | none | -FAMILY,...")
    parser.add_argument("--model", metavar="PROVIDER:NAME", help="a language model, asked once a transition")
    parser.add_argument("--base-url", metavar="URL", help="an OpenAI-compatible endpoint")
    parser.add_argument("--ask", default="agent.models.factory:ask_of", metavar="MODULE:FUNCTION", help="makes the connection (default %(default)s)")
    asked = parser.parse_args(joined(argv))
    models = {}
    if asked.model is not None:
        from worldsim.language.llm import LLM

        models[f"llm:{asked.model}"] = LLM(load(asked.ask, "--ask")(asked.model, asked.base_url))
    hybrid = hybrid_of(asked.out, rules=Rules(withheld=withheld(asked.laws)), models=models)
    with patience("studying the transitions"):
        count = hybrid.study(read_transitions(asked.set))
    hybrid.save(asked.out)
    lines = [f"{count} transitions; written to {asked.out}; belief that a whole step is right, where the source is sure:"]
    verbs = sorted({place.split("|")[1] for place in hybrid.trust.tallies if place.count("|") == 2})
    for verb in verbs:
        beliefs = (f"{name} {hybrid.trust.belief(name, verb, 'step'):.3f}" for name in (*hybrid.sources, *hybrid.costly))
        lines.append("  ".join((f"  {verb:9}", *beliefs)))
    say(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
