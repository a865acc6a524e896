"""Messages of the protos by name, and the JSON mapping between them and a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from aidesk.policy.v1 import checks_pb2, policy_admin_pb2, policy_service_pb2

POLICY_SERVICE = "aidesk.policy.v1.PolicyService"
ADMIN_SERVICE = "aidesk.policy.v1.PolicyAdminService"
STREAM = "CheckOutputStream"
_MODULES = (checks_pb2, policy_service_pb2, policy_admin_pb2)


@dataclass(frozen=True)
class StreamRequest:
    """What a case sends over CheckOutputStream: `open`, `chunks` of text in their order, and the end."""

    open: Message
    chunks: list[str]


def message_type(name: str) -> type[Message]:
    for module in _MODULES:
        if hasattr(module, name):
            return getattr(module, name)
    raise KeyError(f"the protos have no message {name}")


def path_of(rpc: str) -> str:
    """The RPC's path; those that PolicyService does not have are the administration's."""
    service = policy_service_pb2.DESCRIPTOR.services_by_name["PolicyService"]
    return f"/{POLICY_SERVICE if rpc in service.methods_by_name else ADMIN_SERVICE}/{rpc}"


def is_admin(rpc: str) -> bool:
    return ADMIN_SERVICE in path_of(rpc)


def read_request(rpc: str, request: dict[str, Any]) -> Message | StreamRequest:
    if rpc == STREAM:
        return StreamRequest(json_format.ParseDict(request["open"], checks_pb2.CheckOutputStreamOpen()), request["chunks"])
    return json_format.ParseDict(request, message_type(rpc + "Request")())


def read_response(response: Message) -> dict[str, Any]:
    return json_format.MessageToDict(response, preserving_proto_field_name=True)


def read_stream(responses: list[checks_pb2.CheckOutputStreamResponse]) -> dict[str, Any]:
    """The answers of a stream as one: its pace, all of its text, whether it was stopped, and the decision."""
    return stream_answer(
        "".join(response.text for response in responses),
        checks_pb2.ReleasePace.Name(responses[0].pace) if responses else "",
        any(response.stopped for response in responses),
        next((response.decision for response in responses if response.HasField("decision")), None),
    )


def stream_answer(text: str, pace: str, stopped: bool, decision: Message | None) -> dict[str, Any]:
    answer = {"text": text, "pace": pace, "stopped": stopped}
    return answer if decision is None else answer | {"decision": read_response(decision)}
