"""Which combinations of RPC, verdict and reason the cases reach, which RPC errors, and which cannot be reached."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from aidesk.policy.v1 import decision_pb2, errors_pb2

from .loading import FOLDER, Case

VERDICTS = [name.removeprefix("VERDICT_") for name in decision_pb2.Verdict.keys() if not name.endswith("UNSPECIFIED")]
REASONS = [name.removeprefix("REASON_") for name in decision_pb2.Reason.keys() if not name.endswith("UNSPECIFIED")]
ERRORS = [name.removeprefix("ERROR_REASON_") for name in errors_pb2.ErrorReason.keys() if not name.endswith("UNSPECIFIED")]
DECIDING = ["CheckInput", "CheckToolCall", "FilterToolOutput", "CheckOutput", "CheckOutputStream", "ResolveApproval"]
RPCS = [*DECIDING, "Settle", "RedeemDecision", "ListTools"]


class Coverage:
    def __init__(self, cases: list[Case]) -> None:
        self.decisions: Counter[tuple[str, str, str]] = Counter()
        self.errors: Counter[tuple[str, str]] = Counter()
        for case in cases:
            for step in case.steps:
                self._read(step)
        rules = json.loads((FOLDER / "unreachable.json").read_text("utf-8"))
        self._decision_rules: list[dict[str, Any]] = rules["decisions"]
        self._error_rules: list[dict[str, Any]] = rules["errors"]

    def faults(self) -> Iterator[str]:
        """Combinations that are neither reached nor said to be out of reach, or both."""
        for rpc in DECIDING:
            for verdict in VERDICTS:
                for reason in REASONS:
                    yield from _fault(f"{rpc} {verdict} {reason}", self.decisions[rpc, verdict, reason], self._rule(rpc, verdict, reason))
        for rpc in RPCS:
            for reason in ERRORS:
                yield from _fault(f"{rpc} {reason}", self.errors[rpc, reason], self._error_rule(rpc, reason))

    def document(self) -> str:
        """The tables, as COVERAGE.md has them."""
        lines = ["# What the cases reach", "", "Made by `run.sh --coverage`; a self-test compares. A number says how many steps want it, a letter why none can.", ""]
        lines += ["## Decisions", ""]
        for rpc in DECIDING:
            lines += [f"### {rpc}", "", "| reason | " + " | ".join(VERDICTS) + " |", "|---" * (len(VERDICTS) + 1) + "|"]
            for reason in REASONS:
                cells = [self._cell(self.decisions[rpc, verdict, reason], self._rule(rpc, verdict, reason)) for verdict in VERDICTS]
                lines.append(f"| {reason} | " + " | ".join(cells) + " |")
            lines.append("")
        lines += _notes(self._decision_rules, "a")
        lines += ["## Errors", "", "| reason | " + " | ".join(RPCS) + " |", "|---" * (len(RPCS) + 1) + "|"]
        for reason in ERRORS:
            cells = [self._cell(self.errors[rpc, reason], self._error_rule(rpc, reason)) for rpc in RPCS]
            lines.append(f"| {reason} | " + " | ".join(cells) + " |")
        lines += ["", *_notes(self._error_rules, "A")]
        return "\n".join(lines).rstrip() + "\n"

    def _read(self, step: dict[str, Any]) -> None:
        expected = step.get("until", step.get("expect", {}))
        decision = expected.get("response", {}).get("decision", {})
        if isinstance(decision, dict) and "verdict" in decision and "reason" in decision:
            self.decisions[step["rpc"], decision["verdict"].removeprefix("VERDICT_"), decision["reason"].removeprefix("REASON_")] += 1
        if "reason" in expected.get("error", {}):
            self.errors[step["rpc"], expected["error"]["reason"]] += 1

    def _rule(self, rpc: str, verdict: str, reason: str) -> str:
        return _letter(self._decision_rules, "a", rpc=rpc, verdict=verdict, reason=reason)

    def _error_rule(self, rpc: str, reason: str) -> str:
        return _letter(self._error_rules, "A", rpc=rpc, reason=reason)

    @staticmethod
    def _cell(count: int, letter: str) -> str:
        return str(count) if count else letter


def _letter(rules: list[dict[str, Any]], first: str, **names: str) -> str:
    """The letter of the first rule that covers the combination; empty for none."""
    for number, rule in enumerate(rules):
        if all(_covers(rule[field], name) for field, name in names.items()):
            return chr(ord(first) + number)
    return ""


def _covers(wanted: Any, name: str) -> bool:
    if isinstance(wanted, dict):
        return name not in wanted["not"]
    return wanted == "*" or name in ([wanted] if isinstance(wanted, str) else wanted)


def _fault(what: str, count: int, letter: str) -> Iterator[str]:
    if count and letter:
        yield f"{what}: a case reaches it, and rule {letter} says that none can"
    if not count and not letter:
        yield f"{what}: no case reaches it, and no rule says why"


def _notes(rules: list[dict[str, Any]], first: str) -> list[str]:
    return [f"- **{chr(ord(first) + number)}**: {rule['why']}" for number, rule in enumerate(rules)] + [""]
