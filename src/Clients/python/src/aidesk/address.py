"""Where the service is, and how the connection is protected."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

DEFAULT_ADDRESS = "http://127.0.0.1:7070"
DEFAULT_PORT = 7070


@dataclass(frozen=True)
class Tls:
    """Files in PEM. Without `ca` the authorities that come with grpcio are trusted; `certificate` and `key` are for a service that asks clients for theirs."""

    ca: str | None = None
    certificate: str | None = None
    key: str | None = None
    server_name: str | None = None
    """Name that the service's certificate must have, when it is not the address's."""

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.key is None):
            raise ValueError("Tls: certificate and key are needed together")


@dataclass(frozen=True)
class Address:
    """A place to connect to."""

    target: str
    tls: Tls | None

    @staticmethod
    def parse(text: str | None = None, tls: Tls | None = None) -> Address:
        """Reads `host:port`, `http://host:port`, `https://host:port` or `unix:/path`; nothing means `AIDESK_ADDRESS`, else the service's default.

        Raises ValueError that names what is wrong.
        """
        text = text or os.environ.get("AIDESK_ADDRESS") or DEFAULT_ADDRESS
        if text.startswith("unix:"):
            path = "/" + text.removeprefix("unix:").lstrip("/")
            if path == "/":
                raise ValueError(f"address {text!r} names no path")
            return Address(f"unix:{path}", tls)
        if "://" not in text:
            text = ("https://" if tls else "http://") + text
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
            raise ValueError(f"address {text!r} is none of host:port, http://host:port, https://host:port, unix:/path")
        if parts.scheme == "http" and tls:
            raise ValueError(f"address {text!r} is without TLS, and Tls(...) was given: say https://")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return Address(f"{host}:{parts.port or DEFAULT_PORT}", (tls or Tls()) if parts.scheme == "https" else None)
