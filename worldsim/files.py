"""Files that people name: read with what may be wrong with them, written whole or not at all."""

from __future__ import annotations

import codecs
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from worldsim.errors import LucidcraftError, RecordBroken, UsageError

#: Bytes of a file that is read whole.
MOST = 4_000_000
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_bytes(path: Path, expected: str, todo: str, *, flag: str = "", most: int = MOST) -> bytes:
    """The whole of a file that is no larger than `most`. Raises UsageError: "FLAG PATH: expected EXPECTED, found ...; TODO"."""
    name = f"{flag} {path}".strip()
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)  # not more: it may be a device, which has no end
    except OSError as error:
        raise UsageError(f"{name}: expected {expected}, found: {error.strerror}; {todo}") from None
    if len(data) > most:
        raise UsageError(f"{name}: expected {expected}, of at most {most} bytes, found more; {todo}")
    return data


def read_text(path: Path, expected: str, todo: str, *, flag: str = "") -> str:
    """The text of a file in UTF-8, or in what its byte order mark says. Raises UsageError like `read_bytes`."""
    data = read_bytes(path, expected, todo, flag=flag)
    try:
        return data.decode("utf-16" if data[:2] in _UTF16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        name = f"{flag} {path}".strip()
        raise UsageError(f"{name}: expected {expected}, found bytes that are no text ({error.reason} at {error.start}); {todo}") from None


def save(path: Path, data: bytes, todo: str) -> None:
    """Write a file that somebody asked for, all or nothing. Raises UsageError: "PATH: expected a file that can be written, found ...; TODO"."""
    with whole(path, todo) as half:
        half.write_bytes(data)


def keep(path: Path, data: bytes) -> None:
    """Write a file of ours, all or nothing; its folder is made. Raises RecordBroken."""
    with whole(path, "free some space, or choose another folder", RecordBroken) as half:
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(data)


def writable(path: Path, todo: str) -> None:
    """For those who are long at work before they `save`. Raises UsageError as that would."""
    with whole(path, todo, replace=False) as half:
        half.open("ab").close()


@contextmanager
def whole(path: Path, todo: str, broken: type[LucidcraftError] = UsageError, *, replace: bool = True) -> Iterator[Path]:
    """The file to write instead of `path`, which takes its place when that went well; a device or a pipe is written straight.

    Raises `broken` like `save`.
    """
    try:
        target = path.resolve() if path.is_symlink() else path
        if target.exists() and not target.is_file():
            yield target
            return
        half = target.with_name(f"{target.name[:200]}.{os.getpid()}.tmp")
        try:
            yield half
            if replace:
                os.replace(half, target)
        finally:
            half.unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead round in a circle
        found = error.strerror if isinstance(error, OSError) else "links in a circle"
        raise broken(f"{path}: expected a file that can be written, found: {found}; {todo}") from None


@contextmanager
def new_folder(folder: Path, worth: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """A folder to be filled; where that ends early, and what is there is not `worth` to be kept, it is as it was before.

    Raises UsageError unless it is new or empty, and can be written.
    """
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        full = any(folder.iterdir())
    except OSError as error:
        raise UsageError(f"{folder}: expected a folder that can be written, found: {error.strerror}; name another") from None
    if full:
        raise UsageError(f"{folder}: expected a new or empty folder, found things in it; name another")
    whole = False
    try:
        yield
        whole = True
    except OSError as error:
        raise UsageError(f"{folder}: expected a folder that can be written, found: {error.strerror}; free some space, or name another") from None
    finally:
        if not whole and not worth():
            for child in folder.iterdir():
                shutil.rmtree(child) if child.is_dir() else child.unlink()
            if made:
                folder.rmdir()
