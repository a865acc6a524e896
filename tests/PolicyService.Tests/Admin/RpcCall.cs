using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using AiDesk.Policy.Service.Tests.Hosting;

namespace AiDesk.Policy.Service.Tests.Admin;

/// <summary>How a call ended: what a caller can see of it, byte for byte, but for what is new in every answer.</summary>
internal sealed record RpcOutcome(StatusCode Code, string Reason, string Seen);

/// <summary>Any RPC of any service, by its descriptor.</summary>
internal static class RpcCall
{
    /// <summary>What no two answers share: ids, and how often the caller has asked.</summary>
    private static readonly HashSet<string> New = new(StringComparer.Ordinal) { "decision_id", "reservation_id", "decision_token", "read_time", "limits" };

    /// <summary>What a streamed reply ends with.</summary>
    private static readonly byte[] StreamEnd = new V1.CheckOutputStreamRequest { End = new V1.CheckOutputStreamEnd() }.ToByteArray();

    public static async Task<RpcOutcome> RunAsync(RunningService service, MethodDescriptor rpc, IMessage request, Metadata headers)
    {
        var bytes = Marshallers.Create<byte[]>(value => value, value => value);
        var method = new Method<byte[], byte[]>(rpc.IsClientStreaming ? MethodType.DuplexStreaming : rpc.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary, rpc.Service.FullName, rpc.Name, bytes, bytes);
        var options = new CallOptions(headers);
        try
        {
            var seen = new List<string>();
            if (rpc.IsClientStreaming)
            {
                using var call = service.Invoker.AsyncDuplexStreamingCall(method, null, options);
                await call.RequestStream.WriteAsync(request.ToByteArray(), options.CancellationToken);
                if (rpc.InputType == V1.CheckOutputStreamRequest.Descriptor)
                {
                    await call.RequestStream.WriteAsync(StreamEnd, options.CancellationToken);
                }

                await call.RequestStream.CompleteAsync();
                await foreach (var answer in call.ResponseStream.ReadAllAsync(options.CancellationToken))
                {
                    seen.Add(Show(rpc, answer));
                }
            }
            else if (rpc.IsServerStreaming)
            {
                using var call = service.Invoker.AsyncServerStreamingCall(method, null, options, request.ToByteArray());
                await foreach (var answer in call.ResponseStream.ReadAllAsync(options.CancellationToken))
                {
                    seen.Add(Show(rpc, answer));
                }
            }
            else
            {
                seen.Add(Show(rpc, await service.Invoker.AsyncUnaryCall(method, null, options, request.ToByteArray())));
            }

            return new RpcOutcome(StatusCode.OK, "", string.Join('\n', seen));
        }
        catch (RpcException fault)
        {
            var details = fault.Trailers.FirstOrDefault(entry => entry.Key == "grpc-status-details-bin")?.ValueBytes ?? [];
            return new RpcOutcome(fault.StatusCode, fault.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason ?? "", $"{fault.Status.Detail} {Convert.ToHexString(details)}");
        }
    }

    private static string Show(MethodDescriptor rpc, byte[] answer)
    {
        var message = rpc.OutputType.Parser.ParseFrom(answer);
        Forget(message);
        return Convert.ToHexString(message.ToByteArray());
    }

    private static void Forget(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (New.Contains(field.Name))
            {
                field.Accessor.Clear(message);
            }
            else if (field is { FieldType: FieldType.Message, IsRepeated: false, IsMap: false } && field.Accessor.GetValue(message) is IMessage inner)
            {
                Forget(inner);
            }
        }
    }
}
