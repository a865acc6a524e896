"""The caller's trace goes with each call where OpenTelemetry is installed."""

from __future__ import annotations

try:
    from opentelemetry.propagate import inject as _inject
except ImportError:
    _inject = None


def trace_headers() -> list[tuple[str, str]]:
    """`traceparent` and what belongs to it; empty without OpenTelemetry or outside a trace."""
    if _inject is None:
        return []
    carrier: dict[str, str] = {}
    _inject(carrier)
    return [(name.lower(), value) for name, value in carrier.items()]
