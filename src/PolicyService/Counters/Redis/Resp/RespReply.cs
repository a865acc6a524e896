using System.Text;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

internal enum RespKind : byte
{
    /// <summary>No answer: <see cref="RespReply.Missing"/> says why.</summary>
    None,
    Simple,
    Error,
    Integer,
    Bulk,
    Array,
    Null,
}

/// <summary>One reply (RESP2), or why there is none.</summary>
internal readonly struct RespReply
{
    private readonly object? _value;

    private RespReply(RespKind kind, object? value, long integer)
    {
        Kind = kind;
        _value = value;
        Integer = integer;
    }

    public RespKind Kind { get; }

    /// <summary>Of <see cref="RespKind.Integer"/>.</summary>
    public long Integer { get; }

    /// <summary>Of <see cref="RespKind.Simple"/>, <see cref="RespKind.Error"/> (without the minus) and <see cref="RespKind.Bulk"/>; else empty.</summary>
    public byte[] Bytes => _value as byte[] ?? [];

    /// <summary>Of <see cref="RespKind.Array"/>; else empty.</summary>
    public RespReply[] Items => _value as RespReply[] ?? [];

    /// <summary>Of <see cref="RespKind.None"/>.</summary>
    public UnavailableReason Missing => (UnavailableReason)Integer;

    /// <summary>UTF-8 of <see cref="Bytes"/>; with <see cref="RespKind.None"/> what is wrong.</summary>
    public string Text => _value as string ?? Encoding.UTF8.GetString(Bytes);

    public static RespReply Null { get; } = new(RespKind.Null, null, 0);

    public static RespReply Of(RespKind kind, ReadOnlySpan<byte> bytes) => new(kind, bytes.ToArray(), 0);

    public static RespReply Of(long integer) => new(RespKind.Integer, null, integer);

    public static RespReply Of(RespReply[] items) => new(RespKind.Array, items, 0);

    public static RespReply None(UnavailableReason reason, string detail) => new(RespKind.None, detail, (long)reason);

    /// <summary>Does the error begin with this code (<c>NOSCRIPT</c>)?</summary>
    public bool IsError(ReadOnlySpan<byte> code) => Kind == RespKind.Error && Bytes.AsSpan().StartsWith(code) && (Bytes.Length == code.Length || Bytes[code.Length] == (byte)' ');
}
