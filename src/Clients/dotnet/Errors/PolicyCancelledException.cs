namespace AiDesk.Client;

/// <summary>The caller cancelled the call.</summary>
public sealed class PolicyCancelledException : OperationCanceledException
{
    internal PolicyCancelledException(string rpc, CancellationToken token)
        : base($"{rpc} was cancelled by the caller. Nothing is known of a decision, so nothing may go on; asking again under the same request_id counts once. [CANCELLED]", token)
        => Rpc = rpc;

    /// <summary>The RPC, as "CheckInput".</summary>
    public string Rpc { get; }
}
