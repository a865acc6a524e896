using System.Buffers;
using System.Buffers.Text;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>Base64 and base64url tokens in prose, decoded one after another, kept only where they are printable text. Ids and hashes are not.</summary>
internal static class Base64Tokens
{
    /// <summary>Characters of one token that are decoded; what is longer, in a decoded text, is cut, and the views say so.</summary>
    private const int MaxChars = TextViews.WindowChars;

    private static readonly SearchValues<char> CapitalsAndDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    public static bool Decode(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded)
    {
        Span<char> alphabet = stackalloc char[512];
        Span<byte> bytes = stackalloc byte[384];
        char[]? rentedChars = null;
        byte[]? rentedBytes = null;
        var (start, end) = EncodedRuns.Next(source, 0);
        while (start >= 0)
        {
            var length = end - start;
            if (length > MaxChars)
            {
                decoded.Cap();
                length = MaxChars;
            }

            if (LooksEncoded(source.Slice(start, length)))
            {
                if (length > alphabet.Length)
                {
                    alphabet = rentedChars ??= ArrayPool<char>.Shared.Rent(MaxChars);
                    bytes = rentedBytes ??= ArrayPool<byte>.Shared.Rent(MaxChars);
                }

                var count = Bytes(source.Slice(start, length), alphabet, bytes);
                PrintableBytes.Append(bytes[..count], decoded, map.Start(start), map.End(end - 1, 1));
            }

            (start, end) = EncodedRuns.Next(source, end);
        }

        if (rentedChars is not null)
        {
            ArrayPool<char>.Shared.Return(rentedChars);
            ArrayPool<byte>.Shared.Return(rentedBytes!);
        }

        return decoded.Length > 0;
    }

    /// <summary>A capital or a digit past the first character: words, however long, have neither.</summary>
    private static bool LooksEncoded(ReadOnlySpan<char> run) => run[1..].ContainsAny(CapitalsAndDigits);

    private static int Bytes(ReadOnlySpan<char> run, Span<char> alphabet, Span<byte> bytes)
    {
        // A length of 4n + 1 cannot be: the last character belongs to something else, or was cut.
        var length = run.Length % 4 == 1 ? run.Length - 1 : run.Length;
        run[..length].CopyTo(alphabet);
        alphabet[..length].Replace('+', '-');
        alphabet[..length].Replace('/', '_');
        return Base64Url.DecodeFromChars(alphabet[..length], bytes, out _, out var written) == OperationStatus.Done ? written : 0;
    }
}
