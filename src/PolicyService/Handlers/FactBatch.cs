using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>The counter operations that record what was done for a subject.</summary>
internal static class FactBatch
{
    /// <summary>How long a fact is kept, milliseconds: 90 days.</summary>
    private const long KeptMs = 90L * 24 * 3600_000;

    /// <summary>Null when there is nothing to record: a fact without a subject joins nothing and is not kept.</summary>
    public static CounterBatch? Of(string tenant, string subject, IReadOnlyList<string> facts)
    {
        if (subject.Length == 0)
        {
            return null;
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

        return batch;
    }
}
