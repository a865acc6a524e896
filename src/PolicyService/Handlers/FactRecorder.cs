using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Security;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Records what was done for a subject, from a token that this service signed: what <c>done</c> conditions read is never the caller's word.</summary>
internal sealed class FactRecorder(ICounterStore counters, DecisionTokens tokens)
{
    public async ValueTask RecordDoneAsync(Caller caller, string decisionToken, CancellationToken cancellationToken)
    {
        if (tokens.Read(decisionToken, caller.Principal.Tenant) is not { } grant)
        {
            throw RpcErrors.NotFound();
        }

        await RecordAsync(caller.Principal.Tenant, grant.Subject, [grant.Tool, grant.Fact], cancellationToken);
    }

    /// <summary>A fact without a subject joins nothing and is not kept.</summary>
    public async ValueTask RecordAsync(string tenant, string subject, IReadOnlyList<string> facts, CancellationToken cancellationToken)
    {
        if (FactBatch.Of(tenant, subject, facts) is not { } batch)
        {
            return;
        }

        var readings = await counters.ApplyAsync(batch, cancellationToken);
        if (readings.AnyUnavailable(batch.Count))
        {
            throw RpcErrors.Unavailable("the counters did not answer: the fact is not recorded");
        }
    }
}
