using Google.Rpc;
using Grpc.Core;

namespace AiDesk.Policy.Service.Tests.Hosting;

/// <summary>An RPC error as the contract promises it: code, reason, and the field that is wrong.</summary>
internal static class RpcFault
{
    public static async Task ExpectAsync(StatusCode code, string reason, string field, Func<Task> call)
    {
        var fault = await call.ShouldThrowAsync<RpcException>();
        fault.StatusCode.ShouldBe(code, fault.ToString());
        var info = fault.GetRpcStatus()?.GetDetail<ErrorInfo>().ShouldNotBeNull();
        info!.Reason.ShouldBe(reason);
        info.Domain.ShouldBe("aidesk.policy");
        if (field.Length > 0)
        {
            info.Metadata["field"].ShouldBe(field);
        }
    }
}
