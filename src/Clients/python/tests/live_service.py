"""A real service that a test may stop, kill and start again at the same address."""

from __future__ import annotations

import base64
import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from typing import Any

from conformance.policies import lay_out
from conformance.service import COMMAND
from conformance.tokens import AUDIENCE, ISSUER, Issuer

START_SECONDS = 120
STOP_SECONDS = 60


class LiveService:
    """Serves tenant `shop` of tests/Conformance. `options` are those of `aidesk up`, `environment` its variables."""

    def __init__(self, *options: str, grpc: str = "127.0.0.1:0", **environment: str) -> None:
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="aidesk-python-"))
        lay_out([], self.folder / "policies")
        self.issuer = Issuer(self.folder)
        self._options = options
        self._grpc = grpc.replace("FOLDER", str(self.folder))
        self._environment = environment
        self._keys = "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()
        self.log: list[str] = []
        self.address = ""
        self.start()

    def start(self) -> None:
        serving = threading.Event()
        arguments = ["up", "--no-demo", "--grpc", self._grpc, "--http", "127.0.0.1:0", "--policy-dir", str(self.folder / "policies")]
        arguments += ["--state-dir", str(self.folder / "state"), "--addresses-file", str(self.folder / "addresses"), *self._options]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AIDESK_")} | {
            "AIDESK_ENVIRONMENT": "Production",
            "AIDESK_JWT_ISSUER": ISSUER,
            "AIDESK_JWT_AUDIENCE": AUDIENCE,
            "AIDESK_JWKS": str(self.issuer.jwks),
            "AIDESK_KEYS": self._keys,
            "AIDESK_SINGLE_REPLICA": "true",
            **self._environment,
        }
        self.process = subprocess.Popen(
            ["dotnet", str(COMMAND), *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        threading.Thread(target=self._read, args=(self.process, serving), daemon=True).start()
        if not serving.wait(START_SECONDS) or self.process.poll() is not None:
            raise RuntimeError("the service did not start:\n" + "".join(self.log))
        if not self.address:
            bound = json.loads((self.folder / "addresses").read_text("utf-8"))["grpc"]
            self.address = bound if self._grpc.startswith("unix") else bound.rstrip("/")
            # The next start is at the same place.
            self._grpc = self._grpc if self._grpc.startswith("unix") else bound.split("//", 1)[-1].rstrip("/")

    def token(self, tenant: str = "shop", **wish: Any) -> str:
        return self.issuer.token(tenant, wish)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def pause(self) -> None:
        """Comes back when every thread stands still: on a busy machine the signal takes its time."""
        self.process.send_signal(signal.SIGSTOP)
        while any(self._state_of(task) != "T" for task in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir()):
            time.sleep(0.001)

    @staticmethod
    def _state_of(task: pathlib.Path) -> str:
        """The letter behind the name, which may hold anything in its brackets."""
        try:
            return (task / "stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return "T"

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def terminate(self) -> None:
        self.process.terminate()

    def close(self) -> None:
        self.go_on() if self.process.poll() is None else None
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        finally:
            self.process.kill()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _read(self, process: subprocess.Popen[str], serving: threading.Event) -> None:
        for line in process.stdout:
            self.log.append(line)
            if line.startswith("Serving"):
                serving.set()
        serving.set()
