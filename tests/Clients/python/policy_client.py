"""PolicyService as a Python program calls it: grpcio, and messages that protoc made from the protos."""

import os

import grpc
from google.rpc import error_details_pb2, status_pb2

from aidesk.policy.v1 import checks_pb2, policy_service_pb2

SERVICE = "/aidesk.policy.v1.PolicyService/"
DEADLINE_SECONDS = 20

RESPONSES = {
    "CheckInput": checks_pb2.CheckInputResponse,
    "CheckToolCall": checks_pb2.CheckToolCallResponse,
    "FilterToolOutput": checks_pb2.FilterToolOutputResponse,
    "CheckOutput": checks_pb2.CheckOutputResponse,
    "Settle": policy_service_pb2.SettleResponse,
    "ListTools": policy_service_pb2.ListToolsResponse,
}


class PolicyClient:
    """One channel, one token."""

    def __init__(self):
        # Nothing is refused here: what is too large or malformed is for the service to refuse.
        self.channel = grpc.insecure_channel(
            os.environ["POLICY_GRPC_ADDRESS"], options=[("grpc.max_send_message_length", -1)]
        )
        self.token = os.environ["POLICY_TOKEN"]

    def call(self, method, request, token="own"):
        """Sends a message, or bytes as they are. `token` None sends none."""
        token = self.token if token == "own" else token
        rpc = self.channel.unary_unary(
            SERVICE + method,
            request_serializer=lambda r: r if isinstance(r, bytes) else r.SerializeToString(),
            response_deserializer=RESPONSES[method].FromString,
        )
        metadata = [] if token is None else [("authorization", "Bearer " + token)]
        return rpc(request, metadata=metadata, timeout=DEADLINE_SECONDS)

    def stream(self, requests):
        """Sends the messages of one reply; gives the answers."""
        rpc = self.channel.stream_stream(
            SERVICE + "CheckOutputStream",
            request_serializer=checks_pb2.CheckOutputStreamRequest.SerializeToString,
            response_deserializer=checks_pb2.CheckOutputStreamResponse.FromString,
        )
        return list(rpc(iter(requests), metadata=[("authorization", "Bearer " + self.token)], timeout=DEADLINE_SECONDS))

    def check_stream(self, requests):
        """Sends checks over one stream; gives the answers by correlation id."""
        rpc = self.channel.stream_stream(
            SERVICE + "CheckStream",
            request_serializer=checks_pb2.CheckStreamRequest.SerializeToString,
            response_deserializer=checks_pb2.CheckStreamResponse.FromString,
        )
        answers = rpc(iter(requests), metadata=[("authorization", "Bearer " + self.token)], timeout=DEADLINE_SECONDS)
        return [(answer.correlation_id, answer) for answer in answers]

    def close(self):
        self.channel.close()


def error_info(error):
    """The ErrorInfo in grpc-status-details-bin of a failed call."""
    trailers = {key: value for key, value in error.trailing_metadata()}
    status = status_pb2.Status.FromString(trailers["grpc-status-details-bin"])
    assert status.code == error.code().value[0], "grpc-status and google.rpc.Status disagree"
    for detail in status.details:
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            return info
    raise AssertionError("the status has no ErrorInfo")
