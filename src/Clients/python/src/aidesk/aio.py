"""The client for asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import grpc

from .address import Address, Tls
from .async_run import AsyncAgentRun
from .async_streams import AsyncReplyStream
from .attempts import DEFAULT_RETRIES, DEFAULT_TIMEOUT, Attempts
from .channels import ASYNCIO, loop_scope
from .errors import PolicyUnavailable, error_of
from .fallback import IfUnavailable, stand_in
from .headers import call_headers
from .methods import (
    CHECK_INPUT,
    CHECK_OUTPUT,
    CHECK_TOOL_CALL,
    FILTER_TOOL_OUTPUT,
    LIST_TOOLS,
    REDEEM_DECISION,
    RESOLVE_APPROVAL,
    SETTLE,
    UNARY,
    A,
    Method,
    Q,
)
from .policy.v1 import checks_pb2, policy_service_pb2
from .reply_messages import opening
from .tokens import AsyncTokenProvider, AsyncTokenSource

RAISE = IfUnavailable.RAISE
R = TypeVar("R")
# What an RPC returns here: to be awaited.
Answer = Coroutine[Any, Any, R]


class AsyncPolicyClient:
    """As PolicyClient, for asyncio: make it, use it and close it in one loop. The token provider may be a coroutine function. A task that is cancelled
    cancels its call, and sees asyncio.CancelledError as always."""

    def __init__(
        self,
        address: str | None = None,
        token: str | AsyncTokenProvider | None = None,
        *,
        tls: Tls | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        retries: int = DEFAULT_RETRIES,
    ) -> None:
        self.address = Address.parse(address, tls)
        self._tokens = AsyncTokenSource(token)
        self._timeout = timeout
        self._retries = retries
        self._scope = loop_scope()
        self._channel = ASYNCIO.acquire(self.address, self._scope)
        self._stubs = {method.name: self._channel.unary_unary(method.path, None, method.response.FromString) for method in UNARY}
        self._closed = False

    def check_input(
        self, request: checks_pb2.CheckInputRequest, *, timeout: float | None = None, if_unavailable: IfUnavailable = RAISE
    ) -> Answer[checks_pb2.CheckInputResponse]:
        """Before an LLM call."""
        return self._call(CHECK_INPUT, request, timeout, if_unavailable)

    def check_tool_call(
        self, request: checks_pb2.CheckToolCallRequest, *, timeout: float | None = None, if_unavailable: IfUnavailable = RAISE
    ) -> Answer[checks_pb2.CheckToolCallResponse]:
        """Before a tool runs."""
        return self._call(CHECK_TOOL_CALL, request, timeout, if_unavailable)

    def filter_tool_output(
        self, request: checks_pb2.FilterToolOutputRequest, *, timeout: float | None = None, if_unavailable: IfUnavailable = RAISE
    ) -> Answer[checks_pb2.FilterToolOutputResponse]:
        """After a tool ran, on its raw output or its error."""
        return self._call(FILTER_TOOL_OUTPUT, request, timeout, if_unavailable)

    def check_output(
        self, request: checks_pb2.CheckOutputRequest, *, timeout: float | None = None, if_unavailable: IfUnavailable = RAISE
    ) -> Answer[checks_pb2.CheckOutputResponse]:
        """Before a reply leaves."""
        return self._call(CHECK_OUTPUT, request, timeout, if_unavailable)

    def settle(self, request: policy_service_pb2.SettleRequest, *, timeout: float | None = None) -> Answer[policy_service_pb2.SettleResponse]:
        """After the work: what it cost, and how it went."""
        return self._call(SETTLE, request, timeout, RAISE)

    def resolve_approval(
        self, request: policy_service_pb2.ResolveApprovalRequest, *, timeout: float | None = None
    ) -> Answer[policy_service_pb2.ResolveApprovalResponse]:
        """A person's word on a held call or a review, under that person's token."""
        return self._call(RESOLVE_APPROVAL, request, timeout, RAISE)

    def redeem_decision(
        self, request: policy_service_pb2.RedeemDecisionRequest, *, timeout: float | None = None
    ) -> Answer[policy_service_pb2.RedeemDecisionResponse]:
        """Just before the effect; go on REDEEMED only."""
        return self._call(REDEEM_DECISION, request, timeout, RAISE)

    def list_tools(
        self, request: policy_service_pb2.ListToolsRequest, *, timeout: float | None = None
    ) -> Answer[policy_service_pb2.ListToolsResponse]:
        """What the model may be offered."""
        return self._call(LIST_TOOLS, request, timeout, RAISE)

    async def stream_reply(
        self, context: checks_pb2.CallContext, *, author: str = "MODEL", channel: str = "", request_id: str = "", timeout: float = 60.0
    ) -> AsyncReplyStream:
        """A reply that is checked while it is written: see AsyncReplyStream."""
        return AsyncReplyStream(self._channel, call_headers(await self._tokens.current()), opening(context, author, channel, request_id), timeout)

    def run(self, **context: Any) -> AsyncAgentRun:
        """A run of an agent, with the context that all its calls share: see AsyncAgentRun."""
        return AsyncAgentRun(self, **context)

    async def close(self) -> None:
        """Gives the channel back; it is closed when nobody else uses it."""
        if self._closed:
            return
        self._closed = True
        channel = ASYNCIO.release(self.address, self._scope)
        if channel is not None:
            await channel.close()

    async def __aenter__(self) -> AsyncPolicyClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _call(self, method: Method[Q, A], request: Q, timeout: float | None, if_unavailable: IfUnavailable) -> A:
        attempts = Attempts(method, request, self._timeout if timeout is None else timeout, self._retries)
        try:
            if self._closed:
                raise PolicyUnavailable(method.name, grpc.StatusCode.UNAVAILABLE, "the client is closed")
            stub = self._stubs[method.name]
            token = self._tokens.known or await self._tokens.current()
            while True:
                try:
                    return await stub(attempts.data, timeout=attempts.remaining, metadata=call_headers(token))
                except grpc.RpcError as error:
                    if error.code() == grpc.StatusCode.UNAUTHENTICATED and self._tokens.can_renew and not attempts.renewed:
                        attempts.renewed = True
                        token = await self._tokens.renew(token)
                        continue
                    pause = attempts.pause_after(error)
                    if pause is None:
                        raise error_of(method.name, error) from error
                    await asyncio.sleep(pause)
        except PolicyUnavailable as error:
            return stand_in(method, if_unavailable, error)
