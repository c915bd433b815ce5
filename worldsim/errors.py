"""Every error that is ours. A failure *in the world* is never one of these: it is an `Outcome`. The tree::

    LucidcraftError            anything we raise on purpose
    ├── UsageError             the caller asked for something malformed; one line says what was expected, found, and what to do  (exit 2)
    └── MachineryError         our own machinery broke; the run cannot go on                                                     (exit 3)
        ├── BridgeDead         the node process that owns the bot is gone
        ├── ServerDead         the Minecraft server is gone or unreachable
        ├── ModelDown          the language model cannot be reached, or answers nonsense beyond repair
        │   ├── BudgetSpent    the next call might pass --max-calls, --max-tokens or --max-cost
        │   └── Nonsense       it was reached, and all its replies to one question are invalid: another question may do better
        ├── SandboxDead        the program sandbox crashed
        └── RecordBroken       the run's record cannot be written

Each has the exit code that the command line ends with.
"""


class LucidcraftError(Exception):
    """Root of the tree; `exit_code` is what `python -m agent.run` ends with."""

    exit_code = 3


class UsageError(LucidcraftError):
    """Bad input: the message is one line and says what was expected, what was found and what to do."""

    exit_code = 2


class MachineryError(LucidcraftError):
    """Something of ours broke. Not a failure in the world."""


class BridgeDead(MachineryError):
    """The node process that owns the bot has ended, or answers no more."""


class ServerDead(MachineryError):
    """The Minecraft server has ended, kicked us, or never answered."""


class ModelDown(MachineryError):
    """The language model is unreachable, or its reply stays invalid after the repairs."""


class BudgetSpent(ModelDown):
    """The next call to the model might pass a cap, so it was not made."""


class Nonsense(ModelDown):
    """The model's replies to one question stay invalid after the repairs. Another question may fare better."""


class SandboxDead(MachineryError):
    """The sandbox process crashed (not: the program in it failed)."""


class RecordBroken(MachineryError):
    """The run's folder refuses to be written."""
