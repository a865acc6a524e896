"""What a case is when its literals are taken out: two cases of one shape would test the same thing twice."""

from __future__ import annotations

import json
import re
from typing import Any

from .loading import Case

# Values that are not mere literals: enum values, and what picks the rule that is asked.
NAMES = re.compile(r"^[A-Z]+(_[A-Z0-9]+)+$")
TELLING_FIELDS = {"tool", "locale", "unit", "role", "sub"}


def shape_of(case: Case) -> str:
    """Steps with enum values, field names, matchers and the names of tools and expectations; every other text and number is its type."""
    steps = [
        {
            key: value if key in ("rpc", "expect", "until") else _bare(value)
            for key, value in step.items()
            if key != "as"
        }
        for step in case.steps
    ]
    return json.dumps([case.policy, case.own_tenant, case.service, steps], sort_keys=True)


def twins(cases: list[Case]) -> list[tuple[str, str]]:
    """Pairs of cases that are alike but for literals."""
    seen: dict[str, str] = {}
    found = []
    for case in cases:
        shape = shape_of(case)
        if shape in seen:
            found.append((seen[shape], case.name))
        seen.setdefault(shape, case.name)
    return found


def _bare(value: Any, field: str = "") -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return f"number {'below' if value < 0 else 'of' if value == 0 else 'above'} 0"
    if isinstance(value, str):
        return _bare_text(value, field)
    if isinstance(value, list):
        return [_bare(item, field) for item in value]
    return {key: _bare(item, key) for key, item in value.items()}


def _bare_text(text: str, field: str) -> Any:
    if text == "" or NAMES.match(text) or field in TELLING_FIELDS or text.startswith("${"):
        return text
    if field.endswith("_json"):
        try:
            return {"json": _bare(json.loads(text))}
        except ValueError:
            return "no json"
    return "text"
