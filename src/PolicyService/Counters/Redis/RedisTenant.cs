using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>What the store keeps of one tenant in this process: the beginning of its keys, and how far its server's clock is from ours.</summary>
internal sealed class RedisTenant
{
    /// <summary>Longest beginning of a key, in bytes.</summary>
    public const int LongestPrefix = 128;

    private const int LongestName = 64;
    private const long OffsetKeptMs = 10_000;

    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private long _epoch;
    private long _seen;
    private long _offset = long.MaxValue;
    private long _offsetUntil = long.MinValue;

    /// <param name="space">What all keys of this store begin with, 1 to 32 plain characters.</param>
    /// <param name="name">The tenant; any text.</param>
    public RedisTenant(string space, string name)
    {
        Name = name;

        // The name is the hash tag: with a brace in it, or empty, a tenant's keys would not be in one slot.
        var isPlain = name.Length is > 0 and <= LongestName && !name.AsSpan().ContainsAnyExcept(Plain);
        var tag = isPlain ? name : "#" + Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(name)).AsSpan(0, 16));
        Prefix = Encoding.ASCII.GetBytes($"{space}:{{{tag}}}:");
    }

    public string Name { get; }

    /// <summary><c>aidesk:{tenant}:</c></summary>
    public byte[] Prefix { get; }

    /// <summary>The epoch that has what our ledger has; 0 while none is known to. Unix milliseconds of the server.</summary>
    public long Epoch
    {
        get => Volatile.Read(ref _epoch);
        set => Volatile.Write(ref _epoch, value);
    }

    /// <summary>The epoch of the last answer; 0 when it said that there is none. Unix milliseconds of the server.</summary>
    public long Seen
    {
        get => Volatile.Read(ref _seen);
        set => Volatile.Write(ref _seen, value);
    }

    /// <summary>Its calls that may go together; null where only keys are made.</summary>
    public JoinedCalls? Joined { get; init; }

    /// <summary>A batch with a share was seen: settles go together too.</summary>
    public bool Joins { get; set; }

    /// <summary>The rebuild that runs or ran last; replaced under <see cref="Gate"/>.</summary>
    public Task Opening { get; set; } = Task.CompletedTask;

    public Lock Gate { get; } = new();

    /// <summary>
    /// Until when, by the server's clock, a script that is sent now may do something; 0 while the server's clock is not known, which sets no bound.
    /// Unix milliseconds.
    /// </summary>
    public long NotAfter(long now, TimeSpan deadline)
    {
        var offset = Volatile.Read(ref _offset);
        return offset == long.MaxValue ? 0 : now + offset + (long)deadline.TotalMilliseconds + 1;
    }

    /// <summary>
    /// Takes the server's time from an answer. What it is ahead of the moment of sending is never less than the true difference; the least of ten seconds
    /// is kept, so that one slow answer does not widen the bound. Times in Unix milliseconds.
    /// </summary>
    public void Learn(long sent, long server, bool isLate = false)
    {
        var offset = server - sent;
        if (isLate || offset < Volatile.Read(ref _offset) || sent > Volatile.Read(ref _offsetUntil))
        {
            Volatile.Write(ref _offset, offset);
            Volatile.Write(ref _offsetUntil, sent + OffsetKeptMs);
        }
    }
}
