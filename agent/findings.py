"""What the doctor says: one line for each thing that it looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

#: Seconds that a process, or a server, has to answer.
PATIENCE = 3.0


class Finding(msgspec.Struct, frozen=True):
    """One line. `FAIL`: a run that needs it cannot be; `warn`: it can, but."""

    level: Literal["ok", "warn", "FAIL"]
    what: str
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.level:<4}  {self.what}: {self.found}" + (f"; {self.remedy}" if self.remedy else "")


Check = Callable[[], Finding]
