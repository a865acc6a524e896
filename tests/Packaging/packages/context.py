"""What a container engine would be sent: the repository's files less those that .dockerignore keeps away."""

import fnmatch
import pathlib
import shutil
import subprocess

from .repository import ROOT


def _matches(path: str, pattern: str) -> bool:
    """The path, or a folder that it is in. `**/` stands for any folders, and a star for no slash."""
    parts = path.split("/")
    wanted = pattern.split("/")
    for length in range(1, len(parts) + 1):
        head = parts[:length]
        if wanted[0] == "**":
            if any(_same(head[start:], wanted[1:]) for start in range(len(head))):
                return True
        elif _same(head, wanted):
            return True
    return False


def _same(parts: list[str], wanted: list[str]) -> bool:
    return len(parts) == len(wanted) and all(fnmatch.fnmatchcase(part, pattern) for part, pattern in zip(parts, wanted))


def is_sent(path: str) -> bool:
    """The last line that matches decides."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        if line and not line.startswith("#") and _matches(path, line.removeprefix("!").strip("/")):
            sent = line.startswith("!")
    return sent


def files() -> list[str]:
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.splitlines() if is_sent(path) and (ROOT / path).is_file()]


def copy(source: str, target: pathlib.Path) -> int:
    """As COPY from the context; how many files it was."""
    source = source.rstrip("/")
    chosen = [path for path in files() if path == source or path.startswith(source + "/")]
    for path in chosen:
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, place)
    return len(chosen)
