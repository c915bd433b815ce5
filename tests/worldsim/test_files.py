"""Files that people name: read with what may be wrong with them, written whole or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from worldsim.errors import RecordBroken, UsageError
from worldsim.files import keep, new_folder, read_bytes, read_text, save, writable


def loop(folder: Path) -> Path:
    (folder / "loop").symlink_to("loop")
    return folder / "loop"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"h\xc3\xbctte", "hütte"),
        (b"\xef\xbb\xbfh\xc3\xbctte", "hütte"),
        ("hütte".encode("utf-16"), "hütte"),
        (b"", ""),
    ],
)
def test_text_is_read_in_what_it_says_it_is(tmp_path: Path, data: bytes, text: str) -> None:
    (tmp_path / "it").write_bytes(data)
    assert read_text(tmp_path / "it", "a text", "name another") == text


def test_what_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\x80\xff\x00")
    places = {
        tmp_path: "found: Is a directory",
        tmp_path / "gone": "found: No such file or directory",
        loop(tmp_path): "found: Too many levels of symbolic links",
        tmp_path / "binary" / "x": "found: Not a directory",
        tmp_path / "binary": "found bytes that are no text",
        Path("/dev/zero"): "of at most 4000000 bytes, found more",
    }
    for path, told in places.items():
        with pytest.raises(UsageError) as error:
            read_text(path, "a text", "name another", flag="--it")
        assert str(error.value).startswith(f"--it {path}: expected a text, ")
        assert told in str(error.value)
        assert str(error.value).endswith("; name another")
    with pytest.raises(UsageError, match="found more"):
        read_bytes(tmp_path / "binary", "a file", "name another", most=2)


def test_a_file_is_written_whole_through_links_and_into_devices(tmp_path: Path) -> None:
    save(tmp_path / "file", b"old", "")
    (tmp_path / "link").symlink_to("file")
    save(tmp_path / "link", b"new", "")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"
    save(Path("/dev/null"), b"new", "")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    keep(tmp_path / "of" / "ours", b"it")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "link", "of", "ours"]


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    bad = [tmp_path, tmp_path / "none" / "x", tmp_path / "file" / "x", loop(tmp_path), Path("/proc/x"), tmp_path / ("x" * 300)]
    for path in bad:
        with pytest.raises(UsageError, match=r"expected a file that can be written, found: .*; name another") as error:
            save(path, b"new", "name another")
        assert str(error.value).startswith(f"{path}: ")
        with pytest.raises(UsageError):
            writable(path, "name another")
    with pytest.raises(RecordBroken):
        keep(tmp_path / "file" / "x", b"new")
    writable(tmp_path / "file", "")
    writable(tmp_path / "free", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop"]
    assert (tmp_path / "file").read_bytes() == b"old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told() -> None:
    with pytest.raises(UsageError, match="found: No space left"):
        save(Path("/dev/full"), b"new", "")


def fill(folder: Path, error: BaseException) -> None:
    """As far as one comes."""
    (folder / "half").write_bytes(b"x")
    (folder / "more").mkdir()
    raise error


@pytest.mark.parametrize("existed", [False, True])
def test_a_folder_that_was_not_filled_is_as_before(tmp_path: Path, existed: bool) -> None:
    folder = tmp_path / "a" / "b"
    if existed:
        folder.mkdir(parents=True)
    for error, told in ((KeyboardInterrupt(), KeyboardInterrupt), (OSError(28, "No space left"), UsageError)):
        with pytest.raises(told), new_folder(folder):
            fill(folder, error)
        assert folder.exists() == existed
        assert not existed or not [*folder.iterdir()]
    with pytest.raises(KeyboardInterrupt), new_folder(folder, worth=lambda: True):
        fill(folder, KeyboardInterrupt())
    assert (folder / "half").exists()
    with pytest.raises(UsageError, match="expected a new or empty folder, found things in it"), new_folder(folder):
        pass
    with pytest.raises(UsageError, match="expected a folder that can be written"), new_folder(folder / "half"):
        pass
