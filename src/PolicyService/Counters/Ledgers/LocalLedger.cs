using System.Runtime.CompilerServices;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>
/// The ledger of one replica: a file of JSON lines in its state folder. It survives the death of the process; what a power loss can take is what the system
/// had not written. When it is opened, rows that nobody asks for are dropped, and a last line that was cut off.
/// </summary>
internal sealed class LocalLedger : ILedger, IDisposable
{
    private const string FileName = "settles.jsonl";

    private readonly Lock _gate = new();
    private readonly LedgerState _state = new();
    private readonly string _path;
    private readonly LedgerFile _file;

    /// <param name="folder">The state folder; made when it is absent.</param>
    /// <param name="now">Unix milliseconds: rows that have expired by then are dropped.</param>
    /// <param name="reached">For tests: see <see cref="LedgerFile"/>.</param>
    public LocalLedger(string folder, long now, Action<string>? reached = null)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, FileName);
        if (File.Exists(_path))
        {
            Compact(now);
        }

        _state.OweAll();
        _file = new LedgerFile(_path, reached);
    }

    public LedgerRow Append(LedgerRow row)
    {
        lock (_gate)
        {
            row = row with { Mark = _state.Mark + 1 };
            Write(new LedgerLine { Row = row });
            return row;
        }
    }

    public void MarkPaid(LedgerRow row)
    {
        lock (_gate)
        {
            if (_state.IsUnpaid(row.Mark))
            {
                Write(new LedgerLine { Paid = row.Mark });
            }
        }
    }

    public void MarkOwed(LedgerRow row)
    {
        lock (_gate)
        {
            _state.Owe(row.Mark);
        }
    }

    public void Withdraw(LedgerRow row)
    {
        lock (_gate)
        {
            Write(new LedgerLine { Withdrawn = row.Mark });
        }
    }

    public void SetFrozen(string tenant, bool frozen)
    {
        lock (_gate)
        {
            Write(new LedgerLine { Switch = new TenantSwitch(tenant, frozen) });
        }
    }

    public bool IsFrozen(string tenant)
    {
        lock (_gate)
        {
            return _state.IsFrozen(tenant);
        }
    }

    public void SetEpoch(string tenant, long epoch)
    {
        lock (_gate)
        {
            if (_state.EpochOf(tenant) != epoch)
            {
                Write(new LedgerLine { Epoch = new TenantEpoch(tenant, epoch) });
            }
        }
    }

    public long EpochOf(string tenant)
    {
        lock (_gate)
        {
            return _state.EpochOf(tenant);
        }
    }

    public bool IsNew(string tenant)
    {
        lock (_gate)
        {
            return _state.IsNew(tenant);
        }
    }

    public async IAsyncEnumerable<LedgerRow> ReadAsync(
        string tenant, long after, bool owedOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (owedOnly)
        {
            foreach (var row in OwedTo(tenant, after))
            {
                yield return row;
            }

            yield break;
        }

        using var reader = new StreamReader(new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (await reader.ReadLineAsync(cancellationToken) is { } text)
        {
            if (LedgerLine.Parse(text)?.Row is { } row && row.Tenant == tenant && row.Mark > after && !IsWithdrawn(row))
            {
                yield return row;
            }
        }
    }

    /// <summary>The counters have not been heard to have got it.</summary>
    public bool IsUnpaid(LedgerRow row)
    {
        lock (_gate)
        {
            return _state.IsUnpaid(row.Mark);
        }
    }

    /// <summary>The rows that count in a folder's ledger, of every tenant, while its owner writes it. None when there is no ledger.</summary>
    public static IReadOnlyList<LedgerRow> RowsIn(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return [];
        }

        var state = new LedgerState();
        var rows = new List<LedgerRow>();
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } text)
        {
            if (LedgerLine.Parse(text) is { } line)
            {
                state.Take(line);
                rows.AddRange(line.Row is { } row ? [row] : []);
            }
        }

        return [.. rows.Where(row => !state.IsWithdrawn(row.Mark))];
    }

    public void Dispose() => _file.Dispose();

    private void Write(LedgerLine line)
    {
        _file.Append(line);
        _state.Take(line);
    }

    private LedgerRow[] OwedTo(string tenant, long after)
    {
        lock (_gate)
        {
            return _state.OwedTo(tenant, after);
        }
    }

    private bool IsWithdrawn(LedgerRow row)
    {
        lock (_gate)
        {
            return _state.IsWithdrawn(row.Mark);
        }
    }

    private void Compact(long now)
    {
        foreach (var line in File.ReadLines(_path))
        {
            if (LedgerLine.Parse(line) is { } taken)
            {
                _state.Take(taken);
            }
        }

        var kept = _path + ".new";
        using (var file = new FileStream(kept, FileMode.Create, FileAccess.Write))
        {
            foreach (var line in File.ReadLines(_path))
            {
                if (LedgerLine.Parse(line)?.Row is not { } row || _state.IsWithdrawn(row.Mark))
                {
                    continue;
                }

                if (row.ExpiresAt <= now)
                {
                    _state.Take(new LedgerLine { Paid = row.Mark });
                    continue;
                }

                file.Put(new LedgerLine { Row = row }.ToBytes());
                if (!_state.IsUnpaid(row.Mark))
                {
                    file.Put(new LedgerLine { Paid = row.Mark }.ToBytes());
                }
            }

            foreach (var line in _state.OfTenants())
            {
                file.Put(line.ToBytes());
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(kept, _path, overwrite: true);
    }
}
