namespace AiDesk.Policy.Service.Records;

/// <summary>The RPC that a record is of.</summary>
internal enum RecordedRpc : byte
{
    CheckInput,
    CheckToolCall,
    FilterToolOutput,
    CheckOutput,
    Settle,
    ResolveApproval,
    RedeemDecision,
    ShouldRateLimit,
}

internal static class RecordedRpcNames
{
    /// <summary>As the records have it: snake_case.</summary>
    public static ReadOnlySpan<byte> NameOf(RecordedRpc rpc) => rpc switch
    {
        RecordedRpc.CheckInput => "check_input"u8,
        RecordedRpc.CheckToolCall => "check_tool_call"u8,
        RecordedRpc.FilterToolOutput => "filter_tool_output"u8,
        RecordedRpc.CheckOutput => "check_output"u8,
        RecordedRpc.Settle => "settle"u8,
        RecordedRpc.ResolveApproval => "resolve_approval"u8,
        RecordedRpc.ShouldRateLimit => "should_rate_limit"u8,
        _ => "redeem_decision"u8,
    };
}
