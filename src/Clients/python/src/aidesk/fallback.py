"""What holds when the service cannot be asked. By default nothing goes on: the error is raised."""

from __future__ import annotations

import enum
from typing import Any

from google.protobuf.message import Message

from .errors import PolicyUnavailable
from .methods import CHECK_INPUT, CHECK_OUTPUT, CHECK_TOOL_CALL, FILTER_TOOL_OUTPUT, Method
from .policy.v1 import decision_pb2

REASON = "client:service_unavailable"


class IfUnavailable(enum.Enum):
    """Said for one call at a time, by whoever answers for it."""

    RAISE = "raise"
    """PolicyUnavailable is raised: nothing runs."""
    DENY = "deny"
    """A decision DENY, DEPENDENCY_DOWN, as the service would make it."""
    ALLOW = "allow"
    """A decision ALLOW that says that it is degraded: for what does no harm unasked. Of a tool's output the model sees an empty object, never the raw one."""


_DECIDING = (CHECK_INPUT, CHECK_TOOL_CALL, FILTER_TOOL_OUTPUT, CHECK_OUTPUT)


def stand_in(method: Method[Any, Any], rule: IfUnavailable, error: PolicyUnavailable) -> Message:
    """The answer that the caller asked to have instead; raises the error when it asked for none, or the RPC decides nothing."""
    if rule is IfUnavailable.RAISE or method not in _DECIDING:
        raise error
    allowed = rule is IfUnavailable.ALLOW
    verdict = decision_pb2.VERDICT_ALLOW if allowed else decision_pb2.VERDICT_DENY
    response = method.response()
    response.decision.verdict = verdict
    response.decision.enforced_verdict = verdict
    response.decision.enforcement = decision_pb2.ENFORCEMENT_ENFORCE
    response.decision.reason = decision_pb2.REASON_OK if allowed else decision_pb2.REASON_DEPENDENCY_DOWN
    response.decision.degraded = True
    response.decision.degraded_reasons.append(REASON)
    if method is FILTER_TOOL_OUTPUT:
        response.sanitized_json = "{}"
    return response
