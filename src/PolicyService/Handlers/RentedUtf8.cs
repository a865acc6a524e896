using System.Buffers;
using System.Text;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>A text as UTF-8, in an array that is rented for one call and cleared when it is given back: outputs of tools are large, and hold what is not shown.</summary>
internal readonly struct RentedUtf8 : IDisposable
{
    private readonly byte[] _rented;

    public RentedUtf8(string text)
    {
        _rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        Bytes = _rented.AsMemory(0, Encoding.UTF8.GetBytes(text, _rented));
    }

    /// <summary>Not to be kept past <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public void Dispose()
    {
        _rented.AsSpan(0, Bytes.Length).Clear();
        ArrayPool<byte>.Shared.Return(_rented);
    }
}
