"""Messages of CheckOutputStream, and how its answers are read."""

from __future__ import annotations

from collections.abc import Iterator

import grpc

from .decisions import require_go
from .errors import ServiceFault
from .policy.v1 import checks_pb2, decision_pb2

RPC = "CheckOutputStream"
PATH = "/aidesk.policy.v1.PolicyService/" + RPC
# A message may have 65,536 UTF-16 units, and a code point has two at the most.
PIECE = 32_768

serialize = checks_pb2.CheckOutputStreamRequest.SerializeToString
deserialize = checks_pb2.CheckOutputStreamResponse.FromString


def opening(context: checks_pb2.CallContext, author: str, channel: str, request_id: str) -> checks_pb2.CheckOutputStreamRequest:
    opened = checks_pb2.CheckOutputStreamOpen(
        context=context, request_id=request_id, author=checks_pb2.ReplyAuthor.Value("REPLY_AUTHOR_" + author.upper()), channel=channel
    )
    return checks_pb2.CheckOutputStreamRequest(open=opened)


def pieces(text: str) -> Iterator[checks_pb2.CheckOutputStreamRequest]:
    for start in range(0, len(text), PIECE):
        yield checks_pb2.CheckOutputStreamRequest(text=text[start : start + PIECE])


def ending() -> checks_pb2.CheckOutputStreamRequest:
    return checks_pb2.CheckOutputStreamRequest(end=checks_pb2.CheckOutputStreamEnd())


class ReplyProgress:
    """What the answers have said so far."""

    def __init__(self) -> None:
        self.pace = ""
        self.stopped = False
        self.decision: decision_pb2.Decision | None = None

    def read(self, response: checks_pb2.CheckOutputStreamResponse) -> str:
        """The text that may leave now; maybe none."""
        self.pace = self.pace or checks_pb2.ReleasePace.Name(response.pace)
        self.stopped = self.stopped or response.stopped
        if response.HasField("decision"):
            self.decision = response.decision
        return response.text

    def finish(self) -> None:
        """Raises when the reply as a whole may not leave, or nobody has said that it may."""
        if self.decision is None:
            raise ServiceFault(RPC, grpc.StatusCode.INTERNAL, "the stream ended without a decision")
        require_go("reply", self.decision)
