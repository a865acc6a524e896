"""Messages of CheckOutputStream, and how an answer is read. Services and protos that do not have the RPC yet are told apart by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import grpc

from .decisions import require_go
from .errors import Unsupported
from .policy.v1 import checks_pb2, decision_pb2

RPC = "CheckOutputStream"
PATH = "/aidesk.policy.v1.PolicyService/" + RPC
# A message may have 65,536 UTF-16 units, and a code point has two at the most.
PIECE = 32_768


def request_type() -> Any:
    return _message("CheckOutputStreamRequest")


def response_reader() -> Any:
    return _message("CheckOutputStreamResponse").FromString


def opening(context: checks_pb2.CallContext, author: str, channel: str) -> Any:
    opened = _message("CheckOutputStreamOpen")(context=context, author=checks_pb2.ReplyAuthor.Value("REPLY_AUTHOR_" + author.upper()), channel=channel)
    return request_type()(open=opened)


def pieces(text: str) -> Iterator[Any]:
    for start in range(0, len(text), PIECE):
        yield request_type()(text=text[start : start + PIECE])


def ending() -> Any:
    return request_type()(end=_message("CheckOutputStreamEnd")())


class ReplyProgress:
    """What the answers have said so far."""

    def __init__(self) -> None:
        self.stopped = False
        self.decision: decision_pb2.Decision | None = None

    def read(self, response: Any) -> str:
        """The text that may leave now; maybe none."""
        self.stopped = self.stopped or response.stopped
        if response.HasField("decision"):
            self.decision = response.decision
        return response.text

    def finish(self) -> None:
        """Raises when the reply as a whole may not leave, or nobody has said that it may."""
        if self.decision is None:
            raise Unsupported(RPC, grpc.StatusCode.INTERNAL, "the stream ended without a decision")
        require_go("reply", self.decision)


def _message(name: str) -> Any:
    if not hasattr(checks_pb2, name):
        raise Unsupported(RPC, grpc.StatusCode.UNIMPLEMENTED, "the protos of this package do not have it")
    return getattr(checks_pb2, name)
