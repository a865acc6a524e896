namespace AiDesk.Policy.Service.Records.Journals;

/// <summary>A place in the journal: the number of a segment, from 1 on, and an offset in it.</summary>
internal readonly record struct JournalPosition(long Segment, int Offset) : IComparable<JournalPosition>
{
    // Frames begin at multiples of eight, and a segment has at most 64 MiB: one number, stored in one go.
    private const int OffsetBits = 23;

    public long Packed => (Segment << OffsetBits) | ((long)Offset >> 3);

    public static JournalPosition Unpack(long packed) => new(packed >> OffsetBits, (int)(packed & ((1L << OffsetBits) - 1)) << 3);

    public int CompareTo(JournalPosition other) => Packed.CompareTo(other.Packed);
}
