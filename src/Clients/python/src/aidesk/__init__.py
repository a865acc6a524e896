"""Client of AiDesk's policy service: what an LLM agent may do, asked before it does it."""

from .address import Address, Tls
from .aio import AsyncPolicyClient
from .async_run import AsyncAgentRun
from .client import PolicyClient
from .decisions import ApprovalNeeded, Denied, DecisionError, ToolFailed, verdict_name
from .errors import (
    Cancelled,
    DeadlineExceeded,
    InvalidRequest,
    NotFound,
    Overloaded,
    PermissionDenied,
    PolicyError,
    PolicyUnavailable,
    PreconditionFailed,
    ServiceFault,
    TooLarge,
    Unauthenticated,
    Unsupported,
)
from .fallback import IfUnavailable
from .guard import guard, using_run
from .run import AgentRun

__all__ = [
    "Address",
    "AgentRun",
    "ApprovalNeeded",
    "AsyncAgentRun",
    "AsyncPolicyClient",
    "Cancelled",
    "DeadlineExceeded",
    "DecisionError",
    "Denied",
    "IfUnavailable",
    "InvalidRequest",
    "NotFound",
    "Overloaded",
    "PermissionDenied",
    "PolicyClient",
    "PolicyError",
    "PolicyUnavailable",
    "PreconditionFailed",
    "ServiceFault",
    "Tls",
    "ToolFailed",
    "TooLarge",
    "Unauthenticated",
    "Unsupported",
    "guard",
    "using_run",
    "verdict_name",
]
