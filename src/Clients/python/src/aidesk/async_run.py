"""One run of an agent, for asyncio."""

from __future__ import annotations

import inspect
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import grpc

from .decisions import ToolFailed, not_redeemed, require_go
from .errors import PolicyError, PreconditionFailed
from .policy.v1 import checks_pb2, decision_pb2, limits_pb2, policy_service_pb2
from .requests import RunRequests, new_id

if TYPE_CHECKING:
    from .aio import AsyncPolicyClient

LOG = logging.getLogger("aidesk")

class AsyncAgentRun:
    """As AgentRun, for asyncio; `function` may be a coroutine function, and runs in this loop either way."""

    def __init__(self, client: AsyncPolicyClient, **context: Any) -> None:
        self.client = client
        self.requests = RunRequests(**context)

    @property
    def run_id(self) -> str:
        return self.requests.context.run_id

    async def check_message(self, text: str, *, message_id: str = "", untrusted: Iterable[tuple[str, str, str]] = ()) -> checks_pb2.CheckInputResponse:
        """A customer's message, with other texts (id, origin, text) that the model will read."""
        response = await self.client.check_input(self.requests.message(text, message_id, untrusted))
        require_go("message", response.decision)
        return response

    async def check_texts(self, untrusted: Iterable[tuple[str, str, str]]) -> checks_pb2.CheckInputResponse:
        """Texts for a later LLM call of the run; use the cleaned ones of the answer."""
        response = await self.client.check_input(self.requests.texts(untrusted))
        require_go("texts", response.decision)
        return response

    async def check_reply(self, text: str, *, author: str = "MODEL") -> str:
        """The text to send: the reply, or what the policy has cut it to."""
        response = await self.client.check_output(self.requests.reply(text, author))
        require_go("reply", response.decision)
        return response.redacted_text if decision_pb2.OBLIGATION_REDACT in response.decision.obligations else text

    async def call_tool(
        self, tool: str, arguments: Mapping[str, Any], function: Callable[..., Any], *, call_id: str = "", actual: Mapping[str, int] | None = None
    ) -> Any:
        """Asks, redeems, runs `function(**arguments)` with the arguments as they were decided on, and returns what the model may see of its output.

        actual: what it cost by unit, else what was held. Raises Denied, ApprovalNeeded, or ToolFailed with the policy's sentence.
        """
        call_id = call_id or new_id()
        answer = await self.client.check_tool_call(self.requests.tool_call(tool, arguments, call_id))
        require_go(tool, answer.decision, call_id, answer.canonical_arguments_json)
        return await self._execute(
            tool, call_id, answer.decision.decision_id, answer.decision_token, answer.canonical_arguments_json, answer.reservation, function, actual
        )

    async def call_approved(
        self,
        tool: str,
        call_id: str,
        decision_id: str,
        approval: policy_service_pb2.ResolveApprovalResponse,
        function: Callable[..., Any],
        *,
        actual: Mapping[str, int] | None = None,
    ) -> Any:
        """Runs a held call that people have approved, with the arguments that they approved. Returns what `call_tool` does."""
        if not approval.decision_token:
            raise PreconditionFailed("ResolveApproval", grpc.StatusCode.FAILED_PRECONDITION, "the call is not approved, or may not run now")
        return await self._execute(
            tool, call_id, decision_id, approval.decision_token, approval.canonical_arguments_json, approval.reservation, function, actual
        )

    async def _execute(
        self,
        tool: str,
        call_id: str,
        decision_id: str,
        token: str,
        arguments_json: str,
        reservation: limits_pb2.Reservation,
        function: Callable[..., Any],
        actual: Mapping[str, int] | None,
    ) -> Any:
        redeemed = await self.client.redeem_decision(self.requests.redemption(tool, call_id, token, arguments_json))
        if redeemed.state != policy_service_pb2.REDEEM_STATE_REDEEMED:
            raise not_redeemed(tool, redeemed)
        done = False
        try:
            value = function(**json.loads(arguments_json))
            if inspect.isawaitable(value):
                value = await value
            done = True
        except Exception as error:
            told = await self.client.filter_tool_output(self.requests.failure(tool, call_id, token, error))
            raise ToolFailed(told.error_text) from error
        finally:
            await self._settle(self.requests.settlement(reservation, decision_id, token, done, actual))
        filtered = await self.client.filter_tool_output(self.requests.output(tool, call_id, token, value))
        require_go(f"output of {tool}", filtered.decision)
        return json.loads(filtered.sanitized_json)

    async def _settle(self, request: policy_service_pb2.SettleRequest) -> None:
        """What is done is done: a settle that fails is told in the log, and the hold lapses with its lease."""
        try:
            await self.client.settle(request)
        except PolicyError as error:
            LOG.warning("not settled: %s", error)
