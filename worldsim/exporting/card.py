"""The card of an export: what it holds, how it was made, how it is read, what may be done with it. Once for people, once for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

import msgspec

from worldsim.actions import name_of
from worldsim.transitions import Transition

LICENCE = (
    "MIT, as the software that made it. It holds no code, texture, sound or text of the game: positions, counts and names of blocks and items, "
    "which are Mojang's. Not an official Minecraft product, and not approved by or associated with Mojang or Microsoft."
)


class Origins(msgspec.Struct, frozen=True):
    """How many are real, and how many were imagined."""

    real: int
    imagined: int


class Read(msgspec.Struct, frozen=True):
    """A set or run that the export was made from."""

    name: str
    sha256: str  #: of its transitions.jsonl
    count: int


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What `card.json` holds."""

    format: str  #: jsonl | sft
    file: str
    sha256: str  #: of the file
    count: int
    origins: Origins
    model: str  #: who imagined, '' if nobody
    verbs: dict[str, Origins]  #: by kind of action
    failed: dict[str, int]  #: by reason
    worlds: tuple[str, ...]  #: seeds or runs
    left_out: dict[str, int]  #: transitions that the format cannot say, by why
    command: str  #: makes it again, from the same sets
    read: tuple[Read, ...]
    versions: dict[str, str]
    licence: str = LICENCE
    schema: int = 1


def counted(steps: Iterable[Transition]) -> tuple[dict[str, Origins], dict[str, int]]:
    """Transitions by verb and origin, and failures by reason."""
    verbs: Counter[tuple[str, str]] = Counter()
    failed: Counter[str] = Counter()
    for step in steps:
        verbs[name_of(step.action), step.origin.source] += 1
        if not step.outcome.ok:
            failed[step.outcome.reason or step.outcome.status] += 1
    names = sorted({verb for verb, _ in verbs})
    return {verb: Origins(verbs[verb, "real"], verbs[verb, "imagined"]) for verb in names}, dict(sorted(failed.items()))


def versions() -> dict[str, str]:
    """Of what made it."""
    try:
        own = version("lucidcraft")
    except PackageNotFoundError:
        own = "source"
    return {"lucidcraft": own, "minecraft": "1.19.4", "msgspec": version("msgspec"), "numpy": version("numpy")}


_FORMS = {
    "jsonl": (
        "Each line is one transition: `before` and `after` (all that is known but the blocks), `action`, `outcome`, `origin`, and the sections of "
        "blocks that became known or altered (`blocks`, `revealed`: 16 x 16 x 16 state ids of the version, deflated, base64). "
        "`origin.source` is `imagined`, with `origin.model`, where a world model made the step up; it is left out where the step is real.\n\n"
        "    from worldsim.export import read_export\n    for step in read_export(Path({folder!r})): ..."
    ),
    "sft": (
        "Each line is one chat: `messages` (a question of a simulator, and the answer as one JSON object), `source` (`real` or `imagined`), `model` "
        "(who imagined it), `key` and `world` (split by it).\n\n"
        '    datasets.load_dataset("json", data_files="{folder}/chats.jsonl", split="train")'
    ),
}


def markdown(card: Card, folder: str) -> str:
    """The card for people, with the front matter that data hubs read."""
    rows = "\n".join(f"| {verb} | {origins.real} | {origins.imagined} |" for verb, origins in card.verbs.items())
    made = "\n".join(f"- {read.name}: {read.count} transitions, sha256 `{read.sha256}`" for read in card.read)
    failed = ", ".join(f"{reason} {count}" for reason, count in card.failed.items()) or "none"
    left = "; ".join(f"{count} {why}" for why, count in card.left_out.items()) or "nothing"
    imagined = f"; {card.origins.imagined} imagined by {card.model}" if card.origins.imagined else ""
    return f"""---
license: mit
tags: [minecraft, world-model]
---
# Transitions of a Minecraft player

{card.count} steps in Minecraft {card.versions["minecraft"]}: state, action, what happened. {card.origins.real} happened on a server{imagined}.
**Imagined steps are a model's opinion, not evidence**: each is marked, and none should be used to measure a model.

| action | real | imagined |
|---|---|---|
{rows}

Failed, by reason: {failed}. Left out, because the format cannot say it: {left}.
Worlds: {", ".join(card.worlds)}. Steps of one world resemble one another: split by world.
An imagined step belongs to the world of the state that it starts from.

## Reading it

{_FORMS[card.format].format(folder=folder)}

`{card.file}`: sha256 `{card.sha256}`. `card.json` says the same for programs.

## How it was made

    {card.command}

{made}

Versions: {", ".join(f"{name} {number}" for name, number in card.versions.items())}.

## Licence

{card.licence}
"""
