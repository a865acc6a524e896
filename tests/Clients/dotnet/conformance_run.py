"""All cases of tests/Conformance through the .NET client, which a program beside this file asks: conformance_run.py [NAME ...]."""

from __future__ import annotations

import base64
import itertools
import json
import os
import pathlib
import subprocess
import sys
import threading
from concurrent.futures import Future
from typing import Any

from aidesk.policy.v1 import decision_pb2

from conformance import wire
from conformance.bare import BareCaller
from conformance.running import report, run_all

PROGRAM = pathlib.Path(__file__).parent / "bin" / os.environ.get("CONFIGURATION", "Release") / "net10.0" / "AiDesk.Clients.Dotnet.Caller.dll"
WAIT_SECONDS = 120


def encoded(message: Any) -> str:
    return base64.b64encode(message.SerializeToString()).decode()


class DotnetCaller:
    """One program for a group of cases. The administration, which the client does not have, is asked by the bare stub."""

    name = "C#"

    def __init__(self, address: str) -> None:
        self._administration = BareCaller(address)
        self._program = subprocess.Popen(["dotnet", str(PROGRAM), address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self._ids = itertools.count(1)
        self._waiting: dict[int, Future[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def call(self, rpc: str, request: Any, token: str | None) -> dict[str, Any]:
        if wire.is_admin(rpc):
            return self._administration.call(rpc, request, token)
        asked = {"open": encoded(request.open), "chunks": request.chunks} if rpc == wire.STREAM else {"request": encoded(request)}
        answer = self._ask({"rpc": rpc, "token": token, **asked})
        if "error" in answer:
            return {"error": answer["error"]}
        if rpc == wire.STREAM:
            decision = decision_pb2.Decision.FromString(base64.b64decode(answer["decision"])) if answer["decision"] is not None else None
            return {"response": wire.stream_answer(answer["text"], answer["pace"], answer["stopped"], decision)}
        return {"response": wire.read_response(wire.message_type(rpc + "Response").FromString(base64.b64decode(answer["response"])))}

    def close(self) -> None:
        self._administration.close()
        self._program.stdin.close()
        self._program.wait(WAIT_SECONDS)
        self._reader.join()

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        waiting: Future[dict[str, Any]] = Future()
        with self._lock:
            number = next(self._ids)
            self._waiting[number] = waiting
            self._program.stdin.write(json.dumps({"id": number, **question}) + "\n")
            self._program.stdin.flush()
        return waiting.result(WAIT_SECONDS)

    def _read(self) -> None:
        for line in self._program.stdout:
            answer = json.loads(line)
            with self._lock:
                waiting = self._waiting.pop(answer["id"])
            waiting.set_result(answer)
        with self._lock:
            for waiting in self._waiting.values():
                waiting.set_exception(RuntimeError("the program that asks has ended"))


def main() -> int:
    outcome = run_all(DotnetCaller, sys.argv[1:])
    failed = report(DotnetCaller.name, outcome)
    print(f"{len(outcome) - failed} passed, {failed} failed", flush=True)
    return 1 if failed or not outcome else 0


if __name__ == "__main__":
    sys.exit(main())
