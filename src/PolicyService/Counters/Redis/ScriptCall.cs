using System.Buffers.Text;
using System.Text;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>One call of a script: its keys, then its arguments, each any bytes. Kept in one buffer and reused from call to call. Keys come first.</summary>
internal sealed class ScriptCall
{
    private byte[] _bytes = new byte[1024];
    private int[] _ends = new int[64];
    private int _used;

    /// <summary>Set by <see cref="Begin"/>.</summary>
    public RedisScript Script { get; private set; } = null!;

    public int KeyCount { get; private set; }

    /// <summary>Keys and arguments.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets what was there.</summary>
    public void Begin(RedisScript script)
    {
        Script = script;
        KeyCount = 0;
        Count = 0;
        _used = 0;
    }

    public void AddKey(ReadOnlySpan<byte> key)
    {
        Add(key);
        KeyCount = Count;
    }

    public void Add(ReadOnlySpan<byte> argument)
    {
        argument.CopyTo(Room(argument.Length));
        End(argument.Length);
    }

    /// <summary>Decimal digits.</summary>
    public void Add(long argument)
    {
        Utf8Formatter.TryFormat(argument, Room(20), out var length);
        End(length);
    }

    /// <summary>UTF-8; half a surrogate pair becomes U+FFFD.</summary>
    public void Add(string argument) => End(Encoding.UTF8.GetBytes(argument, Room(Encoding.UTF8.GetMaxByteCount(argument.Length))));

    /// <summary>The key, or behind the keys the argument, at a place.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.AsSpan(start, _ends[index] - start);
        }
    }

    /// <summary>Becomes the same call as another.</summary>
    public void CopyFrom(ScriptCall other)
    {
        Begin(other.Script);
        other._bytes.AsSpan(0, other._used).CopyTo(Room(other._used));
        if (_ends.Length < other.Count)
        {
            Array.Resize(ref _ends, other._ends.Length);
        }

        other._ends.AsSpan(0, other.Count).CopyTo(_ends);
        (_used, Count, KeyCount) = (other._used, other.Count, other.KeyCount);
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _used < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + length));
        }

        return _bytes.AsSpan(_used, length);
    }

    private void End(int length)
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, _ends.Length * 2);
        }

        _used += length;
        _ends[Count++] = _used;
    }
}
