using System.Buffers;

namespace AiDesk.Tests.Fixtures;

/// <summary>Sequences of two segments.</summary>
internal static class Segments
{
    public static ReadOnlySequence<byte> Of(byte[] bytes, int cut)
    {
        var second = new Segment(bytes.AsMemory(cut), cut);
        return new ReadOnlySequence<byte>(new Segment(bytes.AsMemory(0, cut), 0, second), 0, second, bytes.Length - cut);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index, Segment? next = null)
        {
            Memory = memory;
            RunningIndex = index;
            Next = next;
        }
    }
}
