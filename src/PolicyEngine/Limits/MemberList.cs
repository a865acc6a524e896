namespace AiDesk.Policy.Limits;

/// <summary>
/// The values of a batch's Member operations: a keyed 8-byte digest of each, and the sets that it is put into. The operations name ranges of it, which may
/// overlap: two may ask for the same values. Reused from call to call; it allocates only where a call needs more room than any before.
/// </summary>
public sealed class MemberList
{
    /// <summary>Most values of one batch.</summary>
    public const int Limit = 4096;

    private ulong[] _digests = [];
    private MemberSets[] _sets = [];

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> Digests => _digests.AsSpan(0, Count);

    /// <summary>What each is put into; <see cref="MemberSets.None"/> for one that is only asked for.</summary>
    public ReadOnlySpan<MemberSets> Sets => _sets.AsSpan(0, Count);

    /// <summary>False, with nothing added, past <see cref="Limit"/>.</summary>
    public bool Add(ulong digest, MemberSets sets)
    {
        if (Count == Limit)
        {
            return false;
        }

        if (Count == _digests.Length)
        {
            var room = Math.Min(Limit, Math.Max(64, Count * 2));
            Array.Resize(ref _digests, room);
            Array.Resize(ref _sets, room);
        }

        _digests[Count] = digest;
        _sets[Count++] = sets;
        return true;
    }

    public void Clear() => Count = 0;
}
