"""`python3 bootstrap.py [--dev]`: makes .venv, and in it exactly what the locks say. `make run` and `make test` start with it.

Runs on the bare Python of a fresh machine, so: standard library only, and the first lines run on any Python 3.
Once all is there, a start costs a comparison of files; what only an install needs is therefore imported there.
The stamps (copies of the locks) are written last: whatever is interrupted before is done again.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  (that is what this file is here to say)
    import shutil
    import subprocess

    for newer in ("python3.13", "python3.12", "python3.11"):
        if shutil.which(newer) and subprocess.call([newer, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execvp(newer, [newer, *sys.argv])
    found = "{}.{} ({})".format(*sys.version_info[:2], sys.executable)
    print("lucidcraft: expected Python 3.11 or newer, found " + found + "; install one, or name it with make PYTHON=python3.11 ...", file=sys.stderr)
    sys.exit(2)

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
INSTALLER = "requirements-uv.lock"
RUN = "requirements.lock"
DEV = "requirements-dev.lock"
#: A note every so many seconds, so that a slow network does not look like a hang.
PATIENCE = 5.0
NETWORK = "connect to the network (behind a mirror: set PIP_INDEX_URL and UV_DEFAULT_INDEX)"


def main() -> None:
    """Bring .venv up to the locks, unless it is. Exits 2 with one line when it cannot."""
    locks = [INSTALLER, RUN, *([DEV] if "--dev" in sys.argv[1:] else [])]
    if _ready(locks):
        return
    import fcntl

    with open(os.path.join(ROOT, RUN)) as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # two first starts at a time: the second waits, and finds all done
        if not _ready(locks):
            _install(locks)


def _stamp(lock: str) -> str:
    return os.path.join(VENV, "installed-" + lock)


def _ready(locks: list[str]) -> bool:
    """Whether .venv was last filled from these very locks."""
    return os.path.exists(PYTHON) and all(_read(_stamp(lock)) == _read(os.path.join(ROOT, lock)) for lock in locks)


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _install(locks: list[str]) -> None:
    import shutil

    if not _usable():
        _make_venv()
    _say("installing the pinned Python packages into .venv: about 0.8 GB, at the first start and when the locks change")
    for lock in locks:
        if os.path.exists(_stamp(lock)):
            os.remove(_stamp(lock))  # or a half-done change of the locks, then undone, would pass for complete
    # Not uv itself: a program that replaces its own file is trouble on some systems.
    command = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes"]
    _do([*command, *(part for lock in locks[1:] for part in ("-r", lock))], "the packages of " + " and ".join(locks[1:]))
    for lock in locks:
        shutil.copyfile(os.path.join(ROOT, lock), _stamp(lock))
    _say("Python packages ready")


def _usable() -> bool:
    """Whether .venv runs, on a Python that is new enough, and holds the pinned uv."""
    import subprocess

    want = (_read(os.path.join(ROOT, INSTALLER)) or b"").decode().split("uv==")[1].split()[0]
    check = f"import sys, importlib.metadata as m; sys.exit(sys.version_info < (3, 11) or m.version('uv') != {want!r})"
    return os.path.exists(PYTHON) and subprocess.run([PYTHON, "-Ic", check], stderr=subprocess.DEVNULL, check=False).returncode == 0


def _make_venv() -> None:
    _say(f"making .venv with {sys.executable}")
    _do([sys.executable, "-m", "venv", "--clear", VENV], "Python's own venv module", "install it (Debian, Ubuntu: apt install python3-venv)")
    command = [PYTHON, "-Im", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "2", "--require-hashes"]
    _do([*command, "-r", INSTALLER], "uv, the installer")


def _do(command: list[str], what: str, remedy: str = NETWORK) -> None:
    """Run one step, with a note now and then. Exits 2 with one line when it fails."""
    import subprocess
    import tempfile
    import time

    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as log:
        step = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            while True:
                try:
                    status = step.wait(PATIENCE)
                    break
                except subprocess.TimeoutExpired:
                    _say(f"  still at {what}: {time.monotonic() - began:.0f} s")
        finally:
            step.terminate()  # after Ctrl-C; else it has ended
            step.wait()
        log.seek(0)
        said = [line.strip() for line in log if line.strip()]
    if status:
        found = said[-1].removeprefix("ERROR: ").removeprefix("cause: ") if said else f"exit code {status}"
        _say(f"expected to get {what}, found: {found}; {remedy} and start again")
        sys.exit(2)


def _say(line: str) -> None:
    print(f"lucidcraft: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        _say("stopped before the set-up was complete; start again to go on")
        sys.exit(130)
