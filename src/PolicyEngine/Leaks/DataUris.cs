namespace AiDesk.Policy.Leaks;

/// <summary>Pictures, fonts and sounds written into a text (RFC 2397): random to look at, and nothing but what they show.</summary>
internal static class DataUris
{
    private static readonly string[] Media = ["image/", "font/", "audio/", "video/"];

    /// <summary>The index behind the URI whose scheme stands from <paramref name="start"/> to <paramref name="colon"/>; -1 when it is none of these.</summary>
    public static int End(ReadOnlySpan<char> text, int start, int colon)
    {
        const int MaxType = 64;
        if (!text[start..colon].Equals("data", StringComparison.OrdinalIgnoreCase))
        {
            return -1;
        }

        var type = text[(colon + 1)..Math.Min(text.Length, colon + 1 + MaxType)];
        var comma = type.IndexOf(";base64,", StringComparison.Ordinal);
        foreach (var medium in Media)
        {
            if (comma > 0 && type.StartsWith(medium, StringComparison.OrdinalIgnoreCase))
            {
                var body = colon + 1 + comma + ";base64,".Length;
                return body + CharClasses.RunLength(text, body, Alphabet.AlphaNumeric | Alphabet.Base64, int.MaxValue);
            }
        }

        return -1;
    }
}
