using System.Buffers;

namespace AiDesk.Policy.Output;

/// <summary>Which mapped fields of one object have come by: 64 in a register, more in a rented array.</summary>
internal struct SeenFields : IDisposable
{
    private ulong[]? _rented;
    private ulong _first;

    public SeenFields(int count)
    {
        if (count > 64)
        {
            _rented = ArrayPool<ulong>.Shared.Rent((count + 63) / 64);
            Array.Clear(_rented);
        }
    }

    /// <summary>False when it has come by already.</summary>
    public bool Add(int number)
    {
        ref var word = ref (_rented is null ? ref _first : ref _rented[number >> 6]);
        var bit = 1UL << number;
        var added = (word & bit) == 0;
        word |= bit;
        return added;
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<ulong>.Shared.Return(_rented);
            _rented = null;
        }
    }
}
