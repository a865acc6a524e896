using System.Buffers;
using System.Buffers.Text;

namespace AiDesk.Policy.Leaks;

/// <summary>JSON Web Tokens by structure (RFC 7519): three or five base64url parts, the first of which decodes to a JSON object.</summary>
internal static class JwtScan
{
    private const int MinPart = 10;
    private const int MaxPart = 8_192;

    public static void Run(in LeakScan scan)
    {
        var from = 0;
        // Every JSON object begins with '{"' or '{ ': "eyJ" and "eyA" in base64.
        while (scan.Text[from..].IndexOf("ey", StringComparison.Ordinal) is >= 0 and var found)
        {
            var start = from + found;
            from = start + 2;
            if (start > 0 && CharClasses.Is(scan.Text[start - 1], Alphabet.Url))
            {
                continue;
            }

            var end = End(scan.Text, start);
            if (end > 0)
            {
                scan.Add("leak.jwt", start, end);
                from = end;
            }
        }
    }

    private static int End(ReadOnlySpan<char> text, int start)
    {
        var header = CharClasses.RunLength(text, start, Alphabet.Url, MaxPart);
        var payload = Part(text, start + header);
        if (header < MinPart || payload < MinPart || !IsJsonHeader(text.Slice(start, header)))
        {
            return -1;
        }

        var end = start + header + 1 + payload;
        var signature = Part(text, end);
        while (signature > 0)
        {
            end += 1 + signature;
            signature = Part(text, end);
        }

        return end;
    }

    /// <summary>Length of the part behind a dot; 0 when there is none.</summary>
    private static int Part(ReadOnlySpan<char> text, int dot) =>
        dot < text.Length && text[dot] == '.' ? CharClasses.RunLength(text, dot + 1, Alphabet.Url, MaxPart) : 0;

    private static bool IsJsonHeader(ReadOnlySpan<char> part)
    {
        Span<byte> json = stackalloc byte[6];
        return Base64Url.DecodeFromChars(part[..8], json, out _, out var written) == OperationStatus.Done && written == 6 && json[0] == '{'
            && json[1..].Contains((byte)'"');
    }
}
