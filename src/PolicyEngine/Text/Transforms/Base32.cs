namespace AiDesk.Policy.Text.Transforms;

/// <summary>Base32 of RFC 4648, in capitals or in small letters but not both, without padding.</summary>
internal static class Base32
{
    /// <summary>Writes the bytes; 0 when a character is not of the alphabet.</summary>
    public static int Decode(ReadOnlySpan<char> run, Span<byte> bytes)
    {
        var written = 0;
        var bits = 0;
        var held = 0;
        var cases = 0;
        foreach (var c in run)
        {
            var value = c switch
            {
                >= 'A' and <= 'Z' => c - 'A',
                >= 'a' and <= 'z' => c - 'a',
                >= '2' and <= '7' => c - '2' + 26,
                _ => -1,
            };
            cases |= c is >= 'A' and <= 'Z' ? 1 : c is >= 'a' and <= 'z' ? 2 : 0;
            if (value < 0 || cases == 3)
            {
                return 0;
            }

            held = (held << 5) | value;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[written++] = (byte)(held >> bits);
                held &= (1 << bits) - 1;
            }
        }

        return written;
    }
}
