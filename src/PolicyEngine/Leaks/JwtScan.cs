using System.Buffers;
using System.Buffers.Text;

namespace AiDesk.Policy.Leaks;

/// <summary>
/// JSON Web Tokens by structure (RFC 7519): base64url parts between dots, the first of which decodes to a JSON object. Three of a signed token, five of an
/// encrypted one (RFC 7516, its key part may be empty), fewer where it was cut off.
/// </summary>
internal static class JwtScan
{
    private const int MinPart = 10;
    private const int MaxPart = 16_384;
    private const int MaxParts = 5;

    /// <summary>A header alone is one when it is long enough to name its algorithm.</summary>
    private const int MinHeader = 20;

    public static void Run(in LeakScan scan)
    {
        var from = 0;
        var rejected = 0;
        // Every JSON object begins with '{"' or '{ ': "eyJ" and "eyA" in base64; '{\n' is "ewo".
        while (scan.Text[from..].IndexOf("ey", StringComparison.Ordinal) is >= 0 and var found)
        {
            var start = from + found;
            from = start + 2;
            if (start < rejected || (start > 0 && CharClasses.Is(scan.Text[start - 1], Alphabet.AlphaNumeric)))
            {
                continue;
            }

            var end = End(scan.Text, start, ref rejected);
            if (end > 0)
            {
                scan.Add("leak.jwt", start, end);
                from = end;
            }
        }
    }

    private static int End(ReadOnlySpan<char> text, int start, ref int rejected)
    {
        if (start + 8 > text.Length || !BeginsObject(text.Slice(start, 8)))
        {
            return -1;
        }

        var header = CharClasses.RunLength(text, start, Alphabet.Url, MaxPart);
        var end = start + header;
        var parts = 1;
        var longest = 0;
        while (parts < MaxParts && end < text.Length && text[end] == '.')
        {
            var part = CharClasses.RunLength(text, end + 1, Alphabet.Url, MaxPart);
            if (part == 0 && !(end + 1 < text.Length && text[end + 1] == '.'))
            {
                break;
            }

            longest = Math.Max(longest, part);
            end += 1 + part;
            parts++;
        }

        if (longest >= MinPart || (header >= MinHeader && NamesAlgorithm(text.Slice(start, Math.Min(header, 256)))))
        {
            return end;
        }

        rejected = start + header;
        return -1;
    }

    private static bool BeginsObject(ReadOnlySpan<char> part)
    {
        Span<byte> json = stackalloc byte[6];
        return Base64Url.DecodeFromChars(part, json, out _, out var written) == OperationStatus.Done && written == 6 && json[0] == '{'
            && json[1..].Contains((byte)'"');
    }

    private static bool NamesAlgorithm(ReadOnlySpan<char> header)
    {
        Span<byte> json = stackalloc byte[192];
        header = header[..(header.Length / 4 * 4)];
        return Base64Url.DecodeFromChars(header, json, out _, out var written) == OperationStatus.Done
            && (json[..written].IndexOf("\"alg\""u8) >= 0 || json[..written].IndexOf("\"typ\""u8) >= 0 || json[..written].IndexOf("\"enc\""u8) >= 0);
    }
}
