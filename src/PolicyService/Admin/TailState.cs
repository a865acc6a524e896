using AiDesk.Policy.Service.Records.Reading;

namespace AiDesk.Policy.Service.Admin;

/// <summary>How far one stream of interventions has come.</summary>
internal sealed class TailState
{
    private readonly RecordQuery _query;
    private readonly DateTimeOffset? _floor;
    private readonly Guid _first;
    private readonly Dictionary<Guid, DateTimeOffset> _sent = [];
    private DateTimeOffset? _newest;
    private RecordPlace? _place;

    /// <param name="history">The first page.</param>
    /// <param name="query">What gave it.</param>
    public TailState(RecordPage history, RecordQuery query)
    {
        _query = query;
        _place = history.Newest;

        // What the history was too short for is not new afterwards.
        var isFull = history.Records.Count == query.Count;
        _floor = isFull ? history.Records[^1].Time : query.From;
        _first = isFull && _place is null ? history.Records[^1].Id : Guid.Empty;
        History = Note(history.Records);
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FoundRecord> History { get; }

    /// <summary>The next question: behind the last place, or, where there are no places, of the last time on.</summary>
    public RecordQuery Next(TimeSpan lateness)
    {
        var since = _newest - lateness;
        return _query with
        {
            PageSize = RecordQuery.LargestPage,
            Behind = _place,
            From = _place is not null ? _query.From : since is null || since < _floor ? _floor : since,
        };
    }

    /// <summary>What has not been sent yet, oldest first.</summary>
    public IReadOnlyList<FoundRecord> Take(IReadOnlyList<FoundRecord> found, RecordPlace? newest)
    {
        _place = newest ?? _place;
        return Note(found);
    }

    private List<FoundRecord> Note(IReadOnlyList<FoundRecord> found)
    {
        // Where there are no places the floor's own millisecond is asked for again: there the ids tell what stood before it, as they order the rows of one time.
        var fresh = found.Reverse().Where(record => (record.Time != _floor || record.Id >= _first) && _sent.TryAdd(record.Id, record.Time)).ToList();
        foreach (var record in fresh)
        {
            _newest = _newest is null || record.Time > _newest ? record.Time : _newest;
        }

        // With twice the time that is asked for, none is forgotten that could come again.
        if (fresh.Count > 0)
        {
            foreach (var (id, _) in _sent.Where(sent => sent.Value < _newest - TimeSpan.FromMinutes(2)).ToList())
            {
                _sent.Remove(id);
            }
        }

        return fresh;
    }
}
