"""What needs no service: addresses, statuses, attempts, tokens, what is asked for when nobody answers."""

import asyncio
import unittest
from unittest import mock

import grpc
from google.rpc import error_details_pb2, status_pb2

from aidesk import Address, IfUnavailable, PolicyClient, PolicyUnavailable, Tls, TooLarge, guard
from aidesk import errors, tracing
from aidesk.attempts import Attempts
from aidesk.fallback import REASON, stand_in
from aidesk.methods import CHECK_INPUT, CHECK_TOOL_CALL, FILTER_TOOL_OUTPUT, LIST_TOOLS, REDEEM_DECISION, UNARY
from aidesk.policy.v1 import decision_pb2, policy_service_pb2
from aidesk.requests import RunRequests
from aidesk.status import error_info
from aidesk.tokens import AsyncTokenSource, TokenSource
from requests_of_tests import message


class Failed(grpc.RpcError):
    def __init__(self, code, trailers=()):
        self._code = code
        self._trailers = trailers

    def code(self):
        return self._code

    def details(self):
        return "told"

    def trailing_metadata(self):
        return self._trailers


class AddressTest(unittest.TestCase):
    def test_parse_of_what_it_may_be(self):
        rows = [
            ("127.0.0.1:7070", None, "127.0.0.1:7070", None),
            ("http://policy:80", None, "policy:80", None),
            ("http://policy", None, "policy:7070", None),
            ("https://policy:443/", None, "policy:443", Tls()),
            ("policy:443", Tls(ca="ca.pem"), "policy:443", Tls(ca="ca.pem")),
            ("http://[::1]:7070", None, "[::1]:7070", None),
            ("unix:/run/aidesk.sock", None, "unix:/run/aidesk.sock", None),
            ("unix:///run/aidesk.sock", None, "unix:/run/aidesk.sock", None),
        ]
        for text, tls, target, wanted in rows:
            self.assertEqual(Address.parse(text, tls), Address(target, wanted), text)

    def test_parse_of_what_it_may_not_be_is_an_error(self):
        for text, tls in [("ftp://policy", None), ("http://policy/path", None), ("unix:", None), ("http://", None), ("http://policy", Tls())]:
            with self.assertRaises(ValueError, msg=text) as fault:
                Address.parse(text, tls)
            self.assertIn(text, str(fault.exception))

    def test_parse_of_nothing_is_the_environment_then_the_default(self):
        with mock.patch.dict("os.environ", {"AIDESK_ADDRESS": "policy:1"}):
            self.assertEqual(Address.parse().target, "policy:1")
        with mock.patch.dict("os.environ", clear=True):
            self.assertEqual(Address.parse().target, "127.0.0.1:7070")

    def test_tls_with_half_a_certificate_is_an_error(self):
        with self.assertRaises(ValueError):
            Tls(certificate="client.pem")


class StatusTest(unittest.TestCase):
    def test_error_info_is_read_as_protobuf_writes_it(self):
        status = status_pb2.Status(code=3, message="wrong")
        status.details.add().Pack(error_details_pb2.BadRequest())
        info = error_details_pb2.ErrorInfo(reason="FIELD_INVALID", domain="aidesk.policy", metadata={"field": "context.ñ", "other": ""})
        status.details.add().Pack(info)
        read = error_info(Failed(grpc.StatusCode.INVALID_ARGUMENT, [("grpc-status-details-bin", status.SerializeToString())]))
        self.assertEqual((read.reason, read.domain, read.metadata), ("FIELD_INVALID", "aidesk.policy", {"field": "context.ñ", "other": ""}))

    def test_error_info_of_anything_else_is_none(self):
        for value in (b"", b"\xff", b"\x1a\x7f", b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", b"\x1d1234"):
            self.assertIsNone(error_info(Failed(grpc.StatusCode.INTERNAL, [("grpc-status-details-bin", value)])), value)


class ErrorsTest(unittest.TestCase):
    KINDS = {
        grpc.StatusCode.UNAVAILABLE: errors.PolicyUnavailable,
        grpc.StatusCode.DEADLINE_EXCEEDED: errors.DeadlineExceeded,
        grpc.StatusCode.UNAUTHENTICATED: errors.Unauthenticated,
        grpc.StatusCode.PERMISSION_DENIED: errors.PermissionDenied,
        grpc.StatusCode.INVALID_ARGUMENT: errors.InvalidRequest,
        grpc.StatusCode.NOT_FOUND: errors.NotFound,
        grpc.StatusCode.FAILED_PRECONDITION: errors.PreconditionFailed,
        grpc.StatusCode.UNIMPLEMENTED: errors.Unsupported,
        grpc.StatusCode.CANCELLED: errors.Cancelled,
        grpc.StatusCode.RESOURCE_EXHAUSTED: errors.TooLarge,
    }

    def test_error_of_each_status_is_of_its_kind_and_says_what_to_do(self):
        for code in grpc.StatusCode:
            error = errors.error_of("CheckInput", Failed(code))
            self.assertIs(type(error), self.KINDS.get(code, errors.ServiceFault), code)
            self.assertIn(error.advice, str(error))
            self.assertTrue(str(error).startswith("CheckInput: "), error)

    def test_error_of_a_service_that_sheds_load_is_not_that_of_a_large_message(self):
        status = status_pb2.Status(code=8)
        status.details.add().Pack(error_details_pb2.ErrorInfo(reason="OVERLOADED", domain="aidesk.policy"))
        error = errors.error_of("CheckInput", Failed(grpc.StatusCode.RESOURCE_EXHAUSTED, [("grpc-status-details-bin", status.SerializeToString())]))
        self.assertIs(type(error), errors.Overloaded)
        self.assertIsInstance(error, errors.PolicyUnavailable)


class AttemptsTest(unittest.TestCase):
    def test_attempts_give_a_check_an_id_of_its_own_and_leave_the_request_alone(self):
        request = message()
        sent = type(request).FromString(Attempts(CHECK_INPUT, request, 1, 2).data)
        self.assertNotEqual(sent.request_id, "")
        self.assertEqual(request.request_id, "")
        self.assertEqual(type(request).FromString(Attempts(CHECK_INPUT, message(request_id="mine"), 1, 2).data).request_id, "mine")

    def test_attempts_without_retries_send_the_request_as_it_is(self):
        self.assertEqual(type(message()).FromString(Attempts(CHECK_INPUT, message(), 1, 0).data).request_id, "")

    def test_attempts_of_a_redemption_without_id_are_one(self):
        attempts = Attempts(REDEEM_DECISION, policy_service_pb2.RedeemDecisionRequest(), 1, 2)
        self.assertIsNone(attempts.pause_after(Failed(grpc.StatusCode.UNAVAILABLE)))

    def test_pause_after_is_for_what_was_not_answered_and_ends(self):
        for code in grpc.StatusCode:
            attempts = Attempts(LIST_TOOLS, policy_service_pb2.ListToolsRequest(), 10, 2)
            pauses = [attempts.pause_after(Failed(code)) for _ in range(3)]
            if code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED):
                self.assertEqual([pause is None for pause in pauses], [False, False, True], code)
            else:
                self.assertEqual(pauses, [None, None, None], code)

    def test_pause_after_never_outlasts_the_deadline(self):
        self.assertIsNone(Attempts(LIST_TOOLS, policy_service_pb2.ListToolsRequest(), 0.001, 2).pause_after(Failed(grpc.StatusCode.UNAVAILABLE)))

    def test_attempts_of_too_large_a_request_are_refused_before_they_are_sent(self):
        with self.assertRaises(TooLarge) as refused:
            Attempts(CHECK_INPUT, message("a" * (5 * 1024 * 1024)), 1, 2)
        self.assertIn("Cut the text", str(refused.exception))

    def test_attempts_with_no_time_are_an_error(self):
        for timeout in (0, -1, 1e9):
            with self.assertRaises(ValueError):
                Attempts(CHECK_INPUT, message(), timeout, 0)


class FallbackTest(unittest.TestCase):
    DOWN = PolicyUnavailable("CheckInput", grpc.StatusCode.UNAVAILABLE, "down")

    def test_stand_in_raises_unless_it_was_asked_for(self):
        for method in UNARY:
            with self.assertRaises(PolicyUnavailable):
                stand_in(method, IfUnavailable.RAISE, self.DOWN)

    def test_stand_in_of_what_decides_nothing_raises_whatever_was_asked(self):
        with self.assertRaises(PolicyUnavailable):
            stand_in(LIST_TOOLS, IfUnavailable.ALLOW, self.DOWN)

    def test_stand_in_says_that_it_is_degraded(self):
        for rule, verdict in ((IfUnavailable.ALLOW, decision_pb2.VERDICT_ALLOW), (IfUnavailable.DENY, decision_pb2.VERDICT_DENY)):
            decision = stand_in(CHECK_TOOL_CALL, rule, self.DOWN).decision
            self.assertEqual((decision.verdict, decision.degraded, list(decision.degraded_reasons)), (verdict, True, [REASON]))

    def test_stand_in_never_shows_raw_output(self):
        self.assertEqual(stand_in(FILTER_TOOL_OUTPUT, IfUnavailable.ALLOW, self.DOWN).sanitized_json, "{}")


class TokensTest(unittest.TestCase):
    def test_provider_is_asked_once_until_its_token_is_refused(self):
        given = iter(["one", "two", "three"])
        source = TokenSource(lambda: next(given))
        self.assertEqual([source.current(), source.current()], ["one", "one"])
        self.assertEqual([source.renew("one"), source.renew("one"), source.current()], ["two", "two", "two"])

    def test_provider_may_be_awaited(self):
        async def provide():
            return "late"

        self.assertEqual(asyncio.run(AsyncTokenSource(provide).current()), "late")

    def test_token_of_the_environment(self):
        with mock.patch.dict("os.environ", {"AIDESK_TOKEN": "from-there"}):
            self.assertEqual(TokenSource(None).current(), "from-there")


class TracingTest(unittest.TestCase):
    def test_trace_headers_are_those_of_the_propagator(self):
        with mock.patch.object(tracing, "_inject", lambda carrier: carrier.update({"traceparent": "00-1-2-01", "Baggage": "a=b"})):
            self.assertEqual(tracing.trace_headers(), [("traceparent", "00-1-2-01"), ("baggage", "a=b")])
        with mock.patch.object(tracing, "_inject", None):
            self.assertEqual(tracing.trace_headers(), [])


class RunRequestsTest(unittest.TestCase):
    def test_run_without_session_or_with_a_strange_mode_is_an_error(self):
        for fields in ({}, {"session_id": "s", "mode": "alone"}):
            with self.assertRaises(ValueError):
                RunRequests(**fields)

    def test_guard_outside_a_run_does_not_run_the_tool(self):
        ran = []
        with self.assertRaises(RuntimeError):
            guard(lambda: ran.append(1))()
        self.assertEqual(ran, [])

    def test_channel_is_shared_by_clients_of_one_address(self):
        with PolicyClient("127.0.0.1:1") as one, PolicyClient("127.0.0.1:1") as two, PolicyClient("127.0.0.1:2") as other:
            self.assertIs(one._channel, two._channel)
            self.assertIsNot(one._channel, other._channel)
