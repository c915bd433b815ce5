"""`python -m agent.run --goal "build a house"`: the command line. Imports nothing heavy: `--help` is instant."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agent.roles import ROLES, read_role
from agent.settings import DEFAULT_WARP, IMAGINERS, Settings
from worldsim.errors import UsageError
from worldsim.flags import Parser, command, joined

if TYPE_CHECKING:
    from agent.running import Ending

#: --dry-run, and --no-dry-run where a file says otherwise.
_SWITCH = argparse.BooleanOptionalAction

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


def parser() -> argparse.ArgumentParser:
    """The options, with help that teaches."""
    p = Parser(
        prog="python -m agent.run",
        description="An agent that dreams its plan, does it in a real Minecraft-protocol world, and measures the dream.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,  # what is not said here may be said by --settings, and has its default in Settings
    )
    p.add_argument("--goal", metavar="TEXT", help="what to reach, in words")
    p.add_argument("--explore", action=_SWITCH, help="instead of a goal: goals of its own, near the edge of what it can do")
    p.add_argument("--iterations", type=int, metavar="N", help="how many of them (default 10)")
    p.add_argument("--blueprint", metavar="FILE", help="instead of a goal: a building to build; parts or cells in JSON, or a Sponge .schem")
    p.add_argument(
        "--listen",
        metavar="PLAYER",
        help="instead of a goal: what this player asks for in the game's chat, until Ctrl-C; 'stop' stops it; at --warp 1 unless you say another. "
        "A name is no proof on an offline-mode server: whoever joins by it is obeyed",
    )
    p.add_argument("--seed", type=int, metavar="N", help="fixes terrain, spawn point, drops and dreams (default 1)")
    p.add_argument(
        "--dry-run", action=_SWITCH, help="dream only; nothing in the world is changed, no model is asked: what it would cost is estimated"
    )
    world = p.add_argument_group("the world")
    world.add_argument("--server", metavar="HOST:PORT", help="an offline-mode 1.19.4 server instead of the embedded one")
    world.add_argument("--port", type=int, metavar="N", help="port of the embedded server (default: any free one)")
    world.add_argument("--warp", type=float, metavar="X", help=f"game time runs X times faster (default {DEFAULT_WARP:g})")
    world.add_argument("--world-rules", metavar="FILE", help="rules that the embedded server alters (python -m bridge.alter); the agent is not told")
    world.add_argument("--keep-open", action=_SWITCH, help="leave the world up afterwards, for you to join; Ctrl-C ends it")
    mind = p.add_argument_group("the imagination")
    mind.add_argument(
        "--imagine",
        metavar="WHO",
        help=f"who dreams: {' | '.join(IMAGINERS)} | package.module:Class (default rules, or hybrid with a model; off is for ablation)",
    )
    mind.add_argument("--laws", metavar="WHICH", help="laws that are known: all | none | -FAMILY,... withholds some, to see what others know of them")
    mind.add_argument("--skills", metavar="WHICH", help="skills that are known: all | none | -KIND,... withholds those for a kind of goal (has, ...)")
    mind.add_argument("--model", metavar="PROVIDER:NAME", help="a language model, for example openai:gpt-5-mini; the key comes from the environment")
    mind.add_argument("--base-url", metavar="URL", help="an OpenAI-compatible endpoint (default: OPENAI_BASE_URL, or the provider's own)")
    mind.add_argument(
        "--role",
        action="append",
        metavar="ROLE=PROVIDER:NAME",
        help=f"another for one role ({', '.join(ROLES)}); @URL: where it is asked; none: nobody",
    )
    mind.add_argument("--notes", metavar="FILE", help="rules of this world, in prose; a model makes laws of them")
    mind.add_argument("--cache", metavar="FILE", help="where models' replies are kept, also those of an endpoint on this machine; off: nowhere")
    mind.add_argument("--max-calls", type=int, metavar="N", help="stop before models are asked more often, all roles together")
    mind.add_argument("--max-tokens", type=int, metavar="N", help="stop before models may use more, sent and received")
    mind.add_argument("--max-cost", type=float, metavar="USD", help="stop before models may cost more")
    mind.add_argument("--rollouts", type=int, metavar="K", help="rollouts of a dream (default 8; 1 with --imagine llm)")
    files = p.add_argument_group("files")
    files.add_argument("--settings", metavar="FILE", help="all of this, and roles, in TOML (docs/settings.md); what is said here goes before it")
    files.add_argument("--runs", metavar="DIR", help="where run folders go (default ./runs)")
    files.add_argument("--library", metavar="DIR", help="the skill library (default: in LUCIDCRAFT_HOME, or your data folder)")
    return p


def settings(argv: Sequence[str] | None = None) -> Settings:
    """Parse, put over the file of --settings, and validate. Raises UsageError."""
    from agent.options import merged, read_settings

    got = vars(parser().parse_args(joined(argv)))
    file = read_settings(Path(got.pop("settings"))) if "settings" in got else {}
    if "role" in got:
        got["roles"] = dict(read_role(text) for text in got.pop("role"))
    asked = merged(file, got)
    ways = (("--goal", "goal" in {*file, *got}), ("--explore", asked.explore), ("--blueprint", asked.blueprint), ("--listen", asked.listen))
    named = [flag for flag, said in ways if said]
    if len(named) != 1:
        found = " and ".join(named) or "none"
        raise UsageError(f'expected one of --goal, --explore, --blueprint and --listen, found {found}; for example --goal "build a house"')
    return asked


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _run(asked: Settings) -> Ending:
    from agent.api import Agent

    agent = Agent(settings=asked, show=True)
    if asked.explore:
        return agent.explore()
    if asked.listen is not None:
        return agent.listen()
    return agent.run(asked.goal) if asked.blueprint is None else agent.build(Path(asked.blueprint))


@command
def main(argv: Sequence[str] | None = None) -> int:
    """Run, and return the exit code."""
    asked = settings(argv)
    signal.signal(signal.SIGTERM, _interrupt)  # a run that is told to end ends in order, as with Ctrl-C
    return _run(asked).exit_code


if __name__ == "__main__":
    sys.exit(main())
