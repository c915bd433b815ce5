"""The notebooks: each runs from top to bottom without a key, and nothing that they printed is committed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
BOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
each = pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)


def test_all_are_here() -> None:
    assert [book.name[:2] for book in BOOKS] == ["01", "02", "03", "04", "05"]


@each
def test_it_is_small_and_holds_no_output(book: Path) -> None:
    assert book.stat().st_size < 40_000
    notebook = nbformat.read(book, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@each
@pytest.mark.timeout(600)
def test_it_runs(book: Path, tmp_path: Path) -> None:
    """As `make notebooks` does it, but for figures and settings of whoever tests. What the prose claims is asserted in the cells."""
    environment = {name: value for name, value in os.environ.items() if name not in ("MODEL", "BASE_URL")}
    environment |= {"IPYTHONDIR": str(tmp_path / "ipython"), "JUPYTER_RUNTIME_DIR": str(tmp_path / "jupyter")}
    command = [sys.executable, "-m", "pytest", "--nbmake", "--nbmake-timeout=500", "-p", "no:cacheprovider", "-q", "-o", "timeout=580", str(book)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=590, check=False)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
