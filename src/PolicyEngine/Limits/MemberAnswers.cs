namespace AiDesk.Policy.Limits;

/// <summary>
/// Which sets each value of a <see cref="MemberList"/> was in before the batch, as far as its operations asked: by the value's place in the list. Reused.
/// </summary>
public sealed class MemberAnswers
{
    private MemberSets[] _sets = [];

    /// <summary>Answers there is room for.</summary>
    public int Count { get; private set; }

    /// <summary><see cref="MemberSets.None"/> where nothing was found or asked.</summary>
    public MemberSets this[int index] => index < Count ? _sets[index] : MemberSets.None;

    public ReadOnlySpan<MemberSets> Items => _sets.AsSpan(0, Count);

    /// <summary>Makes room for the first <paramref name="count"/> values, at most <see cref="MemberList.Limit"/>.</summary>
    public void Reserve(int count)
    {
        if (count <= Count)
        {
            return;
        }

        if (count > _sets.Length)
        {
            Array.Resize(ref _sets, Math.Max(count, _sets.Length * 2));
        }

        Count = count;
    }

    /// <summary>Adds what was found of one value, within the room reserved: operations that ask for the same value are joined.</summary>
    public void Add(int index, MemberSets sets) => _sets[index] |= sets;

    public void Clear()
    {
        Array.Clear(_sets, 0, Count);
        Count = 0;
    }
}
