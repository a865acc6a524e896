"""The bare service: plain grpcio, and messages that protoc made."""

from __future__ import annotations

from typing import Any

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from aidesk.policy.v1 import checks_pb2

from . import wire

DEADLINE_SECONDS = 60


class BareCaller:
    """One channel to the service."""

    name = "bare service"

    def __init__(self, address: str) -> None:
        self._channel = grpc.insecure_channel(address, options=[("grpc.max_send_message_length", -1)])

    def call(self, rpc: str, request: Any, token: str | None) -> dict[str, Any]:
        """The answer, or the error, as a case expects it."""
        metadata = [] if token is None else [("authorization", "Bearer " + token)]
        try:
            if rpc == wire.STREAM:
                return {"response": wire.read_stream(list(self._stream(request, metadata)))}
            return {"response": wire.read_response(self._unary(rpc, request, metadata))}
        except grpc.RpcError as error:
            return {"error": error_of(error)}

    def _unary(self, rpc: str, request: Message, metadata: list[tuple[str, str]]) -> Message:
        method = self._channel.unary_unary(
            wire.path_of(rpc),
            request_serializer=lambda message: message.SerializeToString(),
            response_deserializer=wire.message_type(rpc + "Response").FromString,
        )
        return method(request, metadata=metadata, timeout=DEADLINE_SECONDS)

    def _stream(self, request: wire.StreamRequest, metadata: list[tuple[str, str]]) -> Any:
        kind = checks_pb2.CheckOutputStreamRequest
        messages = [kind(open=request.open), *(kind(text=chunk) for chunk in request.chunks), kind(end=checks_pb2.CheckOutputStreamEnd())]
        method = self._channel.stream_stream(wire.path_of(wire.STREAM), kind.SerializeToString, checks_pb2.CheckOutputStreamResponse.FromString)
        return method(iter(messages), metadata=metadata, timeout=DEADLINE_SECONDS)

    def close(self) -> None:
        self._channel.close()


def error_of(error: grpc.RpcError) -> dict[str, Any]:
    """Code, and of the ErrorInfo reason, domain and metadata."""
    answer: dict[str, Any] = {"code": error.code().name, "message": error.details() or ""}
    trailers = dict(error.trailing_metadata() or ())
    if "grpc-status-details-bin" in trailers:
        for detail in status_pb2.Status.FromString(trailers["grpc-status-details-bin"]).details:
            info = error_details_pb2.ErrorInfo()
            if detail.Unpack(info):
                answer |= {"reason": info.reason, "domain": info.domain, "metadata": dict(info.metadata)}
    return answer
