using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Limits;

/// <summary>What a store found for one batch. Reused from call to call.</summary>
public sealed class CounterReadings
{
    private readonly CounterReading[] _items = new CounterReading[CounterBatch.Limit];

    /// <summary>The store's clock, Unix milliseconds.</summary>
    public long Now { get; set; }

    /// <summary>The highest of the engine's severity and the gates that did not pass.</summary>
    public Verdict Severity { get; set; }

    /// <summary>The Reserve operations hold now, in every budget of the batch.</summary>
    public bool Reserved { get; set; }

    /// <summary>When the reservation lapses, Unix milliseconds; 0 when nothing is held.</summary>
    public long LeaseEnd { get; set; }

    /// <summary>These are the readings of an earlier call with this request id; <see cref="First"/> is its mark, nothing was counted.</summary>
    public bool Repeated { get; set; }

    /// <summary>The request id was used by a request of other content; nothing was counted.</summary>
    public bool RequestIdReused { get; set; }

    /// <summary>With <see cref="Repeated"/>: the mark of the first call.</summary>
    public RequestMark First { get; set; }

    /// <summary>The reservation of these readings: with <see cref="Repeated"/> the first call's.</summary>
    public Guid ReservationId { get; set; }

    /// <summary>The store did not answer at all: every reading is <see cref="CounterState.Unavailable"/>.</summary>
    public bool Unavailable { get; set; }

    /// <summary>Answered out of a share, without asking the shared counters: the kill switch is as they last said it.</summary>
    public bool FromShare { get; set; }

    /// <summary>Which sets the values of the batch's Member operations were in.</summary>
    public MemberAnswers Members { get; } = new();

    public Span<CounterReading> Items => _items;

    public ref CounterReading this[int index] => ref _items[index];

    /// <summary>Did any of the first <paramref name="count"/> operations get no answer?</summary>
    public bool AnyUnavailable(int count)
    {
        foreach (ref readonly var reading in _items.AsSpan(0, count))
        {
            if (reading.State is CounterState.Unavailable or CounterState.NotRead)
            {
                return true;
            }
        }

        return Unavailable;
    }

    public void Clear()
    {
        Array.Clear(_items);
        Members.Clear();
        Now = 0;
        Severity = Verdict.None;
        Reserved = false;
        LeaseEnd = 0;
        Repeated = false;
        RequestIdReused = false;
        First = RequestMark.None;
        ReservationId = default;
        Unavailable = false;
        FromShare = false;
    }
}
