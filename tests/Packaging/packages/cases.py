"""What tests of an image begin with: its tree, a state folder, and the entry point and health check of its container file."""

import base64
import json
import pathlib
import re
import secrets
import subprocess
import sys
import unittest

from . import dockerfile
from .image import POLICY, Image
from .processes import Running, give, remove, run
from .repository import ROOT

sys.path.insert(0, str(ROOT / "tests" / "Conformance"))
from conformance.tokens import AUDIENCE, ISSUER, Issuer  # noqa: E402

__all__ = ["ISSUER", "ImageCase", "Issuer", "PolicySettings"]


class ImageCase(unittest.TestCase):
    path: pathlib.Path

    def setUp(self):
        self.image = Image.shared()
        self.final = dockerfile.parse(self.path)[-1]
        self.folder = self.image.folder / self.id().rsplit(".", 1)[-1]
        self.folder.mkdir()
        self.state = give(self.folder / "state")
        self.addCleanup(remove, self.folder)

    def command(self, *words: str) -> list[str]:
        return self.image.command(self.final.last("ENTRYPOINT").words) + list(words)

    def environment(self, settings: dict[str, str]) -> dict[str, str]:
        return self.image.environment(self.final, self.state, settings)

    def serve(self, settings: dict[str, str], *words: str) -> Running:
        return Running(self.command(*self.final.last("CMD").words, "--addresses-file", str(self.state / "addresses"), *words), self.environment(settings), "Serving ")

    def addresses(self) -> dict[str, str]:
        return json.loads((self.state / "addresses").read_text("utf-8"))

    def health(self, *words: str) -> subprocess.CompletedProcess[str]:
        """What HEALTHCHECK says, about another address."""
        check = json.loads(re.search(r"CMD (\[.*\])", self.final.last("HEALTHCHECK").value).group(1))
        return run(self.image.command(check) + list(words), self.environment({}))


class PolicySettings(ImageCase):
    """A policy service in Production, with an issuer of the test's own."""

    path = POLICY

    def settings(self) -> dict[str, str]:
        issuer = Issuer(self.folder)
        self.token = issuer.token("tienda-alba", None)
        keys = self.folder / "keys"
        keys.write_text("k1:" + base64.b64encode(secrets.token_bytes(32)).decode() + "\n", "utf-8")
        return {
            "AIDESK_GRPC_ADDRESS": "127.0.0.1:0", "AIDESK_HTTP_ADDRESS": "127.0.0.1:0", "AIDESK_POLICY_DIR": str(self.image.app / "policies"),
            "AIDESK_JWT_ISSUER": ISSUER, "AIDESK_JWT_AUDIENCE": AUDIENCE, "AIDESK_JWKS": str(issuer.jwks), "AIDESK_KEYS_FILE": str(keys),
        }
