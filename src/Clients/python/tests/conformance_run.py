"""All cases of tests/Conformance through the client: conformance_run.py sync|asyncio [NAME ...]."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import Any

from aidesk import AsyncPolicyClient, DecisionError, PolicyClient, PolicyError
from aidesk.policy.v1 import checks_pb2
from conformance import wire
from conformance.bare import BareCaller
from conformance.running import report, run_all

TIMEOUT_SECONDS = 60
METHODS = {
    "CheckInput": "check_input",
    "CheckToolCall": "check_tool_call",
    "FilterToolOutput": "filter_tool_output",
    "CheckOutput": "check_output",
    "Settle": "settle",
    "ResolveApproval": "resolve_approval",
    "RedeemDecision": "redeem_decision",
    "ListTools": "list_tools",
}


def error_of(error: PolicyError) -> dict[str, Any]:
    return {"code": error.code.name, "message": error.details, "reason": error.reason, "domain": error.domain, "metadata": dict(error.metadata)}


def told(opened: Any) -> dict[str, Any]:
    """What a case says of a stream, as the client is told it."""
    author = checks_pb2.ReplyAuthor.Name(opened.author).removeprefix("REPLY_AUTHOR_")
    return {"author": author, "channel": opened.channel, "request_id": opened.request_id, "timeout": TIMEOUT_SECONDS}


def context_of(opened: Any) -> Any:
    """None where a case has none: the service is to say so."""
    return opened.context if opened.HasField("context") else None


class SyncCaller:
    """A client for each token; they share their channel."""

    name = "python sync"

    def __init__(self, address: str) -> None:
        self._address = address
        self._clients: dict[str | None, PolicyClient] = {}
        self._lock = threading.Lock()
        self._administration = BareCaller(address)

    def call(self, rpc: str, request: Any, token: str | None) -> dict[str, Any]:
        if wire.is_admin(rpc):
            return self._administration.call(rpc, request, token)
        with self._lock:
            if token not in self._clients:
                self._clients[token] = PolicyClient(self._address, token or "", timeout=TIMEOUT_SECONDS)
            client = self._clients[token]
        try:
            if rpc == wire.STREAM:
                return {"response": self._stream(client, request)}
            return {"response": wire.read_response(getattr(client, METHODS[rpc])(request))}
        except PolicyError as error:
            return {"error": error_of(error)}

    @staticmethod
    def _stream(client: PolicyClient, request: wire.StreamRequest) -> dict[str, Any]:
        stream = client.stream_reply(context_of(request.open), **told(request.open))
        released: list[str] = []
        try:
            released.extend(stream.release(request.chunks))
        except DecisionError:
            # The answer has it.
            pass
        return wire.stream_answer("".join(released), stream.pace, stream.stopped, stream.decision)

    def close(self) -> None:
        self._administration.close()
        for client in self._clients.values():
            client.close()


class AsyncCaller:
    """The same in a loop of its own, for the runner's threads."""

    name = "python asyncio"

    def __init__(self, address: str) -> None:
        self._address = address
        self._clients: dict[str, AsyncPolicyClient] = {}
        self._administration = BareCaller(address)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def call(self, rpc: str, request: Any, token: str | None) -> dict[str, Any]:
        if wire.is_admin(rpc):
            return self._administration.call(rpc, request, token)
        return self._wait(self._call(rpc, request, token or ""))

    def close(self) -> None:
        self._administration.close()
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _call(self, rpc: str, request: Any, token: str) -> dict[str, Any]:
        if token not in self._clients:
            self._clients[token] = AsyncPolicyClient(self._address, token, timeout=TIMEOUT_SECONDS)
        client = self._clients[token]
        try:
            if rpc == wire.STREAM:
                return {"response": await self._stream(client, request)}
            return {"response": wire.read_response(await getattr(client, METHODS[rpc])(request))}
        except PolicyError as error:
            return {"error": error_of(error)}

    @staticmethod
    async def _stream(client: AsyncPolicyClient, request: wire.StreamRequest) -> dict[str, Any]:
        stream = await client.stream_reply(context_of(request.open), **told(request.open))
        released: list[str] = []
        try:
            async for text in stream.release(request.chunks):
                released.append(text)
        except DecisionError:
            pass
        return wire.stream_answer("".join(released), stream.pace, stream.stopped, stream.decision)

    async def _close(self) -> None:
        for client in self._clients.values():
            await client.close()

    def _wait(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(TIMEOUT_SECONDS * 2)


def main() -> int:
    kind = {"sync": SyncCaller, "asyncio": AsyncCaller}[sys.argv[1]]
    outcome = run_all(kind, sys.argv[2:])
    failed = report(kind.name, outcome)
    print(f"{len(outcome) - failed} passed, {failed} failed", flush=True)
    return 1 if failed or not outcome else 0


if __name__ == "__main__":
    sys.exit(main())
