"""What an image would hold and run, made without a container engine: the build stage's files and its publish, then the same entry point on a read-only tree."""

import atexit
import os
import pathlib
import platform
import shutil
import subprocess
import tempfile

from . import context, dockerfile, processes
from .repository import PACKAGING

POLICY = PACKAGING / "containers" / "policy.Dockerfile"
DESK = PACKAGING / "containers" / "desk.Dockerfile"
RID = {"x86_64": "linux-x64", "aarch64": "linux-arm64"}[platform.machine()]


class Image:
    """The published tree at `app`, and a folder at `folder` for states; removed when the tests have ended."""

    _shared: "Image | None" = None

    @classmethod
    def shared(cls) -> "Image":
        """Both container files build alike, which a test compares; so it is built once."""
        if cls._shared is None:
            cls._shared = cls()
            atexit.register(cls._shared.close)
        return cls._shared

    def __init__(self) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="image-", dir="/var/tmp"))
        self.folder.chmod(0o755)
        source = self.folder / "source"
        for copied in dockerfile.parse(POLICY)[0].all("COPY"):
            for name in copied.words[:-1]:
                context.copy(name, source)
        self.app = self.folder / "app"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AIDESK_")}
        publish = subprocess.run(["bash", "-c", f"packaging/publish.sh {RID} {self.app}"], cwd=source, env=environment, capture_output=True, text=True, check=False)
        if publish.returncode != 0:
            raise RuntimeError(publish.stdout + publish.stderr)
        self.said = publish.stdout.strip().splitlines()[-1]
        shutil.rmtree(source)
        processes.lock(self.app)

    def close(self) -> None:
        processes.remove(self.folder)

    def command(self, words: list[str]) -> list[str]:
        """A command of the container file: its paths lead into our tree."""
        return [word.replace("/app/", f"{self.app}/") if word != "dotnet" else shutil.which("dotnet") for word in words]

    def environment(self, stage: dockerfile.Stage, state: pathlib.Path, settings: dict[str, str]) -> dict[str, str]:
        """Nothing but what the image and the settings say; no home and no place for temporary files."""
        own = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TMPDIR": "/nonexistent", "DOTNET_ROOT": os.environ.get("DOTNET_ROOT", "/usr/share/dotnet")}
        return own | stage.environment | {"AIDESK_STATE_DIR": str(state)} | settings
