"""The service over REST: plain HTTP/1.1, and JSON in protobuf's mapping both ways."""

from __future__ import annotations

import http.client
import json
import re
import threading
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from . import wire
from .bare import BareCaller
from .loading import Case

DEADLINE_SECONDS = 60
DOMAIN = "aidesk.policy"

# As docs/rest.md has it.
STATUSES = {
    "INVALID_ARGUMENT": {400, 413},
    "UNAUTHENTICATED": {401},
    "PERMISSION_DENIED": {403},
    "NOT_FOUND": {404},
    "ABORTED": {409},
    "FAILED_PRECONDITION": {409},
    "RESOURCE_EXHAUSTED": {429},
    "INTERNAL": {500},
    "UNAVAILABLE": {503},
    "DEADLINE_EXCEEDED": {504},
}


def is_for_rest(case: Case) -> bool:
    """Something in it is asked over REST: it is not about the stream alone."""
    return any(step.get("rpc", wire.STREAM) != wire.STREAM and not wire.is_admin(step["rpc"]) for step in case.steps)


class RestCaller:
    """A connection for each thread. The stream and the administration, which REST does not have, are asked over gRPC where a case needs them."""

    name = "REST"

    def __init__(self, address: str, http_address: str) -> None:
        self._http_address = http_address
        self._grpc = BareCaller(address)
        self._connections: dict[int, http.client.HTTPConnection] = {}

    def call(self, rpc: str, request: Message | wire.StreamRequest, token: str | None) -> dict[str, Any]:
        if rpc == wire.STREAM or wire.is_admin(rpc):
            return self._grpc.call(rpc, request, token)
        headers = {"content-type": "application/json"}
        if token is not None:
            headers["authorization"] = "Bearer " + token
        connection = self._connections.setdefault(threading.get_ident(), http.client.HTTPConnection(self._http_address, timeout=DEADLINE_SECONDS))
        body = json_format.MessageToJson(request, ensure_ascii=False)
        connection.request("POST", "/v1/" + kebab(rpc), body.encode(), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status == 200:
            # A field that the message does not have, or a value that is none, is an error here.
            return {"response": wire.read_response(json_format.Parse(text, wire.message_type(rpc + "Response")()))}
        return {"error": error_of(answer.status, json.loads(text)["error"])}

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()
        self._grpc.close()


def error_of(status: int, error: dict[str, Any]) -> dict[str, Any]:
    """The error as a case expects it; the status must be that of its code."""
    if status not in STATUSES.get(error["code"], set()):
        raise ValueError(f"HTTP status {status} with {error}")
    return {**error, "domain": DOMAIN}


def kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
