"""google.rpc.Status with its ErrorInfo, read from a call's trailers by hand: three small messages are no reason for another dependency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import grpc

TRAILER = "grpc-status-details-bin"
_ERROR_INFO = "/google.rpc.ErrorInfo"


@dataclass(frozen=True)
class ErrorInfo:
    reason: str
    domain: str
    metadata: dict[str, str] = field(default_factory=dict)


def error_info(error: grpc.RpcError) -> ErrorInfo | None:
    """The ErrorInfo of a failed call; None when it has none that can be read."""
    try:
        for key, value in error.trailing_metadata() or ():
            if key == TRAILER and isinstance(value, bytes):
                return _of_status(value)
    except (IndexError, ValueError):
        return None
    return None


def _of_status(status: bytes) -> ErrorInfo | None:
    for number, value in _fields(status):
        if number == 3:
            any_fields = dict(_fields(value))
            if any_fields.get(1, b"").decode().endswith(_ERROR_INFO):
                return _of_info(any_fields.get(2, b""))
    return None


def _of_info(info: bytes) -> ErrorInfo:
    texts = {1: "", 2: ""}
    metadata = {}
    for number, value in _fields(info):
        if number == 3:
            entry = dict(_fields(value))
            metadata[entry.get(1, b"").decode()] = entry.get(2, b"").decode()
        elif number in texts:
            texts[number] = value.decode()
    return ErrorInfo(texts[1], texts[2], metadata)


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each length-delimited field; numbers are passed over. Raises for what is no message."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        if tag & 7 == 0:
            _, at = _varint(message, at)
        elif tag & 7 == 2:
            length, at = _varint(message, at)
            if at + length > len(message):
                raise ValueError("a field is cut off")
            yield tag >> 3, message[at : at + length]
            at += length
        else:
            raise ValueError("a wire type that these messages do not have")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("a number is too long")
