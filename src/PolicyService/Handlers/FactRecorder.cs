using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Security;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Records what was done for a subject, from a token that this service signed: what <c>done</c> conditions read is never the caller's word.</summary>
internal sealed class FactRecorder(ICounterStore counters, DecisionTokens tokens)
{
    /// <summary>How long a fact is kept, milliseconds: 90 days.</summary>
    private const long KeptMs = 90L * 24 * 3600_000;

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
        if (subject.Length == 0)
        {
            return;
        }

        var batch = new CounterBatch { Tenant = tenant };
        foreach (var fact in facts.Where(fact => fact.Length > 0).Distinct(StringComparer.Ordinal))
        {
            batch.Add(new CounterOperation
            {
                Kind = CounterKind.Require,
                Name = fact,
                Descriptor = subject,
                Token = "",
                WindowMs = KeptMs,
                Write = CounterWrite.Always,
                Gate = Verdict.None,
            });
        }

        var readings = await counters.ApplyAsync(batch, cancellationToken);
        if (readings.AnyUnavailable(batch.Count))
        {
            throw RpcErrors.Unavailable("the counters did not answer: the fact is not recorded");
        }
    }
}
