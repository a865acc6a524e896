"""Programs that tests start, as somebody who may write nothing but what is theirs, and end again."""

import os
import pathlib
import shutil
import subprocess
import threading

NOBODY = 65534
PATIENCE = 120
_AS_ROOT = os.geteuid() == 0


def as_nobody() -> list[str]:
    """What goes before a command, so that it is nobody's; without root it is ours, which is nobody's either."""
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"] if _AS_ROOT else []


def give(path: pathlib.Path) -> pathlib.Path:
    """Makes the folder, for nobody only."""
    path.mkdir(parents=True, exist_ok=True)
    if _AS_ROOT:
        os.chown(path, NOBODY, NOBODY)
    path.chmod(0o700)
    return path


def lock(path: pathlib.Path) -> None:
    """Takes from everybody the right to write there."""
    for found in [path, *path.rglob("*")]:
        found.chmod(0o555 if found.is_dir() or found.stat().st_mode & 0o100 else 0o444)


def remove(path: pathlib.Path) -> None:
    """Locked or not."""
    for found in [path, *path.rglob("*")]:
        if found.is_dir() and not found.is_symlink():
            found.chmod(0o755)
    shutil.rmtree(path)


class Running:
    """`with Running(command, environment, sign) as it`: inside, a line that holds the sign has been written. At its end it is told to end."""

    def __init__(self, command: list[str], environment: dict[str, str], sign: str) -> None:
        self._command = as_nobody() + command
        self._environment = environment
        self._sign = sign
        self._ready = threading.Event()
        self.log: list[str] = []
        self.status: int | None = None

    def __enter__(self) -> "Running":
        self._process = subprocess.Popen(
            self._command, env=self._environment, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._ready.wait(PATIENCE) or not any(self._sign in line for line in self.log):
            self.stop()
            raise RuntimeError(f"{self._command} did not get as far as '{self._sign}':\n" + "".join(self.log))
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> int:
        if self.status is None:
            self._process.terminate()
            try:
                self.status = self._process.wait(PATIENCE)
            finally:
                self._process.kill()
                self._reader.join()
                self._process.stdout.close()
        return self.status

    def _read(self) -> None:
        for line in self._process.stdout:
            self.log.append(line)
            if self._sign in line:
                self._ready.set()
        self._ready.set()


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(as_nobody() + command, env=environment, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False)


def program(name: str) -> str:
    """Of PostgreSQL's programs the newest, which are on no PATH."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else shutil.which(name) or name
