"""Bad input to every command: one line, which says what was expected, found and is to be done; exit code 2; nothing is left behind."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

RUN = Path(__file__).parents[1] / "examples" / "runs" / "20261123-013354-build-a-house-s3"
#: What a word stands for: RUN a good run; none, file, folder (empty), binary, loop (a link to itself), run (with binary files) in the test's folder.
MODEL = ("--model", "openai:x", "--base-url", "http://127.0.0.1:1/v1")
#: Commands that read a run or a set, and what else each must be told.
READERS = {
    "agent.report": ("READ", "-o", "out.html"),
    "agent.whatif": ("READ", "--at", "3"),
    "agent.runs.__main__": ("show", "READ"),
    "agent.models.planted.__main__": ("--set", "READ"),
    "worldsim.beliefs": ("READ", *MODEL),
    "worldsim.export": ("READ", "-o", "out"),
    "worldsim.fidelity": ("READ",),
    "worldsim.mixing.trust": ("READ", "--out", "out"),
    "worldsim.seeing.scoring": ("READ",),
    "worldsim.simbench": ("export", "READ", "-o", "out"),
}
#: Commands that write, and how each is told where.
WRITERS = {
    "agent.report": ("RUN", "-o", "WRITE"),
    "bridge.alter": ("--changes", "1", "-o", "WRITE"),
    "worldsim.export": ("RUN", "-o", "WRITE"),
    "worldsim.failures": ("--n", "1", "-o", "WRITE"),
    "worldsim.record": ("WRITE", "--seeds", "1"),
    "worldsim.simbench": ("export", "RUN", "-o", "WRITE"),
}
OTHERS = [
    ("agent.report", "RUN", "-o", "out.html", "--gif", "none/x.gif"),
    ("agent.report", "RUN", "-o", "out.html", "--compare", "folder"),
    ("agent.whatif", "RUN", "--at", "0"),
    ("agent.whatif", "RUN", "--at", "nan"),
    ("agent.whatif", "RUN", "--at", "3", "fly to the moon"),
    ("agent.whatif", "RUN", "--at", "3", "--library", "none"),
    ("agent.doctor", "--port", "1e9"),
    ("agent.doctor", "--settings", "binary"),
    ("agent.models.planted.__main__", "--profile", "binary"),
    ("agent.models.planted.__main__", "--rate", "nan"),
    ("agent.models.planted.__main__", "--port", "-1"),
    ("bridge.alter", "--changes", "nan"),
    ("worldsim.beliefs", "folder"),
    ("worldsim.beliefs", "RUN", "-n", "0"),
    ("worldsim.export", "RUN", "-o", "out", "--n-imagined", "2", "--imagine", "os:getcwd"),
    ("worldsim.failures", "--n", "0"),
    ("worldsim.fidelity", "RUN", "--imagine", "oracle"),
    ("worldsim.fidelity", "RUN", "--imagine", "nobody"),
    ("worldsim.fidelity", "RUN", "--conditions", "+feelings"),
    ("worldsim.fidelity", "RUN", "--max-cost", "-1"),
    ("worldsim.fidelity", "RUN", "--seeds", "5-1"),
    ("worldsim.learn", "RUN", *MODEL, "--max-train", "0"),
    ("worldsim.learning.notes", "binary", *MODEL, "--store", "out"),
    ("worldsim.record", "out", "--steps", "0"),
    ("worldsim.record", "out", "--seeds", "5-1"),
    ("worldsim.record", "out", "--world-rules", "binary"),
    ("worldsim.simbench", "score", "folder"),
    ("worldsim.simbench", "export", "RUN", "-o", "run"),
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LUCIDCRAFT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OPENAI_API_KEY", "unused")
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("hello")
    (tmp_path / "binary").write_bytes(b"\x80\xff\x00" * 99)
    (tmp_path / "loop").symlink_to("loop")
    shutil.copytree(RUN, tmp_path / "run")
    for name in ("spec.json", "events.jsonl", "transitions.jsonl"):
        shutil.copy(tmp_path / "binary", tmp_path / "run" / name)
    return tmp_path


def there(folder: Path) -> list[Path]:
    """All files but those that are kept for every run."""
    return sorted(path for path in folder.rglob("*") if folder / "home" not in (path, *path.parents))


def refused(here: Path, words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    before = there(here)
    module, *rest = [str(RUN) if word == "RUN" else word for word in words]
    code = importlib.import_module(module).main(rest)
    said = capsys.readouterr()
    assert (code, said.out, said.err.count("\n")) == (2, "", 1), words
    assert said.err.startswith("lucidcraft: "), said.err
    assert "expected" in said.err, said.err
    assert there(here) == before, words


@pytest.mark.parametrize("module", READERS)
def test_what_cannot_be_read(here: Path, module: str, capsys: pytest.CaptureFixture[str]) -> None:
    for bad in ("none", "folder", "file", "binary", "loop", "run", ""):
        refused(here, [module, *(bad if word == "READ" else word for word in READERS[module])], capsys)


@pytest.mark.parametrize("module", WRITERS)
def test_what_cannot_be_written(here: Path, module: str, capsys: pytest.CaptureFixture[str]) -> None:
    for bad in ("file/x", "loop", "/proc/x", "/dev/full" if module in ("agent.report", "bridge.alter") else "run"):
        refused(here, [module, *(bad if word == "WRITE" else word for word in WRITERS[module])], capsys)


@pytest.mark.parametrize("words", OTHERS, ids=" ".join)
def test_what_makes_no_sense(here: Path, words: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    refused(here, words, capsys)
