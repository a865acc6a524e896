"""The client for threads."""

from __future__ import annotations

import threading
import weakref
from typing import Any

import grpc

from .address import Address, Tls
from .attempts import DEFAULT_RETRIES, DEFAULT_TIMEOUT, Attempts
from .channels import BLOCKING
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
from .run import AgentRun
from .streams import ReplyStream
from .tokens import TokenProvider, TokenSource

RAISE = IfUnavailable.RAISE


class PolicyClient:
    """Asks the policy service. Safe to use from many threads; one client, and one channel, is enough for a process.

    address: `host:port`, `http://…`, `https://…` or `unix:/path`; by default `AIDESK_ADDRESS`, else http://127.0.0.1:7070.
    token: a text, or a callable that gives one and is asked again, once, when the service refuses the last; by default `AIDESK_TOKEN`.
    timeout: seconds that a call may take in all, tries included. retries: tries after the first, of calls that were not answered.
    """

    def __init__(
        self,
        address: str | None = None,
        token: str | TokenProvider | None = None,
        *,
        tls: Tls | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        retries: int = DEFAULT_RETRIES,
    ) -> None:
        self.address = Address.parse(address, tls)
        self._tokens = TokenSource(token)
        self._timeout = timeout
        self._retries = retries
        self._channel = BLOCKING.acquire(self.address)
        self._stubs = {method.name: self._channel.unary_unary(method.path, None, method.response.FromString) for method in UNARY}
        self._release = weakref.finalize(self, _release, self.address)
        # A pause between tries ends early when the client is closed.
        self._closed = threading.Event()

    def check_input(
        self, request: checks_pb2.CheckInputRequest, *, timeout: float | None = None, if_unavailable: IfUnavailable = RAISE
    ) -> checks_pb2.CheckInputResponse:
        """Before an LLM call."""
        return self._call(CHECK_INPUT, request, timeout, if_unavailable)

    def check_tool_call(
        self, request: checks_pb2.CheckToolCallRequest, *, timeout: float | None = None, if_unavailable: IfUnavailable = RAISE
    ) -> checks_pb2.CheckToolCallResponse:
        """Before a tool runs."""
        return self._call(CHECK_TOOL_CALL, request, timeout, if_unavailable)

    def filter_tool_output(
        self, request: checks_pb2.FilterToolOutputRequest, *, timeout: float | None = None, if_unavailable: IfUnavailable = RAISE
    ) -> checks_pb2.FilterToolOutputResponse:
        """After a tool ran, on its raw output or its error."""
        return self._call(FILTER_TOOL_OUTPUT, request, timeout, if_unavailable)

    def check_output(
        self, request: checks_pb2.CheckOutputRequest, *, timeout: float | None = None, if_unavailable: IfUnavailable = RAISE
    ) -> checks_pb2.CheckOutputResponse:
        """Before a reply leaves."""
        return self._call(CHECK_OUTPUT, request, timeout, if_unavailable)

    def settle(self, request: policy_service_pb2.SettleRequest, *, timeout: float | None = None) -> policy_service_pb2.SettleResponse:
        """After the work: what it cost, and how it went."""
        return self._call(SETTLE, request, timeout, RAISE)

    def resolve_approval(
        self, request: policy_service_pb2.ResolveApprovalRequest, *, timeout: float | None = None
    ) -> policy_service_pb2.ResolveApprovalResponse:
        """A person's word on a held call or a review, under that person's token."""
        return self._call(RESOLVE_APPROVAL, request, timeout, RAISE)

    def redeem_decision(
        self, request: policy_service_pb2.RedeemDecisionRequest, *, timeout: float | None = None
    ) -> policy_service_pb2.RedeemDecisionResponse:
        """Just before the effect; go on REDEEMED only."""
        return self._call(REDEEM_DECISION, request, timeout, RAISE)

    def list_tools(self, request: policy_service_pb2.ListToolsRequest, *, timeout: float | None = None) -> policy_service_pb2.ListToolsResponse:
        """What the model may be offered."""
        return self._call(LIST_TOOLS, request, timeout, RAISE)

    def stream_reply(
        self, context: checks_pb2.CallContext, *, author: str = "MODEL", channel: str = "", request_id: str = "", timeout: float = 60.0
    ) -> ReplyStream:
        """A reply that is checked while it is written: see ReplyStream."""
        return ReplyStream(self._channel, call_headers(self._tokens.current()), opening(context, author, channel, request_id), timeout)

    def run(self, **context: Any) -> AgentRun:
        """A run of an agent, with the context that all its calls share: see AgentRun."""
        return AgentRun(self, **context)

    def close(self) -> None:
        """Gives the channel back; calls of this client that are still waiting are cancelled when nobody else uses it."""
        self._closed.set()
        self._release()

    def __enter__(self) -> PolicyClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _call(self, method: Method[Q, A], request: Q, timeout: float | None, if_unavailable: IfUnavailable) -> A:
        attempts = Attempts(method, request, self._timeout if timeout is None else timeout, self._retries)
        try:
            return self._try(method, attempts)
        except PolicyUnavailable as error:
            return stand_in(method, if_unavailable, error)

    def _try(self, method: Method[Q, A], attempts: Attempts) -> A:
        if self._closed.is_set():
            raise PolicyUnavailable(method.name, grpc.StatusCode.UNAVAILABLE, "the client is closed")
        stub = self._stubs[method.name]
        token = self._tokens.current()
        while True:
            try:
                return stub(attempts.data, timeout=attempts.remaining, metadata=call_headers(token))
            except grpc.RpcError as error:
                if error.code() == grpc.StatusCode.UNAUTHENTICATED and self._tokens.can_renew and not attempts.renewed:
                    attempts.renewed = True
                    token = self._tokens.renew(token)
                    continue
                pause = attempts.pause_after(error)
                if pause is None or self._closed.wait(pause):
                    raise error_of(method.name, error) from error
            except ValueError as error:
                # grpcio's word for a channel that was closed.
                raise PolicyUnavailable(method.name, grpc.StatusCode.UNAVAILABLE, f"the client is closed ({error})") from error


def _release(address: Address) -> None:
    channel = BLOCKING.release(address)
    if channel is not None:
        channel.close()
