"""What is shipped, what is pinned, and what must never be committed."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("agent", "bridge", "curriculum", "skills", "worldsim")
LOCKS = ("requirements-uv.lock", "requirements.lock", "requirements-dev.lock")


def git_files(*options: str) -> list[str]:
    """Files of the repository that exist, relative to its root."""
    listed = subprocess.run(["git", "ls-files", "-z", *options], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, capture_output=True, check=True)
    (path,) = folder.glob("lucidcraft-*.whl")
    return path


def test_wheel_holds_the_five_packages_and_their_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)
    assert names >= {f"{package}/__init__.py" for package in PACKAGES}
    assert names >= {"skills/world.pyi", "worldsim/data/1.19.4.json.gz", "bridge/js/package.json", "bridge/js/package-lock.json"}
    prompts = {str(path.relative_to(ROOT)) for package in PACKAGES for path in (ROOT / package).rglob("prompts/*.md")}
    assert len(prompts) > 2
    assert names >= prompts
    for folder in ("bridge/js/bot/", "bridge/js/server/"):
        assert any(name.startswith(folder) and name.endswith(".js") for name in names), folder
    assert names >= {name for name in git_files() if name.split("/")[0] in PACKAGES}


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    strays = [name for name in zipfile.ZipFile(wheel).namelist() if re.search(r"node_modules|(^|/)tests?/|\.lock$|\.pyc$|(^|/)\.", name)]
    assert strays == []


def test_unpacked_wheel_runs_away_from_the_source(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    entry = next(tmp_path.glob("*.dist-info/entry_points.txt")).read_text()
    assert "lucidcraft = agent.run:main" in entry
    code = "import agent.run; print(agent.run.__file__); agent.run.main(['--help'])"
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith(str(tmp_path))
    assert "--goal" in ran.stdout


@pytest.mark.parametrize("lock", LOCKS)
def test_python_lock_is_hashed_and_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    entries = re.split(r"^(?=[a-z0-9])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[^ ]+( ; .+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+$", entry), entry[:80]


def test_npm_lock_is_hashed_and_names_no_registry() -> None:
    packages = json.loads((ROOT / "bridge/js/package-lock.json").read_text())["packages"]
    del packages[""]
    assert len(packages) > 50
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_npm_dependencies_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "bridge/js/package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert [f"{name} {version}" for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


# In pieces, so that this file is none of those that it looks for.
_LEAKS = "|".join(
    (
        "/(?:wor" + "k|far" + "m|ro" + "ot)/[a-z.]",
        '"resol' + 'ved": *"http',
        "^ *--?(?:extra-)?index-" + "url[ =]+http",
        "regis" + "try *= *[\"']?http",
        "registry\\.npm" + "js|py" + "pi\\.org|files\\.python" + "hosted",
    )
)


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for name in git_files("--cached", "--others", "--exclude-standard"):
        data = (ROOT / name).read_bytes()
        if b"\0" in data:
            continue
        found += [f"{name}: {match[0]}" for match in re.finditer(_LEAKS, data.decode(), re.MULTILINE)]
    assert found == []


def test_no_source_file_is_over_300_lines() -> None:
    sources = [name for name in git_files("--cached", "--others", "--exclude-standard") if re.search(r"\.(py|js)$", name)]
    sizes = {name: len((ROOT / name).read_bytes().splitlines()) for name in sources if not re.match(r"tests/|notebooks/", name)}
    assert len(sizes) > 10
    assert {name: lines for name, lines in sizes.items() if lines > 300} == {}
