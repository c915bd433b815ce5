"""How the documentation is built: `make docs`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import worldsim.state  # noqa: E402
from worldsim.blocks import Blocks  # noqa: E402

#: Named there for type checkers alone, so that a command's --help does not import numpy; signatures want to see it.
worldsim.state.Blocks = Blocks  # type: ignore[attr-defined]

project = "Lucidcraft"
author = "The Lucidcraft authors"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
html_theme = "furo"
html_title = "Lucidcraft"

# A heading may be linked to by its words, as on the pages of a repository.
myst_heading_anchors = 3
#: Docstrings write names in single backticks.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": False}
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
#: Links into the repository, which the pages do not hold: they are checked by tests/test_docs.py instead.
suppress_warnings = ["myst.xref_missing"]
