"""The page on buildings: its example is read and can be built, its table has every part and field, and what it quotes is said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from curriculum.architecture.parts import Part
from curriculum.files import read_blueprint
from worldsim.errors import UsageError

PAGE = (Path(__file__).parents[2] / "docs" / "building.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)


def test_the_example_can_be_built(tmp_path: Path) -> None:
    assert EXAMPLE is not None
    (tmp_path / "shed.json").write_text(EXAMPLE[1])
    request = read_blueprint(tmp_path / "shed.json")
    assert (request.sentence, len(request.design.parts)) == ("build shed", 5)


def test_without_its_door_it_is_refused_as_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert EXAMPLE is not None
    shed = json.loads(EXAMPLE[1])
    shed["parts"] = [part for part in shed["parts"] if part["part"] != "door"]
    monkeypatch.chdir(tmp_path)
    Path("shed.json").write_text(json.dumps(shed))
    with pytest.raises(UsageError) as refused:
        read_blueprint(Path("shed.json"))
    assert f"    {refused.value}\n" in PAGE


def test_the_table_has_every_part_and_every_field() -> None:
    rows = {row[0]: row[1] for row in re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE, re.MULTILINE)}
    for kind in get_args(Part):
        fields = set(re.findall(r"\b\w+\b", " ".join(re.findall(r"`([^`]+)`", rows.pop(str(kind.__struct_config__.tag))))))
        assert {field.name for field in msgspec.structs.fields(kind)} <= fields, kind
    assert not rows
