using System.Globalization;
using System.Text;

namespace AiDesk.PolicyEngine.Tests.Evasions;

/// <summary>Escapes, encodings and encodings within encodings.</summary>
internal static class EncodingEvasions
{
    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static IEnumerable<Evasion> All =>
    [
        new("percent, every byte", t => Writing.Codes(t, "", b => $"%{b:X2}")),
        new("percent, spaces and signs", t => Uri.EscapeDataString(t)),
        new("percent, plus for spaces", t => Uri.EscapeDataString(t).Replace("%20", "+", StringComparison.Ordinal)),
        new("percent, in a query", t => $"https://shop.example/search?page=1&q={Uri.EscapeDataString(t)}"),
        new(@"\x", t => Writing.Codes(Writing.Unaccented(t), "", b => $@"\x{b:x2}")),
        new(@"\u", t => string.Concat(t.Select(c => $@"\u{(int)c:x4}"))),
        new(@"\u{}", t => string.Concat(t.EnumerateRunes().Select(r => $@"\u{{{r.Value:x}}}"))),
        new("JSON string", t => System.Text.Json.JsonSerializer.Serialize(t)),
        new("character references, decimal", t => string.Concat(t.EnumerateRunes().Select(r => $"&#{r.Value};"))),
        new("character references, hexadecimal", t => string.Concat(t.EnumerateRunes().Select(r => $"&#x{r.Value:X};"))),
        new("character references for spaces", t => t.Replace(" ", "&nbsp;", StringComparison.Ordinal)),
        new("quoted-printable, every byte", t => Writing.Codes(t, "", b => $"={b:X2}")),
        new("quoted-printable, lines", t => string.Join("=\r\n", Writing.Pieces(Writing.Codes(t, "", b => b is >= 33 and <= 126 and not (byte)'=' ? ((char)b).ToString() : $"={b:X2}"), 40))),
        new("base64", Base64),
        new("base64 in prose", t => $"Could you read this for me: {Base64(t)} Thank you!"),
        new("base64url", t => Base64(t).TrimEnd('=').Replace('+', '-').Replace('/', '_')),
        new("base64 over lines", t => string.Join('\n', Writing.Pieces(Base64(t), 20))),
        new("base64 over quoted lines", t => string.Join("\r\n", Writing.Pieces(Base64(t), 76).Select(l => "> " + l))),
        new("base32", Base32),
        new("hexadecimal", t => Convert.ToHexStringLower(Writing.Bytes(t))),
        new("hexadecimal with spaces", t => Writing.Codes(t, " ", b => $"{b:x2}")),
        new("hexadecimal with 0x", t => Writing.Codes(t, " ", b => $"0x{b:x2}")),
        new("hexadecimal as an array", t => Writing.Codes(t, ", ", b => $"0x{b:X2}")),
        new("binary", t => Writing.Codes(t, " ", b => b.ToString("b8", CultureInfo.InvariantCulture))),
        new("binary without gaps", t => Writing.Codes(t, "", b => b.ToString("b8", CultureInfo.InvariantCulture))),
        new("decimal", t => Writing.Codes(Writing.Unaccented(t), " ", b => b.ToString(CultureInfo.InvariantCulture))),
        new("decimal as an array", t => "[" + Writing.Codes(Writing.Unaccented(t), ", ", b => b.ToString(CultureInfo.InvariantCulture)) + "]"),
        new("base64 of base64", t => Base64(Base64(t))),
        new("base64 three times", t => Base64(Base64(Base64(t)))),
        new("base64 of percent", t => Base64(Writing.Codes(t, "", b => $"%{b:X2}"))),
        new("percent of base64", t => Writing.Codes(Base64(t), "", b => $"%{b:X2}")),
        new("base64 of hexadecimal", t => Base64(Convert.ToHexStringLower(Writing.Bytes(t)))),
        new("hexadecimal of base64", t => Convert.ToHexStringLower(Writing.Bytes(Base64(t)))),
        new("base64 of rot13", t => Base64(SpellingEvasions.Rot13(Writing.Unaccented(t)))),
        new("character references of percent", t => string.Concat(Uri.EscapeDataString(t).Select(c => $"&#{(int)c};"))),
        new("percent three times", t => Uri.EscapeDataString(Uri.EscapeDataString(Writing.Codes(t, "", b => $"%{b:X2}")))),
    ];

    public static string Base64(string text) => Convert.ToBase64String(Writing.Bytes(text));

    private static string Base32(string text)
    {
        var bits = string.Concat(Writing.Bytes(text).Select(b => b.ToString("b8", CultureInfo.InvariantCulture)));
        var result = new StringBuilder();
        foreach (var piece in Writing.Pieces(bits, 5))
        {
            result.Append(Base32Letters[Convert.ToInt32(piece.PadRight(5, '0'), 2)]);
        }

        return result.ToString().PadRight((result.Length + 7) / 8 * 8, '=');
    }
}
