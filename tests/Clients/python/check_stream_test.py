"""Checks of every kind over one stream."""

from google.rpc import error_details_pb2, status_pb2

from aidesk.policy.v1 import checks_pb2
from policy_service_test_case import PolicyServiceTestCase
from requests_of_an_agent import INJECTION, check_input, check_tool_call, context


class CheckStreamTest(PolicyServiceTestCase):
    def test_check_stream_answers_each_check_under_its_id(self):
        reply = checks_pb2.CheckOutputRequest(context=context(), author=checks_pb2.REPLY_AUTHOR_MODEL, text="Gracias por su mensaje.")
        answers = dict(
            self.client.check_stream(
                [
                    checks_pb2.CheckStreamRequest(correlation_id="said", check_input=check_input(INJECTION)),
                    checks_pb2.CheckStreamRequest(correlation_id="used", check_tool_call=check_tool_call("format_disk", {})),
                    checks_pb2.CheckStreamRequest(correlation_id="wrong", check_input=checks_pb2.CheckInputRequest()),
                    checks_pb2.CheckStreamRequest(correlation_id="sent", check_output=reply),
                ]
            )
        )
        self.assertEqual(len(answers), 4)
        self.assert_decision(answers["said"].check_input, "DENY", "PROMPT_INJECTION")
        self.assert_decision(answers["used"].check_tool_call, "DENY", "UNKNOWN_TOOL")
        self.assert_decision(answers["sent"].check_output, "ALLOW", "OK")
        self.assertEqual(answers["wrong"].WhichOneof("result"), "error")

    def test_check_stream_error_reads_as_a_google_rpc_status(self):
        [(_, answer)] = self.client.check_stream([checks_pb2.CheckStreamRequest(correlation_id="a", check_input=checks_pb2.CheckInputRequest())])
        status = status_pb2.Status.FromString(answer.error.SerializeToString())
        info = error_details_pb2.ErrorInfo()
        self.assertTrue(status.details[0].Unpack(info))
        self.assertEqual((status.code, info.reason, info.metadata["field"]), (3, "FIELD_REQUIRED", "context"))

    def test_check_stream_of_many_keeps_the_order_of_each_id(self):
        requests = []
        for number in range(500):
            check = check_input("¿Dónde está mi pedido?")
            check.untrusted.add(id=str(number), origin=checks_pb2.TEXT_ORIGIN_WEB, text="Abierto de nueve a cinco.")
            requests.append(checks_pb2.CheckStreamRequest(correlation_id=f"lane-{number % 7}", check_input=check))
        answers = self.client.check_stream(requests)
        self.assertEqual(len(answers), 500)
        for lane in range(7):
            of_lane = [int(answer.check_input.untrusted[0].id) for name, answer in answers if name == f"lane-{lane}"]
            self.assertEqual(of_lane, list(range(lane, 500, 7)))
