"""Requests of one run, made from what a program has at hand. Both kinds of runs send them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from .policy.v1 import checks_pb2, limits_pb2, policy_service_pb2

MODES = {"autopilot": checks_pb2.MODE_AUTOPILOT, "copilot": checks_pb2.MODE_COPILOT}


class RunRequests:
    """The context of a run, and the requests in it."""

    def __init__(self, mode: str = "autopilot", session_id: str = "", run_id: str = "", attributes: Mapping[str, Any] | None = None, **fields: Any) -> None:
        if mode not in MODES:
            raise ValueError(f"mode is {mode!r}; it must be one of {', '.join(MODES)}")
        if not session_id:
            raise ValueError("a run needs the session_id of its end user: strikes and duplicates count by it")
        self.context = checks_pb2.CallContext(mode=MODES[mode], session_id=session_id, run_id=run_id or new_id(), **fields)
        for name, value in (attributes or {}).items():
            kind = "bool_value" if isinstance(value, bool) else "number_value" if isinstance(value, (int, float)) else "string_value"
            setattr(self.context.attributes[name], kind, value)

    def message(self, text: str, message_id: str, untrusted: Iterable[tuple[str, str, str]]) -> checks_pb2.CheckInputRequest:
        request = self.texts(untrusted)
        request.message.CopyFrom(checks_pb2.InputMessage(message_id=message_id or new_id(), text=text, author=checks_pb2.MESSAGE_AUTHOR_CUSTOMER))
        return request

    def texts(self, untrusted: Iterable[tuple[str, str, str]]) -> checks_pb2.CheckInputRequest:
        """`untrusted` holds (id, origin, text), origin one of knowledge, tool, web, history."""
        request = checks_pb2.CheckInputRequest(context=self.context)
        for text_id, origin, text in untrusted:
            request.untrusted.add(id=text_id, origin=checks_pb2.TextOrigin.Value("TEXT_ORIGIN_" + origin.upper()), text=text)
        return request

    def tool_call(self, tool: str, arguments: Mapping[str, Any], call_id: str) -> checks_pb2.CheckToolCallRequest:
        return checks_pb2.CheckToolCallRequest(
            context=self.context, call_id=call_id, tool=tool, arguments_json=json.dumps(arguments, ensure_ascii=False, allow_nan=False)
        )

    def redemption(self, tool: str, call_id: str, token: str, arguments_json: str) -> policy_service_pb2.RedeemDecisionRequest:
        return policy_service_pb2.RedeemDecisionRequest(
            request_id=new_id(), decision_token=token, run_id=self.context.run_id, call_id=call_id, tool=tool, arguments_json=arguments_json
        )

    def output(self, tool: str, call_id: str, token: str, value: Any) -> checks_pb2.FilterToolOutputRequest:
        """`value` is what the tool returned: JSON text, or what json can write."""
        text = value if isinstance(value, str) and _is_json(value) else json.dumps(value, ensure_ascii=False, default=str)
        return checks_pb2.FilterToolOutputRequest(context=self.context, call_id=call_id, tool=tool, decision_token=token, output_json=text)

    def failure(self, tool: str, call_id: str, token: str, error: BaseException) -> checks_pb2.FilterToolOutputRequest:
        told = checks_pb2.ToolError(type=type(error).__name__, message=str(error))
        return checks_pb2.FilterToolOutputRequest(context=self.context, call_id=call_id, tool=tool, decision_token=token, error=told)

    def reply(self, text: str, author: str) -> checks_pb2.CheckOutputRequest:
        return checks_pb2.CheckOutputRequest(context=self.context, text=text, author=checks_pb2.ReplyAuthor.Value("REPLY_AUTHOR_" + author.upper()))

    @staticmethod
    def settlement(
        reservation: limits_pb2.Reservation, decision_id: str, token: str, done: bool, actual: Mapping[str, int] | None
    ) -> policy_service_pb2.SettleRequest:
        request = policy_service_pb2.SettleRequest(
            decision_id=decision_id, outcome=policy_service_pb2.OUTCOME_DONE if done else policy_service_pb2.OUTCOME_FAILED, decision_token=token if done else ""
        )
        if reservation.reservation_id:
            request.reservation_id = reservation.reservation_id
            request.action = policy_service_pb2.SETTLE_ACTION_COMMIT if done else policy_service_pb2.SETTLE_ACTION_RELEASE
            for unit, value in (actual or {}).items() if done else ():
                request.actual.add(unit=unit, value=value)
        return request


def new_id() -> str:
    return str(uuid.uuid4())


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
