"""What the client costs above the bare stub, on the same channel and for the same requests: overhead.py [CALLS].

Both ask in turns, block by block, so that what else the machine does meets both; each figure is the median of the blocks. Printed, never asserted.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from aidesk import AsyncPolicyClient, PolicyClient
from aidesk.channels import ASYNCIO, BLOCKING, loop_scope
from aidesk.methods import CHECK_TOOL_CALL
from live_service import LiveService
from requests_of_tests import tool_call

BLOCKS = 20


def requests(count):
    made = [tool_call() for _ in range(count)]
    for request in made:
        request.request_id = str(uuid.uuid4())
    return made


def in_turn(asks, block):
    """Each goes first in every other block."""
    return list(asks.items())[:: 1 if block % 2 else -1]


def blocking(service, calls):
    metadata = [("authorization", "Bearer " + service.token())]
    with PolicyClient(service.address, service.token(), timeout=60) as client:
        channel = BLOCKING.acquire(client.address)
        stub = channel.unary_unary(CHECK_TOOL_CALL.path, CHECK_TOOL_CALL.request.SerializeToString, CHECK_TOOL_CALL.response.FromString)
        asks = {"bare stub": lambda request: stub(request, timeout=60, metadata=metadata), "client": client.check_tool_call}
        times = {name: [] for name in asks}
        for block in range(-2, BLOCKS):
            for name, ask in in_turn(asks, block):
                made = requests(calls // BLOCKS)
                begun = time.perf_counter()
                for request in made:
                    ask(request)
                if block >= 0:
                    times[name].append((time.perf_counter() - begun) / len(made))
        BLOCKING.release(client.address)
    return {name: statistics.median(blocks) for name, blocks in times.items()}


async def awaited(service, calls):
    metadata = (("authorization", "Bearer " + service.token()),)
    async with AsyncPolicyClient(service.address, service.token(), timeout=60) as client:
        channel = ASYNCIO.acquire(client.address, loop_scope())
        stub = channel.unary_unary(CHECK_TOOL_CALL.path, CHECK_TOOL_CALL.request.SerializeToString, CHECK_TOOL_CALL.response.FromString)
        asks = {"bare stub": lambda request: stub(request, timeout=60, metadata=metadata), "client": client.check_tool_call}
        times = {name: [] for name in asks}
        for block in range(-2, BLOCKS):
            for name, ask in in_turn(asks, block):
                made = requests(calls // BLOCKS)
                begun = time.perf_counter()
                for request in made:
                    await ask(request)
                if block >= 0:
                    times[name].append((time.perf_counter() - begun) / len(made))
        ASYNCIO.release(client.address, loop_scope())
    return {name: statistics.median(blocks) for name, blocks in times.items()}


def main():
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 6000
    service = LiveService()
    try:
        print("| client | bare stub, µs a call | client, µs a call | overhead | aim |")
        print("|---|---|---|---|---|")
        for name, taken in (("python sync", blocking(service, calls)), ("python asyncio", asyncio.run(awaited(service, calls)))):
            bare, ours = taken["bare stub"] * 1e6, taken["client"] * 1e6
            print(f"| {name} | {bare:.0f} | {ours:.0f} | {100 * (ours / bare - 1):.1f} % | 10 % |", flush=True)
    finally:
        service.close()


if __name__ == "__main__":
    main()
