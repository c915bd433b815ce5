"""What all command lines share: one parser, one way to end, one way to print."""

from __future__ import annotations

import argparse
import functools
import io
import math
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, ParamSpec, TextIO, cast

from worldsim.errors import LucidcraftError, UsageError

P = ParamSpec("P")
#: Seconds after which somebody who waits is told for what.
PATIENCE = 2.0


class Parser(argparse.ArgumentParser):
    """argparse with our kind of error: UsageError with one line, which names the help. `type=int` and `type=float` say what they expect."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register("type", int, _whole)
        self.register("type", float, _number)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")


class _Output:
    """Standard output that falls silent when nobody reads it any more (`| head`), or the disk is full: what is at work goes on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.trouble = ""  #: why something was lost that somebody waits for

    def write(self, text: str) -> int:
        self._do(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        self._do(self._stream.flush)

    def _do(self, what: Callable[[], object]) -> None:
        try:
            what()
        except OSError as error:
            if not isinstance(error, BrokenPipeError):
                self.trouble = self.trouble or str(error.strerror)
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())  # what is still to be written goes there

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def command(body: Callable[P, int]) -> Callable[P, int]:
    """For every `main`: an error of ours is one line and its exit code (2 or 3), Ctrl-C is 130; see `_Output` for what becomes of the output."""

    @functools.wraps(body)
    def main(*args: P.args, **kwargs: P.kwargs) -> int:
        stdout = sys.stdout
        if isinstance(stdout, io.TextIOWrapper):
            stdout.reconfigure(errors="replace")  # letters that it lacks
        output = _Output(stdout or io.StringIO())
        sys.stdout = cast(TextIO, output)
        try:
            code = body(*args, **kwargs)
        except LucidcraftError as error:
            warn(str(error))
            code = error.exit_code
        except KeyboardInterrupt:
            warn("stopped by Ctrl-C")
            code = 130
        finally:
            output.flush()
            sys.stdout = stdout
        if output.trouble:
            warn(f"expected an output that can be written, found: {output.trouble}; free some space, or send it elsewhere")
        return code or (UsageError.exit_code if output.trouble else 0)

    return main


def at_least(low: int) -> Callable[[str], int]:
    """For `type=`: a whole number from `low` on."""

    def read(text: str) -> int:
        if (found := _whole(text)) < low:
            raise argparse.ArgumentTypeError(f"expected {low} or more, found {found}")
        return found

    return read


def span(text: str) -> range:
    """For `type=`: A-B, or A alone; whole numbers from 0 on, both ends counted."""
    low, _, high = text.partition("-")
    if not (low.isdecimal() and (high or low).isdecimal() and int(low) <= int(high or low) < int(low) + 100_000):
        raise argparse.ArgumentTypeError(f"expected A-B (the smaller first, at most 100,000 in all) or A, found {text!r}")
    return range(int(low), int(high or low) + 1)


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
    """Print lines, at once."""
    for line in lines:
        print(line)
    print(end="", flush=True)


def warn(text: str) -> None:
    """One line to stderr, whatever is in `text`."""
    one = " ".join(text.splitlines())
    shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in one)
    print(f"lucidcraft: {shown}", file=sys.stderr, flush=True)


@contextmanager
def patience(what: str) -> Iterator[None]:
    """Tell who sits at a terminal what goes on, if it takes longer than people like to wait."""
    if not sys.stderr.isatty():
        yield
        return
    timer = threading.Timer(PATIENCE, warn, (f"{what} ...",))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected an integer, found {text!r}") from None


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isnan(number):
        raise argparse.ArgumentTypeError(f"expected a number, found {text!r}")
    return number
