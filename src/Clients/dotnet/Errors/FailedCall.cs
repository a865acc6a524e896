using System.Collections.Frozen;
using Google.Rpc;
using Grpc.Core;

namespace AiDesk.Client;

/// <summary>What is known of a call that failed, and the exception that says it.</summary>
internal sealed record FailedCall(string Rpc, string Code, int Attempts, string Details)
{
    private static readonly string[] Codes =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    public string Reason { get; init; } = "";

    public string Domain { get; init; } = "";

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>The typed exception of a failed call to the service at <paramref name="address"/>, which had until <paramref name="deadline"/> from its start.</summary>
    public static PolicyException ToException(RpcException fault, string rpc, int attempts, string address, TimeSpan deadline)
    {
        // A broken detail must not hide the failure that it is a detail of.
        var info = fault.GetRpcStatus(ignoreParseError: true)?.GetDetail<ErrorInfo>();
        var number = (int)fault.StatusCode;
        var call = new FailedCall(rpc, number < Codes.Length ? Codes[number] : "UNKNOWN", attempts, fault.Status.Detail)
        {
            Reason = info?.Reason ?? "",
            Domain = info?.Domain ?? "",
            Metadata = info is null ? FrozenDictionary<string, string>.Empty : info.Metadata.ToFrozenDictionary(StringComparer.Ordinal),
        };
        var advice = Advice.For(call);
        var said = fault.StatusCode == StatusCode.DeadlineExceeded && call.Reason.Length == 0
            ? $"no answer within {deadline.TotalMilliseconds:0} ms"
            : call.Details.TrimEnd('.', ' ');
        var marks = call.Reason.Length == 0 ? call.Code : $"{call.Code}, {call.Reason}";
        return advice.Make($"{rpc} failed: {said}. {advice.Say(call, address)} [{marks}]", call, fault);
    }
}
