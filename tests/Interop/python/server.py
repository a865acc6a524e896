"""Serves the test service on a free port, which it prints, until standard input ends."""
import sys
import time
from concurrent import futures

import grpc

from contract import INITIAL_KEY, TRAILING_KEY, Contract

contract = Contract(sys.argv[1])


def zeros(size):
    return contract.Payload(body=bytes(size))


def echo_metadata(context):
    metadata = dict(context.invocation_metadata())
    if INITIAL_KEY in metadata:
        context.send_initial_metadata(((INITIAL_KEY, metadata[INITIAL_KEY]),))
    if TRAILING_KEY in metadata:
        context.set_trailing_metadata(((TRAILING_KEY, metadata[TRAILING_KEY]),))


def status_of(request, context):
    if request.HasField("response_status"):
        code = next(code for code in grpc.StatusCode if code.value[0] == request.response_status.code)
        context.abort(code, request.response_status.message)


def unary_call(request, context):
    echo_metadata(context)
    status_of(request, context)
    return contract.SimpleResponse(payload=zeros(request.response_size))


def streaming_input_call(requests, context):
    return contract.StreamingInputCallResponse(aggregated_payload_size=sum(len(request.payload.body) for request in requests))


def answer(request, context):
    status_of(request, context)
    for parameters in request.response_parameters:
        time.sleep(parameters.interval_us / 1e6)
        yield contract.StreamingOutputCallResponse(payload=zeros(parameters.size))


def streaming_output_call(request, context):
    echo_metadata(context)
    yield from answer(request, context)


def full_duplex_call(requests, context):
    echo_metadata(context)
    for request in requests:
        yield from answer(request, context)


def handler(name, make, run):
    _, request, response = contract.method(name)
    return make(run, request_deserializer=request.FromString, response_serializer=response.SerializeToString)


handlers = {
    "EmptyCall": handler("EmptyCall", grpc.unary_unary_rpc_method_handler, lambda request, context: contract.Empty()),
    "UnaryCall": handler("UnaryCall", grpc.unary_unary_rpc_method_handler, unary_call),
    "StreamingInputCall": handler("StreamingInputCall", grpc.stream_unary_rpc_method_handler, streaming_input_call),
    "StreamingOutputCall": handler("StreamingOutputCall", grpc.unary_stream_rpc_method_handler, streaming_output_call),
    "FullDuplexCall": handler("FullDuplexCall", grpc.stream_stream_rpc_method_handler, full_duplex_call),
}
server = grpc.server(futures.ThreadPoolExecutor(max_workers=8), compression=grpc.Compression.Gzip)
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("grpc.testing.TestService", handlers),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(f"port {port}", flush=True)
sys.stdin.read()
server.stop(None).wait(2)
