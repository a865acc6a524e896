using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>
/// Writes one key: <c>aidesk:{tenant}:kind:</c> and its parts, each after its length, so that no two of them can be joined to the same. Long parts, and
/// those that are no well-formed UTF-16, are replaced by a hash over all of them, which begins with what no length does.
/// </summary>
internal ref struct RedisKey
{
    /// <summary>Longest parts that stand in a key as they are, in bytes of UTF-8, with their lengths.</summary>
    private const int LongestParts = 128;

    /// <summary>Room for any key: prefix, kind, parts.</summary>
    private const int Size = RedisTenant.LongestPrefix + 16 + LongestParts;

    private readonly ScriptCall _call;

    private RedisKey(ScriptCall call) => _call = call;

    /// <summary>Adds a key without parts.</summary>
    public static void Add(ScriptCall call, RedisTenant tenant, ReadOnlySpan<byte> kind) => new RedisKey(call).Write(tenant, kind, default, default, 0, hasNumber: false);

    /// <summary>Adds a key of one part.</summary>
    public static void Add(ScriptCall call, RedisTenant tenant, ReadOnlySpan<byte> kind, string part) => new RedisKey(call).Write(tenant, kind, part, default, 0, hasNumber: false);

    /// <summary>Adds a key of two parts.</summary>
    public static void Add(ScriptCall call, RedisTenant tenant, ReadOnlySpan<byte> kind, string name, string descriptor) =>
        new RedisKey(call).Write(tenant, kind, name, descriptor, 0, hasNumber: false);

    /// <summary>Adds a key of two parts and a number, which comes first.</summary>
    public static void Add(ScriptCall call, RedisTenant tenant, ReadOnlySpan<byte> kind, string name, string descriptor, long number) =>
        new RedisKey(call).Write(tenant, kind, name, descriptor, number, hasNumber: true);

    private readonly void Write(RedisTenant tenant, ReadOnlySpan<byte> kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second, long number, bool hasNumber)
    {
        Span<byte> key = stackalloc byte[Size];
        tenant.Prefix.CopyTo(key);
        var length = tenant.Prefix.Length;
        kind.CopyTo(key[length..]);
        length += kind.Length;
        if (hasNumber)
        {
            key[length++] = (byte)':';
            Utf8Formatter.TryFormat(number, key[length..], out var digits);
            length += digits;
        }

        key[length++] = (byte)':';
        var parts = key.Slice(length, LongestParts);
        if (!TryWrite(parts, first, out var firstLength) || !TryWrite(parts[firstLength..], second, out var secondLength))
        {
            (firstLength, secondLength) = (WriteHash(parts, first, second), 0);
        }

        _call.AddKey(key[..(length + firstLength + secondLength)]);
    }

    private static bool TryWrite(Span<byte> target, ReadOnlySpan<char> part, out int length)
    {
        // The length is that of the UTF-8, which is known once it is written: three digits are kept free.
        length = 0;
        if (target.Length < 4 || part.Length > LongestParts)
        {
            return false;
        }

        if (Utf8.FromUtf16(part, target[4..], out _, out var bytes, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            return false;
        }

        target[0] = (byte)('0' + (bytes / 100));
        target[1] = (byte)('0' + (bytes / 10 % 10));
        target[2] = (byte)('0' + (bytes % 10));
        target[3] = (byte)':';
        length = 4 + bytes;
        return true;
    }

    private static int WriteHash(Span<byte> target, ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        Span<byte> hashes = stackalloc byte[2 * SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(first), hashes);
        SHA256.HashData(MemoryMarshal.AsBytes(second), hashes[SHA256.HashSizeInBytes..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(hashes, hash);
        target[0] = (byte)'#';
        Base64Url.EncodeToUtf8(hash, target[1..], out _, out var written);
        return 1 + written;
    }
}
