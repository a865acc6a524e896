"""The real service, started for a group of cases on free ports."""

from __future__ import annotations

import base64
import json
import os
import pathlib
import secrets
import socket
import subprocess
import tempfile
import threading

from .loading import ROOT, Case, ServiceProfile
from .policies import lay_out
from .tokens import AUDIENCE, ISSUER, Issuer

COMMAND = ROOT / "src" / "AiDesk" / "bin" / os.environ.get("CONFIGURATION", "Release") / "net10.0" / "aidesk.dll"
START_SECONDS = 120
STOP_SECONDS = 60


class Service:
    """`with Service(...) as service`: serves inside, and is stopped, which must end well, at the end."""

    def __init__(self, profile: ServiceProfile, cases: list[Case], issuer: Issuer) -> None:
        self._profile = profile
        self._cases = cases
        self._issuer = issuer
        self._folder = tempfile.TemporaryDirectory(prefix="conformance-")
        self._log: list[str] = []
        self._serving = threading.Event()
        self._socket = str(pathlib.Path(self._folder.name) / "redis.sock")
        self.address = ""
        self.http_address = ""

    def __enter__(self) -> "Service":
        folder = pathlib.Path(self._folder.name)
        lay_out(self._cases, folder / "policies")
        # Held so that nobody listens there while the service looks for what is not there.
        self._nobody = socket.socket()
        self._nobody.bind(("127.0.0.1", 0))
        self._redis = self._start_redis(folder) if any("${redis}" in value for value in self._profile.env.values()) else None
        arguments = ["up", "--no-demo", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--policy-dir", str(folder / "policies")]
        arguments += ["--state-dir", str(folder / "state"), "--addresses-file", str(folder / "addresses")]
        self._process = subprocess.Popen(
            ["dotnet", str(COMMAND), *arguments], env=self._environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._serving.wait(START_SECONDS) or self._process.poll() is not None:
            self._process.kill()
            self._reader.join()
            raise RuntimeError(f"the service for {self._profile.name} did not start:\n" + "".join(self._log))
        addresses = json.loads((folder / "addresses").read_text("utf-8"))
        self.address = addresses["grpc"].split("//", 1)[-1].rstrip("/")
        self.http_address = addresses["http"].split("//", 1)[-1].rstrip("/")
        return self

    def set_up(self) -> None:
        """The setup is done: what the profile takes away is taken away."""
        if self._redis:
            self._redis.terminate()
            self._redis.wait(STOP_SECONDS)

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            status = self._process.wait(STOP_SECONDS)
        finally:
            self._process.kill()
            self.set_up()
            self._reader.join()
            self._nobody.close()
            self._folder.cleanup()
        if status != 0:
            raise RuntimeError(f"the service for {self._profile.name} ended with status {status}:\n" + "".join(self._log))

    def _start_redis(self, folder: pathlib.Path) -> subprocess.Popen[str]:
        arguments = ["--port", "0", "--unixsocket", self._socket, "--save", "", "--appendonly", "no", "--dir", str(folder)]
        redis = subprocess.Popen(["redis-server", *arguments], stdout=subprocess.PIPE, text=True)
        for line in redis.stdout:
            if "ready to accept" in line.lower():
                return redis
        raise RuntimeError("redis-server did not start")

    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("AIDESK_")}
        port = str(self._nobody.getsockname()[1])
        return own | {
            "AIDESK_ENVIRONMENT": "Production",
            "AIDESK_JWT_ISSUER": ISSUER,
            "AIDESK_JWT_AUDIENCE": AUDIENCE,
            "AIDESK_JWKS": str(self._issuer.jwks),
            "AIDESK_KEYS": "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
            "AIDESK_SINGLE_REPLICA": "true",
            **{name: value.replace("${nobody}", port).replace("${redis}", self._socket) for name, value in self._profile.env.items()},
        }

    def _read(self) -> None:
        for line in self._process.stdout:
            self._log.append(line)
            if line.startswith("Serving"):
                self._serving.set()
        self._serving.set()
