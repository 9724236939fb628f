"""Makes the environment: .venv from a hash-locked file, browser code from npm's lock.

Runs on a bare Python (3.11 or newer, no packages). Does nothing when everything is
already as the lock files say, so `make` may call it every time.

    python3 scripts/handbook/bootstrap.py site   what `make site` needs
    python3 scripts/handbook/bootstrap.py test   that, and what `make test` needs
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = {"site": "requirements.lock", "test": "requirements-test.lock"}


def main() -> int:
    """Bring the environment up to what was asked; 0 when it is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=sorted(LOCKS))
    what = parser.parse_args().what
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs before pip can refuse
        version = sys.version.split()[0]
        say(f"Python 3.11 or newer is needed; {sys.executable} is {version}.")
        say("Name another one: make site PYTHON=python3.12")
        return 1
    try:
        python(what)
        web()
        return programs() if what == "test" else 0
    except subprocess.CalledProcessError as error:
        say(f"This failed (exit code {error.returncode}): {' '.join(error.cmd)}")
        say("Its own words stand above. A registry out of reach? Try again later;")
        say("a broken environment? Remove .venv and run the same command again.")
        return 1


def python(what: str) -> None:
    """Create .venv and install what the lock file of `what` pins, hashes required."""
    wanted = {name: digest(ROOT / lock) for name, lock in LOCKS.items()}
    # The test lock holds all that the site lock holds.
    if any(
        stamp(name).is_file() and stamp(name).read_text() == wanted[name]
        for name in {what, "test"}
    ):
        return
    started = time.monotonic()
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        say("creating .venv")
        created = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
        if created.returncode:
            say("Python's venv module is missing. On Debian: apt install python3-venv")
            raise subprocess.CalledProcessError(created.returncode, ["python3 -m venv"])
    say(f"installing {LOCKS[what]} into .venv (one to three minutes)")
    pip = [
        str(BIN / "python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "-q",
    ]
    run(
        [
            *pip,
            "--require-hashes",
            "--only-binary",
            ":all:",
            "-r",
            str(ROOT / LOCKS[what]),
        ]
    )
    run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    for name in LOCKS:
        stamp(name).unlink(missing_ok=True)
    stamp(what).write_text(wanted[what])
    say(f"environment ready after {time.monotonic() - started:.0f} s")


def web() -> None:
    """Install scripts/web/node_modules from package-lock.json, unless it is there."""
    install = "from handbook import node; raise SystemExit(not node.installed())"
    python = str(BIN / "python")
    if subprocess.run([python, "-c", install], cwd=ROOT).returncode:
        say("installing scripts/web/node_modules")
        run([python, "-c", "from handbook import node; node.install()"], cwd=ROOT)


def programs() -> int:
    """See that the programs of scripts/programs.txt are there; install where we may."""
    missing = [row for row in declared() if not any(map(shutil.which, row[0]))]
    if not missing:
        return 0
    apt = shutil.which("apt-get")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if apt and root:
        packages = [package for _, package, _ in missing]
        say(f"installing {' '.join(packages)} with apt-get")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
            subprocess.run(
                [apt, *words], check=False, env=env, stdout=subprocess.DEVNULL
            )
        missing = [row for row in declared() if not any(map(shutil.which, row[0]))]
    for names, package, use in missing:
        say(f"MISSING: {' or '.join(names)}. Skipped without it: {use}.")
        say(f"         Get it: apt install {package}, or your system's own way.")
    if missing and os.environ.get("CI") == "true":
        say("CI=true: a missing program fails the run.")
        return 1
    return 0


def declared() -> list[tuple[list[str], str, str]]:
    """The rows of scripts/programs.txt: commands, Debian package, use."""
    rows = []
    for line in (ROOT / "scripts" / "programs.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            commands, package, use = line.split(maxsplit=2)
            rows.append((commands.split("|"), package, use))
    return rows


def digest(path: Path) -> str:
    """Hash of a lock file, of what the package declares and of the Python that runs."""
    parts = [path.read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def stamp(what: str) -> Path:
    """The file that says which lock .venv was made from."""
    return VENV / f".{what}"


def run(command: list[str], **options: object) -> None:
    """Run a command that must succeed."""
    subprocess.run(command, check=True, **options)  # type: ignore[call-overload]


def say(text: str) -> None:
    """Talk to the person at the terminal; standard output is left to programs."""
    print(f"bootstrap: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
