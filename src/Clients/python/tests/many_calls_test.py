"""Ten thousand calls at once, and memory that does not grow with them."""

import asyncio
import gc
import unittest

from aidesk import AsyncPolicyClient
from aidesk.policy.v1 import decision_pb2
from live_service import LiveService
from requests_of_tests import tool_call

CALLS = 10_000
GROWTH_LIMIT_KIB = 24 * 1024


def resident_kib():
    gc.collect()
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


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
                before = resident_kib()
                for _ in range(2):
                    self.assertEqual(await ask(client), {decision_pb2.VERDICT_ALLOW})
                return before, resident_kib()

        before, after = asyncio.run(scene())
        print(f"\n| python asyncio | {CALLS} calls at once, three times | resident {before // 1024} MiB, then {after // 1024} MiB |", flush=True)
        self.assertLess(after - before, GROWTH_LIMIT_KIB)
