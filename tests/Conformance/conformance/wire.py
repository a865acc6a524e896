"""Messages of the protos by name, and the JSON mapping between them and a case."""

from __future__ import annotations

from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from aidesk.policy.v1 import checks_pb2, policy_admin_pb2, policy_service_pb2

POLICY_SERVICE = "aidesk.policy.v1.PolicyService"
ADMIN_SERVICE = "aidesk.policy.v1.PolicyAdminService"
_MODULES = (checks_pb2, policy_service_pb2, policy_admin_pb2)


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


def read_request(rpc: str, request: dict[str, Any]) -> Message:
    return json_format.ParseDict(request, message_type(rpc + "Request")())


def read_response(response: Message) -> dict[str, Any]:
    return json_format.MessageToDict(response, preserving_proto_field_name=True)
