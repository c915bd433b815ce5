"""What is imported at the start of every command stays light."""

from __future__ import annotations

import subprocess
import sys

LIGHT = ("actions", "blueprint", "change", "compare", "errors", "events", "facts", "goals", "prediction", "space", "state", "world")


def test_the_vocabulary_needs_no_numpy() -> None:
    code = f"import sys; import {', '.join(f'worldsim.{name}' for name in LIGHT)}; print(sorted({{'numpy', 'networkx'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
