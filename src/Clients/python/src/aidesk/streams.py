"""A reply that is checked while it is written: what may leave already is given back, the rest is held back."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any

import grpc

from .errors import error_of
from .headers import Headers
from .policy.v1 import checks_pb2, decision_pb2
from .reply_messages import PATH, RPC, ReplyProgress, deserialize, ending, pieces, serialize


class ReplyStream:
    """`for text in client.stream_reply(context).release(model_chunks): send(text)`.

    Whatever is yielded may be sent at once, as it is; all of it together is the reply. At the end `decision` is the decision on the whole, and Denied is
    raised when it denies: what was sent until then stands. When the service is lost on the way nothing more is released, and PolicyUnavailable is raised.
    """

    def __init__(
        self, channel: grpc.Channel, metadata: Headers, first: checks_pb2.CheckOutputStreamRequest, timeout: float
    ) -> None:
        self._channel = channel
        self._metadata = metadata
        self._first = first
        self._timeout = timeout
        self._progress = ReplyProgress()
        self._over = threading.Event()

    @property
    def stopped(self) -> bool:
        """Something was found: nothing more is released before the end, and the writer may stop."""
        return self._progress.stopped

    @property
    def pace(self) -> str:
        """How it is released, as RELEASE_PACE_SENTENCE; empty before the first answer."""
        return self._progress.pace

    @property
    def decision(self) -> decision_pb2.Decision | None:
        """On the whole reply; None before the end."""
        return self._progress.decision

    def release(self, chunks: Iterable[str]) -> Iterator[str]:
        """Once. The chunks are taken in another thread; closing the iterator cancels the call."""
        method = self._channel.stream_stream(PATH, serialize, deserialize)
        call: Any = method(self._requests(chunks), timeout=self._timeout, metadata=self._metadata)
        try:
            for response in call:
                text = self._progress.read(response)
                if text:
                    yield text
        except grpc.RpcError as error:
            raise error_of(RPC, error) from error
        finally:
            self._over.set()
            call.cancel()
        self._progress.finish()

    def _requests(self, chunks: Iterable[str]) -> Iterator[Any]:
        yield self._first
        for chunk in chunks:
            if self._over.is_set() or self.stopped:
                break
            yield from pieces(chunk)
        yield ending()
