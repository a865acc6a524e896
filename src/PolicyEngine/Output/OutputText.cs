namespace AiDesk.Policy.Output;

/// <summary>Cuts of UTF-8 text between code points.</summary>
internal static class OutputText
{
    /// <summary>At most so many code points of valid UTF-8.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int codePoints)
    {
        // No more bytes than code points allowed: nothing to count.
        if (text.Length <= codePoints)
        {
            return text;
        }

        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if ((text[i] & 0xC0) != 0x80 && ++count > codePoints)
            {
                return text[..i];
            }
        }

        return text;
    }
}
