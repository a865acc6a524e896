"""What one call may still do: time, tries, and whether trying again can do harm. Shared by both clients; it neither sleeps nor sends."""

from __future__ import annotations

import random
import time
import uuid

import grpc
from google.protobuf.message import Message

from .errors import TooLarge
from .methods import Method

DEFAULT_TIMEOUT = 0.25
DEFAULT_RETRIES = 2
MESSAGE_LIMIT = 4 * 1024 * 1024
FIRST_PAUSE = 0.01
GREATEST_PAUSE = 0.2
LONGEST_TIMEOUT = 3600.0

# Refused before anything was decided, or the answer was lost on its way: under one request_id asking again counts once.
_WORTH_RETRYING = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)


class Attempts:
    """The tries of one call within its deadline."""

    __slots__ = ("_deadline", "_pause", "_retries", "data", "renewed")

    def __init__(self, method: Method, request: Message, timeout: float, retries: int) -> None:
        if not 0 < timeout <= LONGEST_TIMEOUT:
            raise ValueError(f"timeout is {timeout}; it must be above 0 and at most {LONGEST_TIMEOUT:.0f} seconds")
        self._deadline = time.monotonic() + timeout
        self._retries = retries
        self._pause = FIRST_PAUSE
        self.renewed = False
        self.data = self._serialize(method, request)

    @property
    def remaining(self) -> float:
        """Seconds left, 0 at the least: grpcio answers DEADLINE_EXCEEDED at once."""
        return max(0.0, self._deadline - time.monotonic())

    def pause_after(self, error: grpc.RpcError) -> float | None:
        """Seconds to wait before the next try; None when the error stands."""
        if self._retries <= 0 or error.code() not in _WORTH_RETRYING:
            return None
        if error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED and len(self.data) > MESSAGE_LIMIT // 2:
            return None
        pause = self._pause * random.uniform(0.5, 1.5)
        if pause >= self.remaining:
            return None
        self._retries -= 1
        self._pause = min(GREATEST_PAUSE, self._pause * 2)
        return pause

    def _serialize(self, method: Method, request: Message) -> bytes:
        # Without an id a second try could count twice: it gets one. The caller's message stays as it is.
        if method.has_request_id and not request.request_id:
            if method.name == "RedeemDecision" or self._retries <= 0:
                self._retries = 0
            else:
                copy = type(request)()
                copy.CopyFrom(request)
                copy.request_id = str(uuid.uuid4())
                request = copy
        data = request.SerializeToString()
        if len(data) > MESSAGE_LIMIT:
            raise TooLarge(method.name, grpc.StatusCode.RESOURCE_EXHAUSTED, f"the request has {len(data)} bytes; the most is {MESSAGE_LIMIT}")
        return data
