"""Requests that the tests send."""

import uuid

from aidesk.policy.v1 import checks_pb2


def context(**fields):
    return checks_pb2.CallContext(**{"session_id": str(uuid.uuid4()), "run_id": str(uuid.uuid4()), "mode": checks_pb2.MODE_AUTOPILOT, **fields})


def message(text="Where is my order?", **fields):
    said = checks_pb2.InputMessage(message_id=str(uuid.uuid4()), text=text, author=checks_pb2.MESSAGE_AUTHOR_CUSTOMER)
    return checks_pb2.CheckInputRequest(context=context(), message=said, **fields)


def reply(text="Fine."):
    return checks_pb2.CheckOutputRequest(context=context(), text=text, author=checks_pb2.REPLY_AUTHOR_MODEL)


def output():
    return checks_pb2.FilterToolOutputRequest(context=context(), call_id="c", tool="search", output_json='{"total":1,"secret":"x"}')


def tool_call(tool="low", arguments="{}"):
    return checks_pb2.CheckToolCallRequest(context=context(), call_id="c", tool=tool, arguments_json=arguments)
