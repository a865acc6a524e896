using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>What became of a reservation, so that a repeated settle is told from a conflicting one.</summary>
/// <param name="Action">Commit or Release.</param>
/// <param name="Costs">Hash over the actual costs of a commit.</param>
/// <param name="ExpiresAt">When it may be forgotten, Unix milliseconds.</param>
internal readonly record struct Settled(SettleAction Action, UInt128 Costs, long ExpiresAt);

/// <summary>Settled reservations, 48 hours or until <paramref name="limit"/> newer ones. Used under the tenant's lock.</summary>
internal sealed class SettledReservations(int limit)
{
    /// <summary>How long a repetition is recognised, in milliseconds.</summary>
    public const long KeptForMs = 48 * 3600_000L;

    private readonly Dictionary<Guid, Settled> _byId = [];
    private readonly Queue<Guid> _oldestFirst = new();

    public int Count => _byId.Count;

    /// <summary>Forgotten before their time to make room.</summary>
    public long ForgottenEarly { get; private set; }

    public bool TryFind(Guid id, long now, out Settled settled) => _byId.TryGetValue(id, out settled) && settled.ExpiresAt > now;

    public void Add(Guid id, SettleAction action, UInt128 costs, long now)
    {
        Sweep(now, 2);
        while (_byId.Count >= limit)
        {
            ForgottenEarly++;
            _byId.Remove(_oldestFirst.Dequeue());
        }

        if (!_byId.ContainsKey(id))
        {
            _oldestFirst.Enqueue(id);
        }

        _byId[id] = new Settled(action, costs, now + KeptForMs);
    }

    /// <summary>True when there may be more to forget.</summary>
    public bool Sweep(long now, int most)
    {
        while (most-- > 0)
        {
            if (!_oldestFirst.TryPeek(out var id) || _byId[id].ExpiresAt > now)
            {
                return false;
            }

            _oldestFirst.Dequeue();
            _byId.Remove(id);
        }

        return true;
    }
}
