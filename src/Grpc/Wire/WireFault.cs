using Grpc.Core;

namespace Grpc.Wire;

/// <summary>What is answered to input that breaks the protocol; the codes are those of gRPC's status code document.</summary>
internal static class WireFault
{
    public static RpcException Truncated() => Of(StatusCode.Internal, "The stream ended inside a message.");

    public static RpcException BadFlag(byte flag) => Of(StatusCode.Internal, $"A message has the flag byte {flag}; only 0 and 1 are known.");

    public static RpcException TooLarge(long size, int limit)
        => Of(StatusCode.ResourceExhausted, $"A message of {size} bytes was received; the limit is {limit}.");

    public static RpcException InflatesTooLarge(int limit)
        => Of(StatusCode.ResourceExhausted, $"A compressed message inflates to more than the limit of {limit} bytes.");

    public static RpcException SendTooLarge(long size, int limit)
        => Of(StatusCode.ResourceExhausted, $"A message of {size} bytes was to be sent; the limit is {limit}.");

    public static RpcException CompressedWithoutEncoding()
        => Of(StatusCode.Internal, "A message is marked as compressed, but grpc-encoding names no compression.");

    public static RpcException CannotInflate(string encoding, Exception inner)
        => Of(StatusCode.Internal, $"A message could not be decompressed as {encoding}.", inner);

    public static RpcException NoMessage() => Of(StatusCode.Unimplemented, "The stream ended without a message; the method takes exactly one.");

    public static RpcException MoreThanOneMessage() => Of(StatusCode.Unimplemented, "A second message was received; the method takes exactly one.");

    public static RpcException Unparseable(string detail, Exception? inner = null)
        => Of(StatusCode.Internal, $"The message could not be parsed: {detail}", inner);

    private static RpcException Of(StatusCode code, string detail, Exception? inner = null) => new(new Status(code, detail, inner));
}
