"""The RPCs: their paths and messages, and which may be asked twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message

from .policy.v1 import checks_pb2, policy_service_pb2

Q = TypeVar("Q", bound=Message)
A = TypeVar("A", bound=Message)


@dataclass(frozen=True)
class Method(Generic[Q, A]):
    name: str
    request: type[Q]
    response: type[A]
    has_request_id: bool
    """Safe to repeat under one request_id; the others are so by what they do."""

    @property
    def path(self) -> str:
        return "/aidesk.policy.v1.PolicyService/" + self.name


CHECK_INPUT = Method("CheckInput", checks_pb2.CheckInputRequest, checks_pb2.CheckInputResponse, True)
CHECK_TOOL_CALL = Method("CheckToolCall", checks_pb2.CheckToolCallRequest, checks_pb2.CheckToolCallResponse, True)
FILTER_TOOL_OUTPUT = Method("FilterToolOutput", checks_pb2.FilterToolOutputRequest, checks_pb2.FilterToolOutputResponse, True)
CHECK_OUTPUT = Method("CheckOutput", checks_pb2.CheckOutputRequest, checks_pb2.CheckOutputResponse, True)
SETTLE = Method("Settle", policy_service_pb2.SettleRequest, policy_service_pb2.SettleResponse, False)
RESOLVE_APPROVAL = Method("ResolveApproval", policy_service_pb2.ResolveApprovalRequest, policy_service_pb2.ResolveApprovalResponse, False)
REDEEM_DECISION = Method("RedeemDecision", policy_service_pb2.RedeemDecisionRequest, policy_service_pb2.RedeemDecisionResponse, True)
LIST_TOOLS = Method("ListTools", policy_service_pb2.ListToolsRequest, policy_service_pb2.ListToolsResponse, False)

UNARY: tuple[Method[Any, Any], ...] = (
    CHECK_INPUT,
    CHECK_TOOL_CALL,
    FILTER_TOOL_OUTPUT,
    CHECK_OUTPUT,
    SETTLE,
    RESOLVE_APPROVAL,
    REDEEM_DECISION,
    LIST_TOOLS,
)
