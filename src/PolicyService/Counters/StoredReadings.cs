using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>The readings that the first call with a request id got.</summary>
internal sealed class StoredReadings
{
    private CounterReading[] _items = [];
    private int _count;
    private (ushort Index, MemberSets Sets)[] _members = [];
    private int _memberCount;

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
        KeepMembers(readings.Members);
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
        foreach (var (index, sets) in _members.AsSpan(0, _memberCount))
        {
            readings.Members.Reserve(index + 1);
            readings.Members.Add(index, sets);
        }

        readings.Now = Now;
        readings.Severity = Severity;
        readings.Reserved = Reserved;
        readings.LeaseEnd = LeaseEnd;
        readings.ReservationId = ReservationId;
        readings.Repeated = true;
        readings.First = Mark;
    }

    // Nearly always none: only values that were found are kept, each in three bytes of content.
    private void KeepMembers(MemberAnswers answers)
    {
        _memberCount = 0;
        for (var i = 0; i < answers.Count; i++)
        {
            if (answers[i] == MemberSets.None)
            {
                continue;
            }

            if (_memberCount == _members.Length)
            {
                Array.Resize(ref _members, Math.Max(8, _memberCount * 2));
            }

            _members[_memberCount++] = ((ushort)i, answers[i]);
        }
    }
}
