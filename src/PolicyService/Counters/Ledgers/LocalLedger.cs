using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>
/// The ledger of one replica: a file of JSON lines in its state folder, appended before a settle is answered. It survives the death of the process; what a
/// power loss can take is what the system had not written. When it is opened, rows that nobody asks for are dropped, and a last line that was cut off. Frozen tenants are in it too.
/// </summary>
internal sealed class LocalLedger : ILedger, IDisposable
{
    private const string FileName = "settles.jsonl";

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, Guid Id), LedgerRow> _owed = [];
    private readonly HashSet<string> _frozen = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly FileStream _file;
    private long _mark;

    /// <param name="folder">The state folder; made when it is absent.</param>
    /// <param name="now">Unix milliseconds: rows that have expired by then are dropped.</param>
    public LocalLedger(string folder, long now)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, FileName);
        Compact(now);
        _file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    public void Append(LedgerRow row)
    {
        lock (_gate)
        {
            row = row with { Mark = ++_mark };
            Write(_file, new Line(row));
            if (row.IsOwed)
            {
                _owed[(row.Tenant, row.ReservationId)] = row;
            }
        }
    }

    public void MarkPaid(LedgerRow row)
    {
        lock (_gate)
        {
            if (_owed.Remove((row.Tenant, row.ReservationId)))
            {
                Write(_file, new Line(Paid: new Paid(row.Tenant, row.ReservationId)));
            }
        }
    }

    public void SetFrozen(string tenant, bool frozen)
    {
        lock (_gate)
        {
            Write(_file, new Line(Switch: new Switch(tenant, frozen)));
            Note(new Switch(tenant, frozen));
        }
    }

    public bool IsFrozen(string tenant)
    {
        lock (_gate)
        {
            return _frozen.Contains(tenant);
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
            if (Parse(text)?.Row is { } row && row.Tenant == tenant && row.Mark > after)
            {
                yield return row;
            }
        }
    }

    public void Dispose() => _file.Dispose();

    private LedgerRow[] OwedTo(string tenant, long after)
    {
        lock (_gate)
        {
            return [.. _owed.Values.Where(row => row.Tenant == tenant && row.Mark > after).OrderBy(row => row.Mark)];
        }
    }

    private void Compact(long now)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        var kept = _path + ".new";
        var paid = new HashSet<(string, Guid)>();
        foreach (var line in File.ReadLines(_path).Select(Parse))
        {
            if (line?.Paid is { } settled)
            {
                paid.Add((settled.Tenant, settled.ReservationId));
            }

            if (line?.Switch is { } set)
            {
                Note(set);
            }
        }

        using (var file = new FileStream(kept, FileMode.Create, FileAccess.Write))
        {
            foreach (var line in File.ReadLines(_path).Select(Parse))
            {
                if (line?.Row is not { } row || row.ExpiresAt <= now)
                {
                    continue;
                }

                row = row with { IsOwed = row.IsOwed && !paid.Contains((row.Tenant, row.ReservationId)) };
                _mark = Math.Max(_mark, row.Mark);
                if (row.IsOwed)
                {
                    _owed[(row.Tenant, row.ReservationId)] = row;
                }

                Write(file, new Line(row));
            }

            foreach (var tenant in _frozen)
            {
                Write(file, new Line(Switch: new Switch(tenant, true)));
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(kept, _path, overwrite: true);
    }

    // One write a line: a process that dies leaves it whole or not at all.
    private static void Write(FileStream file, Line line) => file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line), (byte)'\n']);

    private static Line? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(text);
        }
        catch (JsonException)
        {
            // The last line of a process that lost power.
            return null;
        }
    }

    private void Note(Switch set)
    {
        if (set.Frozen)
        {
            _frozen.Add(set.Tenant);
        }
        else
        {
            _frozen.Remove(set.Tenant);
        }
    }

    private sealed record Line(LedgerRow? Row = null, Paid? Paid = null, Switch? Switch = null);

    private sealed record Switch(string Tenant, bool Frozen);

    private sealed record Paid(string Tenant, Guid ReservationId);
}
