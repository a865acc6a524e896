using System.Text.Json;
using Google.Rpc;
using Grpc.Core;

namespace AiDesk.CommandLine.Connection;

/// <summary>A refused call in words: status, reason and field.</summary>
internal static class RpcFailure
{
    /// <summary>Whether nobody answered, as opposed to somebody who said that he is not available.</summary>
    public static bool IsNoService(RpcException failure) => failure.StatusCode == StatusCode.Unavailable && InfoOf(failure) is null;

    /// <summary>Whether every other call would end in the same way.</summary>
    public static bool IsFinal(RpcException failure) =>
        IsNoService(failure) || failure.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.Unimplemented;

    public static int StatusOf(RpcException failure) => IsNoService(failure) ? ExitStatus.NoService : ExitStatus.Refused;

    public static string Describe(RpcException failure)
    {
        if (IsNoService(failure))
        {
            return $"No policy service answers at the address ({Cause(failure)}).\n"
                + "Start one with ./run.sh, or with: aidesk up --development\n"
                + "If one runs elsewhere, say where with --address.";
        }

        var code = JsonNamingPolicy.SnakeCaseUpper.ConvertName(failure.StatusCode.ToString());
        if (InfoOf(failure) is not { } info)
        {
            return $"The policy service refused the call: {code}: {failure.Status.Detail}";
        }

        var details = string.Concat(info.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $" {entry.Key}={entry.Value}"));
        return $"The policy service refused the call: {code} {info.Reason}{details}: {failure.Status.Detail}";
    }

    private static ErrorInfo? InfoOf(RpcException failure) => failure.GetRpcStatus(ignoreParseError: true)?.GetDetail<ErrorInfo>();

    private static string Cause(RpcException failure)
    {
        for (var cause = failure.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { InnerException: null } or System.Net.Sockets.SocketException)
            {
                return cause.Message;
            }
        }

        return failure.Status.Detail;
    }
}
