namespace AiDesk.Client;

/// <summary>
/// No decision was made, or none became known: the action must not go on. What a policy forbids is never one of these but a decision. The message says what to do about it.
/// </summary>
public class PolicyException : Exception
{
    internal PolicyException(string message, FailedCall call, Exception? cause)
        : base(message, cause)
    {
        Rpc = call.Rpc;
        Code = call.Code;
        Reason = call.Reason;
        Domain = call.Domain;
        Metadata = call.Metadata;
        Details = call.Details;
        Attempts = call.Attempts;
    }

    /// <summary>The RPC, as "CheckInput".</summary>
    public string Rpc { get; }

    /// <summary>The gRPC status, as "UNAVAILABLE".</summary>
    public string Code { get; }

    /// <summary>An ErrorReason of the protos without its prefix, as "TOKEN_EXPIRED"; empty when the service gave none.</summary>
    public string Reason { get; }

    /// <summary>Domain of the reason; empty when the service gave none.</summary>
    public string Domain { get; }

    /// <summary>What the service said with the reason, as <c>role</c> or <c>state</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The field of the request that is wrong; null when none is named.</summary>
    public string? Field => Metadata.GetValueOrDefault("field");

    /// <summary>The status's own message.</summary>
    public string Details { get; }

    /// <summary>Calls that were made in all.</summary>
    public int Attempts { get; }
}
