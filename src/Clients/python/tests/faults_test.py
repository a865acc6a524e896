"""The service killed, restarted, slow and draining; wrong tokens, nobody there, an old service, large texts, cancelled calls."""

import asyncio
import socket
import threading
import unittest
from concurrent import futures

import grpc

from aidesk import (
    AsyncPolicyClient,
    Cancelled,
    DeadlineExceeded,
    IfUnavailable,
    InvalidRequest,
    NotFound,
    PermissionDenied,
    PolicyClient,
    PolicyError,
    PolicyUnavailable,
    TooLarge,
    Unauthenticated,
    Unsupported,
)
from aidesk.policy.v1 import decision_pb2, policy_service_pb2
from live_service import LiveService
from requests_of_tests import context, message, output, reply, tool_call

ALLOW = decision_pb2.VERDICT_ALLOW


class FaultsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = LiveService()
        cls.addClassCleanup(cls.service.close)

    def client(self, **changes):
        settings = {"address": self.service.address, "token": self.service.token(), "timeout": 20, **changes}
        client = PolicyClient(settings.pop("address"), settings.pop("token"), **settings)
        self.addCleanup(client.close)
        return client

    def assert_allowed_again(self, client):
        """Asks until the connection is there again: the client must find it by itself."""
        for _ in range(200):
            try:
                self.assertEqual(client.check_input(message(), timeout=5).decision.verdict, ALLOW)
                return
            except PolicyUnavailable:
                threading.Event().wait(0.05)
        self.fail("the client did not find the service again")

    def test_killed_and_restarted_service_is_unavailable_and_found_again(self):
        client = self.client()
        self.assertEqual(client.check_input(message()).decision.verdict, ALLOW)
        self.service.kill()
        with self.assertRaises(PolicyUnavailable) as refused:
            client.check_input(message(), timeout=2)
        self.assertIn("nothing may run", str(refused.exception))
        self.service.start()
        self.assert_allowed_again(client)

    def test_killed_service_is_found_again_by_asyncio(self):
        async def scene():
            async with AsyncPolicyClient(self.service.address, self.service.token(), timeout=20) as client:
                await client.check_input(message())
                self.service.kill()
                with self.assertRaises(PolicyUnavailable):
                    await client.check_input(message(), timeout=2)
                await asyncio.to_thread(self.service.start)
                for _ in range(200):
                    try:
                        return (await client.check_input(message(), timeout=5)).decision.verdict
                    except PolicyUnavailable:
                        await asyncio.sleep(0.05)

        self.assertEqual(asyncio.run(scene()), ALLOW)

    def test_slow_service_is_given_up_at_the_deadline_and_asked_again(self):
        client = self.client()
        self.assertEqual(client.check_input(message()).decision.verdict, ALLOW)
        self.service.pause()
        try:
            with self.assertRaises(DeadlineExceeded) as late:
                client.check_input(message(), timeout=0.25)
            self.assertIn("under the same request_id", str(late.exception))
            self.assertEqual(client.check_input(message(), timeout=0.25, if_unavailable=IfUnavailable.DENY).decision.verdict, decision_pb2.VERDICT_DENY)
            allowed = client.check_output(reply(), timeout=0.25, if_unavailable=IfUnavailable.ALLOW).decision
            self.assertEqual((allowed.verdict, allowed.degraded), (ALLOW, True))
            self.assertEqual(client.filter_tool_output(output(), timeout=0.25, if_unavailable=IfUnavailable.ALLOW).sanitized_json, "{}")
        finally:
            self.service.go_on()
        self.assert_allowed_again(client)

    def test_same_request_after_a_lost_answer_counts_once(self):
        client = self.client(retries=0)
        request = message("", request_id="lost-answer-" + context().session_id)
        self.assertEqual(client.check_input(message()).decision.verdict, ALLOW)
        self.service.pause()
        try:
            with self.assertRaises(DeadlineExceeded):
                client.check_input(request, timeout=0.25)
        finally:
            self.service.go_on()
        self.assertEqual(client.check_input(request).strikes.strikes, 1)
        self.assertEqual(client.check_input(request).strikes.strikes, 1)

    def test_draining_service_answers_until_it_closes(self):
        service = LiveService(AIDESK_DRAIN_SECONDS="3")
        self.addCleanup(service.close)
        client = self.client(address=service.address, token=service.token(), retries=0)
        self.assertEqual(client.check_input(message()).decision.verdict, ALLOW)
        service.terminate()
        answered = 1
        self.assertEqual(client.check_input(message()).decision.verdict, ALLOW)
        with self.assertRaises(PolicyUnavailable):
            while True:
                client.check_input(message(), timeout=5)
                answered += 1
        self.assertGreater(answered, 1)
        self.assertEqual(service.process.wait(60), 0)

    def test_nobody_there_is_unavailable_and_says_what_to_do(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            client = self.client(address=f"127.0.0.1:{nobody.getsockname()[1]}")
            with self.assertRaises(PolicyUnavailable) as refused:
                client.check_input(message(), timeout=1)
        self.assertIn("check that the service is up", str(refused.exception))

    def test_wrong_tokens_are_named(self):
        rows = [
            ("", Unauthenticated, "TOKEN_MISSING"),
            ("not.a.token", Unauthenticated, "TOKEN_INVALID"),
            (self.service.token(expires_in=-3600), Unauthenticated, "TOKEN_EXPIRED"),
            (self.service.token(role="agent"), PermissionDenied, "ROLE_REQUIRED"),
            (self.service.token("nobody"), PermissionDenied, "TENANT_UNKNOWN"),
        ]
        for token, kind, reason in rows:
            with self.assertRaises(kind) as refused:
                self.client(token=token).check_input(message())
            self.assertEqual(refused.exception.reason, reason)
            self.assertIn("token", str(refused.exception))

    def test_provider_is_asked_again_once_when_its_token_was_refused(self):
        given = []

        def provide():
            given.append(1)
            return self.service.token(expires_in=-3600) if len(given) == 1 else self.service.token()

        self.assertEqual(self.client(token=provide).check_input(message()).decision.verdict, ALLOW)
        self.assertEqual(len(given), 2)

    def test_provider_without_a_good_token_is_asked_no_more_than_twice(self):
        given = []

        def provide():
            given.append(1)
            return "not.a.token"

        with self.assertRaises(Unauthenticated):
            self.client(token=provide).check_input(message())
        self.assertEqual(len(given), 2)

    def test_provider_of_asyncio_is_awaited_and_asked_again(self):
        given = []

        async def provide():
            given.append(1)
            return "not.a.token" if len(given) == 1 else self.service.token()

        async def scene():
            async with AsyncPolicyClient(self.service.address, provide, timeout=20) as client:
                return (await client.check_input(message())).decision.verdict

        self.assertEqual((asyncio.run(scene()), len(given)), (ALLOW, 2))

    def test_wrong_fields_are_named(self):
        with self.assertRaises(InvalidRequest) as refused:
            self.client().check_tool_call(tool_call(tool=""))
        self.assertEqual((refused.exception.reason, refused.exception.field), ("FIELD_REQUIRED", "tool"))
        with self.assertRaises(NotFound):
            self.client().settle(policy_service_pb2.SettleRequest(reservation_id="x", action=policy_service_pb2.SETTLE_ACTION_COMMIT))

    def test_large_text_is_refused_and_the_client_lives_on(self):
        client = self.client()
        with self.assertRaises(TooLarge) as refused:
            client.check_input(message("a" * (5 * 1024 * 1024)))
        self.assertIn("4 MiB", str(refused.exception))
        self.assertEqual(client.check_input(message()).decision.verdict, ALLOW)

    def test_old_service_is_told_apart(self):
        server = grpc.server(futures.ThreadPoolExecutor(1))
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        self.addCleanup(lambda: server.stop(None).wait())
        with self.assertRaises(Unsupported) as refused:
            self.client(address=f"127.0.0.1:{port}").check_input(message())
        self.assertIn("update it", str(refused.exception))

    def test_cancelled_task_cancels_its_call(self):
        async def scene():
            async with AsyncPolicyClient(self.service.address, self.service.token(), timeout=20) as client:
                await client.check_input(message())
                self.service.pause()
                try:
                    task = asyncio.create_task(client.check_input(message()))
                    await asyncio.sleep(0)
                    task.cancel()
                    with self.assertRaises(asyncio.CancelledError):
                        await task
                finally:
                    self.service.go_on()
                return (await client.check_input(message())).decision.verdict

        self.assertEqual(asyncio.run(scene()), ALLOW)

    def test_closed_client_ends_its_calls_and_says_so(self):
        client = PolicyClient(self.service.address, self.service.token(), timeout=20)
        client.check_input(message())
        self.service.pause()
        try:
            with futures.ThreadPoolExecutor(1) as threads:
                sent = threading.Event()
                waiting = threads.submit(lambda: (sent.set(), client.check_input(message())))
                sent.wait()
                client.close()
                with self.assertRaises((Cancelled, PolicyUnavailable)):
                    waiting.result(60)
        finally:
            self.service.go_on()
        with self.assertRaises(PolicyError) as refused:
            client.check_input(message())
        self.assertIn("closed", str(refused.exception))
