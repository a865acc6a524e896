namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>What was taken at once of one limit, or of the budgets of one kind of call. Used under the lock of its tenant's shares.</summary>
internal abstract class Lot
{
    /// <summary>Names the giving back, so that it is done once.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The server's clock when it was taken, Unix milliseconds.</summary>
    public required long ServerTime { get; init; }

    /// <summary>Our own clock that only goes forward, before the script was sent. What has passed since is never less than on the server.</summary>
    public required long SentAt { get; init; }

    /// <summary>From then on it is not used, by our own clock: its time is over, or the window in which it was counted.</summary>
    public required long EndsAt { get; init; }

    /// <summary>The tenant's epoch: a server that has begun another knows nothing of it.</summary>
    public required long Epoch { get; init; }

    /// <summary>What is left: hits, or reservations.</summary>
    public abstract long Left { get; }

    /// <summary>How much was taken.</summary>
    public required long Size { get; init; }

    /// <summary>How much one more may take, by what the shared counters had left when this was taken.</summary>
    public abstract long RoomLeft { get; }

    public bool IsLive(long at, long epoch) => Left > 0 && at < EndsAt && Epoch == epoch;

    /// <summary>What time it is on the server, never earlier than it is, Unix milliseconds.</summary>
    public long ServerTimeAt(long at, TimeProvider time) => ServerTime + (long)time.GetElapsedTime(SentAt, at).TotalMilliseconds;
}
