using AiDesk.SystemFaults.Load;
using AiDesk.SystemFaults.Services;
using Npgsql;

namespace AiDesk.SystemFaults.Promises;

/// <summary>Compares what callers were told with what the stores and the receivers have, once everything has come to rest.</summary>
internal sealed class Recount : IAsyncDisposable
{
    private readonly NpgsqlConnection _deskDatabase;
    private readonly NpgsqlConnection _recordsDatabase;
    private readonly Tally _tally;
    private readonly DeskRecount _desk;
    private readonly RecordsRecount _records;

    public Recount(WholeSystem system, Promised promised)
    {
        _deskDatabase = new NpgsqlConnection(system.DeskDatabase + ";Command Timeout=30;Pooling=false");
        _recordsDatabase = new NpgsqlConnection(system.RecordsDatabase + ";Command Timeout=30;Pooling=false");
        _tally = new Tally(promised);
        _desk = new DeskRecount(system, _deskDatabase, promised, _tally);
        _records = new RecordsRecount(_deskDatabase, _recordsDatabase, promised, _tally);
    }

    /// <summary>Waits until every run is at its end, while people still approve what waits. One that is not is a problem.</summary>
    public Task RestAsync() => _desk.RestAsync();

    /// <summary>After <see cref="RestAsync"/>, when nobody asks any more.</summary>
    public async Task<Outcome> CountAsync()
    {
        var (sent, handedOver) = await _desk.RunsAsync();
        await _desk.CallsAsync();
        await _records.InterventionsAsync();
        await _records.LedgerAsync();
        return new Outcome(sent, handedOver, _tally.Losses, _tally.Repeats);
    }

    public async ValueTask DisposeAsync()
    {
        await _deskDatabase.DisposeAsync();
        await _recordsDatabase.DisposeAsync();
    }
}
