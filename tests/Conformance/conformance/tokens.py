"""An issuer of our own: the cases need tokens of many tenants, roles and persons, and some that are wrong."""

from __future__ import annotations

import base64
import json
import pathlib
import subprocess
import threading
import time
from typing import Any

ISSUER = "https://issuer.conformance.example"
AUDIENCE = "aidesk-policy"
KEY_ID = "conformance-1"


class Issuer:
    """Signs RS256 with a key that is made for one run. Tokens are kept: a signature is a process."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._key = folder / "issuer.pem"
        self.jwks = folder / "jwks.json"
        self._made: dict[str, str] = {}
        self._lock = threading.Lock()
        _openssl("genrsa", "-out", str(self._key), "2048")
        modulus = _openssl("rsa", "-in", str(self._key), "-noout", "-modulus").decode().strip().split("=", 1)[1]
        key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": KEY_ID, "n": _encode(bytes.fromhex(modulus)), "e": "AQAB"}
        self.jwks.write_text(json.dumps({"keys": [key]}), "utf-8")

    def token(self, tenant: str, wish: dict[str, Any] | None) -> str:
        """A token of the tenant. `wish` may say role, sub, claims, and what is wrong with it: tenant, audience, issuer, expires_in, signature, key."""
        name = json.dumps([tenant, wish], sort_keys=True)
        with self._lock:
            if name not in self._made:
                self._made[name] = self._sign(tenant, wish or {})
            return self._made[name]

    def _sign(self, tenant: str, wish: dict[str, Any]) -> str:
        if "raw" in wish:
            return wish["raw"]
        now = int(time.time())
        claims = {
            "iss": wish.get("issuer", ISSUER),
            "aud": wish.get("audience", AUDIENCE),
            "sub": wish.get("sub", "conformance-agent"),
            "tenant_id": wish.get("tenant", tenant),
            "iat": now + min(0, wish.get("expires_in", 0)) - 60,
            "exp": now + wish.get("expires_in", 3600),
            **({} if wish.get("role", "service") is None else {"role": wish.get("role", "service")}),
            **wish.get("claims", {}),
        }
        if "not_before_in" in wish:
            claims["nbf"] = now + wish["not_before_in"]
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": wish.get("alg", "RS256"), "typ": "JWT", "kid": wish.get("key", KEY_ID)}
        signed = f"{_encode(json.dumps(header).encode())}.{_encode(json.dumps(claims).encode())}"
        if wish.get("signature") == "none":
            return signed + "."
        signature = _openssl("dgst", "-sha256", "-sign", str(self._key), stdin=signed.encode())
        if wish.get("signature") == "broken":
            signature = signature[:-1] + bytes([signature[-1] ^ 1])
        return f"{signed}.{_encode(signature)}"


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _openssl(*arguments: str, stdin: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *arguments], input=stdin, capture_output=True, check=True).stdout
