namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>What the lines of a ledger come to: which rows are owed, which never count, and what is known of tenants. Used under the ledger's lock.</summary>
internal sealed class LedgerState
{
    private readonly Dictionary<long, LedgerRow> _unpaid = [];
    private readonly HashSet<long> _owed = [];
    private readonly HashSet<long> _withdrawn = [];
    private readonly HashSet<string> _frozen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _epochs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The greatest mark so far.</summary>
    public long Mark { get; private set; }

    public void Take(LedgerLine line)
    {
        if (line.Row is { } row)
        {
            Mark = Math.Max(Mark, row.Mark);
            _known.Add(row.Tenant);
            _unpaid[row.Mark] = row;
        }

        if (line.Paid > 0)
        {
            _unpaid.Remove(line.Paid);
            _owed.Remove(line.Paid);
        }

        if (line.Withdrawn > 0)
        {
            _unpaid.Remove(line.Withdrawn);
            _owed.Remove(line.Withdrawn);
            _withdrawn.Add(line.Withdrawn);
        }

        if (line.Switch is { } set)
        {
            _known.Add(set.Tenant);
            _ = set.Frozen ? _frozen.Add(set.Tenant) : _frozen.Remove(set.Tenant);
        }

        if (line.Epoch is { } epoch)
        {
            _known.Add(epoch.Tenant);
            _epochs[epoch.Tenant] = epoch.At;
        }
    }

    /// <summary>Nobody waits for the answer any more that an unpaid row was to get.</summary>
    public void Owe(long mark)
    {
        if (_unpaid.ContainsKey(mark))
        {
            _owed.Add(mark);
        }
    }

    /// <summary>After a restart nobody waits for any.</summary>
    public void OweAll() => _owed.UnionWith(_unpaid.Keys);

    public bool IsUnpaid(long mark) => _unpaid.ContainsKey(mark);

    public bool IsWithdrawn(long mark) => _withdrawn.Contains(mark);

    public bool IsFrozen(string tenant) => _frozen.Contains(tenant);

    public bool IsNew(string tenant) => !_known.Contains(tenant);

    public long EpochOf(string tenant) => _epochs.GetValueOrDefault(tenant);

    public LedgerRow[] OwedTo(string tenant, long after) =>
        [.. _owed.Select(mark => _unpaid[mark]).Where(row => row.Tenant == tenant && row.Mark > after).OrderBy(row => row.Mark)];

    /// <summary>The lines that say of the tenants what is known now.</summary>
    public IEnumerable<LedgerLine> OfTenants() =>
        _frozen.Select(tenant => new LedgerLine { Switch = new TenantSwitch(tenant, true) })
            .Concat(_epochs.Select(epoch => new LedgerLine { Epoch = new TenantEpoch(epoch.Key, epoch.Value) }));
}
