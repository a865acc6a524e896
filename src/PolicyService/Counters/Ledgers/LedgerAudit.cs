using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>Compares what Redis says is spent with the ledger. Changes nothing.</summary>
internal sealed class LedgerAudit(IScriptConnection connection, RedisStoreOptions options)
{
    /// <summary>Budgets that are asked for in one script.</summary>
    private const int AtOnce = 100;

    /// <summary>
    /// One line a budget and window of the ledger that is still asked for, in the order of their names. A row that is given twice counts once. Throws
    /// <see cref="StoreUnavailableException"/> when Redis does not answer.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="rows">Its commits.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<AuditLine>> CompareAsync(string tenant, IEnumerable<LedgerRow> rows, long now, CancellationToken cancellationToken)
    {
        var spent = new Dictionary<(string Budget, string Descriptor, long WindowStart), (string Unit, long WindowEnd, long Sum)>();
        foreach (var row in rows.Where(row => row.Tenant == tenant).DistinctBy(row => row.ReservationId))
        {
            Amount[] actual = [.. row.Actual];
            foreach (var held in row.Budgets.Where(held => Budgets.ExpiryOf(held.WindowEnd) > now))
            {
                var key = (held.Budget, held.Descriptor, held.WindowStart);
                var sum = spent.TryGetValue(key, out var known) ? known.Sum : 0;
                spent[key] = (held.Unit, held.WindowEnd, Math.Min(Amount.Greatest, sum + SettleCosts.CostOf(held, actual)));
            }
        }

        var lines = new List<AuditLine>();
        foreach (var part in spent.OrderBy(pair => pair.Key).Chunk(AtOnce))
        {
            var committed = await ReadAsync(tenant, [.. part.Select(pair => pair.Key)], cancellationToken).ConfigureAwait(false);
            for (var index = 0; index < part.Length; index++)
            {
                var (key, value) = part[index];
                lines.Add(new AuditLine(tenant, key.Budget, key.Descriptor, value.Unit, key.WindowStart, value.WindowEnd, value.Sum, committed[index]));
            }
        }

        return lines;
    }

    private async Task<long[]> ReadAsync(string tenant, (string Budget, string Descriptor, long WindowStart)[] budgets, CancellationToken cancellationToken)
    {
        var keys = new RedisTenant(options.KeySpace, tenant);
        var call = new ScriptCall();
        call.Begin(RedisScripts.Spent);
        foreach (var (budget, descriptor, windowStart) in budgets)
        {
            RedisKey.Add(call, keys, "budget"u8, budget, descriptor, windowStart);
        }

        var reply = await connection.RunAsync(call, options.SlowDeadline, cancellationToken).ConfigureAwait(false);
        if (reply.Length != budgets.Length * sizeof(double))
        {
            throw new ScriptFaultException(RedisScripts.Spent.Name, "the answer is not our script's");
        }

        return [.. Enumerable.Range(0, budgets.Length).Select(index => BatchReply.Number(reply.AsSpan(index * sizeof(double))))];
    }
}

/// <summary>One budget in one window.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Budget">Its name in the policy.</param>
/// <param name="Descriptor">Of what there is one each; empty for the whole tenant.</param>
/// <param name="Unit">Of the amounts.</param>
/// <param name="WindowStart">Unix milliseconds.</param>
/// <param name="WindowEnd">Unix milliseconds; the greatest number for a budget without end.</param>
/// <param name="Ledger">What the ledger has, in the smallest unit.</param>
/// <param name="Redis">What Redis has; -1 when it knows nothing of the budget.</param>
internal sealed record AuditLine(string Tenant, string Budget, string Descriptor, string Unit, long WindowStart, long WindowEnd, long Ledger, long Redis)
{
    /// <summary>How much Redis has more; less than zero: spend that it has forgotten.</summary>
    public long Difference => Math.Max(0, Redis) - Ledger;
}
