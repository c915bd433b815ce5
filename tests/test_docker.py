"""The container, as far as a machine without a container engine can tell."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
DOCKERFILE = ROOT / "docker/Dockerfile"
#: Where the Dockerfile's folders are in the test; what makes them there needs root.
_MADE = "useradd"


def steps() -> list[tuple[str, str]]:
    """The Dockerfile, an instruction and its arguments each."""
    lines = [line for line in DOCKERFILE.read_text().splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_compose_file_is_one() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", ROOT / "docker/compose.yaml"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_embedded_profile_is_the_default_and_nothing_is_open_to_the_network() -> None:
    services = yaml.safe_load((ROOT / "docker/compose.yaml").read_text())["services"]
    assert (ROOT / "docker/.env").read_text().splitlines()[-1] == "COMPOSE_PROFILES=embedded"
    assert {name: service["profiles"] for name, service in services.items()} == {
        "agent": ["embedded"], "agent-vanilla": ["vanilla"], "vanilla": ["vanilla"],
    }  # fmt: skip
    assert all(port.startswith("127.0.0.1:") for service in services.values() for port in service.get("ports", []))
    assert services["vanilla"]["environment"]["EULA"] == "${EULA:-FALSE}", "nobody accepts it for the user"
    assert services["vanilla"]["environment"]["VERSION"] == "1.19.4"


def test_the_commands_of_the_services_parse() -> None:
    from agent.run import settings

    services = yaml.safe_load((ROOT / "docker/compose.yaml").read_text())["services"]
    values = {"${GOAL:-build a house}": "build a house", "${SEED:-1}": "1"}
    for name in ("agent", "agent-vanilla"):
        assert settings([values.get(word, word) for word in services[name]["command"]]).goal == "build a house"


def test_the_dockerfile_is_clean() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    ran = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.timeout(900)
def test_every_step_works_in_an_empty_folder(tmp_path: Path) -> None:
    """COPY and RUN one after the other, with /app and /data in a temporary folder; then the entry point, from where the image starts it."""
    app, data = tmp_path / "app", tmp_path / "data"
    app.mkdir()
    data.mkdir()
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    place = {"/app": app, "/data": data}
    at, skipped = tmp_path, []
    for word, rest in steps():
        if word == "WORKDIR":
            at = place[rest]
        elif word == "ENV":
            env |= {name: str(place.get(value, value)) for name, value in (pair.split("=", 1) for pair in shlex.split(rest))}
        elif word == "COPY":
            copy(*[part for part in rest.split() if not part.startswith("--")], into=at)
        elif word == "RUN" and rest.startswith(_MADE):
            skipped.append(rest)
        elif word == "RUN":
            line = f"PATH={shlex.quote(str(Path(sys.base_prefix) / 'bin'))}:$PATH; {rest}"
            ran = subprocess.run(["sh", "-c", line], cwd=at, env=env, capture_output=True, text=True, check=False)
            assert ran.returncode == 0, f"{rest}\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}"
    assert len(skipped) == 1
    entry = [str(part).replace("/app", str(app)) for part in json.loads(dict(steps())["ENTRYPOINT"])]
    ran = subprocess.run([*entry, "--goal", "obtain 1 oak_log", "--dry-run"], cwd=at, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert [path.name for path in data.iterdir() if path.name == "runs"] == ["runs"]


def copy(*names: str, into: Path) -> None:
    """As COPY does it, without what the dockerignore file leaves out."""
    ignored = shutil.ignore_patterns(*[line.rpartition("/")[2] for line in (ROOT / "docker/Dockerfile.dockerignore").read_text().split()])
    *sources, _ = names
    for source in sources:
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, into if source == "." else into / source, ignore=ignored, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / source, into / source)
