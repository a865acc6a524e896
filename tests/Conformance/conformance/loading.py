"""Cases and services as they lie in the folder."""

from __future__ import annotations

import json
import pathlib
from dataclasses import dataclass, field
from typing import Any

FOLDER = pathlib.Path(__file__).resolve().parent.parent
ROOT = FOLDER.parent.parent

CASE_KEYS = {"name", "policy", "own_tenant", "service", "steps"}
STEP_KEYS = {"rpc", "request", "as", "token", "expect", "wait_until", "until"}


@dataclass(frozen=True)
class Case:
    """One case: steps in order, of which each has its own expectation."""

    name: str
    file: str
    policy: str
    own_tenant: bool
    service: str
    steps: list[dict[str, Any]]

    @property
    def tenant(self) -> str:
        """Its own copy of the policy when it changes what the whole tenant shares, else the one that all such cases share."""
        return f"{self.policy}--{self.name}"[:63].rstrip("-") if self.own_tenant else self.policy


@dataclass(frozen=True)
class ServiceProfile:
    """How the service must be set up for a group of cases."""

    name: str
    env: dict[str, str]
    setup: list[dict[str, Any]] = field(default_factory=list)
    policy: str = ""


def read_cases(folder: pathlib.Path = FOLDER / "cases") -> list[Case]:
    cases = []
    for file in sorted(folder.glob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        for entry in document["cases"]:
            _refuse_unknown(entry, CASE_KEYS, f"{file.name}: {entry.get('name')}")
            for step in entry["steps"]:
                _refuse_unknown(step, STEP_KEYS, f"{file.name}: {entry['name']}")
            cases.append(
                Case(
                    name=entry["name"],
                    file=file.name,
                    policy=entry.get("policy", document.get("policy", "")),
                    own_tenant=entry.get("own_tenant", document.get("own_tenant", False)),
                    service=entry.get("service", document.get("service", "default")),
                    steps=entry["steps"],
                )
            )
    names = [case.name for case in cases]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"cases of one name: {', '.join(sorted(twice))}")
    tenants = [case.tenant for case in cases if case.own_tenant]
    if len(set(tenants)) < len(tenants):
        raise ValueError("two cases would share a tenant of their own: give them names that differ sooner")
    return cases


def read_profiles(file: pathlib.Path = FOLDER / "services.json") -> dict[str, ServiceProfile]:
    document = json.loads(file.read_text("utf-8"))
    return {
        name: ServiceProfile(name, entry.get("env", {}), entry.get("setup", []), entry.get("policy", ""))
        for name, entry in document.items()
        if name != "about"
    }


def _refuse_unknown(entry: dict[str, Any], known: set[str], where: str) -> None:
    unknown = set(entry) - known
    if unknown:
        raise ValueError(f"{where}: unknown keys {', '.join(sorted(unknown))}")
