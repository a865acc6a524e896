using AiDesk.Policy.V1;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>A CheckInput whose request is bytes that no client library would make.</summary>
internal static class RawCall
{
    private static readonly Method<byte[], CheckInputResponse> Method = new(
        MethodType.Unary,
        "aidesk.policy.v1.PolicyService",
        "CheckInput",
        Marshallers.Create(bytes => bytes, bytes => bytes),
        Marshallers.Create<CheckInputResponse>(_ => throw new NotSupportedException("answers are only read"), CheckInputResponse.Parser.ParseFrom));

    public static async Task<CheckInputResponse> CheckInputAsync(RunningService service, byte[] request) =>
        await service.Invoker.AsyncUnaryCall(Method, null, new CallOptions(service.Token()), request);
}
