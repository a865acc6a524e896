"""What the tests of each RPC stand on."""

import unittest
import uuid

import grpc

from aidesk.policy.v1 import decision_pb2
from policy_client import PolicyClient, error_info


class PolicyServiceTestCase(unittest.TestCase):
    """A channel of its own for each test, and what a decision or a refusal must look like."""

    def setUp(self):
        self.client = PolicyClient()
        self.addCleanup(self.client.close)

    def assert_decision(self, response, verdict, reason):
        decision = response.decision
        self.assertEqual(decision_pb2.Verdict.Name(decision.verdict), "VERDICT_" + verdict)
        self.assertEqual(decision_pb2.Reason.Name(decision.reason), "REASON_" + reason)
        self.assertEqual(uuid.UUID(decision.decision_id).version, 7)
        self.assertGreater(len(decision.checks), 0)
        self.assertFalse(decision.degraded)

    def assert_refused(self, method, request, code, reason, field=None, **options):
        with self.assertRaises(grpc.RpcError) as refused:
            self.client.call(method, request, **options)
        self.assertEqual(refused.exception.code(), code, refused.exception.details())
        info = error_info(refused.exception)
        # What is not text is refused by the transport, before the service sees a message.
        self.assertEqual(info.domain, "aidesk.policy")
        self.assertEqual(info.reason, reason)
        if field is not None:
            self.assertEqual(info.metadata["field"], field)
