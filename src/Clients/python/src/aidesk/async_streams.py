"""A reply that is checked while it is written, for asyncio."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import Any, Union

import grpc

from .errors import error_of
from .headers import Headers
from .policy.v1 import checks_pb2, decision_pb2
from .reply_messages import PATH, RPC, ReplyProgress, deserialize, ending, pieces, serialize


class AsyncReplyStream:
    """As ReplyStream: `async for text in (await client.stream_reply(context)).release(model_chunks): await send(text)`."""

    def __init__(
        self, channel: grpc.aio.Channel, metadata: Headers, first: checks_pb2.CheckOutputStreamRequest, timeout: float
    ) -> None:
        self._channel = channel
        self._metadata = metadata
        self._first = first
        self._timeout = timeout
        self._progress = ReplyProgress()

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

    async def release(self, chunks: Union[Iterable[str], AsyncIterable[str]]) -> AsyncIterator[str]:
        """Once. Closing the iterator cancels the call."""
        method = self._channel.stream_stream(PATH, serialize, deserialize)
        call: Any = method(self._requests(chunks), timeout=self._timeout, metadata=self._metadata)
        try:
            async for response in call:
                text = self._progress.read(response)
                if text:
                    yield text
        except grpc.RpcError as error:
            raise error_of(RPC, error) from error
        finally:
            call.cancel()
        self._progress.finish()

    async def _requests(self, chunks: Union[Iterable[str], AsyncIterable[str]]) -> AsyncIterator[Any]:
        yield self._first
        async for chunk in _each(chunks):
            if self.stopped:
                break
            for piece in pieces(chunk):
                yield piece
        yield ending()


async def _each(chunks: Union[Iterable[str], AsyncIterable[str]]) -> AsyncIterator[str]:
    if isinstance(chunks, AsyncIterable):
        async for chunk in chunks:
            yield chunk
    else:
        for chunk in chunks:
            yield chunk
