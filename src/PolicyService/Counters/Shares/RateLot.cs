using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>Hits of one limit that are counted already.</summary>
internal sealed class RateLot : Lot
{
    private long _left;

    /// <summary>The operation that took them, with how many as its cost.</summary>
    public required CounterOperation Taken
    {
        get;
        init
        {
            field = value;
            _left = value.Cost;
        }
    }

    /// <summary>What the shared counters said.</summary>
    public required CounterReading Reading { get; init; }

    public override long Left => _left;

    public override long RoomLeft => ShareRoom.OfRate(Taken, Reading.Remaining);

    public bool Fits(in CounterOperation operation) => ReferenceEquals(operation.Rate, Taken.Rate) && operation.Cost <= _left;

    /// <summary>Uses hits; says how the limit stands, as far as it is known here.</summary>
    public CounterReading Use(long hits)
    {
        _left -= hits;
        return new CounterReading { State = CounterState.Ok, Used = Math.Max(0, Reading.Used - _left), Remaining = Saturating.Add(Reading.Remaining, _left), ResetAt = Reading.ResetAt };
    }
}
