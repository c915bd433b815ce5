"""Which folders hold runs."""

from __future__ import annotations

import glob
import os
from pathlib import Path

from worldsim.errors import UsageError

SPEC = "spec.json"


def folders(*where: str | Path) -> list[Path]:
    """The folders of runs that these name, each once, by name. Raises UsageError if one of them names none."""
    found: dict[Path, Path] = {}
    for place in where or ("runs",):
        path = Path(place).expanduser()
        if _is_run(path):
            some = [path]
        elif os.path.isdir(path):
            some = [child for child in path.iterdir() if _is_run(child)]
        else:
            some = [Path(match) for match in glob.glob(str(path), recursive=True) if _is_run(Path(match))]
        if not some:
            raise UsageError(f"{place}: expected runs (folders with {SPEC}), found {_instead(path)}; make one with python -m agent.run --goal ...")
        found |= {folder.resolve(): folder for folder in some}
    return sorted(found.values(), key=lambda folder: (folder.resolve().name, folder.resolve()))


def _is_run(folder: Path) -> bool:
    # Not Path.is_file: that raises for a name that is too long.
    return os.path.isfile(folder / SPEC)


def _instead(path: Path) -> str:
    if os.path.isdir(path):
        return "a folder without any"
    if os.path.isfile(path):
        return "a file"
    if not glob.has_magic(str(path)):
        return "nothing there"
    matches = len(glob.glob(str(path), recursive=True))
    return f"{matches} matches that are none" if matches else "no match"


def find(run: str | Path, among: str | Path = "runs") -> Path:
    """The folder of one run: named by its path, or by its name, or how that begins, `among` others. Raises UsageError."""
    path, home = Path(run).expanduser(), Path(among).expanduser()
    if _is_run(path):
        return path
    if path.name != str(run) or os.path.exists(path):  # a path was meant
        raise UsageError(f"{run}: expected a run, a folder with {SPEC}, found {_instead(path)}; python -m agent.runs list shows what there is")
    matches = sorted(child for child in home.glob(f"{glob.escape(path.name)}*") if _is_run(child))
    exact = [child for child in matches if child.name == path.name]
    if len(exact or matches) != 1:
        found = f"{len(matches)} of them: {', '.join(match.name for match in matches[:3])}" if matches else "none"
        raise UsageError(f"{run}: expected one run in {home} that is called so, or begins so, found {found}; name its folder")
    return (exact or matches)[0]
