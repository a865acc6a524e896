"""Runs cases, in parallel, against one service after the other."""

from __future__ import annotations

import datetime
import pathlib
import tempfile
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from google.protobuf import timestamp_pb2
from google.protobuf.message import Message

from . import wire
from .loading import Case, ServiceProfile, read_cases, read_profiles
from .matching import mismatches
from .policies import closed_day
from .service import Service
from .templates import Scope
from .tokens import Issuer

THREADS = 4
MOST_REPEATS = 400


class Caller(Protocol):
    """What asks the service: the bare stubs, or a client."""

    name: str

    def call(self, rpc: str, request: Message | wire.StreamRequest, token: str | None) -> dict[str, Any]: ...

    def close(self) -> None: ...


class CaseRun:
    """One case against one service."""

    def __init__(self, caller: Caller, issuer: Issuer, tenant: str, answers: dict[str, Any]) -> None:
        self._caller = caller
        self._issuer = issuer
        self._tenant = tenant
        self.scope = Scope(answers)

    def faults(self, steps: list[dict[str, Any]]) -> list[str]:
        for number, step in enumerate(steps, 1):
            try:
                found = self._step(step)
            except (KeyError, ValueError) as fault:
                found = [str(fault)]
            if found:
                return [f"step {number} {step.get('rpc', '')}: {fault}" for fault in found]
        return []

    def _step(self, step: dict[str, Any]) -> list[str]:
        if "wait_until" in step:
            _wait_until(self.scope.fill(step["wait_until"]))
            return []
        found: list[str] = []
        for _ in range(MOST_REPEATS if "until" in step else 1):
            answer = self._call(step)
            if "as" in step:
                self.scope.answers[step["as"]] = answer.get("response", answer)
            found = _compare(self.scope.fill(step.get("until", step.get("expect", {}))), answer)
            if not found:
                break
        return found

    def _call(self, step: dict[str, Any]) -> dict[str, Any]:
        request = wire.read_request(step["rpc"], self.scope.fill(step.get("request", {})))
        wish = step.get("token", {"role": "admin", "sub": "conformance-admin"} if wire.is_admin(step["rpc"]) else {})
        token = None if wish is None else self._issuer.token(self._tenant, wish)
        return self._caller.call(step["rpc"], request, token)


def _compare(expected: dict[str, Any], answer: dict[str, Any]) -> list[str]:
    if "error" in expected:
        return mismatches(expected["error"], answer["error"]) if "error" in answer else [f"wanted an error, got {answer}"]
    if "error" in answer:
        return [f"wanted an answer, got the error {answer['error']}"]
    return mismatches(expected.get("response", {}), answer["response"])


def _wait_until(time: str) -> None:
    """Until the service's own clock, which is ours, is past a time that it named."""
    stamp = timestamp_pb2.Timestamp()
    stamp.FromJsonString(time)
    past = stamp.ToDatetime(datetime.timezone.utc) + datetime.timedelta(milliseconds=50)
    left = (past - datetime.datetime.now(datetime.timezone.utc)).total_seconds()
    if left > 30:
        raise ValueError(f"{time} is too far away to be waited for")
    while left > 0:
        threading.Event().wait(left)
        left = (past - datetime.datetime.now(datetime.timezone.utc)).total_seconds()


def run_all(
    make_caller: Callable[..., Caller],
    only: Iterable[str] = (),
    http: bool = False,
    cases: list[Case] | None = None,
    run: type[CaseRun] = CaseRun,
) -> dict[str, list[str]]:
    """Every case by name, with what was wrong; empty lists are passes. A caller is made of the gRPC address, with `http` of both."""
    wanted = tuple(only)
    cases = [case for case in (read_cases() if cases is None else cases) if (not wanted or any(word in case.name or word == case.file for word in wanted))]
    outcome: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        issuer = Issuer(pathlib.Path(folder))
        for name, profile in read_profiles().items():
            group = [case for case in cases if case.service == name]
            if group:
                outcome |= _run_group(make_caller, http, run, profile, group, issuer)
    return {case.name: outcome.get(case.name, [f"no service is called {case.service}"]) for case in cases}


def _run_group(
    make_caller: Callable[..., Caller], http: bool, run: type[CaseRun], profile: ServiceProfile, group: list[Case], issuer: Issuer
) -> dict[str, list[str]]:
    with Service(profile, group, issuer) as service:
        caller = make_caller(service.address, service.http_address) if http else make_caller(service.address)
        try:
            setup = CaseRun(caller, issuer, profile.policy, {"run": {"closed_day": closed_day()}})
            if faults := setup.faults(profile.setup):
                return {case.name: [f"the setup of {profile.name}: {fault}" for fault in faults] for case in group}
            service.set_up()
            with ThreadPoolExecutor(THREADS) as threads:
                pending = {case.name: threads.submit(run(caller, issuer, case.tenant, setup.scope.answers).faults, case.steps) for case in group}
                return {name: outcome.result() for name, outcome in pending.items()}
        finally:
            caller.close()


def report(name: str, outcome: dict[str, list[str]]) -> int:
    """Prints what failed and the row of the table; how many failed."""
    failed = {case: faults for case, faults in outcome.items() if faults}
    for case, faults in failed.items():
        print(f"{name}: {case}")
        for fault in faults:
            print(f"    {fault}")
    print(f"| {name} | {len(outcome) - len(failed)} | {len(outcome)} |")
    return len(failed)
