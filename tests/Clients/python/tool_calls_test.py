"""Tool calls from offer to settlement, their outputs, and replies."""

import json

import grpc

from aidesk.policy.v1 import checks_pb2, decision_pb2, limits_pb2, policy_service_pb2
from policy_service_test_case import PolicyServiceTestCase
from requests_of_an_agent import check_tool_call, context


class ToolCallsTest(PolicyServiceTestCase):
    def test_check_tool_call_allowed_gives_canonical_arguments_token_and_reservation(self):
        request = check_tool_call("find_book", {"title": "Rayuela", "max_results": 3})
        response = self.client.call("CheckToolCall", request)
        self.assert_decision(response, "ALLOW", "OK")
        self.assertEqual(response.canonical_arguments_json, '{"max_results":3,"title":"Rayuela"}')
        self.assertNotEqual(response.decision_token, "")
        self.assertEqual([(a.unit, a.value) for a in response.reservation.held], [("credits", 2_000_000)])

    def test_check_tool_call_unknown_tool_is_denied(self):
        response = self.client.call("CheckToolCall", check_tool_call("format_disk", {}))
        self.assert_decision(response, "DENY", "UNKNOWN_TOOL")
        self.assertIn(decision_pb2.OBLIGATION_TRANSFER_TO_HUMAN, response.decision.obligations)
        self.assertEqual(response.decision_token, "")

    def test_check_tool_call_above_the_level_is_denied(self):
        response = self.client.call("CheckToolCall", check_tool_call("refund_order", {"order": "LIB-123456"}))
        self.assert_decision(response, "DENY", "TOOL_NOT_ALLOWED")

    def test_check_tool_call_invalid_arguments_are_denied_with_their_pointers(self):
        response = self.client.call("CheckToolCall", check_tool_call("find_book", {"max_results": 99, "extra": True}))
        self.assert_decision(response, "DENY", "INVALID_ARGUMENTS")
        places = {finding.span.field for finding in response.decision.findings} | {
            word for finding in response.decision.findings for word in finding.detail.replace(":", " ").split()
        }
        self.assertIn("/max_results", places)

    def test_check_tool_call_without_run_is_refused(self):
        request = check_tool_call("find_book", {"title": "Rayuela"}, run_id="")
        self.assert_refused("CheckToolCall", request, grpc.StatusCode.INVALID_ARGUMENT, "FIELD_REQUIRED", "context.run_id")

    def test_settle_commits_once(self):
        held = self.client.call("CheckToolCall", check_tool_call("find_book", {"title": "Niebla"})).reservation
        request = policy_service_pb2.SettleRequest(
            reservation_id=held.reservation_id,
            action=policy_service_pb2.SETTLE_ACTION_COMMIT,
            actual=[limits_pb2.Amount(unit="credits", value=1_500_000)],
            outcome=policy_service_pb2.OUTCOME_DONE,
        )
        self.assertEqual(self.client.call("Settle", request).state, policy_service_pb2.SETTLE_STATE_APPLIED)
        self.assertEqual(self.client.call("Settle", request).state, policy_service_pb2.SETTLE_STATE_REPEATED)
        request.action = policy_service_pb2.SETTLE_ACTION_RELEASE
        request.ClearField("actual")
        self.assertEqual(self.client.call("Settle", request).state, policy_service_pb2.SETTLE_STATE_CONFLICT)

    def test_settle_of_a_forged_reservation_is_not_found(self):
        request = policy_service_pb2.SettleRequest(reservation_id="forged", action=policy_service_pb2.SETTLE_ACTION_COMMIT)
        self.assert_refused("Settle", request, grpc.StatusCode.NOT_FOUND, "NOT_FOUND")

    def test_list_tools_names_what_level_and_mode_allow(self):
        tools = self.client.call("ListTools", policy_service_pb2.ListToolsRequest(mode=checks_pb2.MODE_AUTOPILOT)).tools
        self.assertEqual([tool.name for tool in tools], ["find_book"])
        self.assertEqual(list(tools[0].arguments_schema["required"]), ["title"])

    def test_list_tools_without_mode_is_refused(self):
        request = policy_service_pb2.ListToolsRequest()
        self.assert_refused("ListTools", request, grpc.StatusCode.INVALID_ARGUMENT, "ENUM_UNKNOWN", "mode")

    def test_filter_tool_output_shows_only_mapped_fields(self):
        request = checks_pb2.FilterToolOutputRequest(
            context=context(), call_id="c1", tool="find_book",
            output_json='{"books":[{"title":"Rayuela","price":12.5,"supplier":"S-1"}],"debug":"x"}',
        )
        response = self.client.call("FilterToolOutput", request)
        self.assertEqual(json.loads(response.sanitized_json), {"books": [{"title": "Rayuela", "price": 12.5}]})
        self.assertEqual(sorted(response.dropped_fields), ["/books/*/supplier", "/debug"])

    def test_check_output_with_a_secret_is_denied(self):
        request = checks_pb2.CheckOutputRequest(
            context=context(), author=checks_pb2.REPLY_AUTHOR_MODEL,
            text="Su pedido es 3f2504e0-4f89-11d3-9a0c-0305e82c3301, gracias.",
        )
        self.assert_decision(self.client.call("CheckOutput", request), "DENY", "LEAK")

    def test_check_output_stream_gives_what_leaves_and_then_the_decision(self):
        text = "Gracias por su mensaje. " * 40
        opening = checks_pb2.CheckOutputStreamOpen(context=context(), author=checks_pb2.REPLY_AUTHOR_MODEL)
        requests = [checks_pb2.CheckOutputStreamRequest(open=opening)]
        requests += [checks_pb2.CheckOutputStreamRequest(text=text[at:at + 20]) for at in range(0, len(text), 20)]
        requests.append(checks_pb2.CheckOutputStreamRequest(end=checks_pb2.CheckOutputStreamEnd()))
        answers = self.client.stream(requests)
        self.assertNotEqual(answers[0].pace, checks_pb2.RELEASE_PACE_UNSPECIFIED)
        self.assertEqual("".join(answer.text for answer in answers), text)
        self.assert_decision(answers[-1], "ALLOW", "OK")
