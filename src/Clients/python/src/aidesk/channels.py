"""One channel for each address, whoever uses it: the token goes with each call, so clients of many tenants share it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import grpc

from .address import Address, Tls

# A service that comes back is found within a second. (min_reconnect_backoff_ms would also bound how long a handshake may take: it stays as it is.) No size is
# refused here but what the service would refuse.
OPTIONS: list[tuple[str, Any]] = [
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1000),
    ("grpc.enable_http_proxy", 0),
    ("grpc.max_send_message_length", -1),
    ("grpc.enable_retries", 0),
]


class ChannelPool:
    """Channels by address, each closed when its last user has released it."""

    def __init__(self, insecure: Callable[..., Any], secure: Callable[..., Any]) -> None:
        self._insecure = insecure
        self._secure = secure
        self._lock = threading.Lock()
        self._open: dict[Hashable, tuple[Any, int]] = {}

    def acquire(self, address: Address, scope: Hashable = None) -> Any:
        key = (address, scope)
        with self._lock:
            channel, users = self._open.get(key, (None, 0))
            channel = channel or self._connect(address)
            self._open[key] = (channel, users + 1)
            return channel

    def release(self, address: Address, scope: Hashable = None) -> Any:
        """The channel when nobody uses it any more, for the caller to close; else None."""
        key = (address, scope)
        with self._lock:
            channel, users = self._open[key]
            if users > 1:
                self._open[key] = (channel, users - 1)
                return None
            del self._open[key]
            return channel

    def _connect(self, address: Address) -> Any:
        if address.tls is None:
            return self._insecure(address.target, options=OPTIONS)
        name = address.tls.server_name
        named = [("grpc.ssl_target_name_override", name)] if name else []
        return self._secure(address.target, _credentials(address.tls), options=OPTIONS + named)


def _credentials(tls: Tls) -> grpc.ChannelCredentials:
    def read(file: str | None) -> bytes | None:
        return Path(file).read_bytes() if file else None

    return grpc.ssl_channel_credentials(read(tls.ca), read(tls.key), read(tls.certificate))


BLOCKING = ChannelPool(grpc.insecure_channel, grpc.secure_channel)
ASYNCIO = ChannelPool(grpc.aio.insecure_channel, grpc.aio.secure_channel)


_beginning = threading.Lock()
_has_begun = False


def loop_scope() -> int:
    """Channels of asyncio belong to the loop that made them."""
    _keep_asyncio()
    return id(asyncio.get_running_loop())


def _keep_asyncio() -> None:
    """grpcio ends its part of asyncio with the last channel and then waits for its own thread, which may be waiting in turn for a loop to take answers that
    nobody wants any more: a program would hang on leaving its loop. Begun once more than it is ended, it goes on, as one thread that sleeps."""
    global _has_begun
    with _beginning:
        if not _has_begun:
            grpc.aio.init_grpc_aio()
            _has_begun = True
