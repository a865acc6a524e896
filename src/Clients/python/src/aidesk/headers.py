"""What goes with each call besides its message."""

from __future__ import annotations

import functools

from .tracing import trace_headers

Headers = tuple[tuple[str, str], ...]


def call_headers(token: str) -> Headers:
    """The bearer token, and the caller's trace when there is one."""
    trace = trace_headers()
    return _authorization(token) + tuple(trace) if trace else _authorization(token)


@functools.lru_cache(maxsize=256)
def _authorization(token: str) -> Headers:
    return (("authorization", "Bearer " + token),) if token else ()
