"""What a case leaves open: ids that are new in every run, values of earlier answers, and texts too long to be written out."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

PLACE = re.compile(r"\$\{([^}]+)\}")


class Scope:
    """The names that a case may use. `${new.X}` is an id, the same in all of the case; `${step.field.0.other}` is a value of an earlier answer."""

    def __init__(self, answers: dict[str, Any] | None = None) -> None:
        self.answers: dict[str, Any] = dict(answers or {})
        self._ids: dict[str, str] = {}

    def fill(self, value: Any) -> Any:
        """The value with everything that was left open in its place."""
        if isinstance(value, str):
            return self._fill_text(value)
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"$repeat"}:
            text, times = value["$repeat"]
            return self.fill(text) * times
        if set(value) == {"$join"}:
            return "".join(self.fill(part) for part in value["$join"])
        if set(value) == {"$json_text"}:
            return json.dumps(self.fill(value["$json_text"]), ensure_ascii=False)
        if set(value) == {"$each"}:
            count, item = value["$each"]
            return [self.fill(_numbered(item, number)) for number in range(count)]
        return {self._fill_text(key): self.fill(item) for key, item in value.items()}

    def _fill_text(self, text: str) -> Any:
        whole = PLACE.fullmatch(text)
        if whole:
            return self._named(whole.group(1))
        return PLACE.sub(lambda place: str(self._named(place.group(1))), text)

    def _named(self, name: str) -> Any:
        if name.startswith("new."):
            return self._ids.setdefault(name, str(uuid.uuid4()))
        step, *path = name.split(".")
        if step not in self.answers:
            raise KeyError(f"no earlier step is called {step}")
        value = self.answers[step]
        for part in path:
            try:
                value = value[int(part)] if isinstance(value, list) else value[part]
            except (KeyError, IndexError):
                raise KeyError(f"the answer of {step} has no {'.'.join(path)}") from None
        return value


def _numbered(item: Any, number: int) -> Any:
    """The item with `#` in its texts and keys replaced by its number."""
    return json.loads(json.dumps(item).replace("#", str(number)))
