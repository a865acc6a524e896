"""Streamed replies on the real service."""

import asyncio

from aidesk import AsyncPolicyClient, Denied, PolicyClient
from aidesk.policy.v1 import decision_pb2
from live_service import LiveService
from requests_of_tests import context

HARMLESS = ["Your order ", "left our warehouse yesterday. ", "It will be with you tomorrow.\n"] * 60
LEAK = [*HARMLESS, "Your reference is 3f2504e0-4f89-", "41d3-9a0c-0305e82c3301. ", *HARMLESS]


class StreamScenes:
    @classmethod
    def setUpClass(cls):
        cls.service = LiveService()
        cls.addClassCleanup(cls.service.close)

    def test_stream_of_a_harmless_reply_gives_all_of_it(self):
        with PolicyClient(self.service.address, self.service.token(), timeout=20) as client:
            stream = client.stream_reply(context())
            self.assertEqual("".join(stream.release(HARMLESS)), "".join(HARMLESS))
            self.assertEqual(stream.decision.verdict, decision_pb2.VERDICT_ALLOW)

    def test_stream_with_a_leak_over_two_chunks_never_gives_it(self):
        released = []
        with PolicyClient(self.service.address, self.service.token(), timeout=20) as client:
            with self.assertRaises(Denied):
                for text in client.stream_reply(context()).release(LEAK):
                    released.append(text)
        self.assertNotIn("3f2504e0", "".join(released))
        self.assertTrue("".join(LEAK).startswith("".join(released)))

    def test_stream_of_asyncio(self):
        async def scene(chunks):
            async with AsyncPolicyClient(self.service.address, self.service.token(), timeout=20) as client:
                stream = await client.stream_reply(context())
                return "".join([text async for text in stream.release(chunks)])

        self.assertEqual(asyncio.run(scene(HARMLESS)), "".join(HARMLESS))
        with self.assertRaises(Denied):
            asyncio.run(scene(LEAK))
