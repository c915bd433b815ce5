"""Node and its packages: found at once when they are there, installed under a lock when not, and one clear line when that fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import bridge.node as node

ROOT = Path(__file__).parents[2]


def test_node_is_there_and_new_enough():
    version = subprocess.run([node.node_binary(), "--version"], capture_output=True, text=True, check=True).stdout
    assert int(version.removeprefix("v").split(".")[0]) >= 22  # mineflayer 4.39 needs it


def test_a_later_start_installs_nothing(monkeypatch):
    monkeypatch.setattr(node, "_install", lambda dev: (_ for _ in ()).throw(AssertionError("installed again")))
    began = time.process_time()
    node.ensure_packages()
    assert time.process_time() - began < 1  # it is 2 ms; a hang, not a slow machine, is what this would catch


def test_without_network_it_says_what_to_do(tmp_path):
    _bare_copy(tmp_path)
    # a port of the loopback interface on which nothing listens
    away = {"npm_config_registry": "http://127.0.0.1:9/", "npm_config_cache": str(tmp_path / "cache"), "npm_config_fetch_retries": "0"}
    run = subprocess.run(
        [sys.executable, "-m", "bridge.node"], cwd=tmp_path, env={**os.environ, **away}, capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 3
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith("lucidcraft: expected to install the pinned npm packages, found no network (ECONNREFUSED)")
    assert not (tmp_path / "bridge" / "js" / "node_modules" / ".lucidcraft").exists()


def test_a_package_that_cannot_be_written_to_is_copied_to_the_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(node, "_ready", lambda folder, dev: False)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = node._js_folder()
    assert folder.is_relative_to(tmp_path)
    monkeypatch.setattr(node, "JS", folder)
    folder.parent.mkdir(parents=True)
    node._copy_sources()
    assert (folder / "package-lock.json").read_bytes() == (ROOT / "bridge" / "js" / "package-lock.json").read_bytes()
    assert (folder / "server" / "main.js").is_file()
    assert not (folder / "node_modules").exists()


def _bare_copy(target: Path) -> None:
    """What `python -m bridge.node` needs, without node_modules."""
    (target / "bridge" / "js").mkdir(parents=True)
    (target / "worldsim").mkdir()
    ours = ("bridge/__init__.py", "bridge/node.py", "worldsim/__init__.py", "worldsim/errors.py", "worldsim/flags.py", "worldsim/keys.py")
    for name in (*ours, "bridge/js/package.json", "bridge/js/package-lock.json"):
        shutil.copyfile(ROOT / name, target / name)
