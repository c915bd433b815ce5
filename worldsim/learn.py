"""`python -m worldsim.learn SET --model M`: a model writes the laws that are withheld, from recorded steps; they are scored on seeds it never saw."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from worldsim.errors import UsageError
from worldsim.facts import facts
from worldsim.flags import Parser, at_least, command, joined, say
from worldsim.laws import withheld
from worldsim.learning.authoring import Authored, author
from worldsim.learning.heldout import Share, Split, scored, split
from worldsim.learning.lawstore import LawStore
from worldsim.learning.learned import Learned
from worldsim.models import Rules
from worldsim.plugins import load
from worldsim.transitions import FILE, read_transitions
from worldsim.world import Ask

#: What is worth a law of its own; exploring is statistics.
FAMILIES = ("crafting", "mining", "placing", "moving")
_OTHERS = ("collecting", "holding", "waiting")
_ASK = "agent.models.factory:ask_of"

EXAMPLES = """\
examples:
  python -m worldsim.learn SET --model openai:gpt-5-mini                       crafting, mining, placing and moving, from nothing
  python -m worldsim.learn SET --laws=-crafting --model openai:gpt-5-mini      crafting only
  python -m worldsim.learn SET --model openai:local --base-url http://127.0.0.1:8000/v1 --store my_laws/
"""


def parser() -> argparse.ArgumentParser:
    """The options."""
    p = Parser(prog="python -m worldsim.learn", description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("set", type=Path, metavar="SET", help="recorded transitions: a set of worldsim.record, or a run")
    p.add_argument("--laws", default="none", metavar="WHICH", help="none (default) or -FAMILY,...: the families that are to be written")
    p.add_argument("--model", required=True, metavar="PROVIDER:NAME", help="who writes, for example openai:gpt-5-mini")
    p.add_argument("--base-url", default=None, metavar="URL", help="an OpenAI-compatible endpoint")
    p.add_argument("--max-calls", type=at_least(1), default=30, metavar="N", help="calls of the model in all (default 30)")
    p.add_argument("--max-train", type=at_least(1), default=500, metavar="N", help="recorded steps to learn from (default 500)")
    p.add_argument("--store", type=Path, default=None, metavar="FOLDER", help="where the laws go (default SET/laws)")
    p.add_argument("--seed", type=int, default=0, metavar="N", help="draws the steps to learn from (default 0)")
    p.add_argument("--ask", default=_ASK, metavar="MODULE:NAME", help=f"who makes the connection (default {_ASK})")
    p.add_argument("--json", action="store_true", help="print the last line only")
    return p


@command
def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 0 if something was learned, 1 if nothing was."""
    options = parser().parse_args(joined(arguments))
    ask: Ask = load(options.ask, "--ask")(options.model, options.base_url, max_calls=options.max_calls)
    console = Console(stderr=True, quiet=options.json, highlight=False)
    families = [family for family in (*FAMILIES, *_OTHERS) if family in withheld(options.laws) and (options.laws != "none" or family in FAMILIES)]
    if not families:
        raise UsageError(f"--laws: expected none, or some of {', '.join((*FAMILIES, *_OTHERS))} with a minus, found {options.laws!r}")
    result = learn(options.set, families, ask, options, console)
    Console(quiet=options.json).print(table(result.scores, result.rules))
    say([msgspec.json.encode(result).decode()])
    return 0 if result.laws else 1


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What is printed as the last line."""

    laws: list[str]  #: accepted and kept, by name
    calls: int
    training: int
    training_seeds: tuple[str, ...]
    held_out: int
    held_out_seeds: tuple[str, ...]
    written: int  #: laws that were proposed
    rejected: dict[str, int]  #: how many of them were rejected, by reason in short
    contradictions: int  #: of the kept laws with the steps that were learned from
    stopped: str
    headline: dict[str, float | None]  #: exact x coverage on the held-out seeds, by family
    scores: dict[str, Share]
    rules: dict[str, Share]  #: of the hand-written laws, for comparison


def learn(path: Path, families: Sequence[str], ask: Ask, options: argparse.Namespace, console: Console) -> Result:
    """Write, keep and score. Raises UsageError, ModelDown, SandboxDead, RecordBroken."""
    known = facts()
    parts: Split = split(read_transitions(path), families, options.max_train, options.seed)
    count = sum(map(len, parts.training.values()))
    console.print(
        f"{count} steps of the seeds {', '.join(parts.seeds)} to learn from; {len(parts.held_out)} of {', '.join(parts.other_seeds)} held out"
    )
    file = path / FILE if path.is_dir() else path
    evidence = f"{path.name} sha256 {hashlib.sha256(file.read_bytes()).hexdigest()[:16]}, seeds {' '.join(parts.seeds)}"
    made: Authored = author(
        parts.training, ask, known, max_calls=options.max_calls, model=options.model, evidence=evidence, tell=console.print
    )  # fmt: skip
    store = LawStore(options.store or (path if path.is_dir() else path.parent) / "laws")
    replaced = [law for law in store.laws.values() if law.family in families and law.origin == "author" and law.status != "retired"]
    store.save(*(msgspec.structs.replace(law, status="retired") for law in replaced), *made.laws)
    with Learned(store, known) as learned:
        scores = scored(learned, parts.held_out)
    reasons: dict[str, int] = {}
    for one in made.rejected:
        kind = "contradicts the log" if "contradict" in one.why else "does not check" if one.why.startswith("line") else one.why.split(" the ")[0]
        reasons[kind] = reasons.get(kind, 0) + 1
    return Result(
        laws=[law.name for law in made.laws],
        calls=made.calls,
        training=made.training,
        training_seeds=parts.seeds,
        held_out=len(parts.held_out),
        held_out_seeds=parts.other_seeds,
        written=len(made.laws) + len(made.spare) + len(made.rejected),
        rejected=reasons,
        contradictions=sum(law.contradictions for law in made.laws),
        stopped=made.stopped,
        headline={family: share.headline and round(share.headline, 4) for family, share in scores.items()},
        scores=dict(scores),
        rules=dict(scored(Rules(known), parts.held_out)),
    )


def table(scores: Mapping[str, Share], rules: Mapping[str, Share]) -> Table:
    """Held-out scores by family, those of the hand-written laws beside them."""
    out = Table(title="held-out seeds: exact x coverage", title_justify="left")
    for name in ("family", "n", "coverage", "exact", "exact x coverage", "95 %", "changing steps", "exact x coverage", "hand-written laws"):
        out.add_column(name, justify="left" if name == "family" else "right")
    for family, share in scores.items():
        low, high = share.interval
        out.add_row(
            family, str(share.n), _part(share.coverage), _part(share.exact), _part(share.headline), f"{low:.3f}-{high:.3f}", str(share.changing),
            _part(share.headline_changing), _part(rules[family].headline),
        )  # fmt: skip
    return out


def _part(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
