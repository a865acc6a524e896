"""Whether an answer is as expected. What is expected is a part: what it does not name may be anything."""

from __future__ import annotations

import json
import re
from typing import Any

# proto3 leaves out of JSON what has its default, so an absent value equals these.
DEFAULTS: tuple[Any, ...] = (0, "", False, "0", [], {}, 0.0)


class _Absent:
    def __repr__(self) -> str:
        return "absent"


ABSENT = _Absent()


def mismatches(expected: Any, actual: Any, place: str = "") -> list[str]:
    """What differs, place by place; empty when it matches."""
    if isinstance(expected, dict) and any(key.startswith("$") for key in expected):
        return [fault for name, operand in expected.items() for fault in _matcher(name, operand, actual, place)]
    if isinstance(expected, dict):
        if actual is ABSENT:
            actual = {}
        if not isinstance(actual, dict):
            return [f"{place}: wanted fields, got {_show(actual)}"]
        return [fault for key, item in expected.items() for fault in mismatches(item, actual.get(key, ABSENT), f"{place}.{key}" if place else key)]
    if isinstance(expected, list):
        if actual is ABSENT:
            actual = []
        if not isinstance(actual, list) or len(actual) != len(expected):
            return [f"{place}: wanted {len(expected)} items, got {_show(actual)}"]
        return [fault for number, item in enumerate(expected) for fault in mismatches(item, actual[number], f"{place}[{number}]")]
    if _equal(expected, actual):
        return []
    return [f"{place}: wanted {_show(expected)}, got {_show(actual)}"]


def _equal(expected: Any, actual: Any) -> bool:
    if actual is ABSENT:
        return any(type(expected) is type(default) and expected == default for default in DEFAULTS) or str(expected).endswith("_UNSPECIFIED")
    return type(expected) is type(actual) and expected == actual or (isinstance(expected, (int, float)) and not isinstance(expected, bool) and expected == actual)


def _matcher(name: str, operand: Any, actual: Any, place: str) -> list[str]:
    wanted = f"{place}: wanted {name} {_show(operand)}, got {_show(actual)}"
    if name == "$present":
        return [] if (actual is not ABSENT and actual not in ("", [], {})) == operand else [wanted]
    if name == "$regex":
        return [] if isinstance(actual, str) and re.search(operand, actual) else [wanted]
    if name == "$count":
        return [] if len(actual if actual is not ABSENT else []) == operand else [wanted]
    if name == "$has":
        items = actual if isinstance(actual, list) else []
        return [f"{place}: has no {_show(item)} in {_show(items)}" for item in operand if not any(not mismatches(item, one) for one in items)]
    if name == "$none":
        items = actual if isinstance(actual, list) else []
        return [f"{place}: has {_show(one)}" for one in items if not mismatches(operand, one)]
    if name == "$not":
        return [wanted] if not mismatches(operand, actual) else []
    if name == "$json":
        try:
            return [] if json.loads(actual) == operand else [wanted]
        except (TypeError, ValueError):
            return [f"{place}: is no JSON: {_show(actual)}"]
    if name in ("$at_least", "$at_most"):
        number = 0 if actual is ABSENT else float(actual)
        return [] if (number >= operand if name == "$at_least" else number <= operand) else [wanted]
    raise ValueError(f"{name} is no matcher")


def _show(value: Any) -> str:
    text = repr(value) if value is ABSENT else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 400 else text[:400] + " …"
