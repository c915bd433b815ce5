"""`python -m agent.run --goal "build a house"`: the command line. Imports nothing heavy: `--help` is instant."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence

from agent.settings import DEFAULT_WARP, IMAGINERS, Settings
from worldsim.errors import LucidcraftError, UsageError
from worldsim.flags import joined

EXAMPLES = """\
examples:
  python -m agent.run --goal "build a house"             from bare hands, in a world of its own; no key, no Java
  python -m agent.run --goal "build a house" --seed 7    another world; the seed fixes it, so a run can be repeated
  python -m agent.run --goal "build a house" --dry-run   dream only: plan, materials, time, probability; nothing is touched
  python -m agent.run --goal "obtain 1 wooden pickaxe"
  python -m agent.run --goal "collect 10 cobblestone" --keep-open      join the world afterwards with Minecraft 1.19.4
  python -m agent.run --goal "jump a 3-block gap"        keys, tick by tick: searched in imagined physics, then pressed
  python -m agent.run --goal "explore" --server 127.0.0.1:25565        any offline-mode 1.19.4 server, at its own pace

goals that need no model:
  build a house | obtain N ITEM | collect N BLOCK | explore | find BLOCK       (and their synonyms)
  jump a 3-block gap | jump the gap | cross the water | climb out              (by keys held for so many ticks)

exit codes: 0 reached, 1 not reached, 2 bad usage, 3 our machinery broke, 130 stopped by Ctrl-C
every run leaves runs/<id>/: spec.json (what was asked), events.jsonl (all that happened), summary.json (how it went), world/ (the save)
"""


class _Parser(argparse.ArgumentParser):
    """argparse with our kind of error: one line, exit code 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(f"{message}; see python -m agent.run --help")


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected an integer, found {text!r}") from None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a number, found {text!r}") from None


def parser() -> argparse.ArgumentParser:
    """The options, with help that teaches."""
    p = _Parser(
        prog="python -m agent.run",
        description="An agent that dreams its plan, does it in a real Minecraft-protocol world, and measures the dream.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    p.add_argument("--goal", required=True, metavar="TEXT", help="what to reach, in words")
    p.add_argument("--seed", type=_integer, default=1, metavar="N", help="fixes terrain, spawn point, drops and dreams (default 1)")
    p.add_argument("--dry-run", action="store_true", help="dream only; nothing in the world is changed")
    world = p.add_argument_group("the world")
    world.add_argument("--server", default="embedded", metavar="HOST:PORT", help="an offline-mode 1.19.4 server instead of the embedded one")
    world.add_argument("--port", type=_integer, default=0, metavar="N", help="port of the embedded server (default: any free one)")
    world.add_argument("--warp", type=_number, default=DEFAULT_WARP, metavar="X", help=f"game time runs X times faster (default {DEFAULT_WARP:g})")
    world.add_argument(
        "--world-rules", default=None, metavar="FILE", help="rules that the embedded server alters (python -m bridge.alter); the agent is not told"
    )
    world.add_argument("--keep-open", action="store_true", help="leave the world up afterwards, for you to join; Ctrl-C ends it")
    mind = p.add_argument_group("the imagination")
    mind.add_argument(
        "--imagine",
        default=None,
        metavar="WHO",
        help=f"who dreams: {' | '.join(IMAGINERS)} | package.module:Class (default rules, or hybrid with a model; off is for ablation)",
    )
    mind.add_argument(
        "--laws", default="all", metavar="WHICH", help="laws that are known: all | none | -FAMILY,... withholds some, to see what others know of them"
    )
    mind.add_argument(
        "--model", default=None, metavar="PROVIDER:NAME", help="a language model, for example openai:gpt-5-mini; the key comes from the environment"
    )
    mind.add_argument(
        "--base-url", default=None, metavar="URL", help="an OpenAI-compatible endpoint (default: OPENAI_BASE_URL, or the provider's own)"
    )
    mind.add_argument("--notes", default=None, metavar="FILE", help="rules of this world, in prose; a model makes laws of them")
    mind.add_argument("--max-calls", type=_integer, default=None, metavar="N", help="stop before the model is asked more often")
    mind.add_argument("--max-tokens", type=_integer, default=None, metavar="N", help="stop before the model may use more, sent and received")
    mind.add_argument("--max-cost", type=_number, default=None, metavar="USD", help="stop before the model may cost more")
    mind.add_argument("--rollouts", type=_integer, default=0, metavar="K", help="rollouts of a dream (default 8; 1 with --imagine llm)")
    files = p.add_argument_group("files")
    files.add_argument("--runs", default="runs", metavar="DIR", help="where run folders go (default ./runs)")
    files.add_argument("--library", default=None, metavar="DIR", help="the skill library (default: in LUCIDCRAFT_HOME, or your data folder)")
    return p


def settings(argv: Sequence[str] | None = None) -> Settings:
    """Parse and validate. Raises UsageError."""
    got = vars(parser().parse_args(joined(argv)))
    got["imagine"] = got["imagine"] or ("rules" if got["model"] is None and got["notes"] is None else "hybrid")
    return Settings(**got)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main(argv: Sequence[str] | None = None) -> int:
    """Run, and return the exit code."""
    try:
        asked = settings(argv)
        signal.signal(signal.SIGTERM, _interrupt)  # a run that is told to end ends in order, as with Ctrl-C
        from agent.api import Agent

        ending = Agent(settings=asked, show=True).run(asked.goal)
    except LucidcraftError as error:
        print(f"lucidcraft: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("lucidcraft: stopped before the world was up", file=sys.stderr)
        return 130
    return ending.exit_code


if __name__ == "__main__":
    sys.exit(main())
