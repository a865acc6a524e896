"""CheckInput, and what is refused before anything is judged."""

import os
import uuid

import grpc

from aidesk.policy.v1 import checks_pb2, decision_pb2, policy_service_pb2
from policy_service_test_case import PolicyServiceTestCase
from requests_of_an_agent import INJECTION, check_input, forged, message, unsigned


class CheckInputTest(PolicyServiceTestCase):
    def test_check_input_harmless_is_allowed(self):
        response = self.client.call("CheckInput", check_input("¿Tenéis la última novela de Almudena Grandes?"))
        self.assert_decision(response, "ALLOW", "OK")
        self.assertEqual(response.security_rules.locale, "es")
        self.assertGreater(response.estimated_input_tokens, 0)

    def test_check_input_injection_in_spanish_is_denied_and_strikes(self):
        response = self.client.call("CheckInput", check_input(INJECTION))
        self.assert_decision(response, "DENY", "PROMPT_INJECTION")
        self.assertEqual(response.strikes.strikes, 1)
        self.assertEqual(response.decision.user_message.key, "guard.warning1")
        self.assertEqual(response.decision.user_message.locale, "es")
        self.assertNotIn("libreria", response.decision.user_message.text)

    def test_check_input_empty_text_is_judged(self):
        self.assert_decision(self.client.call("CheckInput", check_input("")), "DENY", "EMPTY")

    def test_check_input_text_with_nul_is_judged(self):
        response = self.client.call("CheckInput", check_input("Hola\0, ¿tenéis el libro?"))
        self.assertNotEqual(response.decision.verdict, decision_pb2.VERDICT_UNSPECIFIED)

    def test_check_input_too_long_is_denied(self):
        self.assert_decision(self.client.call("CheckInput", check_input("libros " * 300)), "DENY", "TOO_LONG")

    def test_check_input_same_request_id_answers_the_same(self):
        request = check_input(INJECTION)
        request.request_id = str(uuid.uuid4())
        first = self.client.call("CheckInput", request)
        second = self.client.call("CheckInput", request)
        self.assertEqual(first.decision.decision_id, second.decision.decision_id)
        self.assertEqual(second.strikes.strikes, 1)

    def test_check_input_attribute_named_tenant_does_not_name_the_tenant(self):
        request = check_input("¿A qué hora abrís mañana?")
        request.context.annotations["tenant_id"] = "acme"
        response = self.client.call("CheckInput", request)
        own = self.client.call("ListTools", policy_service_pb2.ListToolsRequest(mode=checks_pb2.MODE_AUTOPILOT))
        self.assertEqual(response.decision.policy_version, own.policy_version)

    def test_check_input_without_token_is_unauthenticated(self):
        self.assert_refused("CheckInput", check_input("Hola"), grpc.StatusCode.UNAUTHENTICATED, "TOKEN_MISSING", token=None)

    def test_check_input_forged_token_is_unauthenticated(self):
        for token in [forged(self.client.token), unsigned(self.client.token), "not.a.token", self.client.token[:-8]]:
            self.assert_refused("CheckInput", check_input("Hola"), grpc.StatusCode.UNAUTHENTICATED, "TOKEN_INVALID", token=token)

    def test_check_input_token_of_another_role_is_denied(self):
        token = os.environ["POLICY_AGENT_TOKEN"]
        self.assert_refused("CheckInput", check_input("Hola"), grpc.StatusCode.PERMISSION_DENIED, "ROLE_REQUIRED", token=token)

    def test_check_input_token_of_a_tenant_without_policy_is_denied(self):
        token = os.environ["POLICY_STRANGER_TOKEN"]
        self.assert_refused("CheckInput", check_input("Hola"), grpc.StatusCode.PERMISSION_DENIED, "TENANT_UNKNOWN", token=token)

    def test_check_input_empty_required_field_is_named(self):
        request = check_input("Hola")
        request.context.session_id = ""
        self.assert_refused("CheckInput", request, grpc.StatusCode.INVALID_ARGUMENT, "FIELD_REQUIRED", "context.session_id")
        request = check_input("Hola", message_id="")
        self.assert_refused("CheckInput", request, grpc.StatusCode.INVALID_ARGUMENT, "FIELD_REQUIRED", "message.message_id")
        request = checks_pb2.CheckInputRequest(message=message("Hola"))
        self.assert_refused("CheckInput", request, grpc.StatusCode.INVALID_ARGUMENT, "FIELD_REQUIRED", "context")

    def test_check_input_unknown_enum_is_named(self):
        request = check_input("Hola")
        request.context.mode = 77
        self.assert_refused("CheckInput", request, grpc.StatusCode.INVALID_ARGUMENT, "ENUM_UNKNOWN", "context.mode")
        request = check_input("Hola", author=0)
        self.assert_refused("CheckInput", request, grpc.StatusCode.INVALID_ARGUMENT, "ENUM_UNKNOWN", "message.author")

    def test_check_input_invalid_utf8_is_refused_with_its_field(self):
        raw = check_input("Hola XX mundo").SerializeToString().replace(b"XX", b"\xc3\x28")
        self.assert_refused("CheckInput", raw, grpc.StatusCode.INVALID_ARGUMENT, "TEXT_NOT_UTF8", "message.text")

    def test_check_input_malformed_message_is_refused(self):
        with self.assertRaises(grpc.RpcError) as refused:
            self.client.call("CheckInput", b"\x0a\xff\xff\xff\xff\x0f")
        self.assertIn(refused.exception.code(), [grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.INTERNAL])

    def test_check_input_over_4_mib_is_refused_and_the_channel_lives_on(self):
        with self.assertRaises(grpc.RpcError) as refused:
            self.client.call("CheckInput", check_input("a" * (5 * 1024 * 1024)))
        self.assertEqual(refused.exception.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.assert_decision(self.client.call("CheckInput", check_input("¿Abrís los domingos?")), "ALLOW", "OK")

    def test_unknown_method_is_unimplemented(self):
        rpc = self.client.channel.unary_unary("/aidesk.policy.v1.PolicyService/Nothing")
        with self.assertRaises(grpc.RpcError) as refused:
            rpc(b"", metadata=[("authorization", "Bearer " + self.client.token)], timeout=20)
        self.assertEqual(refused.exception.code(), grpc.StatusCode.UNIMPLEMENTED)
