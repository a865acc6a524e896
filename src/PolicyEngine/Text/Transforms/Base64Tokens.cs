using System.Buffers;
using System.Buffers.Text;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// Base64, base64url and base32 tokens in prose, decoded one after another, kept only where they are printable text: ids and hashes are not. A token that
/// fills its line goes on in the next.
/// </summary>
internal static class Base64Tokens
{
    /// <summary>Characters of one token that are decoded; what is longer, in a decoded text, is cut, and the views say so.</summary>
    private const int MaxChars = TextViews.WindowChars;

    private static readonly SearchValues<char> CapitalsAndDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    public static void Decode(ReadOnlySpan<char> source, in SourceMap map, DecodedText decoded)
    {
        Span<char> alphabet = stackalloc char[512];
        Span<byte> bytes = stackalloc byte[384];
        char[]? rentedChars = null;
        byte[]? rentedBytes = null;
        var (start, end) = EncodedRuns.Next(source, 0);
        while (start >= 0)
        {
            if (LooksEncoded(source[start..end]))
            {
                end = EncodedRuns.Continue(source, end);
                if (end - start > alphabet.Length)
                {
                    alphabet = rentedChars ??= ArrayPool<char>.Shared.Rent(MaxChars);
                    bytes = rentedBytes ??= ArrayPool<byte>.Shared.Rent(MaxChars);
                }

                var run = alphabet[..Gather(source[start..end], alphabet, decoded)];
                var written = decoded.Length;
                var (first, last) = (map.Start(start), map.End(end - 1, 1));
                PrintableBytes.Append(bytes[..Bytes(run, bytes)], decoded, first, last);
                decoded.Mark(written, TextTransform.Base64);
                if (decoded.Length == written)
                {
                    PrintableBytes.Append(bytes[..Base32.Decode(run, bytes)], decoded, first, last);
                    decoded.Mark(written, TextTransform.Base32);
                }
            }

            (start, end) = EncodedRuns.Next(source, end);
        }

        if (rentedChars is not null)
        {
            ArrayPool<char>.Shared.Return(rentedChars);
            ArrayPool<byte>.Shared.Return(rentedBytes!);
        }
    }

    /// <summary>A capital or a digit past the first character: words, however long, have neither.</summary>
    private static bool LooksEncoded(ReadOnlySpan<char> run) => run[1..].ContainsAny(CapitalsAndDigits);

    /// <summary>The characters of a run without its line ends, as base64url writes them.</summary>
    private static int Gather(ReadOnlySpan<char> run, Span<char> alphabet, DecodedText decoded)
    {
        var length = 0;
        foreach (var c in run)
        {
            if (!EncodedRuns.IsIn(c))
            {
                continue;
            }

            if (length == Math.Min(MaxChars, alphabet.Length))
            {
                decoded.Cap();
                break;
            }

            alphabet[length++] = c switch
            {
                '+' => '-',
                '/' => '_',
                _ => c,
            };
        }

        return length;
    }

    private static int Bytes(ReadOnlySpan<char> run, Span<byte> bytes)
    {
        // A length of 4n + 1 cannot be: the last character belongs to something else, or was cut.
        var length = run.Length % 4 == 1 ? run.Length - 1 : run.Length;
        return Base64Url.DecodeFromChars(run[..length], bytes, out _, out var written) == OperationStatus.Done ? written : 0;
    }
}
