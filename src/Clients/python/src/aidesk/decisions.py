"""What a decision means for the code that asked: it goes on, or one of these is raised."""

from __future__ import annotations

from .policy.v1 import decision_pb2, policy_service_pb2

_GO_ON = (decision_pb2.VERDICT_ALLOW, decision_pb2.VERDICT_ALLOW_POST_REVIEW)
_HELD = (decision_pb2.VERDICT_REQUIRE_APPROVAL, decision_pb2.VERDICT_ESCALATE)


class DecisionError(Exception):
    """The policy does not let it go on. `user_message` may be shown to the customer; the message of the exception is for operators."""

    def __init__(self, what: str, decision: decision_pb2.Decision) -> None:
        self.decision = decision
        self.reason = decision_pb2.Reason.Name(decision.reason).removeprefix("REASON_")
        self.user_message = decision.user_message.text
        codes = ", ".join(finding.code for finding in decision.findings[:3])
        super().__init__(f"{what}: {verdict_name(decision)}, {self.reason}" + (f" ({codes})" if codes else ""))


class Denied(DecisionError):
    """Do not do it."""


class ApprovalNeeded(DecisionError):
    """People decide first, by `decision.decision_id`. `arguments_json` is what they decide on, and what will run."""

    def __init__(self, what: str, decision: decision_pb2.Decision, call_id: str = "", arguments_json: str = "") -> None:
        super().__init__(what, decision)
        self.call_id = call_id
        self.arguments_json = arguments_json


class ToolFailed(Exception):
    """The tool raised. The message is the policy's sentence, fit for the model and the customer; the tool's own error is the cause."""


def verdict_name(decision: decision_pb2.Decision) -> str:
    """As the command line and the records say it: allow, allow_post_review, require_approval, escalate, deny."""
    return decision_pb2.Verdict.Name(decision.verdict).removeprefix("VERDICT_").lower()


def require_go(what: str, decision: decision_pb2.Decision, call_id: str = "", arguments_json: str = "") -> None:
    """Returns when the verdict lets it go on, else raises."""
    if decision.verdict in _GO_ON:
        return
    if decision.verdict in _HELD:
        raise ApprovalNeeded(what, decision, call_id, arguments_json)
    raise Denied(what, decision)


def not_redeemed(tool: str, answer: policy_service_pb2.RedeemDecisionResponse) -> Denied:
    state = policy_service_pb2.RedeemState.Name(answer.state).removeprefix("REDEEM_STATE_").lower()
    decision = decision_pb2.Decision(decision_id=answer.decision_id, verdict=decision_pb2.VERDICT_DENY, reason=decision_pb2.REASON_CHECK_FAILED)
    return Denied(f"{tool}: its decision token is {state.replace('_', ' ')}", decision)
