"""The data file is what its script makes of the installed minecraft-data."""

from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest

from worldsim import build_facts
from worldsim.errors import UsageError

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "bridge" / "js" / "node_modules" / "minecraft-data"


@pytest.mark.skipif(not PACKAGE.exists(), reason="node_modules are not installed")
@pytest.mark.parametrize("version", ["1.16.5", "1.19.4"])
def test_the_data_file_is_up_to_date(version: str) -> None:
    made = msgspec.json.encode(build_facts.extract(PACKAGE, version))
    assert gzip.decompress((ROOT / "worldsim" / "data" / f"{version}.json.gz").read_bytes()) == made


def test_a_wrong_folder_is_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="expected the folder of the npm package minecraft-data"):
        build_facts.extract(tmp_path, "1.19.4")
    with pytest.raises(UsageError, match="expected the folder of minecraft-data and a version"):
        build_facts.main([])
