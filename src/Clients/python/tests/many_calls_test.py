"""Ten thousand calls at once, and memory that does not grow with them."""

import asyncio
import gc
import itertools
import math
import pathlib
import threading
import time
import unittest

from aidesk import AsyncPolicyClient
from aidesk.policy.v1 import decision_pb2
from live_service import LiveService
from requests_of_tests import tool_call

CALLS = 10_000
# A call that left 200 bytes behind would add 2 MB in every round. For other reasons a round may grow: what leaks grows in each of them.
GROWTH_LIMIT_KIB = 1024
MOST_ROUNDS = 6
UNTAKEN = 5_000
LEAVING_SECONDS = 120


def resident_kib():
    gc.collect()
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


def smallest_growth(resident):
    return min((after - before for before, after in itertools.pairwise(resident)), default=math.inf)


def wait_until_idle(pid):
    """Until the process has used no processor for a while: it has answered what it was asked."""

    def used():
        return sum(map(int, pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))

    still, before = 0, used()
    while still < 5:
        time.sleep(0.1)
        still, before = (still + 1 if used() == before else 0), used()


class ManyCallsTest(unittest.TestCase):
    def test_ten_thousand_calls_at_once_are_all_answered_and_memory_stays(self):
        service = LiveService(AIDESK_MAX_IN_FLIGHT="20000")
        self.addCleanup(service.close)

        async def ask(client):
            answers = await asyncio.gather(*(client.check_tool_call(tool_call()) for _ in range(CALLS)))
            return {answer.decision.verdict for answer in answers}

        async def scene():
            async with AsyncPolicyClient(service.address, service.token(), timeout=300) as client:
                self.assertEqual(await ask(client), {decision_pb2.VERDICT_ALLOW})
                resident = [resident_kib()]
                while len(resident) <= MOST_ROUNDS and smallest_growth(resident) >= GROWTH_LIMIT_KIB:
                    self.assertEqual(await ask(client), {decision_pb2.VERDICT_ALLOW})
                    resident.append(resident_kib())
                return resident

        resident = asyncio.run(scene())
        told = ", then ".join(f"{kib // 1024} MiB" for kib in resident)
        print(f"\n| python asyncio | {CALLS} calls at once, {len(resident)} times | resident {told} |", flush=True)
        self.assertLess(smallest_growth(resident), GROWTH_LIMIT_KIB, f"KiB after each round: {resident}")

    def test_loop_that_ends_with_answers_on_the_way_is_left(self):
        """What nobody takes any more fills what grpcio tells the loop by: leaving must not wait for it."""
        service = LiveService(AIDESK_MAX_IN_FLIGHT="20000")
        self.addCleanup(service.close)

        async def scene():
            async with AsyncPolicyClient(service.address, service.token(), timeout=300) as client:
                calls = [asyncio.ensure_future(client.check_tool_call(tool_call())) for _ in range(UNTAKEN)]
                await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
                # The loop stands still until the others are answered, too.
                wait_until_idle(service.process.pid)
                for call in calls:
                    call.cancel()

        leaving = threading.Thread(target=asyncio.run, args=(scene(),), daemon=True)
        leaving.start()
        leaving.join(LEAVING_SECONDS)
        self.assertFalse(leaving.is_alive(), "the loop was not left")
