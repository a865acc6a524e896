using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>The readings that the first call with a request id got.</summary>
internal sealed class StoredReadings
{
    private CounterReading[] _items = [];
    private int _count;

    /// <summary>When it may be forgotten, Unix milliseconds.</summary>
    public long ExpiresAt { get; private set; }

    public RequestMark Mark { get; private set; }

    private long Now { get; set; }

    private Decisions.Verdict Severity { get; set; }

    private bool Reserved { get; set; }

    private long LeaseEnd { get; set; }

    private Guid ReservationId { get; set; }

    public void CopyFrom(CounterBatch batch, long expiresAt)
    {
        var readings = batch.Readings;
        if (_items.Length < batch.Count)
        {
            _items = new CounterReading[batch.Count];
        }

        _count = batch.Count;
        readings.Items[.._count].CopyTo(_items);
        ExpiresAt = expiresAt;
        Mark = batch.Request;
        Now = readings.Now;
        Severity = readings.Severity;
        Reserved = readings.Reserved;
        LeaseEnd = readings.LeaseEnd;
        ReservationId = readings.ReservationId;
    }

    public void CopyTo(CounterReadings readings)
    {
        _items.AsSpan(0, _count).CopyTo(readings.Items);
        readings.Now = Now;
        readings.Severity = Severity;
        readings.Reserved = Reserved;
        readings.LeaseEnd = LeaseEnd;
        readings.ReservationId = ReservationId;
        readings.Repeated = true;
        readings.First = Mark;
    }
}
