"""What several command lines share."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from typing import NoReturn

from worldsim.errors import UsageError


class Parser(argparse.ArgumentParser):
    """argparse with our kind of error: UsageError with one line, which names the help. `main` turns it into exit code 2."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")


def joined(argv: Sequence[str] | None, flag: str = "--laws") -> list[str]:
    """`--laws -crafting` as `--laws=-crafting`: argparse takes a value that begins with a dash for another option. None: the process's own."""
    found: list[str] = []
    for word in sys.argv[1:] if argv is None else argv:
        if found and found[-1] == flag and word.startswith("-") and not word.startswith("--"):
            found[-1] = f"{flag}={word}"
        else:
            found.append(word)
    return found


def say(lines: Iterable[str]) -> None:
    """Print lines; whoever reads them may stop early (`| head`)."""
    try:
        for line in lines:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor is there anybody to tell that it is closed
