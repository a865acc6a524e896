"""Runs every case against the server on the given port and prints a line for each: its name, then ok or what went wrong."""
import queue
import sys

import grpc

from contract import INITIAL_KEY, TRAILING_KEY, Contract

contract = Contract(sys.argv[1])
port, server_checks = sys.argv[2], "checks-requests" in sys.argv[3]
channel = grpc.insecure_channel(f"127.0.0.1:{port}")

REQUEST_SIZE = 271828
RESPONSE_SIZE = 314159
REQUEST_SIZES = [27182, 8, 1828, 45904]
RESPONSE_SIZES = [31415, 9, 2653, 58979]
PATIENCE = 20


def callable_of(name, kind):
    path, request, response = contract.method(name)
    return kind(path, request_serializer=request.SerializeToString, response_deserializer=response.FromString)


empty_call = callable_of("EmptyCall", channel.unary_unary)
unary_call = callable_of("UnaryCall", channel.unary_unary)
input_call = callable_of("StreamingInputCall", channel.stream_unary)
output_call = callable_of("StreamingOutputCall", channel.unary_stream)
duplex_call = callable_of("FullDuplexCall", channel.stream_stream)
unimplemented_call = callable_of("UnimplementedCall", channel.unary_unary)


def zeros(size):
    return contract.Payload(body=bytes(size))


def large(**more):
    return contract.SimpleRequest(response_size=RESPONSE_SIZE, payload=zeros(REQUEST_SIZE), **more)


def ask(*sizes, **more):
    return contract.StreamingOutputCallRequest(response_parameters=[contract.ResponseParameters(size=size) for size in sizes], **more)


def flag(value):
    return contract.BoolValue(value=value)


def equal(expected, found):
    if expected != found:
        raise AssertionError(f"expected {expected}, found {found}")


def expect_status(code, call):
    try:
        call()
    except grpc.RpcError as error:
        equal(code, error.code())
        return error
    raise AssertionError(f"expected {code}, found OK")


def expect_large(response):
    equal(RESPONSE_SIZE, len(response.payload.body))


def empty_unary():
    empty_call(contract.Empty(), timeout=PATIENCE)


def large_unary():
    expect_large(unary_call(large(), timeout=PATIENCE))


def client_compressed_unary():
    request = large(expect_compressed=flag(True))
    if server_checks:
        expect_status(grpc.StatusCode.INVALID_ARGUMENT, lambda: unary_call(request, timeout=PATIENCE))
    expect_large(unary_call(request, timeout=PATIENCE, compression=grpc.Compression.Gzip))
    expect_large(unary_call(large(expect_compressed=flag(False)), timeout=PATIENCE))


def server_compressed_unary():
    expect_large(unary_call(large(response_compressed=flag(True)), timeout=PATIENCE))
    expect_large(unary_call(large(response_compressed=flag(False)), timeout=PATIENCE))


def client_streaming():
    requests = (contract.StreamingInputCallRequest(payload=zeros(size)) for size in REQUEST_SIZES)
    equal(sum(REQUEST_SIZES), input_call(requests, timeout=PATIENCE).aggregated_payload_size)


def client_compressed_streaming():
    first = contract.StreamingInputCallRequest(payload=zeros(27182), expect_compressed=flag(True))
    if server_checks:
        expect_status(grpc.StatusCode.INVALID_ARGUMENT, lambda: input_call(iter([first]), timeout=PATIENCE))
    requests = iter([first, contract.StreamingInputCallRequest(payload=zeros(45904))])
    response = input_call(requests, timeout=PATIENCE, compression=grpc.Compression.Gzip)
    equal(73086, response.aggregated_payload_size)


def sizes_of(responses):
    return [len(response.payload.body) for response in responses]


def server_streaming():
    equal(RESPONSE_SIZES, sizes_of(output_call(ask(*RESPONSE_SIZES), timeout=PATIENCE)))


def server_compressed_streaming():
    request = ask(31415, 92653)
    request.response_parameters[0].compressed.value = True
    equal([31415, 92653], sizes_of(output_call(request, timeout=PATIENCE)))


def ping_pong():
    requests = queue.Queue()
    call = duplex_call(iter(requests.get, None), timeout=PATIENCE)
    for request_size, response_size in zip(REQUEST_SIZES, RESPONSE_SIZES):
        requests.put(ask(response_size, payload=zeros(request_size)))
        equal(response_size, len(next(call).payload.body))
    requests.put(None)
    equal([], list(call))


def empty_stream():
    equal([], list(duplex_call(iter(()), timeout=PATIENCE)))


def custom_metadata():
    sent = ((INITIAL_KEY, "test_initial_metadata_value"), (TRAILING_KEY, b"\xab\xab\xab"))
    _, one = unary_call.with_call(large(), metadata=sent, timeout=PATIENCE)
    stream = duplex_call(iter([ask(RESPONSE_SIZE)]), metadata=sent, timeout=PATIENCE)
    equal([RESPONSE_SIZE], sizes_of(stream))
    for call in (one, stream):
        equal("test_initial_metadata_value", dict(call.initial_metadata()).get(INITIAL_KEY))
        equal(b"\xab\xab\xab", dict(call.trailing_metadata()).get(TRAILING_KEY))


def status_code_and_message():
    status = contract.EchoStatus(code=2, message="test status message")
    one = expect_status(grpc.StatusCode.UNKNOWN, lambda: unary_call(contract.SimpleRequest(response_status=status), timeout=PATIENCE))
    request = contract.StreamingOutputCallRequest(response_status=status)
    stream = expect_status(grpc.StatusCode.UNKNOWN, lambda: list(duplex_call(iter([request]), timeout=PATIENCE)))
    equal(status.message, one.details())
    equal(status.message, stream.details())


def special_status_message():
    status = contract.EchoStatus(code=2, message="\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")
    error = expect_status(grpc.StatusCode.UNKNOWN, lambda: unary_call(contract.SimpleRequest(response_status=status), timeout=PATIENCE))
    equal(status.message, error.details())


def unimplemented_method():
    expect_status(grpc.StatusCode.UNIMPLEMENTED, lambda: unimplemented_call(contract.Empty(), timeout=PATIENCE))


def unimplemented_service():
    call = channel.unary_unary(
        "/grpc.testing.UnimplementedService/UnimplementedCall",
        request_serializer=contract.Empty.SerializeToString,
        response_deserializer=contract.Empty.FromString,
    )
    expect_status(grpc.StatusCode.UNIMPLEMENTED, lambda: call(contract.Empty(), timeout=PATIENCE))


def cancel_after_begin():
    requests = queue.Queue()
    call = input_call.future(iter(requests.get, None))
    call.cancel()
    requests.put(None)
    equal(True, call.cancelled())
    equal(grpc.StatusCode.CANCELLED, call.code())


def cancel_after_first_response():
    requests = queue.Queue()
    call = duplex_call(iter(requests.get, None))
    requests.put(ask(31415, payload=zeros(27182)))
    next(call)
    call.cancel()
    requests.put(None)
    expect_status(grpc.StatusCode.CANCELLED, lambda: next(call))


def timeout_on_sleeping_server():
    request = ask(31415)
    request.response_parameters[0].interval_us = 100000
    expect_status(grpc.StatusCode.DEADLINE_EXCEEDED, lambda: list(duplex_call(iter([request]), timeout=0.001)))


CASES = [
    empty_unary, large_unary, client_compressed_unary, server_compressed_unary, client_streaming, client_compressed_streaming,
    server_streaming, server_compressed_streaming, ping_pong, empty_stream, custom_metadata, status_code_and_message,
    special_status_message, unimplemented_method, unimplemented_service, cancel_after_begin, cancel_after_first_response,
    timeout_on_sleeping_server,
]
for case in CASES:
    try:
        case()
        print(f"{case.__name__} ok", flush=True)
    except Exception as error:  # every failure is a line of the table
        print(case.__name__, " ".join(f"{type(error).__name__}: {error}".split()), flush=True)
