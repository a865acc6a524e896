"""The bearer token of each call: a text, or a provider that is asked when there is none yet and once when the service refused the last."""

from __future__ import annotations

import inspect
import os
import threading
from collections.abc import Awaitable, Callable
from typing import Union

TokenProvider = Callable[[], str]
AsyncTokenProvider = Callable[[], Union[str, Awaitable[str]]]


class TokenSource:
    """Keeps what the provider gave until `renew` is told that it was refused."""

    def __init__(self, token: str | TokenProvider | None) -> None:
        self._provider = token if callable(token) else None
        self._lock = threading.Lock()
        self._token = "" if self._provider else (token or os.environ.get("AIDESK_TOKEN", ""))

    @property
    def can_renew(self) -> bool:
        return self._provider is not None

    def current(self) -> str:
        if self._token or self._provider is None:
            return self._token
        return self.renew("")

    def renew(self, refused: str) -> str:
        """A token other than the refused one; of several callers that were refused at once one asks the provider."""
        with self._lock:
            if self._provider is not None and self._token == refused:
                self._token = self._provider()
            return self._token


class AsyncTokenSource:
    """The same where the provider may be awaited."""

    def __init__(self, token: str | AsyncTokenProvider | None) -> None:
        self._provider = token if callable(token) else None
        self._token = "" if self._provider else (token or os.environ.get("AIDESK_TOKEN", ""))

    @property
    def can_renew(self) -> bool:
        return self._provider is not None

    @property
    def known(self) -> str:
        """The token that is there already; empty when the provider must be asked first."""
        return self._token

    async def current(self) -> str:
        if self._token or self._provider is None:
            return self._token
        return await self.renew("")

    async def renew(self, refused: str) -> str:
        if self._provider is not None and self._token == refused:
            given = self._provider()
            fresh = await given if inspect.isawaitable(given) else given
            if self._token == refused:
                self._token = fresh
        return self._token
