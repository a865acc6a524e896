using System.Buffers;

namespace Grpc.Wire;

/// <summary>A growing buffer of one rented array; give it back with <see cref="Dispose"/>.</summary>
internal sealed class PooledBuffer(int capacity = 4096) : Stream, IBufferWriter<byte>
{
    private byte[] _array = Rent(capacity);
#if DEBUG
    private static int _outstanding;
#endif

    /// <summary>Buffers that were not given back; counted in debug builds, for the tests on leaks.</summary>
    public static int Outstanding
#if DEBUG
        => Volatile.Read(ref _outstanding);
#else
        => 0;
#endif

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Count);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Count;

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    public void Clear() => Count = 0;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - Count));
        Count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(Count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        buffer.CopyTo(GetSpan(buffer.Length));
        Count += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        var array = Interlocked.Exchange(ref _array, []);
        Count = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
#if DEBUG
            Interlocked.Decrement(ref _outstanding);
#endif
        }

        base.Dispose(disposing);
    }

    private static byte[] Rent(int capacity)
    {
#if DEBUG
        Interlocked.Increment(ref _outstanding);
#endif
        return ArrayPool<byte>.Shared.Rent(capacity);
    }

    private void Reserve(int sizeHint)
    {
        if (_array.Length - Count >= Math.Max(sizeHint, 1))
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Count + sizeHint), _array.Length * 2));
        Written.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
