using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas;

/// <summary>Names of a schema, each with a number, looked up by their UTF-8 bytes without making a string.</summary>
internal sealed class NameTable
{
    private readonly byte[][] _names;
    private readonly uint[] _hashes;
    private readonly int[] _buckets;
    private readonly int _mask;

    public NameTable(IReadOnlyList<byte[]> distinct)
    {
        _names = [.. distinct];
        _hashes = [.. distinct.Select(name => TextHash.Of(name))];

        // At most half full, so that a search ends soon.
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)((_names.Length * 2) + 1));
        _mask = size - 1;
        _buckets = new int[size];
        Array.Fill(_buckets, -1);
        for (var i = 0; i < _names.Length; i++)
        {
            var bucket = (int)_hashes[i] & _mask;
            while (_buckets[bucket] >= 0)
            {
                bucket = (bucket + 1) & _mask;
            }

            _buckets[bucket] = i;
        }
    }

    public int Count => _names.Length;

    public ReadOnlySpan<byte> this[int number] => _names[number];

    /// <summary>The number of a name; -1 when it is not there.</summary>
    public int Find(ReadOnlySpan<byte> name, uint hash)
    {
        for (var bucket = (int)hash & _mask; _buckets[bucket] >= 0; bucket = (bucket + 1) & _mask)
        {
            var number = _buckets[bucket];
            if (_hashes[number] == hash && _names[number].AsSpan().SequenceEqual(name))
            {
                return number;
            }
        }

        return -1;
    }
}
