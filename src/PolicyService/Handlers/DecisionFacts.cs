using System.Diagnostics;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>What the record of every decision says of its call.</summary>
internal static class DecisionFacts
{
    public static RequestFacts Of(Caller caller, PolicySnapshot snapshot, RecordedRpc rpc, in CallContext context, long started) => new()
    {
        Tenant = snapshot.Tenant,
        Rpc = rpc,
        PolicyVersion = snapshot.Version,
        Principal = caller.Principal.Subject,
        Context = context,
        Capture = snapshot.Records.Capture,
        PlainAllow = snapshot.Records.PlainAllow,
        ReviewMs = snapshot.ApprovalExpiryMs,
        ElapsedMicroseconds = (long)Stopwatch.GetElapsedTime(started).TotalMicroseconds,
    };
}
