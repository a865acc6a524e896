using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Identity;

/// <summary>
/// Principals of tokens that were verified, by the SHA-256 of the token, until the token expires: a signature is checked once and not on every call. Two
/// generations of half the capacity bound it: a principal that is used lives on in the newer one, and the older one is dropped whole.
/// </summary>
internal sealed class PrincipalCache(int capacity = PrincipalCache.DefaultCapacity)
{
    public const int DefaultCapacity = 10_000;

    private readonly Lock _turn = new();
    private readonly int _half = Math.Max(1, capacity / 2);
    private ConcurrentDictionary<TokenHash, Principal> _newer = new();
    private ConcurrentDictionary<TokenHash, Principal> _older = new();
    private int _newerCount;
    private int _generation;

    /// <summary>Changes when <see cref="Clear"/> ran: what was verified before with keys that are no longer trusted is not added afterwards.</summary>
    public int Generation => Volatile.Read(ref _generation);

    public int Count => _newer.Count + _older.Count;

    /// <summary>Null when the token was not verified before, or has expired since (with the clock skew that <see cref="TokenTimes"/> allows). Allocates nothing.</summary>
    public Principal? Find(ReadOnlySpan<char> token, DateTimeOffset now)
    {
        var hash = TokenHash.Of(token);
        if (!_newer.TryGetValue(hash, out var principal))
        {
            if (!_older.TryRemove(hash, out principal))
            {
                return null;
            }

            Put(hash, principal);
        }

        if (now - TokenTimes.ClockSkew < principal.ExpiresAt)
        {
            return principal;
        }

        _newer.TryRemove(hash, out _);
        return null;
    }

    /// <summary>Remembers a verified token. <paramref name="generation"/> is that from before it was verified.</summary>
    public void Add(ReadOnlySpan<char> token, Principal principal, int generation)
    {
        if (generation == Generation)
        {
            Put(TokenHash.Of(token), principal);
        }
    }

    /// <summary>Forgets everything: called when a key is withdrawn.</summary>
    public void Clear()
    {
        lock (_turn)
        {
            Interlocked.Increment(ref _generation);
            _newer = new();
            _older = new();
            _newerCount = 0;
        }
    }

    private void Put(TokenHash hash, Principal principal)
    {
        if (!_newer.TryAdd(hash, principal) || Interlocked.Increment(ref _newerCount) < _half)
        {
            return;
        }

        lock (_turn)
        {
            if (_newerCount >= _half)
            {
                _older = _newer;
                _newer = new();
                _newerCount = 0;
            }
        }
    }

    private readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
    {
        public static TokenHash Of(ReadOnlySpan<char> token)
        {
            // A verified token is ASCII; what is not can only miss, and a replacement character would be a different token's text.
            Span<byte> utf8 = stackalloc byte[Math.Min(token.Length, 1024)];
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            if (token.Length <= utf8.Length && Ascii.FromUtf16(token, utf8, out _) == System.Buffers.OperationStatus.Done)
            {
                SHA256.HashData(utf8, hash);
            }
            else
            {
                SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(token), hash);
            }

            return new TokenHash(Word(hash, 0), Word(hash, 1), Word(hash, 2), Word(hash, 3));
        }

        // SHA-256 is uniform: one word of it is hash enough.
        public override int GetHashCode() => (int)A;

        private static ulong Word(ReadOnlySpan<byte> hash, int index) => BitConverter.ToUInt64(hash[(index * 8)..]);
    }
}
