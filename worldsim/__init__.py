"""The imagined world, and the vocabulary that it shares with the real one.

Imports nothing of ours: everything else is built on this package.
"""

import sys
from types import TracebackType

#: Packages whose modules are commands.
_OURS = ("agent", "benchmarks", "bridge", "skills", "worldsim")


def _stopped(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Ctrl-C while a command is still being imported: no traceback then either."""
    if issubclass(kind, KeyboardInterrupt):
        print("lucidcraft: stopped by Ctrl-C", file=sys.stderr)
    else:
        sys.__excepthook__(kind, error, trace)


_words = sys.orig_argv
if "-m" in _words[:-1] and _words[_words.index("-m") + 1].partition(".")[0] in _OURS:
    sys.excepthook = _stopped
