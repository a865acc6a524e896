"""Streamed replies on the real service."""

import asyncio
import unittest

from aidesk import AsyncPolicyClient, Denied, PolicyClient, PolicyUnavailable, Unauthenticated
from aidesk.policy.v1 import decision_pb2
from live_service import LiveService
from requests_of_tests import context

HARMLESS = ["Your order ", "left our warehouse yesterday. ", "It will be with you tomorrow.\n"] * 60
LEAK = [*HARMLESS, "Your reference is 3f2504e0-4f89-", "41d3-9a0c-0305e82c3301. ", *HARMLESS]


class StreamsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = LiveService()
        cls.addClassCleanup(cls.service.close)

    def test_stream_of_a_harmless_reply_gives_all_of_it(self):
        with PolicyClient(self.service.address, self.service.token("streamed"), timeout=20) as client:
            stream = client.stream_reply(context())
            self.assertEqual("".join(stream.release(HARMLESS)), "".join(HARMLESS))
            self.assertEqual(stream.decision.verdict, decision_pb2.VERDICT_ALLOW)

    def test_stream_with_a_leak_over_two_chunks_never_gives_it(self):
        released = []
        with PolicyClient(self.service.address, self.service.token("streamed"), timeout=20) as client:
            with self.assertRaises(Denied):
                for text in client.stream_reply(context()).release(LEAK):
                    released.append(text)
        self.assertNotIn("3f2504e0", "".join(released))
        self.assertTrue("".join(LEAK).startswith("".join(released)))

    def test_stream_of_asyncio(self):
        async def scene(chunks):
            async with AsyncPolicyClient(self.service.address, self.service.token("streamed"), timeout=20) as client:
                stream = await client.stream_reply(context())
                return "".join([text async for text in stream.release(chunks)])

        self.assertEqual(asyncio.run(scene(HARMLESS)), "".join(HARMLESS))
        with self.assertRaises(Denied):
            asyncio.run(scene(LEAK))

    def test_stream_says_early_that_the_writer_may_stop(self):
        taken = []

        def write():
            for number in range(100_000):
                taken.append(number)
                yield LEAK[number] if number < len(LEAK) else "And so on. "

        with PolicyClient(self.service.address, self.service.token("streamed"), timeout=20) as client:
            stream = client.stream_reply(context())
            with self.assertRaises(Denied):
                list(stream.release(write()))
        self.assertTrue(stream.stopped)
        self.assertLess(len(taken), 100_000)

    def test_stream_of_a_wrong_token_is_refused(self):
        with PolicyClient(self.service.address, "not.a.token", timeout=20) as client:
            with self.assertRaises(Unauthenticated):
                list(client.stream_reply(context()).release(HARMLESS))

    def test_stream_of_a_lost_service_releases_nothing_more(self):
        service = LiveService()
        self.addCleanup(service.close)

        def write():
            yield from HARMLESS
            service.kill()
            yield from HARMLESS

        released = []
        with PolicyClient(service.address, service.token("streamed"), timeout=20) as client:
            with self.assertRaises(PolicyUnavailable):
                for text in client.stream_reply(context()).release(write()):
                    released.append(text)
        self.assertTrue("".join(HARMLESS).startswith("".join(released)))

    def test_stream_that_is_left_is_cancelled_and_the_client_lives_on(self):
        with PolicyClient(self.service.address, self.service.token("streamed"), timeout=20) as client:
            left = client.stream_reply(context()).release(HARMLESS)
            self.assertNotEqual(next(left), "")
            left.close()
            self.assertEqual("".join(client.stream_reply(context()).release(["Fine."])), "Fine.")
