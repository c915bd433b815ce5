"""`python -m worldsim.export SET|RUN... --format jsonl|sft -o DIR`: real transitions, and imagined ones if asked, marked as such, with a data card.

jsonl: whole transitions, which `read_export` gives back as they were. sft: chats (a simulator's question, and the right answer) that a stock
trainer's dataset reader loads. --imagine rules --n-imagined 500 adds what a world model expects of other actions in the same states.
"""

from __future__ import annotations

import argparse
import hashlib
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from worldsim.errors import UsageError
from worldsim.exporting.card import Card, Origins, Read, counted, markdown, versions
from worldsim.exporting.chat import Chat, chat_of
from worldsim.exporting.imagined import imagined
from worldsim.facts import Facts, facts
from worldsim.files import new_folder
from worldsim.flags import Parser, command, joined, patience, say
from worldsim.plugins import load
from worldsim.transitions import FILE, Transition, TransitionWriter, read_transitions

#: Makes world models by name; this package cannot import who speaks to language models.
FACTORY = "agent.minds:imaginer"
#: The file of each format. Not `transitions.jsonl`: nobody shall measure on what was imagined.
FILES = {"jsonl": "steps.jsonl", "sft": "chats.jsonl"}


def export(steps: Iterable[Transition], folder: Path, form: str, command: str = "", read: Sequence[Read] = ()) -> Card:
    """Write the transitions and their card into a new folder. Raises UsageError, RecordBroken."""
    if form not in FILES:
        raise UsageError(f"--format: expected {' | '.join(FILES)}, found {form!r}")
    file = folder / FILES[form]
    with new_folder(folder):
        written, left_out = _write(steps, file, form, facts())
        verbs, failed = counted(written)
        origins = Origins(sum(each.real for each in verbs.values()), sum(each.imagined for each in verbs.values()))
        card = Card(
            format=form,
            file=file.name,
            sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
            count=len(written),
            origins=origins,
            model=next((step.origin.model for step in written if step.origin.model), ""),
            verbs=verbs,
            failed=failed,
            worlds=tuple(dict.fromkeys(step.world for step in written)),
            left_out=dict(sorted(left_out.items())),
            command=command,
            read=tuple(read),
            versions=versions(),
        )
        (folder / "card.json").write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=2) + b"\n")
        (folder / "card.md").write_text(markdown(card, folder.name), encoding="utf-8")
    return card


def _write(steps: Iterable[Transition], file: Path, form: str, known: Facts) -> tuple[list[Transition], Counter[str]]:
    """Write them; which were written, and why others were not."""
    left_out: Counter[str] = Counter()
    if form == "jsonl":
        whole = list(steps)
        writer = TransitionWriter(file.parent, file.name)
        for step in whole:
            writer.append(step.episode, step.before, step.action, step.outcome, step.after, step=step.step, origin=step.origin)
        writer.close()
        return whole, left_out
    written = []
    with file.open("wb") as out:
        for step in steps:
            chat = chat_of(step, known)
            if isinstance(chat, str):
                left_out[chat] += 1
            else:
                out.write(msgspec.json.encode(chat) + b"\n")
                written.append(step)
    return written, left_out


def read_card(folder: Path) -> Card:
    """The card of an export. Raises UsageError for what is none, or whose file is not what the card says."""
    try:
        card = msgspec.json.decode((folder / "card.json").read_bytes(), type=Card)
        found = hashlib.sha256((folder / card.file).read_bytes()).hexdigest()
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(f"{folder}: expected an export with card.json, found: {error}; make one with python -m worldsim.export") from None
    if found != card.sha256:
        raise UsageError(f"{folder / card.file}: expected sha256 {card.sha256[:16]}..., found {found[:16]}...; it was altered: export anew")
    return card


def read_export(folder: Path) -> Iterator[Transition]:
    """The transitions of a jsonl export, as they were written. Raises UsageError."""
    card = read_card(folder)
    if card.format != "jsonl":
        raise UsageError(f"{folder}: expected an export of whole transitions, found one of {card.format}; read that with read_chats")
    yield from read_transitions(folder / card.file, imagined=True)


def read_chats(folder: Path) -> Iterator[Chat]:
    """The chats of an sft export. Raises UsageError."""
    card = read_card(folder)
    if card.format != "sft":
        raise UsageError(f"{folder}: expected an export of chats, found one of {card.format}; read that with read_export")
    decoder = msgspec.json.Decoder(Chat)
    with (folder / card.file).open("rb") as lines:
        for line in lines:
            yield decoder.decode(line)


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Export, and print what as a JSON line."""
    words = joined(argv)
    asked = _parser().parse_args(words)
    with patience("exporting"):
        card = _run(asked, "python -m worldsim.export " + shlex.join(words))
    said = {"export": str(asked.output), "count": card.count, "origins": card.origins, "left_out": card.left_out, "sha256": card.sha256}
    say([msgspec.json.encode(said).decode()])
    return 0


def _run(asked: argparse.Namespace, command: str) -> Card:
    if asked.n_imagined < 0 or (asked.n_imagined and not asked.imagine):
        raise UsageError(f"--n-imagined: expected 0 or more, with --imagine, found {asked.n_imagined}")
    real, read, home = list[Transition](), list[Read](), dict[str, Path]()
    for source in asked.source:
        steps = list(read_transitions(source))
        twice = next((step.episode for step in steps if home.setdefault(step.episode, source) != source), None)
        if twice is not None:
            raise UsageError(f"{source}: expected episodes of its own, found {twice!r}, which is in {home[twice]} too; export one of them")
        file = source / FILE if source.is_dir() else source
        read.append(Read(source.name or str(source), hashlib.sha256(file.read_bytes()).hexdigest(), len(steps)))
        real += steps
    if not real:
        raise UsageError(f"{', '.join(map(str, asked.source))}: expected transitions, found none; record some with python -m worldsim.record")
    return export(_all(real, asked), asked.output, asked.format, command, read)


def _all(real: Sequence[Transition], asked: argparse.Namespace) -> Iterator[Transition]:
    yield from real
    if asked.n_imagined:
        model = load(FACTORY, "--imagine")(
            asked.imagine, asked.model, asked.base_url, asked.laws,
            max_calls=asked.max_calls, max_tokens=asked.max_tokens, max_cost=asked.max_cost,
        )  # fmt: skip
        for number, step in enumerate(imagined(real, model, asked.n_imagined, asked.seed, facts()), start=1):
            if sys.stderr.isatty():
                print(f"\r{number} of {asked.n_imagined} imagined ", end="" if number < asked.n_imagined else "\r", file=sys.stderr, flush=True)
            yield step


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m worldsim.export", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, nargs="+", metavar="SET|RUN", help="sets of python -m worldsim.record, or runs' folders")
    parser.add_argument("--format", default="jsonl", metavar="FORM", help="jsonl (default) | sft")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="a new folder")
    parser.add_argument("--imagine", metavar="WHO", help="rules | llm | hybrid | package.module:Class: who imagines")
    parser.add_argument("--n-imagined", type=int, default=0, metavar="N", help="how many imagined transitions are added (default 0)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="draws the states and actions that are imagined (default 0)")
    parser.add_argument("--model", metavar="PROVIDER:NAME", help="the language model of llm and hybrid")
    parser.add_argument("--base-url", metavar="URL", help="an OpenAI-compatible endpoint")
    parser.add_argument("--laws", default="all", metavar="WHICH", help="all | none | -FAMILY,...")
    parser.add_argument("--max-calls", type=int, metavar="N")
    parser.add_argument("--max-tokens", type=int, metavar="N")
    parser.add_argument("--max-cost", type=float, metavar="USD")
    return parser


if __name__ == "__main__":
    sys.exit(main())
