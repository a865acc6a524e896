"""Why the service could not be asked, or would not answer. What a policy forbids is no error: it is a decision."""

from __future__ import annotations

from collections.abc import Mapping

import grpc

from .status import ErrorInfo, error_info


class PolicyError(Exception):
    """No decision was made. The message says what to do about it.

    code: the gRPC status. reason: an ErrorReason without its prefix, empty when the service did not say. field: the field that is wrong, if one is.
    """

    advice = "See the service's log."

    def __init__(self, rpc: str, code: grpc.StatusCode, message: str, info: ErrorInfo | None = None) -> None:
        self.rpc = rpc
        self.code = code
        self.reason = info.reason if info else ""
        self.domain = info.domain if info else ""
        self.metadata: Mapping[str, str] = info.metadata if info else {}
        self.field = self.metadata.get("field", "")
        self.details = message
        told = f"{self.reason}: {message}" if self.reason else message or code.name
        super().__init__(f"{rpc}: {told}. {self.advice}")


class PolicyUnavailable(PolicyError):
    """The service did not answer: do not go on as if it had allowed."""

    advice = "Nothing was decided, so nothing may run: check that the service is up at this address, and ask again."


class DeadlineExceeded(PolicyUnavailable):
    """It did not answer in time. It may have counted the call: ask again under the same request_id."""

    advice = "Nothing is known of a decision, so nothing may run: ask again under the same request_id, or give the call a longer timeout."


class Overloaded(PolicyUnavailable):
    """It sheds load; nothing was counted."""

    advice = "Nothing was counted: ask again a little later."


class Unauthenticated(PolicyError):
    """The token is missing, wrong or expired, and a fresh one of the provider did not help."""

    advice = "Give the client a token for this service (audience, issuer and expiry are checked), or a provider that renews it."


class PermissionDenied(PolicyError):
    """The token's role or tenant may not do this."""

    advice = "Use a token of the role that the RPC needs, of a tenant that has a policy here."


class InvalidRequest(PolicyError):
    """A field is wrong; `field` names it."""

    advice = "Correct the field that is named; asking again as it is will not help."


class TooLarge(InvalidRequest):
    """The message is larger than the service takes, 4 MiB."""

    advice = "Cut the text, or ask about its parts: a message may have 4 MiB in all."


class NotFound(PolicyError):
    """No such decision, reservation or token for this tenant."""

    advice = "Check the id, and that the token is of the tenant that it was given to."


class PreconditionFailed(PolicyError):
    """The state does not allow it: decided before, expired, or the tenant is stopped."""

    advice = "Read its state; `metadata['state']` has it when it was decided before."


class Unsupported(PolicyError):
    """The service does not know this RPC: it is older than this client."""

    advice = "The service is older than this client: update it, or do without this call."


class Cancelled(PolicyError):
    """The call was cancelled before it was answered."""

    advice = "It was cancelled here; the service may have decided all the same: ask again under the same request_id."


class ServiceFault(PolicyError):
    """A defect of the service, or of what is between."""

    advice = "A defect of the service: its log has the trace. Do not go on as if it had allowed."


_BY_CODE: dict[grpc.StatusCode, type[PolicyError]] = {
    grpc.StatusCode.UNAVAILABLE: PolicyUnavailable,
    grpc.StatusCode.DEADLINE_EXCEEDED: DeadlineExceeded,
    grpc.StatusCode.UNAUTHENTICATED: Unauthenticated,
    grpc.StatusCode.PERMISSION_DENIED: PermissionDenied,
    grpc.StatusCode.INVALID_ARGUMENT: InvalidRequest,
    grpc.StatusCode.NOT_FOUND: NotFound,
    grpc.StatusCode.FAILED_PRECONDITION: PreconditionFailed,
    grpc.StatusCode.UNIMPLEMENTED: Unsupported,
    grpc.StatusCode.CANCELLED: Cancelled,
}


def error_of(rpc: str, error: grpc.RpcError) -> PolicyError:
    """The typed error of a failed call."""
    code = error.code()
    info = error_info(error)
    if code == grpc.StatusCode.RESOURCE_EXHAUSTED:
        kind: type[PolicyError] = Overloaded if info else TooLarge
    else:
        kind = _BY_CODE.get(code, ServiceFault)
    return kind(rpc, code, error.details() or "", info)
