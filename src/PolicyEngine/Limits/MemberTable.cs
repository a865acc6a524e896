using System.Numerics;

namespace AiDesk.Policy.Limits;

/// <summary>
/// Sets by digest: open addressing over two flat arrays, 9 bytes a place. A digest comes from a keyed hash, so its own bits spread it, and nobody without
/// the key can pile values up in one place.
/// </summary>
internal sealed class MemberTable
{
    private const int Smallest = 16;

    private ulong[] _digests = [];
    private MemberSets[] _sets = [];

    public int Count { get; private set; }

    /// <summary>Places there are: a power of two, or 0.</summary>
    public int Places => _digests.Length;

    /// <summary>Places that a table needs for so many values.</summary>
    public static int PlacesFor(int count) => count == 0 ? 0 : Math.Max(Smallest, (int)BitOperations.RoundUpToPowerOf2((uint)(count + (count / 3) + 1)));

    public MemberSets Find(ulong digest)
    {
        if (Count == 0)
        {
            return MemberSets.None;
        }

        var place = PlaceOf(Spare(digest));
        return _sets[place];
    }

    /// <summary>Puts a value into sets; true when it was in none before. Grows by itself.</summary>
    public bool Add(ulong digest, MemberSets sets)
    {
        if (PlacesFor(Count + 1) > Places)
        {
            Grow(PlacesFor(Count + 1));
        }

        digest = Spare(digest);
        var place = PlaceOf(digest);
        var added = _digests[place] == 0;
        Count += added ? 1 : 0;
        _digests[place] = digest;
        _sets[place] |= sets;
        return added;
    }

    /// <summary>The value at a place; its sets are <see cref="MemberSets.None"/> where there is none.</summary>
    public (ulong Digest, MemberSets Sets) At(int place) => (_digests[place], _sets[place]);

    public void Clear()
    {
        if (Count > 0)
        {
            Array.Clear(_digests);
            Array.Clear(_sets);
            Count = 0;
        }
    }

    // 0 marks a free place. The one digest in 2^64 that is 0 shares the place of 1.
    private static ulong Spare(ulong digest) => digest == 0 ? 1 : digest;

    private int PlaceOf(ulong digest)
    {
        var mask = _digests.Length - 1;
        var place = (int)digest & mask;
        while (_digests[place] != 0 && _digests[place] != digest)
        {
            place = (place + 1) & mask;
        }

        return place;
    }

    private void Grow(int places)
    {
        var (digests, sets) = (_digests, _sets);
        _digests = new ulong[places];
        _sets = new MemberSets[places];
        for (var i = 0; i < digests.Length; i++)
        {
            if (digests[i] != 0)
            {
                var place = PlaceOf(digests[i]);
                _digests[place] = digests[i];
                _sets[place] = sets[i];
            }
        }
    }
}
